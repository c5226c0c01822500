import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { describe, expect, test } from "vitest";
import { auditBuilt } from "../../workspace/audit/built/audit-built.js";
import { readBuilt } from "../../workspace/audit/built/read-built.js";
import { reportLines } from "../../workspace/audit/report.js";
import { soak } from "../soak.js";
import { cityRule, figures, foundIn, isIndicator, knowledge, write } from "./small-site.js";

const level = "good-level-of-development";
const gld = (...lines: string[]) => ({ [`open-data/${level}.csv`]: figures(lines) });
const goals = (...lines: string[]) => ({ "open-data/average-goals-met.csv": figures(lines) });
const audited = async (files: Record<string, string>) =>
  auditBuilt(await readBuilt(write(files), isIndicator), cityRule, { knowledge });
const ward = (area: string, group = "") => `${level}, ward ${area}, 2024/25${group}`;

describe("differencing in the city's files", () => {
  test("a suppressed ward is its locality less the other ward", async () => {
    const files = (w2: string) =>
      gld("locality L1 all all 100/200", "ward W1 all all c", `ward W2 all all ${w2}`);
    expect(await foundIn(files("90/160"))).toEqual([
      `${ward("W1")}: 6–14`,
      `${ward("W1")}: denominator: 36–44`,
    ]);
    expect(await foundIn(files("c"))).toEqual([]);
  });

  test("wards add up to the city where localities are not shown", async () => {
    const files = (w2: string) =>
      gld(
        "city C all all 210/400",
        "ward W1 all all c",
        `ward W2 all all ${w2}`,
        "ward W3 all all 60/100",
        "ward W4 all all 60/100",
      );
    const rule = { ...cityRule, protectionInterval: 18 };
    expect(await foundIn(files("80/160"), { rule })).toContain(`${ward("W1")}: 2–18`);
    expect(await foundIn(files("c"), { rule })).toEqual([]);
  });

  soak("girls are all less boys", async () => {
    expect(
      await foundIn(gld("ward W1 all all 100/200", "ward W1 sex female c", "ward W1 sex male 50/100")),
    ).toEqual([`${ward("W1", ", sex female")}: 46–54`, `${ward("W1", ", sex female")}: denominator: 96–104`]);
    expect(
      await foundIn(gld("ward W1 all all 100/200", "ward W1 sex female c", "ward W1 sex male c")),
    ).toEqual([]);
  });

  test("indicators that share a denominator are read together", async () => {
    const hidden = gld("ward W1 all all c", "ward W1 sex female c", "ward W1 sex male c");
    expect(
      await foundIn({
        ...hidden,
        ...goals("ward W1 all all /200 13.1", "ward W1 sex female c", "ward W1 sex male /100 13.0"),
      }),
    ).toEqual(["average-goals-met, ward W1, 2024/25, sex female: denominator: 96–104"]);
    expect(
      await foundIn({
        ...hidden,
        ...goals("ward W1 all all /200 13.1", "ward W1 sex female c", "ward W1 sex male c"),
      }),
    ).toEqual([]);
  });

  soak("those who are well in all areas are among those who are well in one", async () => {
    const files = (inner: string) => ({
      "open-data/asq-communication.csv": figures([
        "ward W1 all all 90/200",
        "ward W1 sex female c",
        "ward W1 sex male c",
      ]),
      "open-data/asq-all-domains.csv": figures([
        "ward W1 all all 90/200",
        `ward W1 sex female ${inner}`,
        "ward W1 sex male c",
      ]),
    });
    expect(await foundIn(files("c"))).toEqual([]);
    // 45 girls at least are among those whose communication is as expected, and so are 41 boys.
    const told = await foundIn(files("45/100"));
    expect(told).toContain("asq-communication, ward W1, 2024/25, sex female: 43–51");
  });
});

describe("a sum that is seen not to hold", () => {
  // The wards of L1 are more than L1; those of L2 may make it up.
  const files = gld(
    "locality L1 all all 100/200",
    "ward W1 all all 60/120",
    "ward W2 all all 90/160",
    "locality L2 all all 100/200",
    "ward W3 all all c",
    "ward W4 all all 90/160",
  );

  test("spares no other like it", async () => {
    expect(await foundIn(files)).toEqual([`${ward("W3")}: 6–14`, `${ward("W3")}: denominator: 36–44`]);
  });

  test("is told, with what was assumed and that it does not matter", async () => {
    const { notes, reservations, assumed } = await audited(files);
    const note = "add up to their locality (all).";
    const given = "Given up in 1 of 2 places, as the figures contradict it there";
    expect(notes).toEqual([
      `${given}: ${level}: the counts of wards ${note}`,
      `${given}: ${level}: the denominators of wards ${note}`,
    ]);
    expect(reservations).toEqual([]);
    expect(assumed).toBe(
      "Assumed: that 4 sums hold. Not 2 of these, as what is shown contradicts them: that does not matter, as nobody can reckon with what is seen to be otherwise.",
    );
  });

  test("spares no other like it, not even where most of them do not hold", async () => {
    // Of some children in W1 to W3 the sex is not known. In W4 it is known of all, and girls are all less boys.
    const unknown = ["W1", "W2", "W3"].flatMap((area) => [
      `ward ${area} all all 100/200`,
      `ward ${area} sex female 40/80`,
      `ward ${area} sex male 40/80`,
    ]);
    const { findings, notes, assumed } = await audited(
      gld(...unknown, "ward W4 all all 100/200", "ward W4 sex female c", "ward W4 sex male 90/100"),
    );
    expect(findings.map(({ cell, derived: { lower, upper } }) => `${cell}: ${lower}–${upper}`)).toEqual([
      `${ward("W4", ", sex female")}: 6–14`,
      `${ward("W4", ", sex female")}: denominator: 96–104`,
    ]);
    expect(notes).toContain(
      `Given up in 3 of 4 places, as the figures contradict it there: ${level}: the counts by sex add up to all.`,
    );
    expect(assumed).toMatch(/^Assumed: that 8 sums hold\. Not 6 of these, .* does not matter/);
  });

  test("leaves the guarantee standing where nothing is derivable, unless it is not plain which does not hold", async () => {
    const report = async (...lines: string[]) =>
      reportLines(await audited(gld(...lines)), "The public edition", cityRule);
    const plain = await report(
      "locality L1 all all 100/200",
      "ward W1 all all 60/120",
      "ward W2 all all 90/160",
    );
    expect(plain.at(-1)).toMatch(/^Nothing is derivable/);
    // By sex and by free school meals there are different numbers of children in the two groups that make up all.
    const open = await report(
      "ward W1 all all c",
      "ward W1 sex female 100/200",
      "ward W1 sex male 100/200",
      "ward W1 fsm yes 50/100",
      "ward W1 fsm no 100/200",
    );
    expect(open.at(-2)).toMatch(/they cannot all hold beside what is shown: that matters/);
    expect(open.at(-1)).toMatch(/^Nothing was found, as far as the notes above go/);
  });
});

describe("averages beside suppressed shares", () => {
  const hidden = gld("ward W1 sex female c");
  const girls = ", sex female";
  const few = "tells how many children are away from an end of its scale, and they may be few";

  test("that are near the end of the scale tell of few children", async () => {
    const told = await foundIn({ ...hidden, ...goals("ward W1 sex female /35 16.8 16.5 17.0") });
    expect(told).toContain(`average-goals-met, ward W1, 2024/25${girls}: ${few}`);
    // 33 to 37 children lack 5 to 9 goals, and by their squares at most six of them any.
    expect(told).toContainEqual(expect.stringMatching(/sex female: left over: 0–6$/));
    expect(await foundIn({ ...hidden, ...goals("ward W1 sex female /35 14.8") })).toEqual([]);
  });

  test("must keep their interval within the scale", async () => {
    expect(await foundIn({ ...hidden, ...goals("ward W1 sex female /45 15.9 14.6 17.1") })).toContainEqual(
      `average-goals-met, ward W1, 2024/25${girls}: has an average or interval beyond its scale, which goes from 0 to 17`,
    );
  });

  test("have no interval where another of their period is suppressed", async () => {
    const files = (group: string, interval: string) =>
      goals("ward W1 sex female c", `ward W2 ${group} /100 14.8 ${interval}`);
    expect(await foundIn(files("all all", "14.1 15.5"))).toEqual([
      "average-goals-met, ward W2, 2024/25: has an interval, though another average of its indicator and period is suppressed, of which it tells",
    ]);
    expect(await foundIn(files("all all", ""))).toEqual([]);
    const pooled = {
      ...goals("ward W1 sex female /100 14.8 14.1 15.5"),
      "open-data/pooled/average-goals-met.csv": figures(["ward W1 all all c"], {
        period: "2023/24 to 2024/25",
      }),
    };
    expect(await foundIn(pooled)).toHaveLength(1);
  });

  test("of a whole and of all parts but one tell of the hidden part", async () => {
    const files = (boys: string) => ({
      ...gld("ward W1 sex female c", "ward W1 sex male c"),
      ...goals("ward W1 all all /100 16.5", "ward W1 sex female c", `ward W1 sex male ${boys}`),
    });
    // All lack 44 to 56 goals, and the boys 48 of them or more: the girls 8 at most.
    const told = await foundIn(files("/65 16.2"));
    expect(told).toContainEqual(expect.stringMatching(/sex female: left over: \d–8$/));
    expect(await foundIn(files("c"))).toEqual([]);
  });
});

describe("the same cell in two files", () => {
  const summary = (value: string) =>
    JSON.stringify({
      city: { code: "C", name: "City" },
      measures: [{ id: level, period: "2024/25", city: null, wards: [JSON.parse(value), null] }],
      wards: [{ code: "W1" }, { code: "W2" }],
    });
  const csv = (line: string) => gld(line);

  test("must not be shown in one and suppressed in the other", async () => {
    const told = await foundIn({
      ...csv("ward W1 all all c"),
      "_file/data/summary.1234abcd.json": summary('{"value":57,"lower":48,"upper":66,"status":"value"}'),
    });
    expect(told).toContain(`${ward("W1")}: its value is shown as 57 in one and suppressed in the other`);
  });

  test("must have one value", async () => {
    const told = await foundIn({
      ...csv("ward W1 all all 60/105 57 48 66"),
      "_file/data/summary.1234abcd.json": summary('{"value":59,"lower":48,"upper":66,"status":"value"}'),
    });
    expect(told).toContain(`${ward("W1")}: its value is shown as 59 in one and shown as 57 in the other`);
  });

  test("is safe where they agree", async () => {
    const shown = {
      ...csv("ward W1 all all 60/105 57 48 66"),
      "_file/data/summary.1234abcd.json": summary('{"value":57,"lower":48,"upper":66,"status":"value"}'),
    };
    expect(await foundIn(shown)).toEqual([]);
    const hidden = {
      ...csv("ward W1 all all c"),
      "_file/data/summary.1234abcd.json": summary(
        '{"value":null,"lower":null,"upper":null,"status":"suppressed"}',
      ),
    };
    expect(await foundIn(hidden)).toEqual([]);
  });
});

describe("percentages and intervals in the city's files", () => {
  test("an interval of exact counts", async () => {
    expect(await foundIn(gld("ward W1 all all 60/105 60 51 69"))).toEqual([
      expect.stringMatching(/not that of the counts shown/),
    ]);
    expect(await foundIn(gld("ward W1 all all 60/105 57 48 66"))).toEqual([]);
  });

  test("a value and interval that stand alone", async () => {
    const alone = (value: number, lower: number, upper: number) => ({
      "_file/data/map.json": JSON.stringify({
        indicator: level,
        period: "2024/25",
        areas: [{ code: "W1", level: "ward", value, lower, upper, status: "value" }],
      }),
    });
    expect(await foundIn(alone(11.8, 3.3, 34.3))).toEqual([
      expect.stringMatching(/only exact counts explain, such as 2 of 17/),
    ]);
    // 12 may be 11.8 without its decimals.
    expect(await foundIn(alone(12, 3.29, 34.34))).toEqual([
      expect.stringMatching(/only exact counts explain, such as 2 of 17/),
    ]);
    expect(await foundIn(alone(25, 11, 47))).toEqual([expect.stringMatching(/gives away 5 of 20/)]);
    expect(await foundIn(alone(57, 48, 66))).toEqual([]);
  });

  test("what the policy suppresses wherever it stands", async () => {
    expect(await foundIn(gld("ward W1 all all 95/100"))).toEqual([
      expect.stringMatching(/leaves over 5 of 100/),
    ]);
    expect(await foundIn(gld("ward W1 all all 0/40"))).toEqual([
      expect.stringMatching(/same of every child/),
    ]);
    expect(await foundIn(gld("ward W1 all all 5/100"))).toEqual([expect.stringMatching(/shown as 5/)]);
    expect(await foundIn(gld("ward W1 all all 61/100"))).toEqual([expect.stringMatching(/not rounded/)]);
  });

  test("a gap whose percentages are suppressed", async () => {
    const gap = (value: string) => ({
      "open-data/good-level-of-development-fsm-gap.csv": figures([`ward W1 all all / ${value}`]),
    });
    const sides = (no: string) => gld("ward W1 fsm yes 50/100 50 40 60", `ward W1 fsm no ${no}`);
    expect(await foundIn({ ...sides("c"), ...gap("-10") })).toEqual([
      expect.stringMatching(/though the percentage of fsm no is suppressed/),
    ]);
    expect(await foundIn({ ...sides("60/100 60 50 69"), ...gap("-12") })).toEqual([
      expect.stringMatching(/is −12, but the counts shown give −10/),
    ]);
    expect(await foundIn({ ...sides("60/100 60 50 69"), ...gap("-10") })).toEqual([]);
    const yes = gld("ward W1 fsm yes c", "ward W1 fsm no 60/100 60 50 69");
    expect(await foundIn({ ...yes, ...gap("-10") })).toEqual([
      expect.stringMatching(/though the percentage of fsm yes is suppressed/),
    ]);
    // 50 of 100 less 60 of 105 is −7.1.
    expect(await foundIn({ ...sides("60/105 57 48 66"), ...gap("-7") })).toEqual([]);
    expect(await foundIn({ ...sides("60/105 57 48 66"), ...gap("-8") })).toHaveLength(1);
  });
});

describe("what others publish", () => {
  const open = { source: "Child development at 2 to 2½ years by local authority", basis: "published" };

  test("is no secret for the city", async () => {
    expect(
      await foundIn({
        "open-data/asq-all-domains.csv": figures(["city C all all 9103/11033 82.50702438 81.8 83.2"], open),
      }),
    ).toEqual([]);
  });

  test("but a ward's figure is not published by saying so", async () => {
    const told = await foundIn({
      "open-data/asq-all-domains.csv": figures(["ward W1 all all 103/133 77 70 83"], open),
    });
    expect(told).toContain(
      "asq-all-domains, ward W1, 2024/25: says that its source has published it, but only open sources have, and only for the city",
    );
    expect(told.some((line) => line.includes("not rounded"))).toBe(true);
  });

  test("an exact total narrows what rounding left open", async () => {
    const files = gld("locality L1 all all 100/200", "ward W1 all all c", "ward W2 all all 90/160");
    const rule = { ...cityRule, protectionInterval: 8 };
    const known = {
      ...(await readBuilt(write(gld("locality L1 all all 102/202")), isIndicator)).figures[0]!,
    };
    expect(await foundIn(files, { rule })).toEqual([]);
    expect(await foundIn(files, { rule, known: [known] })).toEqual([
      `${ward("W1")}: 10–14`,
      `${ward("W1")}: denominator: 40–44`,
    ]);
  });

  test("is no secret either where it is not what the figures tell", async () => {
    // By what is shown there can be 93 to 107 besides; others say that there are 20 of 40.
    const files = gld("city C sex female 100/200", "city C sex male c", "city C all all 200/400");
    const known = (await readBuilt(write(gld("city C sex male 20/40")), isIndicator)).figures;
    const rule = { ...cityRule, protectionInterval: 20 };
    expect(await foundIn(files, { rule })).toHaveLength(3);
    expect(await foundIn(files, { rule, known })).toEqual([]);
  });

  test("children without a ward are allowed for once the figures show that there are some", async () => {
    // The city has 60 more than its wards: so nothing follows from city less other wards.
    const lines = [
      "city C all all 300/600",
      "locality L1 all all 120/250",
      "locality L2 all all 120/250",
      "ward W1 all all 60/120",
      "ward W2 all all c",
    ];
    const built = await readBuilt(write(gld(...lines)), isIndicator);
    const { notes } = await auditBuilt(built, cityRule, { knowledge });
    expect(notes).toEqual([
      "Given up, as the figures contradict it: good-level-of-development: the counts of localities add up to the city (all).",
      "Given up, as the figures contradict it: good-level-of-development: the denominators of localities add up to the city (all).",
    ]);
  });
});

describe("earlier publications", () => {
  test("a ward hidden then and another hidden now", async () => {
    const total = "locality L1 all all 100/200";
    const now = gld(total, "ward W1 all all c", "ward W2 all all c");
    expect(await foundIn(now)).toEqual([]);
    const found = await foundIn(now, {
      before: [gld(total, "ward W1 all all 45/90", "ward W2 all all c")],
    });
    expect(found).toContain(`${ward("W2")}: 51–59`);
    // The first ward was told, and that cannot be taken back.
    expect(found.filter((line) => line.startsWith(ward("W1")))).toEqual([]);
    expect(
      await foundIn(now, { before: [now, gld(total, "ward W1 all all c", "ward W2 all all c")] }),
    ).toEqual([]);
  });

  describe("of a period in progress, where most counts change", () => {
    const others = (counts: string) =>
      ["W3", "W4"].flatMap((area) =>
        ["all all", "sex female", "sex male", "fsm yes", "fsm no"].map(
          (of) => `ward ${area} ${of} ${counts}`,
        ),
      );
    const then = gld(
      "locality L1 all all 100/200",
      "ward W1 all all 45/90",
      "ward W2 all all c",
      ...others("200/400"),
    );
    const now = (whole: string) =>
      gld(`locality L1 all all ${whole}`, "ward W1 all all c", "ward W2 all all c", ...others("300/600"));

    test("those that do not are taken to be as they were", async () => {
      expect(await foundIn(now("100/200"), { before: [then] })).toContain(`${ward("W2")}: 51–59`);
    });

    test("those behind a sum that does are not", async () => {
      expect(await foundIn(now("130/250"), { before: [then] })).toEqual([]);
    });
  });

  test("of other figures give up nothing of today's", async () => {
    // Then the wards made more than their locality; now a ward is its locality less the other.
    const now = gld("locality L1 all all 100/200", "ward W1 all all c", "ward W2 all all 90/160");
    const then = gld("locality L1 all all 100/200", "ward W1 all all 60/100", "ward W2 all all 90/160");
    expect(await foundIn(now, { before: [then] })).toEqual(await foundIn(now));
    expect(await foundIn(now)).toHaveLength(2);
  });

  test("one child arriving, in exact counts", async () => {
    const rule = { ...cityRule, roundTo: 1, smallestCount: 6, protectionInterval: 5, decimals: 1 };
    const then = gld("ward W1 all all 60/105");
    expect(await foundIn(gld("ward W1 all all 61/106"), { rule, before: [then] })).toEqual([
      `${ward("W1")}: was shown as 60 and is shown as 61: 1 child more`,
      `${ward("W1")}: denominator: was shown as 105 and is shown as 106: 1 child more`,
    ]);
    expect(await foundIn(gld("ward W1 all all 66/111"), { rule, before: [then] })).toEqual([]);
  });

  soak("one child arriving in a count that others publish is theirs to show", async () => {
    const rule = { ...cityRule, roundTo: 1, smallestCount: 6, protectionInterval: 5, decimals: 1 };
    const [then, now] = [gld("city C all all 60/105"), gld("city C all all 61/106")];
    const { figures: known } = await readBuilt(write(now), isIndicator);
    expect(await foundIn(now, { rule, before: [then] })).toHaveLength(2);
    expect(await foundIn(now, { rule, before: [then], known })).toEqual([]);
    const half = known.map((figure) => ({ ...figure, denominator: undefined }));
    expect(await foundIn(now, { rule, before: [then], known: half })).toEqual([
      `${level}, city C, 2024/25: denominator: was shown as 105 and is shown as 106: 1 child more`,
    ]);
  });

  soak("one child arriving in what an open source has published", async () => {
    const open = { source: "Child development at 2 to 2½ years by local authority", basis: "published" };
    const published = (counts: string) => ({
      "open-data/asq-all-domains.csv": figures([`city C all all ${counts}`], open),
    });
    expect(await foundIn(published("9104/11034"), { before: [published("9103/11033")] })).toEqual([]);
  });
});

describe("what was found in tables that were shown otherwise", () => {
  const rule = { ...cityRule, roundTo: 1, smallestCount: 6, protectionInterval: 5, decimals: 1 };
  const audited = async (now: Record<string, string>, ...before: Record<string, string>[]) => {
    const built = await readBuilt(write(now), isIndicator);
    const earlier = await Promise.all(before.map((old) => readBuilt(write(old), isIndicator)));
    const { changedTables, elsewhere } = await auditBuilt(built, rule, { knowledge, before: earlier });
    return { tables: changedTables.map(({ indicator, period }) => `${indicator} ${period}`), elsewhere };
  };
  const total = "locality L1 all all 100/200";
  const hidden = [total, "ward W1 all all c", "ward W2 all all c"];
  const shown = [total, "ward W1 all all 45/90", "ward W2 all all c"];
  const derivable = [total, "ward W1 all all c", "ward W2 all all 55/110"];

  test("names the table of what can be derived", async () => {
    expect(await audited(gld(...hidden))).toEqual({ tables: [], elsewhere: 0 });
    expect(await audited(gld(...hidden), gld(...shown))).toEqual({
      tables: [`${level} 2024/25`],
      elsewhere: 0,
    });
  });

  test("names the table of a change", async () => {
    const [then, now] = [gld("ward W1 all all 60/105"), gld("ward W1 all all 61/106")];
    expect(await audited(now, then)).toEqual({ tables: [`${level} 2024/25`], elsewhere: 0 });
  });

  soak("names the figure, not its table, where most of the table is changing", async () => {
    const of = (counts: string, counted: string) =>
      gld(
        ...["W3", "W4"].flatMap((area) =>
          ["all all", "sex female", "sex male", "fsm yes", "fsm no"].map(
            (g) => `ward ${area} ${g} ${counts}`,
          ),
        ),
        `ward W1 all all ${counted}`,
      );
    const [then, now] = [of("200/400", "60/105"), of("300/600", "61/125")];
    expect(await audited(now, then)).toEqual({ tables: [], elsewhere: 0 });
    const [built, before] = await Promise.all([now, then].map((each) => readBuilt(write(each), isIndicator)));
    const { changingFigures } = await auditBuilt(built!, rule, { knowledge, before: [before!] });
    expect(changingFigures).toEqual([
      {
        indicator: level,
        period: "2024/25",
        level: "ward",
        area: "W1",
        breakdown: "all",
        category: "all",
      },
    ]);
  });

  soak("names all that share the count, sorted, and those alone", async () => {
    const of = (one: string, other: string) => ({
      ...goals("ward W2 all all c", `ward W1 all all /${other} 13.1`),
      ...gld("ward W2 all all c", `ward W1 all all ${one}/${other}`),
    });
    // The denominator is of both, the numerator of one.
    expect(await audited(of("70", "106"), of("60", "105"))).toEqual({
      tables: ["average-goals-met 2024/25", `${level} 2024/25`],
      elsewhere: 0,
    });
    expect(await audited(of("61", "120"), of("60", "105"))).toEqual({
      tables: [`${level} 2024/25`],
      elsewhere: 0,
    });
  });

  soak("names no table that was shown alike", async () => {
    const alone = (...lines: string[]) => ({ "open-data/asq-all-domains.csv": figures(lines) });
    expect(
      await audited(
        { ...gld(...hidden), ...alone(...derivable) },
        { ...gld(...shown), ...alone(...derivable) },
      ),
    ).toEqual({ tables: [`${level} 2024/25`], elsewhere: 3 });
    const past = { [`open-data/past/${level}.csv`]: figures(derivable, { period: "2023/24" }) };
    expect(await audited({ ...gld(...hidden), ...past }, { ...gld(...shown), ...past })).toEqual({
      tables: [`${level} 2024/25`],
      elsewhere: 3,
    });
  });

  soak("counts what no earlier publication tells of", async () => {
    expect(await audited(gld(...hidden, "ward W3 all all 4/100"), gld(...shown))).toEqual({
      tables: [`${level} 2024/25`],
      elsewhere: 1,
    });
  });
});

describe("files", () => {
  const one = {
    indicator: level,
    level: "ward",
    area: "W1",
    period: "2024/25",
    breakdown: "all",
    category: "all",
    numerator: 4,
    denominator: 60,
    value: 7,
    status: "value",
  };
  const small = `${ward("W1")}: is shown as 4, though the policy suppresses 1 to 9`;

  test("of every kind are read", async () => {
    const columns = Object.fromEntries(Object.entries(one).map(([name, value]) => [name, [value]]));
    const html = `<table><tr>${Object.keys(one)
      .map((name) => `<th>${name}</th>`)
      .join("")}</tr><tr>${Object.values(one)
      .map((value) => `<td>${value}</td>`)
      .join("")}</tr></table>`;
    const kinds: Record<string, string | Uint8Array> = {
      "a.json": JSON.stringify([one]),
      "a.geojson": JSON.stringify({
        type: "FeatureCollection",
        features: [{ type: "Feature", properties: one, geometry: null }],
      }),
      "a.arrow": tableToIPC(tableFromArrays(columns), { format: "stream" })!,
      "a.csv": `${Object.keys(one).join(",")}\n${Object.values(one).join(",")}\n`,
      "a.html": html,
      "b.html": `<script type="application/json">${JSON.stringify({ rows: [one] })}</script>`,
    };
    for (const [name, content] of Object.entries(kinds))
      expect(await foundIn({ [name]: content }), name).toContain(small);
  });

  test("with figures that cannot be placed are not passed", async () => {
    expect(
      await foundIn({
        "_file/data/x.json": JSON.stringify({
          figures: [{ value: 7, status: "value", period: "2024/25", code: "W1" }],
        }),
      }),
    ).toEqual(["a figure: cannot be audited, as it cannot be told what its indicator is"]);
  });

  test("without figures, such as metadata and registers, are passed", async () => {
    expect(
      await foundIn({
        "open-data/datapackage.json": JSON.stringify({
          name: "early-years",
          resources: [{ name: "areas", path: "areas.csv", bytes: 12 }],
        }),
        "open-data/changes.csv": "published,file,change\n2026-11-24,areas.csv,added\n",
        "settings.csv": "urn,name,places\n1,Nursery,4\n",
      }),
    ).toEqual([]);
  });
});

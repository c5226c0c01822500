import { describe, expect, test } from "vitest";
import { attack } from "../../workspace/audit/attack.js";
import { auditTable } from "../../workspace/audit/audit-table.js";
import type { Table } from "../../workspace/audit/read-published.js";
import { System } from "../../workspace/audit/system.js";
import { exact, found, rounding, table } from "./desk.js";

/** The table with a category by another name, such as one with a space. */
const calling = (category: string, name: string, published: Table): Table => ({
  ...published,
  cells: published.cells.map((cell) => ({
    ...cell,
    categories: cell.categories.map((each) => (each === category ? name : each)),
  })),
});

const square = ["row", "column"];

describe("differencing", () => {
  test("a single suppressed cell is its total less the others", async () => {
    const lines = (last: string) => ["a 5", "b 4", "c c", `d ${last}`, "Total 16"];
    expect(await found(table(["area"], lines("5")), exact)).toEqual(["area c: 2–2"]);
    expect(await found(table(["area"], lines("c")), exact)).toEqual([]);
  });

  test("across pages: a table by sex and one by age share their total", async () => {
    // The page by sex hides boys, the page by age shows all ages: the ages' sum opens what sex hides.
    const lines = (total: string, whole: string) => [
      "f 3 c",
      "f 4 c",
      "m 3 c",
      "m 4 c",
      "f all 12",
      "m all c",
      `all 3 ${total}`,
      "all 4 6",
      `all all ${whole}`,
    ];
    expect(await found(table(["sex", "age"], lines("8", "c")), exact)).toContain("sex m, age all: 2–2");
    expect(await found(table(["sex", "age"], lines("c", "c")), exact)).toEqual([]);
  });

  test("across filters: nought to four less nought to three is four", async () => {
    const rule = { ...exact, hierarchies: { age: { "0-4": ["0-3", "4"], "0-3": ["0", "1", "2", "3"] } } };
    const lines = (most: string) => ["0-4 21", `0-3 ${most}`, "4 c"];
    expect(await found(table(["age"], lines("19")), rule)).toEqual(["age 4: 2–2"]);
    expect(await found(table(["age"], lines("c")), rule)).toEqual([]);
  });

  test("across area systems: a ward and a catchment that differ by one small area", async () => {
    const rule = { ...exact, hierarchies: { area: { ward: ["s1", "s2", "s3"], catchment: ["s1", "s2"] } } };
    const lines = (catchment: string) => ["s1 c", "s2 c", "s3 c", "ward 20", `catchment ${catchment}`];
    expect(await found(table(["area"], lines("18")), rule)).toEqual(["area s3: 2–2"]);
    expect(await found(table(["area"], lines("c")), rule)).toEqual([]);
  });
});

test("sums whose parts are not published still tell of each other", async () => {
  const rule = { ...exact, hierarchies: { age: { most: ["0", "1", "2"], some: ["0", "1"] } } };
  expect(await found(table(["age"], ["most 20", "some 18", "2 c"]), rule)).toEqual(["age 2: 2–2"]);
  expect(await found(table(["age"], ["most 20", "some c", "2 c"]), rule)).toEqual([]);
});

test("what two sums leave between them is a small count too, though no row is of it", async () => {
  const told = { ...exact, hierarchies: { area: { "ward-2018": ["s1", "s2"], "ward-2026": ["s1"] } } };
  const lines = (then: string) => [`ward-2018 ${then}`, "ward-2026 21"];
  expect(await found(table(["area"], lines("23")), told)).toEqual([
    "area s2, which is not in the table: 2–2",
  ]);
  expect(await found(table(["area"], lines("c")), told)).toEqual([]);
  // Nobody, or many, may well be left.
  for (const most of ["21", "29"]) expect(await found(table(["area"], lines(most)), told)).toEqual([]);
});

describe("columns that tell each other", () => {
  test("a code and its name are one", async () => {
    const lines = (b: string) => ["Total All 16", "E1 Aston c", `E2 Bordesley ${b}`, "E3 Castle 10"];
    expect(await found(table(["code", "name"], lines("4")), exact)).toEqual(["code E1, name Aston: 2–2"]);
    expect(await found(table(["code", "name"], lines("c")), exact)).toEqual([]);
  });

  test("a name of each sum too", async () => {
    const rule = { ...exact, hierarchies: { code: { C: ["L1", "L2"], L1: ["w1", "w2"], L2: ["w3", "w4"] } } };
    const lines = (w2: string) => [
      "C City 60",
      "L1 North 25",
      "L2 South 35",
      "w1 Aston c",
      `w2 Bordesley ${w2}`,
      "w3 Castle 15",
      "w4 Druids 20",
    ];
    expect(await found(table(["code", "name"], lines("23")), rule)).toEqual(["code w1, name Aston: 2–2"]);
    expect(await found(table(["code", "name"], lines("c")), rule)).toEqual([]);
  });

  test("a ward is in one locality only, so the others have none of its children", async () => {
    const lines = (w2: string) => [
      "L1 w1 c",
      `L1 w2 ${w2}`,
      "L1 Total 14",
      "L2 w3 20",
      "L2 w4 30",
      "L2 Total 50",
      "Total Total 64",
    ];
    const dimensions = ["locality", "ward"];
    const four = { ...exact, smallestCount: 5, protectionInterval: 3 };
    expect(await found(table(dimensions, lines("10")), four)).toEqual(["locality L1, ward w1: 4–4"]);
    expect(await found(table(dimensions, lines("c")), four)).toEqual([]);
  });

  test("unless what is shown contradicts it", async () => {
    // Of areas a and d only girls are listed, of b only boys; yet there are more girls than those of a and d.
    const lines = ["a f 10", "d f 5", "b m 20", "a Total c", "Total f 18", "Total m 28", "Total Total 46"];
    const { notes, findings } = await auditTable(table(["area", "sex"], lines), exact);
    expect(notes).toContain("Given up, as the figures contradict it: t.csv: area tells sex.");
    expect(findings).toEqual([]);
  });
});

describe("what readers take for a sum", () => {
  test("a category that is called so, if one is", async () => {
    const lines = ["whole 40", "a c", "b 4", "d 10"];
    for (const whole of ["All areas", "Both", "Grand total"])
      expect(await found(calling("whole", whole, table(["area"], lines)), exact)).toEqual(["area a: 26–26"]);
    expect(await found(table(["area"], lines), exact)).toEqual([]);
  });

  test("but not one that is less than the others", async () => {
    const published = calling("saints", "All Saints", table(["area"], ["saints 9", "a c", "b 14"]));
    const { findings, notes } = await auditTable(published, exact);
    expect(findings).toEqual([]);
    expect(notes).toEqual([
      "Given up, as the figures contradict it: t.csv: area All Saints is taken to be the sum of the others.",
    ]);
  });

  test("is told where nothing is", async () => {
    const { notes } = await auditTable(
      table(["year", "area"], ["2024 a c", "2025 a 7", "2024 Total 9"]),
      exact,
    );
    expect(notes).toEqual([
      expect.stringMatching(/^Nothing is taken to add up over year: no category.* say it there: year: \{\}$/),
    ]);
  });
});

test("known counts may have their columns in another order", async () => {
  const published = table(["area", "sex"], ["a f c", "b f 5", "Total f 7"]);
  const known = table(["sex", "area"], ["f a 2"], "k.csv");
  expect(await found(published, exact)).toEqual(["area a, sex f: 2–2"]);
  expect(await found(published, exact, { known })).toEqual([]);
});

describe("whole numbers", () => {
  test("0 = x + x + 0", async () => {
    const none = { ...exact, zeros: "suppressed" as const };
    expect(await found(table(["area"], ["a c", "b c", "d 4", "Total 4"]), none)).toEqual([
      "area a: 0–0",
      "area b: 0–0",
    ]);
    expect(await found(table(["area"], ["a c", "b c", "d 4", "Total 6"]), none)).toEqual([]);
  });

  test("15 = 10 + 3 + x + x", async () => {
    expect(await found(table(["area"], ["a 10", "b 3", "d c", "e c", "Total 15"]), exact)).toEqual([
      "area d: 1–1",
      "area e: 1–1",
    ]);
    expect(await found(table(["area"], ["a 10", "b 3", "d c", "e c", "Total 17"]), exact)).toEqual([]);
  });

  test("three that can only be one each", async () => {
    const lines = (row: string) => [
      "r1 A c",
      "r1 B c",
      "r1 C 7",
      "r1 D c",
      "r1 E 0",
      `r1 Total ${row}`,
      "r2 A c",
      "r2 B 0",
      "r2 C 0",
      "r2 D c",
      "r2 E 8",
      "r2 Total c",
      "Total A c",
      "Total B c",
      "Total C 7",
      "Total D c",
      "Total E 8",
      "Total Total c",
    ];
    expect(await found(table(square, lines("10")), exact)).toEqual(
      expect.arrayContaining(["row r1, column A: 1–1", "row r1, column B: 1–1", "row r1, column D: 1–1"]),
    );
    expect(await found(table(square, lines("c")), exact)).toEqual([]);
  });

  test("halves, which a linear programme allows and children do not", async () => {
    const system = new System();
    const [a, b, c] = ["a", "b", "c"].map((name) => system.variable(name, 0, 5)) as [number, number, number];
    system.add({
      terms: [a, b].map((variable) => ({ variable, times: 2 })).concat({ variable: c, times: 1 }),
      lower: 5,
      upper: 5,
      why: "twice two counts and a third are 5",
    });
    expect((await attack(system, [c])).get(c)).toEqual({ lower: 1, upper: 5, tightness: "exact" });
    expect((await attack(system, [c], { wholeUpTo: 0 })).get(c)).toEqual({
      lower: 0,
      upper: 5,
      tightness: "linear",
    });
  });
});

describe("counts beside percentages", () => {
  test("a percentage of a denominator gives the count", async () => {
    expect(await found(table(["area"], ["a c/40 12.5", "b 20/40"]), exact)).toContain("area a: 5–5");
    expect(await found(table(["area"], ["a c/40 c", "b 20/40"]), exact)).toEqual([]);
  });

  test("a percentage of rounded counts gives the rounded count", async () => {
    expect(await found(table(["area"], ["a c/60 8"]), rounding)).toContain("area a: 3–7");
    expect(await found(table(["area"], ["a c/60 c"]), rounding)).toEqual([]);
  });

  test("a confidence interval gives both counts away", async () => {
    const shown = await found(table(["area"], ["a c/c 11.8 3.3-34.3", "b 20/40"]), exact);
    expect(shown).toEqual(expect.arrayContaining(["area a: 2–2", "area a: denominator: 17–17"]));
    expect(await found(table(["area"], ["a c/c c", "b 20/40"]), exact)).toEqual([]);
  });

  test("a confidence interval gives both away where no denominator is shown at all", async () => {
    expect(await found(table(["area"], ["a c 11.8 3.3-34.3", "b 20"]), exact)).toContain("area a: 2–2");
    expect(await found(table(["area"], ["a c c", "b 20 50"]), exact)).toEqual([]);
  });

  test.each([
    ["its lower end", { lower: 3.3 }],
    ["its upper end", { upper: 34.3 }],
    [
      "an interval with more decimals",
      { value: 12, decimals: 0, lower: 3.29, upper: 34.34, limitDecimals: 2 },
    ],
  ])("%s gives both away", async (_, percentage) => {
    const published = table(["area"], ["a c/c 11.8", "b 20/40"]);
    Object.assign(published.cells[0]!.percentage!, percentage);
    expect(await found(published, exact)).toContain("area a: 2–2");
  });

  test("an interval of exact counts is caught beside rounded ones", async () => {
    // 62 of 103: 60.2 %, 50.5 to 69.1. What is shown, 60 of 105, is 57 %, 48 to 66.
    const told = await found(table(["area"], ["a 60/105 60 51-69"]), rounding);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/not that of the counts shown/);
    expect(await found(table(["area"], ["a 60/105 57 48-66"]), rounding)).toEqual([]);
  });

  test("what is left over is a count too", async () => {
    expect(await found(table(["area"], ["a 39/40"]), exact)).toEqual([
      expect.stringMatching(/leaves over 1 of 40/),
    ]);
    expect(await found(table(["area"], ["a 37/40"]), exact)).toEqual([]);
  });

  test("none or all of a small group", async () => {
    expect(await found(table(["area"], ["a 0/30"]), rounding)).toEqual([
      expect.stringMatching(/same of every child/),
    ]);
    expect(await found(table(["area"], ["a 30/30"]), rounding)).toEqual([
      expect.stringMatching(/same of every child/),
    ]);
    expect(await found(table(["area"], ["a 0/60", "b 60/60"]), rounding)).toEqual([]);
  });

  test("a percentage of a small denominator", async () => {
    expect(await found(table(["area"], ["a 10/20 50 30-70"]), rounding)).toEqual([
      expect.stringMatching(/denominator of 20, though the policy gives none of fewer than 30/),
    ]);
    expect(await found(table(["area"], ["a 20/40 50 35-65"]), rounding)).toEqual([]);
  });
});

test("a rank between two counts that are near each other", async () => {
  const lines = (rank: string) => ["a 12 #1", `b c ${rank}`, "d 11 #3", "e 4 #4"];
  expect(await found(table(["area"], lines("#2")), exact)).toEqual(["area b: 11–12"]);
  expect(await found(table(["area"], lines("")), exact)).toEqual([]);
});

test("a rank that two counts share", async () => {
  const lines = (rank: string) => ["a 12 #1", `b c ${rank}`, "d 9 #2", "e 4 #4"];
  expect(await found(table(["area"], lines("#2")), exact)).toEqual(["area b: 9–9"]);
  expect(await found(table(["area"], lines("")), exact)).toEqual([]);
});

test("a rank that two percentages share", async () => {
  const lines = (rank: string) => ["a 20/40 50 #1", `b c/100 ${rank}`, "d 45/100 45 #2"];
  expect(await found(table(["area"], lines("c #2")), exact)).toContain("area b: 45–45");
  expect(await found(table(["area"], lines("c")), exact)).toEqual([]);
});

test.each([
  ["of something else than the counts", ["a 12 #2", "b c #1", "d 11 #3", "e 40 #4"]],
  ["with too little beside them", ["a 12 #1", "b c #2", "d c #3"]],
])("ranks %s are not passed where a count is suppressed", async (_, lines) => {
  expect(await found(table(["area"], lines), exact)).toContainEqual(
    expect.stringMatching(
      /^area b: has a rank though its count is suppressed, and what is ranked cannot be told/,
    ),
  );
});

test("a rank between two percentages gives the count of a known denominator", async () => {
  const lines = (rank: string) => ["a 20/40 50 #1", `b c/100 ${rank}`, "d 48/100 48 #3"];
  const rule = { ...exact, protectionInterval: 5 };
  expect(await found(table(["area"], lines("c #2")), rule)).toEqual([
    "area b: 48–50",
    "area b: left over: 50–52",
  ]);
  expect(await found(table(["area"], lines("c")), rule)).toEqual([]);
});

describe("what is shown though the policy suppresses it", () => {
  test.each([
    ["a small count", "a 2", exact, "is shown as 2, though the policy suppresses 1 to 2"],
    [
      "a count that is not rounded",
      "a 23",
      rounding,
      "is shown as 23, which is not rounded to a multiple of 5",
    ],
    [
      "a zero",
      "a 0",
      { ...exact, zeros: "suppressed" as const },
      "is shown as 0, though the policy suppresses zeros",
    ],
  ])("%s", async (_, line, rule, problem) => {
    expect(await found(table(["area"], [line]), rule)).toEqual([`area a: ${problem}`]);
  });

  test("but not what it allows", async () => {
    expect(await found(table(["area"], ["a 0", "b 3"]), exact)).toEqual([]);
    expect(await found(table(["area"], ["a 0", "b 10", "d 25"]), rounding)).toEqual([]);
  });
});

test("an exact total that outsiders know closes what rounding left open", async () => {
  // Shown as 20, the total is 18 to 22; known to be 18, it leaves less.
  const rule = { ...rounding, allOrNothingFrom: undefined, protectionInterval: 6 };
  const published = table(["area"], ["a c", "b 10", "Total 20"]);
  expect(await found(published, rule)).toEqual([]);
  expect(await found(published, rule, { known: table(["area"], ["Total 18"]) })).toEqual(["area a: 6–8"]);
});

describe("yesterday's publication minus today's", () => {
  const earlier = (...lines: string[]) => ({ before: table(["area"], lines, "old.csv") });

  test("shows one child arriving", async () => {
    expect(await found(table(["area"], ["a 11"]), exact, earlier("a 10"))).toEqual([
      "area a: was shown as 10 and is shown as 11: 1 child more",
    ]);
    expect(await found(table(["area"], ["a 8"]), exact, earlier("a 10"))).toEqual([
      "area a: was shown as 10 and is shown as 8: 2 children fewer",
    ]);
    expect(await found(table(["area"], ["a 10"]), exact, earlier("a 10"))).toEqual([]);
    expect(await found(table(["area"], ["a 13"]), exact, earlier("a 10"))).toEqual([]);
  });

  test("rounded counts may change by one step", async () => {
    expect(await found(table(["area"], ["a 25"]), rounding, earlier("a 20"))).toEqual([]);
  });

  test("rounded counts whose sums leave one child only", async () => {
    // Before, 50 + 55 are 100: the total was 101 or 102. Now 50 + 50 are 105: it is 103 or 104.
    const told = await found(
      table(["area"], ["a 50", "b 50", "Total 105"]),
      rounding,
      earlier("a 50", "b 55", "Total 100"),
    );
    expect(told).toContain("area Total: was shown as 100 and is shown as 105: 1 to 3 children more");
  });

  test("a cell hidden yesterday and another hidden today", async () => {
    const now = table(["area"], ["a c", "b 8", "d c", "e 5", "Total 20"]);
    expect(await found(now, exact, earlier("a c", "b c", "d 3", "e 5", "Total 20"))).toEqual([
      "area a: 4–4",
      "area d: 3–3",
    ]);
    expect(await found(now, exact, earlier("a c", "b 8", "d c", "e 5", "Total 20"))).toEqual([]);
  });

  test("what visibly changed is not taken to be the same", async () => {
    const { notes } = await auditTable(
      table(["area"], ["a c", "b c", "Total 30"]),
      exact,
      earlier("a c", "b c", "Total 20"),
    );
    expect(notes).toEqual([
      expect.stringMatching(/Given up.*area a: is taken to be unchanged/),
      expect.stringMatching(/area b/),
    ]);
  });
});

test("what gives a cell away is told, and no more", async () => {
  const { findings } = await auditTable(
    table(
      ["area", "sex"],
      ["a f c", "a m 9", "a all 11", "b f 5", "b m 6", "b all 11", "all f c", "all m 15", "all all c"],
    ),
    exact,
  );
  expect(findings.map(({ place, because }) => [place, because])).toEqual([
    ["t.csv row 2", ["sex: all = f + m, where area a"]],
    ["t.csv row 8", ["area: all = a + b, where sex f", "sex: all = f + m, where area a"]],
    ["t.csv row 10", ["area: all = a + b, where sex all"]],
  ]);
});

test("the last of percentages, whose count is suppressed, is known from above alone", async () => {
  const lines = (count: string) => ["a 50/100 50 #1", "b 40/100 40 #2", `d ${count}/100 #3`];
  expect(await found(table(["area"], lines("c")), exact)).toEqual([]);
  const few = ["a 50/100 50 #1", "b 3/100 3 #2", "d c/100 #3"];
  expect(await found(table(["area"], few), { ...exact, protectionInterval: 4 })).toEqual([
    "area d: 0–3",
    "area d: left over: 97–100",
  ]);
});

test("a denominator that a few children joined, though no count beside it is shown", async () => {
  const then = { before: table(["area"], ["a c/30", "b 12/40"], "old.csv") };
  expect(await found(table(["area"], ["a c/30", "b 12/40"]), exact, then)).toEqual([]);
  expect(await found(table(["area"], ["a c/32", "b 12/40"]), exact, then)).toEqual([
    expect.stringMatching(/^area a: denominator: was shown as 30 and is shown as 32/),
  ]);
});

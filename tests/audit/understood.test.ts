import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { describe, expect, test } from "vitest";
import type { Service } from "../../components/directory/service.js";
import { figureColumns } from "../../components/tables/file-figures.js";
import { openReferralPages } from "../../loaders/directory/open-referral.js";
import { type Indicator, readIndicators } from "../../loaders/registry/indicator.js";
import { readPolicies } from "../../loaders/registry/policy.js";
import { auditBuilt } from "../../workspace/audit/built/audit-built.js";
import { readBuilt } from "../../workspace/audit/built/read-built.js";
import { understood } from "../../workspace/audit/built/understood.js";
import { foundLines, isSafe, reportLines } from "../../workspace/audit/report.js";
import { cityRule, figures, foundIn, isIndicator, knowledge, write } from "./small-site.js";

const level = "good-level-of-development";
const shown = figures(["ward W1 all all 60/105 57 48 66"]);
const strange = "holds numbers that the audit does not understand";

/** The file with a further column in every row. */
function withColumn(name: string, value: string): Record<string, string> {
  const [heading, ...rows] = shown.trim().split("\n");
  return {
    [`open-data/${level}.csv`]: `${[`${heading},${name}`, ...rows.map((row) => `${row},${value}`)].join("\n")}\n`,
  };
}

/** What is found where indicators are as they are, but for one. */
async function foundWith(indicator: Partial<Indicator> & { id: string }, files: Record<string, string>) {
  const indicators = new Map(knowledge.indicators);
  indicators.set(indicator.id, { ...indicators.get(level)!, ...indicator });
  const built = await readBuilt(write(files), (id) => indicators.has(id));
  return auditBuilt(built, cityRule, { knowledge: { ...knowledge, indicators } });
}

describe("a column that the audit does not understand is refused", () => {
  test.each([
    ["median", "11.5"],
    ["rank", "3"],
    ["rate_per_1000", "571.4"],
    ["change", "+2.1%"],
    ["Quote", "45 per 1,000"],
  ])("%s in open data", async (name, value) => {
    expect(await foundIn(withColumn(name, value))).toEqual([expect.stringContaining(`${name}: ${strange}`)]);
  });

  test.each([
    ["a second count, under another name", "count", "7"],
    ["a second percentage, under another name", "percentage", "7"],
    ["a second code, under another name", "code", "7"],
  ])("%s", async (_, name, value) => {
    expect(await foundIn(withColumn(name, value))).toContainEqual(
      expect.stringContaining(`${name}: ${strange}`),
    );
  });

  test.each(["60*", "60 of 105", "60 (low)", "59 to 61"])("%s, in place of a count", async (written) => {
    expect(
      await foundIn({ [`open-data/${level}.csv`]: shown.replace(",60,105,", `,${written},105,`) }),
    ).toContainEqual(expect.stringContaining(`numerator: ${strange}`));
  });

  test("but not a column of words", async () => {
    expect(await foundIn(withColumn("remark", "Counted anew"))).toEqual([]);
  });

  test("in a page's table, unless it repeats figures of what it says it is of", async () => {
    const page = (title: string) => ({
      [`open-data/${level}.csv`]: shown,
      "index.html": `<figure><figcaption><p>${title}</p></figcaption><table><caption>By ward</caption>
        <tr><th>Ward</th><th>In every 100 children</th></tr><tr><th>First</th><td>57.0</td></tr></table></figure>`,
    });
    expect(await foundIn(page("Good level of development, 2024/25"))).toEqual([]);
    expect(await foundIn(page("Good level of development"))).toEqual([
      expect.stringMatching(`${strange}.*let the table's title name one indicator and one period`),
    ]);
  });

  test("in a data set of another form", async () => {
    const arrow = tableToIPC(tableFromArrays({ ward: ["W1", "W2"], median: [11.5, 12] }), {
      format: "file",
    });
    expect(await foundIn({ "_file/data/map.0123abcd.arrow": arrow! })).toEqual([
      expect.stringContaining(`median: ${strange}`),
    ]);
    const map = (more: object) => ({
      "_file/data/map.0123abcd.json": JSON.stringify({
        indicator: level,
        period: "2024/25",
        areas: [{ code: "W1", level: "ward", value: 57, lower: 48, upper: 66, status: "value", ...more }],
      }),
    });
    expect(await foundIn(map({}))).toEqual([]);
    expect(await foundIn(map({ rank: 3 }))).toEqual([expect.stringContaining(`areas[].rank: ${strange}`)]);
    expect(await foundIn(map({ spread: { quartiles: [40, 60] } }))).toEqual([
      expect.stringContaining(`areas[].spread.quartiles[]: ${strange}`),
    ]);
    // Without a status it is not read as a figure, whatever its number is called.
    const value = JSON.stringify({ wards: [{ code: "W1", value: 7 }] });
    expect(await foundIn({ "_file/data/other.json": value })).toEqual([
      expect.stringContaining(`wards[].value: ${strange}`),
    ]);
  });

  const table = (title: string, ...rows: string[]) =>
    `<table><caption>${title}</caption>${rows
      .map(
        (row) =>
          `<tr>${row
            .split("|")
            .map((cell) => `<td>${cell}</td>`)
            .join("")}</tr>`,
      )
      .join("")}</table>`;

  test.each([
    ["an area's row", table("", "Where|Median", "First|11.5"), "median"],
    ["no known area", table("", "Where|Share", "Elsewhere|7"), "share"],
    ["an area in the title alone", table("First, 2024/25", "Group|Girls", "All|7"), "girls"],
    ["an area in the heading", table("", "Group|First|Second", "All|7|9"), "first"],
    ["a number in the first row", table("", "First|7"), "7"],
    ["a number in the first of rows", table("", "First|7", "Second|9"), "7"],
    ["two columns of one name", table("", "Where|Share|Share", "First|7|none"), "share"],
    ["a cell beyond the heading", table("", "Where", "First|7"), "column 2"],
    ["a column called as what is no number", table("", "Where|Source", "First|7"), "source"],
  ])("in a page's table with %s", async (_, page, column) => {
    const found = await foundIn({ "index.html": page });
    expect(found).toEqual(expect.arrayContaining([expect.stringMatching(`^${column}: ${strange}`)]));
  });

  test("and is passed in a page's table once it is named as one of hours, say", async () => {
    expect(await foundIn({ "index.html": table("", "What|Hours a week", "Funded|15") })).toEqual([
      expect.stringMatching(/name it in workspace\/audit\/built\/understood\.ts/),
    ]);
    expect(await foundIn({ "index.html": table("", "When|2024|2025", "Summer|yes|no") })).toEqual([]);
    expect(await foundIn({ "settings.html": table("", "Name|Places", "Oak|15") })).toEqual([]);
    expect(await foundIn({ "help.html": table("", "Help|What you get", "Funded hours|15 hours") })).toEqual(
      [],
    );
  });

  test("but not what a directory says of a service, which may be a house's number alone or a name that begins with one", async () => {
    const service: Service = {
      ...{ id: "0b0c4a52-3a0e-5d0f-9a53-3d3a8d9f6f11", kind: "nursery", postcode: "B1 1AA", confirmed: null },
      ...{ name: "4 Children", organisation: "3rd Steps", address: "77-79", description: "0 to 5" },
      ...{ cost: "£5", needs: "1 to 1", languages: ["Urdu"], latitude: 52.4, longitude: -1.8 },
      ...{ youngest: 2, oldest: 4, phone: "0121 496 0000", urn: "103129", weeks: 38, places: 40 },
      sessions: [{ days: "MO", opens: "09:00", closes: "11:30", what: "Under 3" }],
      origins: {},
    };
    const files = (more: object, column = "") => ({
      [`open-data/${level}.csv`]: shown,
      "_file/data/ward-oak.0123abcd.json": JSON.stringify({ services: [{ ...service, ...more }] }),
      "open-data/places/W1.json": JSON.stringify([{ ...service, ...more }]),
      "open-data/open-referral/services/1.json": JSON.stringify(openReferralPages([service], "City")[0]),
      "open-data/services.csv": `name,organisation,description,address,special_needs,cost,opening${column && ",taken"}\n4 Children,3rd Steps,0 to 5,77-79,1 to 1,£5,9 to 3${column}\n`,
    });
    expect(await foundIn(files({}))).toEqual([]);
    const taken = await foundIn(files({ taken: 7 }, ",7"));
    expect(taken.sort()).toEqual([
      expect.stringMatching(/^\[\]\.taken: /),
      expect.stringMatching(/^services\[\]\.taken: /),
      expect.stringMatching(/^taken: /),
    ]);
  });

  test("in a list of areas with a number behind each name, where figures of one are suppressed", async () => {
    const hidden = { [`open-data/${level}.csv`]: figures(["ward W1 all all c", "ward W2 all all 60/105"]) };
    const list = (number: string) => ({ ...hidden, "index.html": `<ul><li>First: ${number}</li></ul>` });
    expect(await foundIn(list("7"))).toEqual([expect.stringMatching(/^First: is told of in “First: 7”/)]);
    expect(await foundIn(list("hidden"))).toEqual([]);
  });

  test("in a sentence about children: not that a share is in every 100 of them, but whatever else is told of them", async () => {
    const shown = { [`open-data/${level}.csv`]: figures(["ward W1 all all 60/105", "ward W1 sex female c"]) };
    const said = (text: string) => foundIn({ ...shown, "index.html": `<p>${text}</p>` });
    const told = expect.arrayContaining([expect.stringMatching(/^First: is told of in/)]);
    expect(await said("In First, about 60 in every 100 children do.")).not.toEqual(told);
    expect(await said("In First, about 58 in every 100 children do.")).toEqual(told);
    expect(await said("In First it is 60 of 44 children.")).toEqual(told);
    // More children than were counted as able to, where that is what is shown, and nowhere else.
    const over = "In First, more children than were counted as able to: over 100 in every 100 children do.";
    expect(await said(over)).toEqual(told);
    const full = figures(["ward W1 all all 60/58 103", "ward W1 sex female c"]);
    const saidOfFull = (text: string) =>
      foundIn({ [`open-data/${level}.csv`]: full, "index.html": `<p>${text}</p>` });
    expect(await saidOfFull(over)).not.toEqual(told);
    expect(await saidOfFull(over.replace("over 100", "over 50"))).toEqual(told);
    expect(await said("First beside the city: of every 100 children, how many do")).not.toEqual(told);
    expect(await said("First beside the city: of every 1,000 children, how many do")).not.toEqual(told);
    expect(await said("First has 100 children")).toEqual(told);
    expect(await said("Of every 100 children in First, 44 children do")).toEqual(told);
    // Of an area whose name ends alike nothing is said here of this one; beside its own name it is.
    const alike = {
      "open-data/areas.csv":
        "area_code,area_name,level,parent_code\nW1,First,ward,C\nW3,Upper First,ward,C\n",
    };
    const both = (text: string) => foundIn({ ...shown, ...alike, "index.html": `<p>${text}</p>` });
    expect(await both("In Upper First, about 71 in every 100 do.")).not.toEqual(told);
    expect(await both("In Upper First and First, about 71 in every 100 do.")).toEqual(told);
  });

  test("and the report does not say that nothing was found", async () => {
    const built = await readBuilt(write(withColumn("median", "11.5")), isIndicator);
    const audit = await auditBuilt(built, cityRule, { knowledge });
    expect(isSafe(audit)).toBe(false);
    const lines = reportLines(audit, "The public edition", cityRule).join("\n");
    expect(lines).toContain(`open-data/${level}.csv: median: ${strange}`);
    expect(lines).not.toMatch(/Nothing (?:was found|is derivable)/);
    // No number of the file is repeated.
    expect(foundLines(audit).join("\n")).not.toContain("11.5");
  });
});

describe("an indicator that the audit does not understand is refused", () => {
  test.each(["median", "rate", "count"])("of kind %s", async (kind) => {
    const audit = await foundWith(
      { id: "new", kind: kind as Indicator["kind"] },
      { "open-data/new.csv": shown },
    );
    expect(audit.faults).toEqual([
      {
        place: expect.stringContaining("open-data/new.csv"),
        cell: "new",
        problem: expect.stringContaining(
          `is of the kind “${kind}”, a statistic that the audit does not understand`,
        ),
      },
    ]);
  });

  test("of no kind, as nobody defined it", async () => {
    const row = shown.replace("area_code", "indicator,area_code").replace("W1", "new,W1");
    expect(await foundIn({ "open-data/x.csv": row })).toContainEqual(
      expect.stringContaining("new: is no indicator that data/indicators defines"),
    );
  });

  test("unless its source has published it", async () => {
    const published = figures(["city C all all 60/105 571"], {
      basis: "published",
      source: "Child development at 2 to 2½ years by local authority",
    });
    const audit = await foundWith({ id: "new", kind: "rate" }, { "open-data/new.csv": published });
    expect(audit.faults).toEqual([]);
  });
});

describe("a value must be that of the counts beside it", () => {
  const places = (line: string) => ({ "open-data/places-per-child.csv": figures([line]) });
  const gap = (line: string) => ({
    [`open-data/${level}.csv`]: figures([
      "ward W1 fsm yes 50/100 50 40 60",
      "ward W1 fsm no 60/100 60 50 69",
    ]),
    "open-data/good-level-of-development-fsm-gap.csv": figures([line]),
  });

  test("places per child", async () => {
    expect(await foundIn(places("ward W1 all all 45/170 0.26"))).toEqual([]);
    expect(await foundIn(places("ward W1 all all 45/170 0.27"))).toEqual([
      expect.stringMatching(/value that is not that of the counts shown/),
    ]);
    expect(await foundIn(places("ward W1 all all / 0.27"))).toEqual([
      expect.stringMatching(/value without its two counts/),
    ]);
  });

  test("an interval without a value", async () => {
    const row = shown.replace(",60,105,57,48,66,", ",c,c,c,48,66,");
    expect(await foundIn({ [`open-data/${level}.csv`]: row })).toContainEqual(
      expect.stringContaining("has an interval without its value"),
    );
  });

  test("an average", async () => {
    expect(await foundIn({ "open-data/average-goals-met.csv": figures(["ward W1 all all / 14.2"]) })).toEqual(
      [expect.stringMatching(/average without the number of children/)],
    );
  });

  test("the interval of a gap", async () => {
    // Newcombe's interval of 50 of 100 less 60 of 100.
    expect(await foundIn(gap("ward W1 all all / -10 -23 4"))).toEqual([]);
    expect(await foundIn(gap("ward W1 all all / -10 -22 4"))).toEqual([
      expect.stringMatching(/interval that is not that of the counts shown/),
    ]);
  });

  test("a gap of shares that are not shown", async () => {
    const alone = { "open-data/good-level-of-development-fsm-gap.csv": figures(["ward W1 all all / -10"]) };
    expect(await foundIn(alone)).toEqual([expect.stringMatching(/gap between shares that are not shown/)]);
  });
});

test("what is published today is understood", async () => {
  const indicators = readIndicators();
  const published = new Set(readPolicies().flatMap(({ publish }) => publish.indicators));
  for (const { id, kind } of indicators) if (published.has(id)) expect(["rate", "count"]).not.toContain(kind);
  const numbers = figureColumns.filter(({ type }) => type === "number").map(({ name }) => name);
  const row = Object.fromEntries(numbers.map((name) => [name, "7"]));
  const json = JSON.stringify({ indicator: level, period: "x", area: "W1", status: "value", ...row });
  const { stray } = await readBuilt(write({ "_file/data/all.json": json }), isIndicator);
  expect(stray).toEqual([]);
  expect(understood).toContain("counts");
});

import { describe, expect, it } from "vitest";
import { domainOf } from "../../components/linkage/linkage-dots.js";
import { joinedTables, outcomeTable, unlinkableTable } from "../../components/linkage/linkage-figures.js";
import {
  behind,
  changesByThreshold,
  groupName,
  outcomeTotals,
  ratesWithRegister,
} from "../../components/linkage/linkage-findings.js";
import { shareText } from "../../components/linkage/linkage-matrix.js";
import { inSentence } from "../../components/words/format.js";
import type { Linkage } from "../../loaders/briefings/linkage.json.js";
import { rateOf } from "../../loaders/briefings/linkage-rates.js";

const source = (id: string, given: Partial<Linkage["sources"][number]> = {}) => ({
  id,
  title: id,
  records: 100,
  persons: 100,
  follows: null,
  ...given,
});
const group = (breakdown: string, category: string, persons: number, linked: number) => ({
  source: "headcount",
  breakdown,
  category,
  ...rateOf({ persons, linked }),
});

const linkage: Linkage = {
  city: "Birmingham",
  sample: true,
  asOf: "2026-10-31",
  register: "register",
  sources: [
    source("register"),
    source("headcount", { records: 200 }),
    source("attendances", { follows: "headcount" }),
  ],
  outcomes: [
    { source: "headcount", outcome: "match", records: 150 },
    { source: "headcount", outcome: "no match", records: 50 },
    { source: "register", outcome: "match", records: 100 },
  ],
  pairs: [
    { source: "headcount", other: "register", ...rateOf({ persons: 1000, linked: 900 }) },
    { source: "register", other: "headcount", ...rateOf({ persons: 1000, linked: 500 }) },
    { source: "attendances", other: "register", ...rateOf({ persons: 10, linked: 10 }) },
  ],
  // 900 of 1,000: Wilson's upper limit for White is 0.953; for Other, 40 of 100, it is 0.498.
  groups: [
    group("all", "all", 1000, 900),
    group("ethnic_group", "White", 800, 750),
    group("ethnic_group", "Other", 100, 40),
    group("ethnic_group", "Not known", 100, 10),
    group("ethnic_group", "Mixed", 0, 0),
    group("deprivation_quintile", "1", 500, 400),
    group("birth_year", "2025", 100, 1),
    group("ward", "E05000001", 100, 20),
    group("ward", "Not known", 10, 0),
  ],
  thresholds: [
    { source: "headcount", threshold: 1, ...rateOf({ persons: 1000, linked: 880 }) },
    { source: "headcount", threshold: 0.95, ...rateOf({ persons: 1000, linked: 900 }) },
    { source: "headcount", threshold: 0.5, ...rateOf({ persons: 1000, linked: 905 }) },
  ],
  joined: [],
  unlinkable: [{ source: "headcount", reason: "no date of birth", records: 5 }],
  settings: { match: 0.95, potential: 0.5 },
  shapes: [
    {
      code: "E05000001",
      name: "Acocks Green",
      centre: [0, 0],
      geometry: { type: "Polygon", coordinates: [] },
    },
  ],
};

describe("link rates", () => {
  it("are of sources whose own records name children, with the register", () => {
    expect(ratesWithRegister(linkage).map(({ id, rate }) => [id, rate.value])).toEqual([["headcount", 90]]);
  });

  it("have Wilson's interval, and none without children", () => {
    // 9 of 10: (18 + 3.841 ± 1.96 √(3.841 + 36 × 0.1)) ÷ (2 × 13.841), in per cent.
    const { value, lower, upper } = rateOf({ persons: 10, linked: 9 });
    expect([value, lower!.toFixed(1), upper!.toFixed(1)]).toEqual([90, "59.6", "98.2"]);
    expect(rateOf({ persons: 0, linked: 0 })).toEqual({
      persons: 0,
      linked: 0,
      value: null,
      lower: null,
      upper: null,
    });
  });

  it("name sources as sentences do", () => {
    expect(
      ["Child health register", "NHS number", "Early Years Foundation Stage Profile return"].map(inSentence),
    ).toEqual(["child health register", "NHS number", "Early Years Foundation Stage Profile return"]);
  });

  it("say all and none only where it is so", () => {
    expect([0, 0.2, 49.6, 99.7, 100].map(shareText)).toEqual(["0%", "<1%", "50%", ">99%", "100%"]);
  });
});

describe("groups that linkage fails more often", () => {
  it("are those below all children by more than chance, lowest first; not the unknown, nor ages", () => {
    expect(behind(linkage, "headcount").map((g) => g.category)).toEqual(["Other", "1"]);
    expect(behind(linkage, "headcount", ["ward"]).map((g) => groupName(linkage, g))).toEqual([
      "Acocks Green",
    ]);
  });

  it("are none in a source without a rate", () => {
    expect(behind(linkage, "register")).toEqual([]);
  });

  it("have names", () => {
    const named = (breakdown: string, category: string) => groupName(linkage, { breakdown, category });
    expect(named("sex", "female")).toBe("Girls");
    expect(named("ward", "Not known")).toBe("Not known, or outside the city");
    expect(named("ethnic_group", "Not known")).toBe("Not known");
  });
});

describe("thresholds", () => {
  it("move a link rate from what it is at the one in use", () => {
    const [headcount, ...others] = changesByThreshold(linkage);
    expect(others).toEqual([]);
    expect(headcount!.now.value).toBe(90);
    expect(headcount!.shifted.map(({ threshold, change }) => [threshold, change])).toEqual([
      [1, -2],
      [0.5, 0.5],
    ]);
  });

  it("have a table a measure that joins sources: a row a category and threshold", () => {
    const row = (category: string, threshold: number | null, children: number, value: number) => ({
      indicator: "Good level of development",
      unit: "percent",
      period: "2024/25",
      title: "funded place at two",
      category,
      threshold,
      children,
      value,
    });
    const [{ caption, table }, ...others] = joinedTables({
      ...linkage,
      joined: [
        row("Took it up", null, 40, 70),
        row("Did not", null, 60, 50),
        row("Took it up", 0.99, 38, 71),
      ],
    }) as [ReturnType<typeof joinedTables>[number]];
    expect(others).toEqual([]);
    expect(caption).toBe("Good level of development by funded place at two, 2024/25");
    expect(table.columns.map(({ label }) => label)).toEqual([
      "Children",
      "Links of a probability of",
      "Figure (%)",
      "Number of children",
    ]);
    expect(table.rows.map((row) => [row.name, row.links, row.value, row.children])).toEqual([
      ["Took it up", "as linked", 70, 40],
      ["Took it up", "0.99 and over", 71, 38],
      ["Did not", "as linked", 50, 60],
    ]);
  });
});

describe("what became of records", () => {
  it("is counted over all sources, outcomes that do not occur too", () => {
    expect(outcomeTotals(linkage).map(({ outcome, records }) => [outcome, records])).toEqual([
      ["match", 250],
      ["potential match", 0],
      ["low confidence", 0],
      ["many matches", 0],
      ["no match", 50],
    ]);
  });

  it("is tabled by source, with a column for each outcome that occurs", () => {
    const { columns, rows } = outcomeTable(linkage);
    expect(columns.map(({ label }) => label)).toEqual(["Source", "Records", "Match", "No match"]);
    expect(rows[1]).toEqual({ name: "headcount", records: 200, match: 150, "no match": 50 });
    expect(rows[2]).toEqual({ name: "attendances", records: 100, match: 0, "no match": 0 });
  });

  it("is said of those that say too little, with their share of the source", () => {
    expect(unlinkableTable(linkage).rows).toEqual([
      { name: "headcount", reason: "no date of birth", records: 5, share: 2.5 },
    ]);
  });
});

describe("the axis of link rates", () => {
  it("holds all intervals and the reference, in steps of five, within 0 and 100", () => {
    expect(domainOf([{ lower: 91.2, upper: 98.6 }])).toEqual([90, 100]);
    expect(domainOf([{ lower: 91.2, upper: 92 }], 84)).toEqual([80, 95]);
    expect(domainOf([{ lower: 100, upper: 100 }])).toEqual([95, 100]);
    expect(domainOf([])).toEqual([0, 100]);
  });
});

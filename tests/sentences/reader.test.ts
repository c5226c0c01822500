import { describe, expect, it } from "vitest";
import { faultsOf } from "./against-tables.js";
import { faultsOfText, numeralsOf, type Passage, type Table } from "./reader.js";

const rulesOf = (text: string) => faultsOfText(text).map(({ rule }) => rule);

describe("a text by itself", () => {
  it.each([
    ["an age that is no age", "29 November 2026, today old.", "29 November 2026, 3 days old."],
    ["a sign beside its word", "That is −7.9 to −2.8 lower.", "That is 2.8 to 7.9 lower."],
    [
      "a sign beside its word",
      "That is 5.4 percentage points lower (95% interval −7.9 to −2.8).",
      "That is 5.4 percentage points lower (95% interval 2.8 to 7.9 lower).",
    ],
    ["a value that is none", "In Aston, about NaN in every 100.", "In Aston, about 57 in every 100."],
    ["a value that is none", "undefined has 0.51 places.", "Holyhead has 0.51 places."],
    ["a value that is none", "Up to Infinity wards.", "Up to 69 wards."],
    [
      "a difference that its parts do not give",
      "67.4% among the 468 children with a place, and 62.0% among the others. That is 5.3 percentage points lower.",
      "67.4% among the 468 children with a place, and 62.0% among the others. That is 5.4 percentage points lower.",
    ],
    ["one of many, or many of one", "1 wards have no figure.", "1 ward has no figure."],
    ["one of many, or many of one", "No figure for 3 ward.", "No figure for 3 wards."],
    ["one of many, or many of one", "12 wards is large.", "12 wards are large."],
    ["one of many, or many of one", "Aston and 4 other.", "Aston and 4 other wards."],
    [
      "spaces and brackets",
      "7 sources against each other.  The table has them all.",
      "7 sources against each other. The table has them all.",
    ],
    ["spaces and brackets", "59.1% in Birmingham ().", "59.1% in Birmingham (59 of 100)."],
    ["spaces and brackets", "In Aston , about 57.", "In Aston, about 57."],
    ["a count of nothing", "0 of 0 children could not be joined.", "All 12 children could be joined."],
    ["a count of nothing", "Dots for 0 periods.", "Dots for 9 periods."],
    [
      "a change that goes the other way",
      "61.3% in Birmingham, up from 65.6% in 2024.",
      "61.3% in Birmingham, down from 65.6% in 2024.",
    ],
    [
      "a change that goes the other way",
      "Green 03: 1 in 2026, the same as 2 in 2025.",
      "Green 03: 1 in 2026, the same as 1 in 2025.",
    ],
    [
      "a change that goes the other way",
      "74.4% in Birmingham, the same as 74.5% in 2023/24.",
      "74.5% in Birmingham, the same as 74.5% in 2023/24.",
    ],
    [
      "a change that goes the other way",
      "−10.8 percentage points in Birmingham, a narrower gap than −9.6 percentage points in 2024.",
      "−10.8 percentage points in Birmingham, a wider gap than −9.6 percentage points in 2024.",
    ],
    [
      "an interval that does not hold",
      "57.2% (95% interval 63.5% to 50.5%).",
      "57.2% (95% interval 50.5% to 63.5%).",
    ],
    [
      "an interval that does not hold",
      "57.2% (123 of 215; 95% interval 60.5% to 63.5%).",
      "57.2% (123 of 215; 95% interval 50.5% to 63.5%).",
    ],
    [
      "an interval that does not hold",
      "6.5 percentage points lower (95% interval 18.5 higher to 34.7 higher).",
      "6.5 percentage points lower (95% interval 34.7 lower to 18.5 higher).",
    ],
    [
      "a count of areas that leaves chance out",
      "6 wards are lower than the city.",
      "6 wards are lower than the city by more than chance.",
    ],
    [
      "a count of areas that leaves chance out",
      "In 6 of 69 wards, fewer children reach it.",
      "32 are lower than Birmingham, 6 of them by more than chance.",
    ],
    ["a count of nothing", "Of the 2 wards, 0 are about there.", "Of the 2 wards, none is about there."],
    ["a word twice", "It is lower than in in Aston.", "It is lower than in Aston."],
  ])("shows %s: %s", (rule, wrong, right) => {
    expect(rulesOf(wrong)).toContain(rule);
    expect(rulesOf(right)).toEqual([]);
  });

  it("is read with its true minus signs, separators and units", () => {
    expect(numeralsOf("−7.9 of 1,234 is 62.0%, by 2025/26.").map(({ value, unit }) => [value, unit])).toEqual(
      [
        [-7.9, ""],
        [1234, ""],
        [62, "%"],
      ],
    );
  });
});

const table: Table = {
  caption: "Take-up, by ward",
  header: ["Ward", "Value (%)", "Lower 95% limit", "Numerator", "Denominator"],
  rows: [
    ["Aston", "40.0", "30.1", "40", "100"],
    ["Moseley", "80.0", "70.9", "80", "100"],
    ["Nechells", "61.0", "51.2", "61", "100"],
    ["Sparkhill", "40.0", "30.1", "40", "100"],
    ["Yardley East", "suppressed [c]", "", "", ""],
  ],
};
const about = (text: string, kind: Passage["kind"] = "sentence"): Passage => ({
  text,
  kind,
  beside: [table],
  onPage: [table],
});
const against = (text: string) => faultsOf(about(text)).map(({ rule }) => rule);

describe("a text against its table", () => {
  it.each([
    [
      "an extreme that is none",
      "It runs from 61.0% in Nechells to 80.0% in Moseley.",
      "It runs from 40.0% in 2 wards to 80.0% in Moseley.",
    ],
    [
      "an extreme that is none",
      "4 wards from 61.0% in Nechells down to 40.0% in 2 wards.",
      "4 wards from 80.0% in Moseley down to 40.0% in 2 wards.",
    ],
    [
      "an extreme that is none",
      "It runs from 40.0% in Aston to 80.0% in Moseley.",
      "It runs from 40.0% in 2 wards to 80.0% in Moseley.",
    ],
    ["an extreme that is none", "The highest is Nechells with 61.0%.", "The highest is Moseley with 80.0%."],
    [
      "an extreme that is none",
      "It runs from 80.0% in Moseley to 40.0% in 2 wards.",
      "It runs from 40.0% in 2 wards to 80.0% in Moseley.",
    ],
    [
      "a count that the table does not give",
      "Among 5 wards with a figure, none stands out.",
      "Among 4 wards with a figure, none stands out.",
    ],
    [
      "a count that the table does not give",
      "No figure for 2 wards: suppressed.",
      "No figure for 1 ward: suppressed.",
    ],
    [
      "a count that the table does not give",
      "3 of them are above Birmingham, at 61.0%.",
      "1 of them is above Birmingham, at 61.0%.",
    ],
    [
      "a count that the table does not give",
      "2 are lower than Birmingham, 3 of them by more than chance; 2 are higher, none of them by more than chance.",
      "2 are lower than Birmingham, 1 of them by more than chance; 2 are higher, none of them by more than chance.",
    ],
    [
      "a count that the table does not give",
      "1 is lower than Birmingham; 3 are higher; 1 is the same.",
      "2 are lower than Birmingham; 1 is higher; 1 is the same.",
    ],
    ["a number that is in no cell", "Aston has 41.0%.", "Aston has 40.0%."],
    [
      "a number that is in no cell",
      "Together 55.4% (221 of 400; 95% interval 50.3% to 60.0%).",
      "Together 55.3% (221 of 400; 95% interval 50.3% to 60.0%).",
    ],
    [
      "all or none, where some have no figure",
      "No ward lies on one side of the city and on the other in every group.",
      "Of the 4 wards that can be compared, none lies on the other side in every group.",
    ],
  ])("shows %s: %s", (rule, wrong, right) => {
    expect(against(wrong)).toContain(rule);
    expect(against(right)).toEqual([]);
  });

  it("shows that not all are left out that are said to be", () => {
    expect(against("Take-up: left out in every ward, to protect privacy")).toContain(
      "all or none, where some have no figure",
    );
  });

  it("is not asked of a caption or of where a figure comes from", () => {
    expect(faultsOf(about("Source: Register, as of 41.0%.", "origin"))).toEqual([]);
  });
});

/** Ways to make a true sentence false. Each gives nothing where it does not fit. */
const lies: Record<string, (text: string) => string | undefined> = {
  "another number": (text) =>
    changed(text, /(\d+)\.(\d)%/, (_, whole: string, tenth: string) => `${Number(whole) + 3}.${tenth}%`),
  "another name": (text) => changed(text, /Moseley/, () => "Nechells"),
  "another count of areas": (text) =>
    changed(text, /(\d+) wards (?=from|with)/, (_, n: string) => `${Number(n) + 1} wards `),
  "up for down": (text) =>
    changed(text, /up from|down from/, (way) => (way === "up from" ? "down from" : "up from")),
  "lower for higher": (text) => changed(text, /lower \(95%/, () => "higher (95%"),
  "one for many": (text) => changed(text, /wards/, () => "ward"),
  "a missing value": (text) => changed(text, /\d+\.\d%/, () => "NaN%"),
};

function changed(text: string, pattern: RegExp, to: (...parts: string[]) => string): string | undefined {
  const made = text.replace(pattern, to as never);
  return made === text ? undefined : made;
}

const truths = [
  "Among 4 wards with a figure, it runs from 40.0% in 2 wards to 80.0% in Moseley.",
  "4 wards from 80.0% in Moseley down to 40.0% in 2 wards. No figure for 1 ward: suppressed.",
  "61.0% in Nechells in 2024/25, down from 80.0% in 2023/24.",
  "80.0% among the children who had a place, and 61.0% among the others. That is 19.0 percentage points lower (95% interval 6.3 to 30.8 lower).",
];

describe("a true sentence made false", () => {
  it.each(truths)("is true before: %s", (text) => expect(against(text)).toEqual([]));

  it.each(
    truths.flatMap((text) =>
      Object.entries(lies).flatMap(([name, lie]) => {
        const made = lie(text);
        return made === undefined ? [] : [[name, made] as const];
      }),
    ),
  )("is noticed with %s: %s", (_, text) => expect(against(text).length).toBeGreaterThan(0));
});

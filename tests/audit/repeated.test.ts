import { describe, expect, test } from "vitest";
import type { Merged } from "../../workspace/audit/built/agree.js";
import type { Knowledge } from "../../workspace/audit/built/knowledge.js";
import { repeatsFigures } from "../../workspace/audit/built/repeated.js";

const areas = [
  { code: "W1", name: "First" },
  { code: "W2", name: "Second" },
  { code: "E92000001", name: "England" },
];

const level = "good-level-of-development";
const indicators = [
  { id: level, name: "Good level of development", shortName: "Good level" },
  { id: "two-year-review-coverage", name: "Children who had a review at two", shortName: "Reviews at two" },
  { id: "asq-all-domains", name: "Development at two in all areas", shortName: "Development at two" },
];
const knowledge = {
  indicators: new Map(indicators.map((each) => [each.id, each])),
  open: new Set(),
} as unknown as Knowledge;

/** A figure as a line: indicator, period, level, area, breakdown, category, counts, value and interval. */
function figure(line: string): Merged {
  const [indicator, period, level, area, breakdown, category, counts, ...ends] = line.split(" ") as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    ...string[],
  ];
  const number = (text: string | undefined) => (text ? Number(text) : undefined);
  const hidden = counts === "c" ? ("suppressed" as const) : undefined;
  const [numerator, denominator] = counts.split("/").map(number);
  const [value, lower, upper] = ends.map(number);
  return {
    place: "a.csv",
    name: line,
    indicator,
    period,
    level,
    area,
    breakdown,
    category,
    numerator: hidden ?? numerator,
    denominator: hidden ?? denominator,
    value: hidden ?? value,
    lower,
    upper,
    decimals: 0,
    status: hidden ?? "value",
    basis: "protected",
    source: undefined,
  };
}

const merged = [
  `${level} 2024/25 ward W1 all all 60/105 57.1 48 66`,
  `${level} 2024/25 ward W1 sex female 30/55 55`,
  `${level} 2024/25 ward W1 sex male 30/50 60`,
  `${level} 2024/25 ward W1 fsm yes c`,
  `${level} 2024/25 ward W1 deprivation_quintile 2 20/40 52`,
  `${level} 2024/25 ward W2 all all c`,
  `${level} 2024/25 country E92000001 all all / 68`,
  "two-year-review-coverage 2024/25 ward W1 all all 45/90 50 40 60",
  "asq-all-domains 2023/24 ward W1 all all 35/80 44 33 55",
  "asq-all-domains 2022 ward W1 all all 30/60 50",
].map(figure);

/** Whether a table of lines such as "First|57", the first of them its heading, repeats figures. */
function repeats(title: string, heading: string, ...lines: string[]): boolean {
  const columns = heading.toLowerCase().replaceAll(" ", "_").split("|");
  const rows = lines.map((line) => {
    const cells = line.split("|");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
  return repeatsFigures({ title, rows }, { areas, merged, knowledge });
}

const three = "Ward|In every 100 children|Could be as low as";
const one = "Ward|In every 100 children";
const grouped = "Ward|Group|Percentage";
const title = "Good level of development, 2024/25";
const ofLevel = "Of every 100 children at the end of Reception: how many have a good level of development";

describe("a page's table repeats figures of what it says it is of", () => {
  test.each([
    ["by an area's code", title, three, ["W1|57.1|48"]],
    ["by an area's name", title, three, ["First|57.1|48"]],
    ["by a name and more", title, three, ["First, in all|57.1|48"]],
    ["rounded", title, three, ["W1|57|48", "W1|57.0|48.0", "W1|57%|48%"]],
    ["with the end of the interval", title, "Ward|Could be as high as", ["W1|66"]],
    ["with its count", title, "Ward|Count|Denominator", ["W1|60|105"]],
    ["by the plain words for it", `${ofLevel}. 2024/25`, three, ["W1|57.1|48"]],
    ["in other letters", "GOOD LEVEL OF DEVELOPMENT, 2024/25", one, ["W1|57"]],
    ["with a row that tells nothing", title, three, ["W1|57.1|48", "W2|hidden|–"]],
    ["of a group in the title", `${title}, boys`, one, ["W1|60"]],
    ["of a group in each row", title, grouped, ["W1|All children|57", "W1|Boys|60", "W1|Girls|55"]],
    ["of a period in each row", "Good level of development", one, ["First, 2024/25|57"]],
    ["of an indicator in each row", "2024/25", "Ward|What|Percent", [`W1|${level}|57`]],
    [
      "of a row's period, whatever the title says",
      "Good level of development, 2023/24",
      one,
      ["First, 2024/25|57"],
    ],
    ["of a period that is a year", "asq-all-domains", "Ward|Period|Percentage", ["W1|2022|50"]],
    ["of an area outside the city", title, one, ["England|68"]],
    ["of a group that has a number for a name", `${title}, 2, by deprivation`, "Ward|Remark", ["W1|none"]],
  ])("%s", (_, title, heading, lines) => {
    expect(repeats(title, heading, ...lines)).toBe(true);
  });

  // What is hidden happens to equal a number that is shown of the same ward.
  test.each([
    ["a number of another area", title, three, "W2|57.1|48"],
    ["a number of none", title, three, "W1|58|48"],
    ["the number of an area outside the city for one that nobody knows", title, one, "First and Second|68"],
    ["a year that is not the period", "asq-all-domains, 2022", "Ward|Period|Percentage", "W1|7|50"],
    ["a number that more is said of", title, one, "W1|57 of 100"],
    ["a number under the name of what is none", title, "Ward|In every 100 children|Period", "W1|57|4"],
    ["an end of the interval that is another's", title, three, "W1|57.1|4"],
    ["one row of two", title, three, "W1|57.1|48", "W2|57.1|48"],
    ["an area of the city that is not known", title, three, "Others|57.1|48"],
    ["a name that only begins alike", title, one, "Firsts|57.1"],
    ["another indicator's number", title, three, "W1|50|40"],
    ["another period's number", "asq-all-domains, 2024/25", three, "W1|44|33"],
    ["another group's number", `${title}, girls`, one, "W1|60"],
    ["a number for a hidden group", title, grouped, "W1|Free school meals|57"],
    ["the number of all for a group", title, grouped, "W1|Girls|57"],
    ["a group's number for all", title, one, "W1|60"],
    ["a group that the heading names", title, "Ward|Girls", "W1|57"],
    ["a group that the heading names beside a known column", title, "Ward|Percentage|Of girls", "W1|57|yes"],
    ["no group where it is by sex", `${title}, by sex`, one, "W1|57"],
    ["two groups", `${title}, girls and boys`, one, "W1|60"],
    ["no indicator", "2024/25", one, "W1|57"],
    ["two indicators", `${title}, two-year-review-coverage`, one, "W1|57"],
    ["no period", ofLevel, one, "W1|57"],
    ["two periods", `${ofLevel}. 2023/24 and 2024/25`, one, "W1|57"],
    ["a part of a period's name", "Good level of development, 12024/25", one, "W1|57"],
    ["a column that says something else", title, "Ward|Not there yet", "W1|57"],
    ["the denominator for a count", title, "Ward|Count", "W1|105"],
    ["the end of an interval for a value", title, one, "W1|48"],
  ])("but not %s", (_, title, heading, ...lines) => {
    expect(repeats(title, heading, ...lines)).toBe(false);
  });
});

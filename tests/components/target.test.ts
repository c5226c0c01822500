import { describe, expect, it } from "vitest";
import { goalFigures, goalOf } from "../../components/briefing/target.js";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { faultsOf } from "../sentences/against-tables.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { sentencesOf } from "../sentences/reader.js";
import { briefing, figure, gld } from "./small-briefing.js";

standInBrowser();

const counted = (area: string, year: number, numerator: number, denominator: number, given = {}) =>
  figure({
    ...{ level: area === "City" ? "city" : "ward", area, numerator, denominator },
    ...{ period: `${year}/${year - 1999}`, period_start: `${year}-09-01` },
    value: (100 * numerator) / denominator,
    ...given,
  });
const target: Briefing["targets"][number] = {
  ...{ id: "a", indicator: gld, area: "England", value: 75, periodStart: "2027-09-01", period: "2027/28" },
  ...{ setBy: "the government’s plan", setOn: "2024-12-05", checkedOn: "2026-11-29" },
  source: { title: "A page", page: "https://example.org/" },
};
// 2,600 of 4,000, as in the two years before; with meals 450 of 1,000.
const small = briefing({
  targets: [target, { ...target, id: "b", area: "City", value: undefined, missing: "The plan has it." }],
  series: [
    counted("City", 2018, 3600, 4000, { note: "These goals are not comparable with later ones." }),
    ...[2022, 2023, 2024].map((year) => counted("City", year, 2600, 4000)),
    counted("City", 2024, 450, 1000, { breakdown: "fsm", category: "yes" }),
    counted("City", 2024, 2150, 2800, { breakdown: "fsm", category: "no" }),
  ],
  wards: [counted("North", 2024, 900, 2000), counted("South", 2024, 1700, 2000)],
});

describe("a goal", () => {
  const goal = goalOf(small, gld);

  it("says whose it is, who set it, and what is not known", () => {
    expect(goal.says).toBe(
      "The goal for England is 75.0% in 2027/28 (the government’s plan, 5 December 2024). It is a goal for England as a whole: City is set beside it here, and need not reach it by itself.",
    );
    expect(goal.source).toMatchObject({ textContent: "A page", href: "https://example.org/" });
    expect(goal.missing).toBe("The plan has it.");
  });

  it("tells the gap in children, in all, each year and by group", () => {
    expect(goal.gap).toBe(
      "Of the 4,000 children assessed in City in 2024/25, 400 more children would have had to reach it. That is about 134 more children each year than the year before, up to 2027/28.",
    );
    expect(goal.groups).toBe(
      "Among children with free school meals, 300 of 1,000 are short of it; among those known not to have them, none are short of it.",
    );
  });

  it("goes by the newest figure, where it was published without counts by as many children as before", () => {
    const newer = figure({
      level: "city",
      area: "City",
      period: "2025/26",
      period_start: "2025-09-01",
      value: 66.3,
    });
    const published = goalOf({ ...small, series: [...small.series, newer] }, gld);
    expect(published.gap).toBe(
      "In 2025/26 it was 66.3%, published without counts. Of as many children as were assessed in City in 2024/25, 4,000, about 348 more would have had to reach it, or 174 more each year up to 2027/28.",
    );
    expect(published.path.map(({ period, more }) => [period, more])).toEqual([
      ["2026/27", 174],
      ["2027/28", 348],
    ]);
    expect(published.pace).toMatch(
      /^If City goes on as it has since 2022\/23, .* Years published without counts are taken to be of as many children as 2024\/25\.$/,
    );
  });

  it("draws the pace on with its interval, from years that compare alone", () => {
    // By hand: w = 4,000 / 0.2275; at four years past the middle of three the variance is (1/3 + 16/2) / w.
    expect(goal.pace).toBe(
      "If City goes on as it has since 2022/23, it comes to 65.0% in 2027/28 (95% interval 60.7% to 69.3%): it is not on the way to it.",
    );
    // What a sentence tells stands in a table beside it.
    expect(goalFigures(goal).textContent).toMatch(
      /What it comes to in 2027\/28, if it goes on as it has.*65\.0.*60\.7.*69\.3/s,
    );
    const two = goalOf(
      { ...small, series: small.series.filter(({ period_start: day }) => day > "2023") },
      gld,
    );
    expect(two.pace).toBe("Too few years compare to say whether City is on the way to it.");
    const country = small.series.filter(({ breakdown }) => breakdown === "all");
    const neither = [...country, ...country.map((row) => ({ ...row, area: "England" }))];
    expect(
      goalOf({ ...small, series: neither.filter(({ period_start: day }) => day > "2023") }, gld),
    ).toMatchObject({
      pace: "Too few years compare to say whether City or England is on the way to it.",
      countryPace: "",
    });
  });

  it("counts wards: what they are short and over adds up to what the city is", () => {
    expect(goal.wards).toMatch(
      /^1 ward of 2 is below the goal by more than chance\. All that lie below it are 600 children short together, and those above it 200 over\./,
    );
    expect(goal.shortWards.map(({ name, short, yearly }) => [name, short, yearly])).toEqual([
      ["North", 600, 200],
    ]);
    expect(goalFigures(goal).textContent).toContain("71.7");
  });

  it("is not told of where there is none, or the city has no counts", () => {
    expect(goalOf(briefing({}), gld)).toMatchObject({ available: false, missing: "" });
    expect(goalOf({ ...small, series: [] }, gld)).toMatchObject({
      available: false,
      missing: "The plan has it.",
    });
    expect(goalFigures(goalOf(briefing({}), gld)).hidden).toBe(true);
  });

  it("is told in sentences that the rules of sentences let pass", () => {
    const { says, gap, groups, pace, wards } = goal;
    const faults = [says, gap, groups, pace, wards]
      .flatMap(sentencesOf)
      .flatMap((text) => faultsOf({ text, kind: "sentence", beside: [], onPage: [] }));
    expect(faults).toEqual([]);
  });
});

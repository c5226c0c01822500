import { describe, expect, it } from "vitest";
import { answer } from "../../components/notebook/answer.js";
import type { DataSets } from "../../components/notebook/data-sets.js";
import { trendFigure, trendTable } from "../../components/trends/figures.js";
import { besideOf, distanceOf, middleOf, trends } from "../../components/trends/sentences.js";
import { trendWords } from "../../components/trends/words.js";
import { wilson } from "../../components/words/intervals.js";
import type { Observation } from "../../components/words/status.js";
import { smallData } from "../notebook/small-data.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

const old = "Assessed against other goals, so not comparable with 2021/22 and later.";
const places = [
  { code: "E08000001", name: "Treeton", level: "city" },
  { code: "E92000001", name: "England", level: "country" },
  ...["One", "Two", "Three"].map((name, i) => ({ code: `N${i}`, name, level: "neighbour" })),
];

function row(
  code: string,
  year: number,
  percent: number | null,
  more: Partial<Observation> = {},
): Observation {
  const { name, level } = places.find((place) => place.code === code)!;
  const n = level === "country" ? 600_000 : 15_000;
  const numerator = percent === null ? null : (percent * n) / 100;
  const limits = numerator === null ? { lower: null, upper: null } : wilson(numerator, n);
  return {
    ...{
      indicator: "take-up",
      source: "headcount",
      level,
      area: code,
      area_name: name,
      breakdown: "all",
      category: "all",
    },
    ...{
      period: `${year}/${(year + 1) % 100}`,
      period_start: `${year}-09-01`,
      numerator,
      denominator: n,
      value: percent,
    },
    ...{ lower: limits.lower && 100 * limits.lower, upper: limits.upper && 100 * limits.upper },
    ...{
      status: percent === null ? "not_available" : "value",
      note: year < 2021 ? old : null,
      as_of: "2025-11-27",
    },
    ...more,
  };
}

// England 65.2, 67.2, 67.7, 68.3 in 2021/22 to 2024/25 and Birmingham 62.7, ..., 66.3 are the education department's; the
// years between are of this test.
const rows = [
  row("E08000001", 2018, 68),
  row("E08000001", 2021, 62.7),
  row("E08000001", 2022, 65),
  row("E08000001", 2024, 66.3),
  row("E92000001", 2021, 65.2),
  row("E92000001", 2022, 67.2),
  row("E92000001", 2024, 68.3),
  row("N0", 2024, 60),
  row("N1", 2024, 64),
  row("N2", 2024, 71),
  row("N0", 2022, 60),
];

async function told(
  beside = ["E92000001"],
  { all = rows, more = {} as object, choices = {} as object } = {},
) {
  const about = await smallData.indicators();
  const data: DataSets = {
    ...smallData,
    indicators: async () =>
      ({
        ...about,
        indicators: about.indicators.map((one) => ({
          ...one,
          periodType: "academic_year",
          levels: ["ward", "city"],
          ...more,
        })),
        targets: [
          {
            ...{
              id: "a",
              indicator: "take-up",
              area: "E92000001",
              value: 75,
              periodStart: "2027-09-01",
              period: "2027/28",
            },
            ...{ setBy: "the government", checkedOn: "2026-11-29" },
          },
          {
            ...{
              id: "b",
              indicator: "take-up",
              area: "E08000001",
              missing: "Treeton’s own is not known.",
              period: "2027/28",
            },
            ...{ periodStart: "2027-09-01", checkedOn: "2026-11-29" },
          },
        ],
      }) as never,
    areas: async () => ({ ...(await smallData.areas()), others: places }),
    figures: async () =>
      new Map([
        [
          "take-up",
          [...all, ...(await smallData.figures()).get("take-up")!.filter(({ level }) => level === "ward")],
        ],
      ]),
  };
  return trends(await answer({ indicator: "take-up", level: "city", ...choices }, data), beside);
}

describe("trends and comparators", () => {
  it("tell changes since figures compare, and how far others are", async () => {
    const found = await told();
    const words = trendWords(found);
    expect(words.lead).toBe(
      "Take-up in Treeton: 62.7% in 2021/22, 66.3% in 2024/25, which is more than chance.",
    );
    expect(words.distances).toBe(
      "England, 2024/25: 2.0 percentage points below it (2.5 percentage points below it in 2021/22, no clear change).",
    );
    expect(words.breaks).toBe("Method changed: not comparable with before (figures from 2021/22)");
  });

  it("leave years without a figure empty, and name them", async () => {
    const found = await told();
    expect(found.missing).toEqual(["2019/20", "2020/21", "2023/24"]);
    const cells = [...trendTable(found).querySelectorAll("tbody tr")].map((line) => line.textContent);
    expect(cells.find((text) => text!.startsWith("2023/24"))).toContain("not available");
    expect(cells.find((text) => text!.startsWith("2021/22"))).toContain("Method changed");
  });

  it("name goals with who set them, and one that nobody here knows", async () => {
    expect(trendWords(await told()).goals).toBe(
      "The government set 75.0% for England by 2027/28. Treeton’s own is not known.",
    );
  });

  it("mark what is provisional: the newest figure of a source, or all of them", async () => {
    const newest = await told([], { more: { provisional: [{ source: "headcount", which: "newest" }] } });
    expect(newest.provisional).toEqual(["2024/25"]);
    const all = await told([], { more: { provisional: [{ source: "headcount", which: "all" }] } });
    expect(all.provisional).toHaveLength(4);
    expect(trendWords(await told()).provisional).toBe("");
  });

  it("set the city beside the middle of its neighbours where half of them have a figure, or beside one", async () => {
    expect(middleOf(rows).map(({ period, value }) => [period, value])).toEqual([
      ["2024/25", 64],
      ["2022/23", null],
    ]);
    expect((await besideOf((await told()).asked)).map(({ name }) => name)).toEqual([
      ...["England", "Statistical neighbours", "One", "Two", "Three"],
    ]);
    const found = await told(["neighbours", "N2"]);
    expect(found.others.map(({ name }) => name)).toEqual(["Statistical neighbours", "Three"]);
    expect(distanceOf(found, found.others[0]!)).toMatchObject({ way: "unclear", since: undefined });
  });

  it("set it beside wards that are chosen, before others", async () => {
    const found = await told(["E92000001"], { choices: { level: "ward", ward: "E05000002.E05000001" } });
    expect(found.others.map(({ name }) => name)).toEqual(["Birch", "Ash", "England"]);
  });

  it("set a count beside nothing", async () => {
    expect((await told(["E92000001"], { more: { kind: "count" } })).others).toEqual([]);
  });

  it("say that nothing is drawn of a single period", async () => {
    const found = await told([], { all: rows.slice(3, 4) });
    expect(found.available).toBe(false);
    expect(trendFigure(found).textContent).toContain("not two periods");
    expect(trendWords(found).lead).toBe("");
  });

  it("call a distance nearer or further only beyond chance", async () => {
    const way = async (first: number, last: number, limits = {}) => {
      const found = await told(["E92000001"], {
        all: [
          row("E08000001", 2021, first),
          { ...row("E08000001", 2024, last), ...limits },
          row("E92000001", 2021, 65),
          row("E92000001", 2024, 65),
        ],
      });
      return distanceOf(found, found.others[0]!)?.way;
    };
    expect([await way(55, 64), await way(64, 55), await way(63, 63.5)]).toEqual([
      "nearer",
      "further",
      "unclear",
    ]);
    expect(await way(55, 64, { lower: null, upper: null })).toBe("unknown");
  });
});

import { describe, expect, it } from "vitest";
import { gapFigures, slopeText } from "../../components/inequalities/figures.js";
import { gapsOf, inequalities } from "../../components/inequalities/groups.js";
import { answer } from "../../components/notebook/answer.js";
import type { DataSets } from "../../components/notebook/data-sets.js";
import { wilson } from "../../components/words/intervals.js";
import type { Observation } from "../../components/words/status.js";
import { smallData } from "../notebook/small-data.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

const later = { period: "2025/26", period_start: "2025-09-01" };
const earlier = { period: "2024/25", period_start: "2024-09-01" };

function row(
  [numerator, denominator]: [number, number],
  level: "city" | "country",
  breakdown: string,
  category: string,
  when = later,
): Observation {
  const { lower, upper } = wilson(numerator, denominator);
  return {
    ...{ indicator: "take-up", source: "headcount", level, area: level, ...when, breakdown, category },
    area_name: level === "city" ? "Treeton" : "England",
    ...{ numerator, denominator, value: (100 * numerator) / denominator },
    ...{ lower: 100 * lower, upper: 100 * upper, status: "value", note: null, as_of: "2026-08-31" },
  };
}

// Two in three children have free school meals in the city, and one in six in the country.
const whole = [row([560, 1000], "city", "all", "all"), row([6500, 10_000], "country", "all", "all")];
const groups = [
  row([340, 667], "city", "fsm", "yes"),
  row([220, 333], "city", "fsm", "no"),
  row([730, 1667], "country", "fsm", "yes"),
  row([5770, 8333], "country", "fsm", "no"),
  row([300, 667], "city", "fsm", "yes", earlier),
  row([220, 333], "city", "fsm", "no", earlier),
  ...[60, 65, 70, 75, 80].map((x, i) => row([x, 100], "city", "deprivation_quintile", String(i + 1))),
];

async function told(rows: Observation[] = groups, all: Observation[] = whole) {
  const about = await smallData.indicators();
  const data: DataSets = {
    ...smallData,
    indicators: async () => ({
      ...about,
      categories: { fsm: ["yes", "no"], deprivation_quintile: ["1", "2", "3", "4", "5"] },
      indicators: about.indicators.map((one) => ({ ...one, breakdowns: ["fsm", "deprivation_quintile"] })),
    }),
    figures: async () => new Map([["take-up", all]]),
    divided: async () => new Map([["take-up", rows]]),
  };
  return inequalities(await answer({ indicator: "take-up" }, data));
}

describe("inequalities of an indicator", () => {
  it("say what the whole hides: a group above the country’s where the whole is below", async () => {
    const { beside, groups: found } = await told();
    expect(beside).toBe(
      "Treeton as a whole is 9.0 percentage points below England, yet these groups are above the same groups there, by more than their intervals: Free school meals (7.2 percentage points). A whole depends on how many children are in each group, not only on how each fares.",
    );
    expect(found.map(({ name }) => name).slice(0, 3)).toEqual([
      "Free school meals",
      "No free school meals",
      "Fifth 1, most deprived fifth",
    ]);
  });

  it("say nothing of a country that has no figures, and nothing at all without groups", async () => {
    const alone = await told(groups.slice(0, 2), whole.slice(0, 1));
    expect([alone.available, alone.beside, alone.slopes.length]).toEqual([true, "", 0]);
    expect((await told([])).available).toBe(false);
  });

  it("have the gap of every period, with Newcombe’s limits", async () => {
    const [city, country] = gapsOf(await told(), "fsm");
    expect([country!.name, country!.points.length]).toEqual(["England", 1]);
    expect(city!.points.map(({ period, value }) => [period, Number(value.toFixed(1))])).toEqual([
      ["2025/26", 15.1],
      ["2024/25", 21.1],
    ]);
    for (const { value, lower, upper } of city!.points) expect(lower! < value && value < upper!).toBe(true);
  });

  it("have gaps that were published without limits, since the last change of method", async () => {
    const bare = { lower: null, upper: null, numerator: null, denominator: null };
    const old = { period: "2018/19", period_start: "2018-09-01" };
    const published = [...groups.slice(0, 2), ...groups.slice(4, 6)].map((one) => ({ ...one, ...bare }));
    const before = published
      .slice(0, 2)
      .map((one) => ({ ...one, ...old, note: "Older goals, not comparable." }));
    const found = await told([...published, ...before]);
    expect(gapsOf(found, "fsm")[0]!.points.map(({ period, lower }) => [period, lower])).toEqual([
      ["2025/26", null],
      ["2024/25", null],
    ]);
    expect(gapFigures(found).textContent).toContain(
      "in Treeton was 21.1 percentage points in 2024/25 and 15.1 percentage points in 2025/26",
    );
  });

  it("tell of a newer period that has fewer groups", async () => {
    const newer = { period: "2026/27", period_start: "2026-09-01" };
    const found = await told([
      ...groups,
      row([600, 1000], "city", "fsm", "yes", newer),
      row([500, 1000], "country", "fsm", "yes", newer),
    ]);
    expect(found.period).toBe("2025/26");
    expect(found.newer).toBe(
      "In 2026/27, of which fewer groups have figures: Free school meals 60.0%, 10.0 percentage points above England.",
    );
    expect((await told()).newer).toBe("");
  });

  it("have the slope of deprivation, in a sentence", async () => {
    const inOrder = await told();
    expect(inOrder.slopes[0]!.sii.value).toBeCloseTo(25, 9);
    expect(slopeText(inOrder)).toBe(
      "Take-up, 2025/26: 25.0 percentage points higher at the least deprived end than at the most deprived, along a straight line through the fifths.",
    );
    expect(slopeText(await told(groups.slice(0, 6)))).toBe("");
  });
});

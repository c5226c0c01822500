import { describe, expect, it } from "vitest";
import { nothingBefore } from "../../loaders/protect/before.js";
import type { PublicFigure } from "../../loaders/protect/protect-figure.js";
import { exact } from "./attacked-city.js";
import { derivedOfCity, indicators, protectCity, type RandomCity } from "./random-city.js";

const [share, average] = indicators;

// By ward, girls and boys by the goals that they lack of three: none, one (a good level all the same), one, two, three.
const city: RandomCity = {
  wards: [
    { female: [0, 1, 0, 4, 4], male: [0, 7, 5, 0, 0] },
    { female: [2, 5, 1, 3, 2], male: [6, 2, 4, 1, 0] },
    { female: [8, 1, 0, 1, 9], male: [8, 2, 0, 1, 0] },
  ],
  isDivided: true,
  policy: {
    ...exact,
    smallestCount: 4,
    protectionInterval: 6,
    smallestDenominator: 4,
    roundTo: 1,
    zeros: "suppressed",
    publish: { ...exact.publish, indicators: [share!.id, average!.id] },
  },
};

it("squares behind the intervals of averages give no hidden group away", async () => {
  const { figures } = await protectCity(city);
  const averages = figures.filter(({ indicator }) => indicator === average!.id);
  expect(averages.some(({ status }) => status === "suppressed")).toBe(true);
  expect(averages.some(({ value }) => value !== null)).toBe(true);
  expect(averages.filter(({ lower, upper }) => lower !== null || upper !== null)).toEqual([]);
  expect(derivedOfCity(city, figures)).toEqual([]);
});

describe("published once and set beside a later state", () => {
  const hold = [{ indicator: share!.id, period: "2024/25" }];
  const averagesIn = (figures: readonly PublicFigure[]) =>
    figures.filter(({ indicator }) => indicator === average!.id);

  it("figures without the intervals that the set leaves out read as they did", async () => {
    const { figures } = await protectCity(city);
    const before = { ...nothingBefore, served: figures };
    const again = await protectCity(city, { before, remedies: { hold, hide: [] } });
    expect(again.held).toEqual([]);
    expect(averagesIn(again.figures)).toEqual(averagesIn(figures));
  });

  it("intervals of averages that stay as they were are left out", async () => {
    const { figures } = await protectCity(city);
    const served = figures.map((figure) =>
      figure.indicator === average!.id && figure.value !== null
        ? { ...figure, lower: figure.value - 0.4, upper: figure.value + 0.4 }
        : figure,
    );
    const wards = [{ ...city.wards[0]!, female: [1, 1, 0, 4, 4] }, ...city.wards.slice(1)];
    const before = { ...nothingBefore, served };
    const held = await protectCity({ ...city, wards }, { before, remedies: { hold, hide: [] } });
    expect(held.held).toHaveLength(1);
    expect(averagesIn(held.figures)).toEqual(averagesIn(figures));
  });
});

it("an average has its interval where none of its period is hidden", async () => {
  const many = { female: [20, 20, 20, 20, 20], male: [20, 20, 20, 20, 20] };
  const { figures } = await protectCity({ ...city, wards: [many, many] });
  const averages = figures.filter(({ indicator }) => indicator === average!.id);
  expect(averages.length).toBeGreaterThan(5);
  expect(averages.filter(({ lower, upper }) => lower === null || upper === null)).toEqual([]);
});

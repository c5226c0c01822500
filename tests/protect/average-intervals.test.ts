import { expect, it } from "vitest";
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

it("an average has its interval where none of its period is hidden", async () => {
  const many = { female: [20, 20, 20, 20, 20], male: [20, 20, 20, 20, 20] };
  const { figures } = await protectCity({ ...city, wards: [many, many] });
  const averages = figures.filter(({ indicator }) => indicator === average!.id);
  expect(averages.length).toBeGreaterThan(5);
  expect(averages.filter(({ lower, upper }) => lower === null || upper === null)).toEqual([]);
});

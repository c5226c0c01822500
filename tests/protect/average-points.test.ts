import { expect, it } from "vitest";
import { exact } from "./attacked-city.js";
import { derivedOfCity, indicators, protectCity, type RandomCity } from "./random-city.js";

const policy = (rule: Partial<RandomCity["policy"]>): RandomCity["policy"] => ({
  ...exact,
  protectionInterval: 4,
  roundTo: 3,
  zeros: "shown",
  allOrNothingFrom: undefined,
  publish: { ...exact.publish, indicators: indicators.map(({ id }) => id) },
  ...rule,
});

// By ward, girls and boys by the goals that they lack of three: none, one (a good level all the same), one, two, three.
const cities: [what: string, RandomCity][] = [
  [
    "of one ward, whose boys would be told by all its children and its girls",
    {
      wards: [{ female: [2, 4, 1, 2, 2], male: [2, 1, 0, 0, 4] }],
      isDivided: true,
      policy: policy({ smallestCount: 5, smallestDenominator: 5 }),
    },
  ],
  [
    "of two wards, whose girls would be told by its boys",
    {
      wards: [
        { female: [2, 0, 0, 0, 3], male: [3, 3, 0, 3, 0] },
        { female: [0, 0, 0, 0, 0], male: [3, 3, 0, 0, 1] },
      ],
      isDivided: true,
      policy: policy({ smallestCount: 3, smallestDenominator: 4 }),
    },
  ],
];

it.each(cities)("points behind averages give no hidden count away in a city %s", async (_, city) => {
  const { figures } = await protectCity(city);
  expect(derivedOfCity(city, figures)).toEqual([]);
  // No more is hidden than must be.
  const averages = figures.filter(({ indicator }) => indicator === "average-goals-met");
  expect(averages.filter(({ value }) => value !== null).length).toBeGreaterThan(0);
});

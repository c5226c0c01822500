import type { About } from "../../components/notebook/asked.js";
import type { DataSets } from "../../components/notebook/data-sets.js";
import type { Observation } from "../../components/words/status.js";

const wards = [
  { code: "E05000001", name: "Ash" },
  { code: "E05000002", name: "Birch" },
  { code: "E05000003", name: "Cedar" },
];
const square = {
  type: "Polygon",
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
} as const;
const shape = ({ code, name }: { code: string; name: string }) => ({
  code,
  name,
  parent: null,
  centre: [0.5, 0.5] as [number, number],
  geometry: { type: square.type, coordinates: [...square.coordinates] as never[] },
});

const indicator = (id: string, shortName: string, more: object = {}) =>
  ({
    id,
    name: shortName,
    shortName,
    theme: "places",
    definition: "",
    numerator: "",
    denominator: "",
    polarity: "high",
    kind: "proportion",
    chance: "yes",
    unit: "percent",
    periodType: "academic year",
    breakdowns: ["sex"],
    joined: [],
    caveats: [],
    sources: ["headcount"],
    levels: ["ward", "city"],
    ways: [{ sources: ["headcount"], levels: ["ward", "city"] }],
    ...more,
  }) as unknown as About["indicators"][number];

const about = {
  city: { code: "E08000001", name: "Treeton" },
  sample: true,
  asOf: "2026-08-31",
  indicators: [
    indicator("take-up", "Take-up"),
    indicator("reviews", "Reviews"),
    indicator("unmeasured", "Unmeasured", { levels: [] }),
  ],
  themes: { places: "Places" },
  categories: { sex: ["female", "male"] },
  characteristics: [],
  linkage: [],
  notes: [],
  sourceTitles: { headcount: "Headcount" },
  sources: {},
} as unknown as About;

function observation(
  where: { level: string; code: string; name: string },
  [numerator, denominator]: [number, number],
  more: Partial<Observation> = {},
): Observation {
  return {
    indicator: "take-up",
    source: "headcount",
    level: where.level,
    area: where.code,
    area_name: where.name,
    period: "2025/26",
    period_start: "2025-09-01",
    breakdown: "all",
    category: "all",
    numerator,
    denominator,
    value: (100 * numerator) / denominator,
    lower: null,
    upper: null,
    status: "value",
    note: null,
    as_of: "2026-08-31",
    ...more,
  };
}

const city = { level: "city", ...about.city };
const ward = (i: number) => ({ level: "ward", ...wards[i]! });
const before = { period: "2024/25", period_start: "2024-09-01" };
const rows = [
  observation(ward(0), [20, 100]),
  observation(ward(1), [60, 100]),
  observation(ward(2), [60, 100]),
  observation(city, [140, 300]),
  observation(ward(0), [50, 100], before),
  observation(city, [150, 300], before),
];
const girls = { breakdown: "sex", category: "female" };
const unplaced = { ...city, level: "unplaced" };
const divided = [
  observation(ward(0), [10, 50], girls),
  observation(city, [75, 150], girls),
  observation(unplaced, [3, 4], girls),
];

/**
 * Three wards of a city with one indicator: 20, 60 and 60 in a hundred, 140 in 300 together, and by sex for girls alone.
 * Another indicator has figures of wards, and one has none.
 */
export const smallData: DataSets = {
  indicators: async () => about,
  areas: async () => ({
    ward: wards.map(shape),
    locality: [],
    others: [{ code: city.code, name: city.name, level: "city" }],
  }),
  figures: async () =>
    new Map([
      ["take-up", rows],
      ["reviews", rows.map((row) => ({ ...row, indicator: "reviews" }))],
    ]),
  divided: async () => new Map([["take-up", divided]]),
  smallFigures: async () => new Map(),
  outlines: async () => [],
  postcodes: async () => [
    { code: "E01000001", ward: "E05000001", locality: null, postcodes: "TR11AA TR11AB" },
    { code: "E01000002", ward: "E05000003", locality: null, postcodes: "TR29ZZ" },
  ],
};

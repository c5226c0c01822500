import { expect, test } from "vitest";
import { areaMap } from "../../components/charts/area-map.js";
import { type Bar, bars } from "../../components/charts/bars.js";
import { deliveryRows } from "../../components/charts/delivery-rows.js";
import { miniMap } from "../../components/charts/mini-map.js";
import { rankedDots } from "../../components/charts/ranked-dots.js";
import { scatter } from "../../components/charts/scatter.js";
import { trend } from "../../components/charts/trend.js";
import { dots } from "../../components/linkage/linkage-dots.js";
import { weightHistogram } from "../../components/linkage/linkage-histogram.js";
import { shifts } from "../../components/linkage/linkage-shift.js";
import { waterfall } from "../../components/linkage/linkage-waterfall.js";
import { thresholdChart } from "../../components/linkage/threshold-chart.js";
import { formatValue } from "../../components/words/status.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { drawingOf } from "./drawing.js";

// What a chart draws of invented figures, to be looked at in a browser. Where a drawing is meant to change:
//   npm test -- --update tests/charts
standInBrowser();

const drawn = (chart: Element, name: string) => expect(drawingOf(chart)).toMatchFileSnapshot(`./${name}.svg`);

// Five wards: one chosen, one without children, one suppressed, one of which nothing is known.
const wards: Bar[] = [
  { code: "A", name: "Acocks Green", value: 62.4, status: "value", lower: 55.1, upper: 69.2 },
  { code: "B", name: "Balsall Heath West", value: 48, status: "value", lower: 38.9, upper: 57.2 },
  { code: "C", name: "Castle Vale", value: 0, status: "zero", lower: 0, upper: 8.1 },
  { code: "D", name: "Druids Heath & Monyhull", value: null, status: "suppressed", lower: null, upper: null },
  { code: "E", name: "Erdington", value: null, status: "not_available", lower: null, upper: null },
];
const comparators = [
  { name: "Birmingham", value: 57.3 },
  { name: "England", value: 71.8 },
];

test.each([
  ["bars", 760],
  ["bars-narrow", 360],
])("%s, %i pixels wide", async (name, width) => {
  await drawn(bars({ rows: wards, unit: "percent", width, comparators, chosen: new Set(["B"]) }), name);
});

test.each([
  ["delivery-rows", 720],
  ["delivery-rows-narrow", 340],
])("%s, %i pixels wide: rows in use, set aside and expected", async (name, width) => {
  const deliveries = [
    { name: "2025-summer", rows: 2290, rejected: 6 },
    { name: "2025-autumn", rows: 1200, rejected: 390 },
    { name: "2026-spring", rows: 0, rejected: 0 },
    { name: "2026-summer", rows: 2341, rejected: 11 },
  ];
  await drawn(deliveryRows({ deliveries, expected: [2000, 3000], width }), name);
});

test.each([
  ["ranked-dots", 620],
  ["ranked-dots-narrow", 340],
])("%s, %i pixels wide: filled beyond chance, hollow where it may be chance", async (name, width) => {
  const rows = wards.map((row, i) => ({ ...row, standing: (["similar", "similar", "lower"] as const)[i] }));
  const comparator = { name: "All wards together", value: 57.3, lower: 55.9, upper: 58.7 };
  const chart = rankedDots({
    ...{ rows, unit: "percent", width, comparator, polarity: "high" },
    chosen: new Set(["B"]),
  });
  await drawn(chart, name);
});

test("a trend with a gap, a break, a note and a second line", async () => {
  const point = (period: string, start: string, value: number | null) => ({
    ...{ period, start, value, status: value === null ? ("suppressed" as const) : ("value" as const) },
    lower: value === null ? null : value - 4,
    upper: value === null ? null : value + 5,
  });
  const starts: [string, string][] = [
    ["Autumn 2024", "2024-09-01"],
    ["Spring 2025", "2025-01-01"],
    ["Summer 2025", "2025-04-01"],
    ["Autumn 2025", "2025-09-01"],
    ["Spring 2026", "2026-01-01"],
  ];
  const line = (name: string, values: (number | null)[]) => ({
    name,
    points: starts.map(([period, start], i) => point(period, start, values[i]!)),
  });
  const chart = trend({
    series: [line("Acocks Green", [52, 55, null, 61, 64]), line("Birmingham", [57, 57.5, 58, 57, 59])],
    unit: "percent",
    periodType: "term",
    width: 640,
    breaks: [{ start: "2025-09-01", text: "Working parents’ entitlement from nine months" }],
    notes: ["2025-02-15", "2027-01-01"],
  });
  await drawn(chart, "trend");
});

test("a trend with a provisional figure and a goal", async () => {
  const point = (year: number, value: number) => ({
    ...{ period: `${year}/${(year + 1) % 100}`, start: `${year}-09-01`, value, status: "value" as const },
    ...{ lower: value - 1, upper: value + 1, isProvisional: year === 2024 },
  });
  const chart = trend({
    series: [{ name: "Birmingham", points: [point(2021, 62.7), point(2022, 65), point(2024, 66.3)] }],
    ...{ unit: "percent", periodType: "academic_year", width: 640 },
    goals: [{ name: "Goal of England", start: "2027-09-01", period: "2027/28", value: 75 }],
  });
  await drawn(chart, "trend-goal");
});

test("a scatter with the chosen area named", async () => {
  const pairs = [
    { code: "A", name: "Acocks Green", x: 12, y: 62.4 },
    { code: "B", name: "Balsall Heath West", x: 41, y: 48 },
    { code: "C", name: "Castle Vale", x: 38, y: 51.5 },
  ];
  const chart = scatter({
    pairs,
    x: { label: "Children in low-income families (%)", unit: "percent" },
    y: { label: "Take-up (%)", unit: "percent" },
    width: 560,
    chosen: new Set(["B"]),
  });
  await drawn(chart, "scatter");
});

test("a map of areas, one chosen, some without a figure", async () => {
  const shapes = wards.map(({ code, name }, i) => {
    const [west, south] = [-1.95 + 0.03 * (i % 3), 52.45 + 0.02 * Math.floor(i / 3)];
    const [east, north] = [west + 0.03, south + 0.02];
    const ring = [
      [west, south],
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ];
    return {
      ...{ code, name, centre: [west + 0.015, south + 0.01] as [number, number] },
      geometry: { type: "Polygon" as const, coordinates: [ring] },
    };
  });
  const figures = new Map(wards.map((ward) => [ward.code, ward]));
  const chart = areaMap({ shapes, figures, unit: "percent", areas: ["ward", "wards"], value: ["B"] });
  await drawn(chart, "area-map");
});

test("the light map of the public pages", async () => {
  const areas = wards.map(({ code, name }, i) => ({
    ...{ code, name, path: `M${100 * (i % 3)},${80 * Math.floor(i / 3)}h100v80h-100Z` },
  }));
  const chart = miniMap({
    areas,
    size: [300, 160],
    figures: new Map(wards.map((ward) => [ward.code, ward])),
    unit: "percent",
    format: (figure) => formatValue(figure, "percent"),
    chosen: "B",
  });
  await drawn(chart, "mini-map");
});

const groups = [
  { key: "sex", label: "Sex", heading: true, value: null, lower: null, upper: null },
  { key: "girls", label: "Girls", value: 93.1, lower: 91.2, upper: 94.6 },
  { key: "boys", label: "Boys", value: 92.4, lower: 90.5, upper: 94 },
  { key: "unknown", label: "Not known", value: null, lower: null, upper: null },
];

test.each([
  ["dots", 700],
  ["dots-narrow", 360],
])("percentages of groups as %s, %i pixels wide", async (name, width) => {
  await drawn(dots(groups, { width, reference: 92.8 }), name);
});

test("pairs by match weight", async () => {
  const bins = [
    { bin: -6.25, pairs: 900, joined: 0 },
    { bin: 4.5, pairs: 40, joined: 12 },
    { bin: 4.75, pairs: 10, joined: 8 },
    { bin: 18, pairs: 5200, joined: 5200 },
  ];
  await drawn(weightHistogram(bins as never, { width: 700, potential: 3, match: 6 }), "weights");
});

test("how a pair comes to its match weight", async () => {
  const steps = [
    { comparison: "start", label: "", weight: -12.5 },
    { comparison: "surname", label: "the same", weight: 9.2 },
    { comparison: "date_of_birth", label: "the same", weight: 8.8 },
    { comparison: "postcode", label: "another", weight: -1.1 },
  ];
  await drawn(waterfall(steps as never, { width: 700, match: 3.5, potential: 1 }), "waterfall");
});

test("how figures move with the threshold", async () => {
  const rows = [
    { key: "headcount", label: "Funded childcare" },
    { key: "reviews", label: "Health reviews" },
  ];
  const moved = [
    { ...rows[0]!, threshold: 0.5, change: 1.2 },
    { ...rows[0]!, threshold: 0.99, change: -2.4 },
    { ...rows[1]!, threshold: 0.5, change: 0.3 },
    { ...rows[1]!, threshold: 0.99, change: -0.6 },
  ];
  await drawn(shifts(rows, moved, 640), "shifts");
  const point = (threshold: string, series: string, value: number) => ({
    ...{ threshold, series, value, status: "value" as const, lower: value - 1.5, upper: value + 1.5 },
  });
  const chart = thresholdChart(
    [
      point("0.5", "With a place", 64),
      point("0.5", "Without", 58),
      point("0.99", "With a place", 65),
      point("0.99", "Without", 57),
    ],
    { series: ["With a place", "Without"], unit: "percent", width: 560 },
  );
  await drawn(chart, "thresholds");
});

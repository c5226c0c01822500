import { expect, test } from "vitest";
import { funnel } from "../../components/charts/funnel.js";
import { heatTable } from "../../components/charts/heat-table.js";
import { multiples } from "../../components/charts/multiples.js";
import { slope } from "../../components/charts/slope.js";
import { strip } from "../../components/charts/strip.js";
import { tartan } from "../../components/charts/tartan.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { drawingOf } from "./drawing.js";

// Many areas at once. Where a drawing is meant to change: npm test -- --update tests/charts
standInBrowser();

const drawn = (chart: Element, name: string) => expect(drawingOf(chart)).toMatchFileSnapshot(`./${name}.svg`);
const value = (of: number) => ({ value: of, status: "value" as const });
const none = (status: "suppressed" | "not_collected" | "not_applicable") => ({ value: null, status });

test("two times: what changed by more than chance is coloured and named, and so is what is chosen", async () => {
  const slopes = [
    { code: "A", name: "Acocks Green", from: 61, to: 48, clearly: "down" as const },
    { code: "B", name: "Balsall Heath West", from: 52, to: 55, clearly: "no" as const },
    { code: "C", name: "Castle Vale", from: 50, to: 54, clearly: "no" as const },
  ];
  const chart = slope({
    ...{ slopes, periods: ["Summer 2025", "Summer 2026"], unit: "percent", polarity: "high", width: 480 },
    chosen: new Set(["B"]),
  });
  expect([...chart.querySelectorAll("text")].map((text) => text.textContent)).not.toContain(
    "54.0% Castle Vale",
  );
  await drawn(chart, "slope");
});

test("where nothing stands out, the greatest rise and the greatest fall are named", () => {
  const slopes = [4, -6, 1].map((by, i) => ({
    ...{ code: `${i}`, name: ["Ash", "Elm", "Oak"][i]!, from: 50, to: 50 + by, clearly: "no" as const },
  }));
  const chart = slope({ slopes, periods: ["2024", "2025"], unit: "percent", polarity: "high", width: 480 });
  expect(chart.textContent).toContain("44.0% Elm");
  expect(chart.textContent).toContain("54.0% Ash");
  expect(chart.textContent).not.toContain("Oak");
});

test("a funnel fills and names what lies outside its limits", async () => {
  const row = (code: string, name: string, of: number, share: number, standing: "lower" | "similar") => ({
    ...{ code, name, of, value: share, standing },
  });
  const chart = funnel({
    rows: [
      row("A", "Acocks Green", 240, 41, "lower"),
      row("B", "Balsall Heath West", 60, 44, "similar"),
      row("C", "Castle Vale", 120, 63, "similar"),
    ],
    ...{ beside: { name: "All wards together", value: 57.3 }, polarity: "high", width: 560 },
  });
  await drawn(chart, "funnel");
});

test("one area among its peers, wide and narrow", async () => {
  const rows = [
    {
      ...{ name: "Two-year-old take-up", unit: "percent", polarity: "high", peers: [48, 55, 61, 66] },
      ...{ own: { ...value(41), standing: "lower" as const }, beside: 57.3, since: "down" as const },
      limits: [47.2, 67.1] as const,
    },
    {
      ...{ name: "Good level of development", unit: "percent", polarity: "high", peers: [60, 71] },
      ...{ own: { ...none("suppressed"), standing: "unknown" as const }, beside: 66.8 },
    },
  ];
  await drawn(strip(rows, 640), "strip");
  await drawn(strip(rows, 340), "strip-narrow");
});

test("small multiples on one scale, with a gap where nothing was measured", async () => {
  const points = (values: (number | null)[]) =>
    values.map((of, i) => ({
      ...{ period: `${2022 + i}/${23 + i}`, start: `${2022 + i}-09-01`, lower: null, upper: null },
      ...(of === null ? none("not_collected") : value(of)),
    }));
  const chart = multiples({
    areas: [
      { code: "A", name: "Acocks Green", points: points([52, null, 61, 64]) },
      { code: "B", name: "Balsall Heath West", points: points([44, 41, 40, 46]) },
    ],
    behind: { name: "All wards together", points: points([57, 57.5, 58, 59]) },
    ...{ unit: "percent", step: "year", width: 420, chosen: new Set(["B"]) },
  });
  expect(chart.querySelector("path.ey-is-line")!.getAttribute("d")!.match(/M/g)).toHaveLength(2);
  expect([...chart.querySelectorAll("p")].map((p) => p.textContent)).toEqual([
    "Acocks Green64.0%",
    "▸ Balsall Heath West46.0%",
  ]);
  await drawn(chart, "multiples");
});

const cells = (chart: Element) =>
  [...chart.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].map((cell) => `${cell.textContent} ${cell.className}`.trim()),
  );

test("a tartan has signs beside its shades, and each kind of nothing as itself", () => {
  const column = (label: string, unit: string, polarity: string, beside: number | null) => ({
    ...{ label, period: "2025/26", unit, polarity, beside },
  });
  const chart = tartan({
    ...{ caption: "Every indicator", corner: "Ward" },
    columns: [
      column("Take-up", "percent", "high", 57.3),
      column("Deprivation", "score", "low", 39),
      column("Children", "percent", "neutral", 20),
    ],
    rows: [
      {
        name: "Ash",
        figures: [
          { ...value(43.1), standing: "lower" },
          { ...value(41), standing: "similar" },
          { ...value(31), standing: "higher" },
        ],
      },
      {
        name: "Elm",
        figures: [
          { ...none("suppressed"), standing: "unknown" },
          { ...none("not_collected"), standing: "unknown" },
          { ...none("not_applicable"), standing: "unknown" },
        ],
      },
      { name: "Oak", figures: [{ ...value(57.4), standing: "similar" }, undefined, undefined] },
    ],
  });
  expect(cells(chart)).toEqual([
    ["−14 ey-cell-worse", "+2.00 ey-cell-worse-pale", "+11 ey-cell-apart"],
    ["c ey-cell-none", "x ey-cell-none", "z ey-cell-none"],
    ["0", "x ey-cell-none", "x ey-cell-none"],
  ]);
  expect(chart.querySelector("td")!.title).toBe("Ash, Take-up: 43.1%, beyond chance");
});

test("a heat table is darkest at the highest, and shades nothing that is not there", () => {
  const chart = heatTable({
    ...{ caption: "By period", corner: "Ward", columns: ["2024/25", "2025/26"], unit: "percent" },
    rows: [
      { name: "Ash", figures: [value(20), value(60)] },
      { name: "Elm", figures: [none("suppressed"), undefined] },
    ],
  });
  const styles = [...chart.querySelectorAll("td")].map(
    (cell) => /(\d+)%/.exec(cell.getAttribute("style") ?? "")?.[1],
  );
  expect(styles).toEqual(["8", "55", undefined, undefined]);
  expect(cells(chart)).toEqual([
    ["20.0", "60.0"],
    ["c ey-cell-none", "x ey-cell-none"],
  ]);
});

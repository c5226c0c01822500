import * as Plot from "npm:@observablehq/plot";
import { formatNumber } from "../words/numbers.js";
import { type Row, rowLayout } from "./linkage-rows.js";

/** A percentage with its 95% interval. */
export interface Dot extends Row {
  value: number | null;
  lower: number | null;
  upper: number | null;
}

/**
 * Percentages as dots with their intervals, in the order given, beside the one that all are compared with. The axis
 * is cut to the figures: dots, unlike bars, do not need the zero.
 */
export function dots(
  rows: readonly Dot[],
  { width, reference }: { width: number; reference?: number | undefined },
): Element {
  const { options, labels, below, narrow } = rowLayout(rows, width, 58);
  const known = rows.filter((row) => row.value !== null);
  const domain = domainOf(rows, reference);
  return Plot.plot({
    ...options,
    x: { domain, label: null },
    marks: [
      Plot.axisX({ anchor: "top", ticks: narrow ? 4 : 6, tickFormat: (v: number) => `${v}%`, tickSize: 3 }),
      Plot.gridX({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: narrow ? 4 : 6 }),
      ...(reference !== undefined
        ? [
            Plot.ruleX([reference], {
              stroke: "var(--ey-third)",
              strokeDasharray: "5 3",
              strokeWidth: 1.5,
            }),
          ]
        : []),
      Plot.ruleY(known, {
        y: "key",
        x1: "lower",
        x2: "upper",
        dy: below,
        stroke: "var(--ey-ink)",
        strokeWidth: 1.5,
      }),
      Plot.dot(known, {
        y: "key",
        x: "value",
        dy: below,
        r: 5,
        fill: "var(--ey-bar)",
        stroke: "var(--ey-paper)",
      }),
      Plot.text(rows, {
        y: "key",
        text: (row: Dot) =>
          row.heading ? "" : row.value === null ? "–" : formatNumber(row.value, "percent"),
        frameAnchor: "right",
        textAnchor: "end",
        dx: 56,
        dy: below,
        fill: "var(--ey-ink)",
        fontVariant: "tabular-nums",
      }),
      ...labels,
    ],
  });
}

/** Limits of an axis in per cent that hold all intervals, in whole steps of five, within 0 and 100. */
export function domainOf(
  rows: readonly { lower: number | null; upper: number | null }[],
  reference?: number,
): [number, number] {
  const ends = rows.flatMap(({ lower, upper }) => [lower, upper]).filter((end) => end !== null);
  if (reference !== undefined) ends.push(reference);
  if (ends.length === 0) return [0, 100];
  const from = Math.min(95, Math.floor(Math.min(...ends) / 5) * 5);
  const to = Math.ceil(Math.max(...ends) / 5) * 5;
  return [Math.max(0, from), Math.min(100, Math.max(to, from + 5))];
}

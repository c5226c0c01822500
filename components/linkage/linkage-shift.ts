import * as Plot from "npm:@observablehq/plot";
import { formatNumber } from "../words/numbers.js";
import { type Row, rowLayout } from "./linkage-rows.js";

/** A source's change at one threshold against the refresh's own. */
export interface Shift extends Row {
  /** Percentage points. */
  change: number;
  threshold: number;
}

/** By row, how far a figure moves as the threshold is made stricter or looser: a dot a threshold, darker where stricter. */
export function shifts(rows: readonly Row[], shifted: readonly Shift[], width: number): Element {
  const { options, labels, below, narrow } = rowLayout(rows, width, 24);
  const most = Math.max(0.5, ...shifted.map((s) => Math.abs(s.change)));
  const low = Math.min(-0.1, ...shifted.map((s) => s.change));
  const high = Math.max(0.1, ...shifted.map((s) => s.change));
  return Plot.plot({
    ...options,
    x: { domain: [low - most * 0.06, high + most * 0.06], label: null },
    marks: [
      Plot.axisX({
        anchor: "top",
        ticks: narrow ? 4 : 7,
        tickSize: 3,
        tickFormat: (v: number) => (v > 0 ? `+${v}` : String(v).replace("-", "−")),
      }),
      Plot.gridX({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: narrow ? 4 : 7 }),
      Plot.ruleX([0], { stroke: "var(--ey-ink)", strokeWidth: 1.5 }),
      Plot.ruleY(rows, {
        y: "key",
        x1: (row: Row) => Math.min(0, ...changesOf(row)),
        x2: (row: Row) => Math.max(0, ...changesOf(row)),
        dy: below,
        stroke: "var(--ey-context)",
        strokeWidth: 4,
      }),
      Plot.dot(shifted, {
        y: "key",
        x: "change",
        dy: below,
        r: 6,
        fill: (s: Shift) => thresholdColour(s.threshold),
        stroke: "var(--ey-ink)",
        title: (s: Shift) =>
          `${s.label}, ${thresholdWords(s.threshold)}: ${formatNumber(s.change, "percentage points")}`,
      }),
      ...labels,
    ],
  });

  function changesOf(row: Row): number[] {
    return shifted.filter((s) => s.key === row.key).map((s) => s.change);
  }
}

/** A threshold in words. */
export function thresholdWords(threshold: number): string {
  return threshold === 1 ? "exact rules and review only" : `probability ${threshold} and over`;
}

/** Darker where stricter. */
export function thresholdColour(threshold: number): string {
  if (threshold >= 1) return "#0a3d40";
  if (threshold >= 0.99) return "#17757a";
  if (threshold >= 0.95) return "#6fb0b1";
  if (threshold >= 0.8) return "#c5dfde";
  return "#ffffff";
}

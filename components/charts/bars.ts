import * as Plot from "npm:@observablehq/plot";
import { element } from "../element.js";
import { formatTick } from "../words/numbers.js";
import { type Ranked, ranked } from "../words/rank.js";
import { type Figured, formatValue, hasValue } from "../words/status.js";

/** A bar: one area or group. */
export interface Bar extends Figured {
  code: string;
  name: string;
  lower: number | null;
  upper: number | null;
  /** Its place in a longer ranking; its place among the rows if left out. */
  rank?: number | null;
}

/** A line across all bars: the city, England. */
export interface Comparator {
  name: string;
  value: number;
}

export interface BarsOptions {
  rows: readonly Bar[];
  unit: string;
  /** Width in pixels. */
  width: number;
  comparators?: readonly Comparator[];
  /** Codes to be highlighted. */
  chosen?: ReadonlySet<string>;
}

/**
 * Ranked horizontal bars from zero with 95% intervals and value labels. A row without a figure says
 * why in place of its bar. More than 25 rows scroll under an axis that stays in sight.
 */
export function bars({ rows, unit, width, comparators = [], chosen }: BarsOptions): HTMLElement {
  const order = ranked(rows);
  const narrow = width < 520;
  const bold = (row: Bar) => chosen?.has(row.code) ?? false;
  const top = Math.max(
    0,
    ...order.flatMap((r) => [r.value ?? 0, r.upper ?? 0]),
    ...comparators.map((c) => c.value),
  );
  const bottom = Math.min(0, ...order.flatMap((r) => [r.value ?? 0, r.lower ?? 0]));
  const names = order.map(label);
  const x = { domain: [bottom, top * 1.02 || 1], label: null, insetRight: unit === "percent" ? 60 : 70 };
  const shared = {
    width,
    marginLeft: narrow ? 16 : gutter(names),
    marginRight: 8,
    x,
    style: { fontSize: "var(--ey-small)" },
  };
  const rowHeight = narrow ? 42 : 26;
  const withValue = order.filter(hasValue);
  const withInterval = order.filter((r) => r.lower !== null && r.upper !== null);
  const y = (row: Bar) => row.code;
  const below = narrow ? 8 : 0;

  const body = Plot.plot({
    ...shared,
    height: order.length * rowHeight + 8,
    marginTop: 0,
    marginBottom: 8,
    x: { ...x, axis: null },
    y: { domain: order.map(y), axis: null, padding: narrow ? 0.2 : 0.28 },
    marks: [
      Plot.gridX({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: ticks(width) }),
      Plot.barX(withValue, {
        x: "value",
        y,
        insetTop: narrow ? 19 : 0,
        fill: (row: Bar) => (chosen && chosen.size > 0 && !bold(row) ? "var(--ey-context)" : "var(--ey-bar)"),
      }),
      Plot.ruleX([0], { stroke: "var(--ey-ink)" }),
      Plot.ruleX(comparators, {
        x: "value",
        stroke: "var(--ey-third)",
        strokeWidth: 1.5,
        strokeDasharray: "5 3",
      }),
      Plot.ruleY(withInterval, {
        x1: "lower",
        x2: "upper",
        y,
        dy: below,
        stroke: "var(--ey-ink)",
        strokeWidth: 1.5,
      }),
      Plot.text(order, {
        x: (row: Bar) => (hasValue(row) ? Math.max(row.value, row.upper ?? row.value, 0) : 0),
        y,
        text: (row: Bar) => formatValue(row, unit),
        textAnchor: "start",
        dx: 6,
        dy: below,
        fill: (row: Bar) => (hasValue(row) ? "var(--ey-ink)" : "var(--ey-soft)"),
        stroke: "var(--ey-paper)",
        strokeWidth: 3,
        fontVariant: "tabular-nums",
      }),
      ...[true, false].map((heavy) =>
        Plot.text(
          order.filter((row) => bold(row) === heavy),
          {
            y,
            text: label,
            frameAnchor: "left",
            textAnchor: narrow ? "start" : "end",
            dx: narrow ? 2 : -6,
            dy: narrow ? -11 : 0,
            fontWeight: heavy ? 700 : 400,
            stroke: "var(--ey-paper)",
            strokeWidth: 3,
            fill: "var(--ey-ink)",
          },
        ),
      ),
    ],
  });

  const axis = Plot.plot({
    ...shared,
    height: 26 + 15 * comparators.length,
    marginTop: 26 + 15 * comparators.length - 2,
    marginBottom: 0,
    marks: [
      Plot.axisX({
        anchor: "top",
        ticks: ticks(width),
        tickSize: 3,
        tickFormat: (v: number) => formatTick(v, unit),
      }),
      ...comparators.map((c, i) =>
        Plot.text([c], {
          x: "value",
          text: () => `${c.name} ${formatValue({ value: c.value, status: "value" }, unit)}`,
          frameAnchor: "top",
          dy: -26 - 15 * i,
          lineAnchor: "bottom",
          textAnchor: c.value > (top + bottom) / 2 ? "end" : "start",
          dx: c.value > (top + bottom) / 2 ? 2 : -2,
          fill: "var(--ey-third)",
          fontWeight: 600,
        }),
      ),
    ],
  });

  const chart = element("div", { class: "ey-bars" }, element("div", { class: "ey-bars-axis" }, axis), body);
  if (order.length > 25) {
    chart.classList.add("ey-scroll");
    chart.setAttribute("tabindex", "0");
    chart.setAttribute("role", "region");
    chart.setAttribute("aria-label", "Ranking, scrolls");
  }
  return chart;

  function label(row: Ranked<Bar>): string {
    return `${bold(row) ? "▸ " : ""}${row.rank === null ? "" : `${row.rank}. `}${row.name}`;
  }
}

function ticks(width: number): number {
  return width < 520 ? 4 : 6;
}

// About 8 pixels a character at 15 pixels, up to a limit that leaves room for bars.
function gutter(names: readonly string[]): number {
  return Math.min(280, Math.max(60, ...names.map((n) => n.length * 8 + 18)));
}

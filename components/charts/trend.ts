import * as Plot from "npm:@observablehq/plot";
import { element, svgElement } from "../element.js";
import { formatNumber, formatTick } from "../words/numbers.js";
import {
  type Break,
  gapsOf,
  type Point,
  periodsOnAxis,
  type Step,
  stepOf,
  withGaps,
} from "../words/periods.js";
import { hasValue } from "../words/status.js";

/** A line of a trend. At most four to a chart. */
export interface Series {
  name: string;
  points: readonly Point[];
}

export interface TrendOptions {
  series: readonly Series[];
  unit: string;
  /** The indicator's: "term", "academic year" … */
  periodType: string;
  /** Width in pixels. */
  width: number;
  breaks?: readonly Break[];
  /** Days of notes, in order: each is marked with its number. */
  notes?: readonly string[];
}

const looks = [
  { stroke: "var(--ey-main)", dash: "" },
  { stroke: "var(--ey-third)", dash: "7 3" },
  { stroke: "var(--ey-second)", dash: "2 3" },
  { stroke: "var(--ey-fourth)", dash: "9 3 2 3" },
];

/**
 * Lines with 95% bands over time, on an axis of years or of terms, as the figures come. A line stops where a period has no figure, and the gap is marked; a
 * break in the series is a labelled rule. The axis does not start at zero: what matters is change, and
 * the band shows how much of it is chance. Throws if there are more than four lines.
 */
export function trend({
  series,
  unit,
  periodType,
  width,
  breaks = [],
  notes = [],
}: TrendOptions): HTMLElement {
  if (series.length > looks.length)
    throw new Error(
      `A trend shows at most ${looks.length} lines, and was given ${series.length}. Choose fewer.`,
    );
  const step = stepOf(
    series.flatMap(({ points }) => points),
    periodType,
  );
  const lines = series.map(({ name, points }, i) => ({
    name,
    look: looks[i]!,
    points: withGaps(points, step).map((p) => ({ ...p, name, at: new Date(p.start) })),
  }));
  const values = lines.flatMap((line) => line.points).filter(hasValue);
  const days = lines.flatMap((line) => line.points).map(({ start }) => start);
  const marked = notes
    .map((day, i) => ({ day, number: `${i + 1}` }))
    .filter(({ day }) => days.some((start) => start <= day) && days.some((start) => start >= day));
  const gaps = lines[0] ? gapsOf(lines[0].points) : [];
  const labels = periodLabels(series, step, Math.max(2, Math.floor((width - 80) / 72)));

  const plot = Plot.plot({
    width,
    height: Math.round(Math.min(320, Math.max(220, width * 0.5))),
    marginLeft: 52,
    marginRight: 34,
    marginTop: breaks.length > 0 ? 40 : 12,
    marginBottom: 40,
    style: { fontSize: "var(--ey-small)" },
    // Room for half a dot at either end.
    x: { type: "utc", label: null, inset: 8 },
    y: { label: null, nice: true, inset: 5 },
    marks: [
      Plot.rectX(gaps, { x1: (g) => new Date(g.from), x2: (g) => new Date(g.to), fill: "var(--ey-band)" }),
      Plot.gridY({ stroke: "var(--ey-line)", strokeOpacity: 1, ticks: 5 }),
      Plot.axisY({
        ticks: 5,
        tickSize: 0,
        tickFormat: (v: number) => formatTick(v, unit),
      }),
      Plot.axisX(
        [...labels.keys()].map((time) => new Date(time)),
        {
          tickSize: 5,
          tickFormat: (at: Date) => labels.get(at.getTime())!.replace(" ", "\n"),
        },
      ),
      Plot.text(gaps, {
        x: (g) => new Date((Date.parse(g.from) + Date.parse(g.to)) / 2),
        text: () => "no\nfigure",
        frameAnchor: "bottom",
        dy: -6,
        fill: "var(--ey-soft)",
      }),
      Plot.ruleX(breaks, {
        x: (b) => new Date(b.start),
        stroke: "var(--ey-soft)",
        strokeDasharray: "4 3",
        dx: -8,
      }),
      Plot.text(breaks, {
        x: (b) => new Date(b.start),
        text: "text",
        frameAnchor: "top",
        dy: -6,
        dx: -8,
        lineWidth: 16,
        lineAnchor: "bottom",
        fill: "var(--ey-soft)",
      }),
      Plot.ruleX(marked, { x: ({ day }) => new Date(day), stroke: "var(--ey-edge)", strokeDasharray: "1 3" }),
      Plot.dot(marked, {
        x: ({ day }) => new Date(day),
        frameAnchor: "bottom",
        dy: -10,
        r: 9,
        fill: "var(--ey-paper)",
        stroke: "var(--ey-edge)",
      }),
      Plot.text(marked, {
        x: ({ day }) => new Date(day),
        text: "number",
        frameAnchor: "bottom",
        dy: -10,
        lineAnchor: "middle",
        fill: "var(--ey-ink)",
      }),
      ...lines.flatMap(({ points, look }) => [
        Plot.areaY(points, {
          x: "at",
          y1: "lower",
          y2: "upper",
          fill: look.stroke,
          fillOpacity: lines.length > 2 ? 0.07 : 0.14,
        }),
        Plot.lineY(points, {
          x: "at",
          y: "value",
          stroke: look.stroke,
          strokeWidth: 2,
          strokeDasharray: look.dash,
        }),
        Plot.dot(points.filter(hasValue), {
          x: "at",
          y: "value",
          r: 4,
          fill: look.stroke,
          stroke: "var(--ey-paper)",
        }),
      ]),
      Plot.tip(
        values,
        Plot.pointer({ x: "at", y: "value", title: (p: (typeof values)[number]) => pointText(p, unit) }),
      ),
    ],
  });
  return element("div", { class: "ey-trend" }, lines.length > 1 && key(lines), plot);
}

function key(lines: readonly { name: string; look: (typeof looks)[number] }[]): HTMLElement {
  return element(
    "ul",
    { class: "ey-key", "aria-label": "Key" },
    ...lines.map(({ name, look }) =>
      element(
        "li",
        {},
        svgElement(
          "svg",
          { width: 28, height: 10, "aria-hidden": "true" },
          svgElement("line", {
            x2: 28,
            y1: 5,
            y2: 5,
            style: `stroke: ${look.stroke}; stroke-width: 2.5`,
            "stroke-dasharray": look.dash,
          }),
        ),
        name,
      ),
    ),
  );
}

// At most `most` labels, evenly spaced back from the newest period, which always has one.
function periodLabels(series: readonly Series[], step: Step, most: number): Map<number, string> {
  const periods = periodsOnAxis(
    series.flatMap((s) => s.points),
    step,
  ).reverse();
  const every = Math.ceil(periods.length / most);
  return new Map(
    periods.filter((_, i) => i % every === 0).map(({ start, period }) => [Date.parse(start), period]),
  );
}

function pointText(point: Point & { name: string; value: number }, unit: string): string {
  const interval =
    point.lower !== null && point.upper !== null
      ? `\n95% interval ${formatNumber(point.lower, unit)} to ${formatNumber(point.upper, unit)}`
      : "";
  return `${point.name}\n${point.period}: ${formatNumber(point.value, unit)}${interval}`;
}

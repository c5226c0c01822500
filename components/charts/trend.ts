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
import { dot, drawing, label, line, type Place, path, placesOn, roomFor, round, scaleOf } from "./marks.js";
import { tellNearest } from "./tip.js";

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
  /** Figures that are to be reached, by the first day of the period. */
  goals?: readonly { name: string; start: string; period: string; value: number }[];
}

/** What tells the lines of a chart apart: a colour and a dash, as style.css has them. */
const looks = ["ey-line-1", "ey-line-2", "ey-line-3", "ey-line-4"];

/** A line as it is drawn: places in pixels, none where a period has no figure. */
interface Drawn {
  name: string;
  look: string;
  points: readonly (Point & { x: number })[];
}

const margin = { right: 34, bottom: 44, left: 52 };

/**
 * Lines with 95% bands over time, on an axis of years or of terms, as the figures come. A line stops where a period has no figure, and the gap is marked; a
 * break in the series is a labelled rule. A dot of a provisional figure is hollow, and a goal is a diamond. The axis does not start at zero: what matters is change, and
 * the band shows how much of it is chance. Throws if there are more than four lines.
 */
export function trend({
  series,
  unit,
  periodType,
  width,
  breaks = [],
  notes = [],
  goals = [],
}: TrendOptions): HTMLElement {
  if (series.length > looks.length)
    throw new Error(
      `A trend shows at most ${looks.length} lines, and was given ${series.length}. Choose fewer.`,
    );
  const step = stepOf(
    series.flatMap(({ points }) => points),
    periodType,
  );
  const height = Math.round(Math.min(320, Math.max(220, width * 0.5)));
  const top = breaks.length > 0 ? 52 : 12;
  const bottom = height - margin.bottom;
  const shown = series.flatMap(({ points }) => points).filter(hasValue);
  const times = [...shown, ...breaks, ...goals].map(({ start }) => Date.parse(start));
  const at = placesOn(spread(times), [margin.left + 8, width - margin.right - 8]);
  const up = scaleOf([...valuesOf(shown), ...goals.map(({ value }) => value)], [bottom - 5, top + 5], 5);
  const lines = series.map(({ name, points }, i) => ({
    name,
    look: looks[i]!,
    points: withGaps(points, step).map((point) => ({ ...point, x: at(Date.parse(point.start)) })),
  }));
  const days = lines.flatMap((line) => line.points).map(({ start }) => start);
  const marked = notes
    .map((day, i) => ({ day, number: `${i + 1}` }))
    .filter(({ day }) => days.some((start) => start <= day) && days.some((start) => start >= day));
  const gaps = lines[0] ? gapsOf(lines[0].points) : [];
  // Where a goal lies far ahead, the periods have a part of the width.
  const spots = shown.map(({ start }) => at(Date.parse(start)));
  const room = goals.length > 0 ? Math.max(...spots) - Math.min(...spots) : width - 80;
  const labels = periodLabels(series, step, Math.max(2, Math.floor(room / 72)));

  const chart = drawing(
    width,
    height,
    ...gaps.map(({ from, to }) => gapMark(at(Date.parse(from)), at(Date.parse(to)), top, bottom)),
    ...up.ticks.map((tick) => line(margin.left, up.at(tick), width - margin.right, up.at(tick), "ey-grid")),
    ...up.ticks.map((tick) =>
      label(formatTick(tick, unit), {
        x: margin.left - 8,
        y: round(up.at(tick)),
        anchor: "end",
        looks: "ey-soft-text",
      }),
    ),
    ...[...labels].flatMap(([time, text]) => periodMark(at(time), bottom, text)),
    ...breaks.flatMap(({ start, text }) =>
      breakMark(at(Date.parse(start)) - 8, text, { top, bottom, width }),
    ),
    ...marked.flatMap(({ day, number }) => noteMark(at(Date.parse(day)), number, { top, bottom })),
    ...lines.flatMap((drawn) => lineMarks(drawn, up.at, lines.length > 2)),
    ...goals.flatMap((goal) => goalMark(goal, at(Date.parse(goal.start)), up.at(goal.value))),
  );
  const places = lines.flatMap(({ name, points }) =>
    points
      .filter(hasValue)
      .map((point) => ({ x: point.x, y: up.at(point.value), lines: pointText(name, point, unit) })),
  );
  return element("div", { class: "ey-trend" }, lines.length > 1 && key(lines), tellNearest(chart, places, 4));
}

// A single time stands in the middle.
function spread(times: readonly number[]): [number, number] {
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return first < last ? [first, last] : [first - 1, first + 1];
}

function valuesOf(points: readonly Point[]): number[] {
  const values = points
    .flatMap(({ value, lower, upper }) => [value, lower, upper])
    .filter((value) => value !== null);
  return values.length > 0 ? values : [0, 1];
}

function lineMarks({ look, points }: Drawn, up: Place, isOneOfMany: boolean): Node[] {
  const faint = isOneOfMany ? " ey-is-faint" : "";
  return [
    ...runsOf(points).map((run) => {
      const edge = (limit: "upper" | "lower") =>
        run.map((point) => `${round(point.x)},${round(up(point[limit]!))}`);
      const d = `M${[...edge("upper"), ...edge("lower").reverse()].join("L")}Z`;
      return svgElement("path", { d, class: `ey-trend-band ${look}${faint}` });
    }),
    path(
      points.map((point) => (hasValue(point) ? [point.x, up(point.value)] : undefined)),
      `ey-trend-line ${look}`,
    ),
    ...points
      .filter(hasValue)
      .map((point) =>
        dot(point.x, up(point.value), 4, point.isProvisional ? "ey-dot" : `ey-trend-dot ${look}`),
      ),
  ];
}

// It is at the right end, so its name stands before it.
function goalMark({ name, period }: { name: string; period: string }, x: number, y: number): Node[] {
  return [
    svgElement("path", {
      d: `M${round(x)},${round(y - 6)}l6,6l-6,6l-6,-6Z`,
      class: "ey-dot",
    }),
    label(`${name}, ${period}`, { x: round(x - 10), y: round(y), anchor: "end", looks: "ey-halo" }),
  ];
}

// Neighbouring points that have limits: the band stops where the line does.
function runsOf<T extends Point>(points: readonly T[]): T[][] {
  const runs: T[][] = [[]];
  for (const point of points)
    if (point.lower !== null && point.upper !== null) runs.at(-1)!.push(point);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  return runs.filter((run) => run.length > 1);
}

function gapMark(from: number, to: number, top: number, bottom: number): Node {
  const middle = (from + to) / 2;
  return svgElement(
    "g",
    {},
    svgElement("rect", {
      x: round(from),
      y: top,
      width: round(to - from),
      height: bottom - top,
      class: "ey-band",
    }),
    label("no", { x: round(middle), y: bottom - 28, anchor: "middle", looks: "ey-soft-text" }),
    label("figure", { x: round(middle), y: bottom - 12, anchor: "middle", looks: "ey-soft-text" }),
  );
}

function periodMark(x: number, bottom: number, text: string): Node[] {
  return [
    line(x, bottom, x, bottom + 5, "ey-axis"),
    ...text
      .split(" ")
      .map((word, i) =>
        label(word, { x: round(x), y: bottom + 15 + 16 * i, anchor: "middle", looks: "ey-soft-text" }),
      ),
  ];
}

function breakMark(
  x: number,
  text: string,
  { top, bottom, width }: { top: number; bottom: number; width: number },
): Node[] {
  const rows = linesOf(text, 28).slice(0, 3);
  const half = roomFor(rows, 0, width) / 2;
  const middle = Math.max(half, Math.min(width - half, x));
  return [
    line(x, top, x, bottom, "ey-behind"),
    ...rows.map((row, i) =>
      label(row, {
        x: round(middle),
        y: top - 10 - 16 * (rows.length - 1 - i),
        anchor: "middle",
        looks: "ey-soft-text",
      }),
    ),
  ];
}

// The number that its note has under the chart.
function noteMark(x: number, number: string, { top, bottom }: { top: number; bottom: number }): Node[] {
  return [
    line(x, top, x, bottom, "ey-behind"),
    svgElement("circle", { cx: round(x), cy: bottom - 12, r: 9, class: "ey-note-place" }),
    label(number, { x: round(x), y: bottom - 12, anchor: "middle", looks: "ey-note-number" }),
  ];
}

// Words in lines of so many letters at most, if no word is longer.
function linesOf(text: string, most: number): string[] {
  const rows: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${rows.at(-1) ?? ""} ${word}`.trim();
    if (rows.length > 0 && longer.length <= most) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

function key(lines: readonly Drawn[]): HTMLElement {
  return element(
    "ul",
    { class: "ey-key", "aria-label": "Key" },
    ...lines.map(({ name, look }) =>
      element(
        "li",
        {},
        svgElement(
          "svg",
          { class: "ey-drawn", width: 28, height: 10, "aria-hidden": "true" },
          line(0, 5, 28, 5, `ey-trend-line ${look}`),
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

function pointText(name: string, point: Point & { value: number }, unit: string): string[] {
  const { period, value, lower, upper, isProvisional } = point;
  const figure = `${period}: ${formatNumber(value, unit)}${isProvisional ? ", provisional" : ""}`;
  return lower !== null && upper !== null
    ? [name, figure, `95% interval ${formatNumber(lower, unit)} to ${formatNumber(upper, unit)}`]
    : [name, figure];
}

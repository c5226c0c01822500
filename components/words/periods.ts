import { type Figured, hasValue } from "./status.js";

/** A change of method between two periods: figures before and after do not compare. */
export interface Break {
  /** First day of the first period after the change, as year-month-day. */
  start: string;
  text: string;
}

/** A figure of one period; `start` is the period's first day as year-month-day. */
export interface Point extends Figured {
  period: string;
  start: string;
  lower: number | null;
  upper: number | null;
  /** Whether whoever publishes it still revises it. */
  isProvisional?: boolean;
}

const day = 86_400_000;
/** Longest time between the starts of two neighbouring terms or years, in days. */
const longestStep = { term: 160, year: 367 };

export type Step = keyof typeof longestStep;

/**
 * How the periods of some series follow each other. Figures of a termly measure may be published once a year: no two of them
 * lie in one year, and they are a yearly series.
 */
export function stepOf(points: readonly Pick<Point, "start">[], periodType: string): Step {
  if (periodType !== "term") return "year";
  const starts = [...new Set(points.map(({ start }) => start))].sort().map((start) => Date.parse(start));
  const isYearly = starts.length > 1 && starts.slice(1).every((start, i) => start - starts[i]! > 300 * day);
  return isYearly ? "year" : "term";
}

/**
 * The points in order of time, with an empty point wherever a period is missing between two of them,
 * so that a line never joins what was not measured.
 */
export function withGaps<T extends Point>(points: readonly T[], step: Step): (T | Point)[] {
  const ordered = points.toSorted((a, b) => a.start.localeCompare(b.start));
  const limit = longestStep[step] * day;
  return ordered.flatMap((point, i) => {
    const next = ordered[i + 1];
    if (!next || Date.parse(next.start) - Date.parse(point.start) <= limit) return [point];
    const middle = new Date((Date.parse(point.start) + Date.parse(next.start)) / 2)
      .toISOString()
      .slice(0, 10);
    return [
      point,
      { period: "", start: middle, value: null, lower: null, upper: null, status: "not_collected" as const },
    ];
  });
}

/**
 * The periods of some series for an axis, oldest first: of a yearly series every year from the first to the last, also those
 * without a figure; of a termly one the terms that there are.
 */
export function periodsOnAxis(
  points: readonly Pick<Point, "period" | "start">[],
  step: Step,
): { start: string; period: string }[] {
  const known = new Map(points.filter(({ period }) => period).map(({ start, period }) => [start, period]));
  const starts = [...known.keys()].sort();
  const [first, last] = [starts[0], starts.at(-1)];
  if (!first || !last || step === "term")
    return starts.map((start) => ({ start, period: known.get(start)! }));
  const name = known.get(first)!;
  const years = Number(last.slice(0, 4)) - Number(first.slice(0, 4));
  return Array.from({ length: years + 1 }, (_, i) => {
    const start = `${Number(first.slice(0, 4)) + i}${first.slice(4)}`;
    return { start, period: known.get(start) ?? yearsLater(name, i) };
  });
}

// "2018/19" three years later is "2021/22", "Spring 2018" "Spring 2021".
function yearsLater(period: string, years: number): string {
  return period.replace(/(\d{4})(?:\/(\d{2}))?/, (_, year: string, end?: string) => {
    const later = Number(year) + years;
    return end === undefined ? String(later) : `${later}/${String((later + 1) % 100).padStart(2, "0")}`;
  });
}

const terms: Record<string, string> = { Spring: "01", Summer: "04", Autumn: "09" };

/**
 * A text by which the name of a period is put in order of time: "Autumn 2025" comes after "Summer 2025". Undefined of a text
 * that names no period.
 */
export function timeOf(period: string): string | undefined {
  const match = /^(?:(Spring|Summer|Autumn) )?(\d{4})(?:\/\d{2})?$/.exec(period);
  return match ? `${match[2]}-${terms[match[1] ?? "Spring"]}` : undefined;
}

/** Spans between two figures in which there is none: for marking "not collected" on a trend. */
export function gapsOf(points: readonly Point[]): { from: string; to: string }[] {
  const gaps: { from: string; to: string }[] = [];
  let last: Point | undefined;
  let open = false;
  for (const point of points) {
    if (hasValue(point)) {
      if (open && last) gaps.push({ from: last.start, to: point.start });
      last = point;
      open = false;
    } else open = true;
  }
  return gaps;
}

/**
 * Where a series breaks: before the first figure that follows figures whose note says that they are
 * “not comparable” with later ones, as indicator definitions word it.
 */
export function breaksOf(points: readonly (Point & { note: string | null })[]): Break[] {
  const figures = points.filter(hasValue).sort((a, b) => a.start.localeCompare(b.start));
  const old = (point: { note: string | null }) => point.note?.includes("not comparable") ?? false;
  return figures
    .filter((point, i) => i > 0 && old(figures[i - 1]!) && !old(point))
    .map(({ start }) => ({ start, text: "Method changed: not comparable with before" }));
}

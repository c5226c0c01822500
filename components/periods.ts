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
}

const day = 86_400_000;
/** Longest time between the starts of two neighbouring terms or years, in days. */
const longestStep = { term: 160, year: 367 };

/**
 * The points in order of time, with an empty point wherever a period is missing between two of them,
 * so that a line never joins what was not measured. `periodType` is the indicator's.
 */
export function withGaps<T extends Point>(points: readonly T[], periodType: string): (T | Point)[] {
  const ordered = points.toSorted((a, b) => a.start.localeCompare(b.start));
  const limit = longestStep[periodType === "term" ? "term" : "year"] * day;
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

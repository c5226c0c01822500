import { z95 } from "./intervals.js";

/** A figure in children: so many of so many. */
export interface Counts {
  numerator: number;
  denominator: number;
}

/** A figure of a year. */
export interface Yearly extends Counts {
  /** The calendar year in which the school year begins. */
  year: number;
}

/**
 * How many more of the same children would have had to reach a goal, not rounded; negative where more did than the goal asks.
 * `goal` is in percent. What areas are short adds up to what all of them together are short.
 */
export function shortfall({ numerator, denominator }: Counts, goal: number): number {
  return (goal * denominator) / 100 - numerator;
}

/** A shortfall as whole children: nobody reaches a goal in part. */
export function wholeChildren(short: number): number {
  // 75% of 200 may come out a hair above 150.
  return Math.max(0, Math.ceil(short - 1e-6));
}

/** What a figure must be in each year, from the one after it to the goal's, in equal steps, in percent. */
export function pathTo(
  { numerator, denominator, year }: Yearly,
  goal: number,
  goalYear: number,
): { year: number; value: number }[] {
  const now = (100 * numerator) / denominator;
  const years = goalYear - year;
  return Array.from({ length: Math.max(0, years) }, (_, i) => ({
    year: year + i + 1,
    value: now + ((goal - now) * (i + 1)) / years,
  }));
}

/** Where a figure comes to in a year if it goes on as it went, in percent, with a 95% interval. */
export interface Projected {
  value: number;
  lower: number;
  upper: number;
}

/**
 * The straight line through some years, each weighted by how many children it counted, drawn on to a later year (weighted least
 * squares with known variances; J. R. Taylor, An Introduction to Error Analysis, 1997, chapter 8). Where the years lie further
 * from the line than counts of that size would, the interval is wider in proportion (R. T. Birge, Phys Rev 1932;40:207–27).
 * Undefined of fewer than three years, or where one has no spread: a line through two fits whatever happened.
 */
export function projected(years: readonly Yearly[], goalYear: number): Projected | undefined {
  if (years.length < 3) return undefined;
  const points = years.map(({ numerator: x, denominator: n, year }) => {
    const share = x / n;
    return { year, share, weight: n / (share * (1 - share)) };
  });
  if (!points.every(({ weight }) => Number.isFinite(weight) && weight > 0)) return undefined;
  const sum = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((total, point) => total + of(point), 0);
  const weights = sum(({ weight }) => weight);
  const middle = sum(({ weight, year }) => weight * year) / weights;
  const level = sum(({ weight, share }) => weight * share) / weights;
  const spread = sum(({ weight, year }) => weight * (year - middle) ** 2);
  if (spread === 0) return undefined;
  const slope = sum(({ weight, year, share }) => weight * (year - middle) * (share - level)) / spread;
  const away = goalYear - middle;
  const scatter =
    sum(({ weight, year, share }) => weight * (share - level - slope * (year - middle)) ** 2) /
    (points.length - 2);
  const error = Math.sqrt((1 / weights + away ** 2 / spread) * Math.max(1, scatter));
  const within = (value: number) => Math.min(100, Math.max(0, 100 * value));
  const value = level + slope * away;
  return { value: within(value), lower: within(value - z95 * error), upper: within(value + z95 * error) };
}

/** Whether a line that is drawn on reaches a goal: clearly, clearly not, or neither can be told. */
export function onTrack({ lower, upper }: Projected, goal: number): "on track" | "off track" | "not clear" {
  if (lower >= goal) return "on track";
  return upper < goal ? "off track" : "not clear";
}

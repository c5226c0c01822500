import { z95 } from "../../components/words/intervals.js";
import type { Indicator } from "../registry/indicator.js";
import type { Policy } from "../registry/policy.js";

type Range = [least: number, most: number];

/** What is shown of an average. */
export interface ShownAverage {
  value: number;
  lower: number | null;
  upper: number | null;
  denominator: number;
}

/**
 * How many children can be short of the top of the scale, least and most, given what is shown of an average.
 *
 * Every child has a whole number of points from 0 to `top`, and lacks d = top − points of them. Of n children with the
 * average v, shown to one decimal, D = Σ d is a whole number in n · (top − v ± 0.05). An interval whose ends are h away
 * tells Q = Σ d² too: the standard deviation is s = h · √n / z, so Q = (n − 1) · s² + D² / n. So k children are short only
 * if k numbers from 1 to `top` can make D, with squares as near to Q as h is told.
 */
export function fewShort(
  { value, lower, upper, denominator }: ShownAverage,
  top: number,
  policy: Policy,
): Range {
  const range: Range = [Infinity, -Infinity];
  const fewest = Math.max(1, denominator - Math.floor(policy.roundTo / 2));
  const most = denominator + Math.ceil(policy.roundTo / 2) - 1;
  for (let n = fewest; n <= most; n++) {
    const [first, last] = within(n * (top - value - rounding), n * (top - value + rounding));
    for (let lacking = Math.max(0, first); lacking <= Math.min(last, n * top); lacking++) {
      const squares =
        lower === null || upper === null ? anySquares : squaresOf(n, lacking, top, [lower, upper]);
      const isTooFew = (k: number) => k * top < lacking || mostEqual(k, lacking) > squares[1];
      const isTooMany = (k: number) => k > lacking || leastEqual(k, lacking, top) < squares[0];
      const least = firstWhere(0, n, (k) => !isTooFew(k));
      const greatest = firstWhere(least, n, isTooMany) - 1;
      if (least > greatest) continue;
      range[0] = Math.min(range[0], least);
      range[1] = Math.max(range[1], greatest);
    }
  }
  // What no children explain may tell anything.
  return range[0] > range[1] ? [0, 0] : range;
}

/** How many children can have any points at all, least and most: as fewShort, seen from the bottom of the scale. */
export function fewAbove(
  { value, lower, upper, denominator }: ShownAverage,
  top: number,
  policy: Policy,
): Range {
  const turned = (end: number | null) => (end === null ? null : top - end);
  return fewShort(
    { value: top - value, lower: turned(upper), upper: turned(lower), denominator },
    top,
    policy,
  );
}

/**
 * Whether an average tells of a few children: how many are short of the top, or have any points, is known more closely
 * than the policy's protection interval, and is perhaps fewer than its smallest count.
 */
export function tellsOfFew(average: ShownAverage, top: number, policy: Policy): boolean {
  const { value, denominator } = average;
  // So many are away from both ends, however the points are spread.
  const away = Math.min(value, top - value) - rounding;
  if (((denominator - policy.roundTo) * away) / top >= policy.smallestCount) return false;
  return [fewShort(average, top, policy), fewAbove(average, top, policy)].some(
    ([least, most]) => least < policy.smallestCount && most - least < policy.protectionInterval,
  );
}

// An average and the ends of its interval have one decimal.
const rounding = 0.05;
const anySquares: Range = [0, Infinity];

/** Within what the sum of squares of lacking points lies, as both ends of an interval tell it. */
function squaresOf(n: number, lacking: number, top: number, [lower, upper]: Range): Range {
  const value = top - lacking / n;
  const near = Math.max(0, value - lower - rounding, upper - value - rounding);
  const far = Math.min(value - lower + rounding, upper - value + rounding);
  if (far < near - tolerance) return [Infinity, -Infinity];
  const squares = (h: number) => ((n - 1) * n * h * h) / (z95 * z95) + lacking ** 2 / n;
  return within(squares(near), squares(far));
}

/** The least sum of squares of k whole numbers of a sum: all as equal as can be. */
function mostEqual(k: number, sum: number): number {
  if (k === 0) return 0;
  const [each, more] = [Math.floor(sum / k), sum % k];
  return (k - more) * each ** 2 + more * (each + 1) ** 2;
}

/** The greatest sum of squares of k whole numbers from 1 to `top` of a sum: as many as can be at the top, others at 1. */
function leastEqual(k: number, sum: number, top: number): number {
  if (k === 0 || top === 1) return k;
  const beyond = sum - k;
  const [full, more] = [Math.floor(beyond / (top - 1)), beyond % (top - 1)];
  return full >= k ? k * top ** 2 : full * top ** 2 + (1 + more) ** 2 + (k - full - 1);
}

/** The first whole number of a range for which something holds that holds for all that follow; else the one after it. */
function firstWhere(from: number, to: number, holds: (k: number) => boolean): number {
  let [first, after] = [from, to + 1];
  while (first < after) {
    const middle = Math.floor((first + after) / 2);
    if (holds(middle)) after = middle;
    else first = middle + 1;
  }
  return first;
}

const tolerance = 1e-9;

/** The first and last whole number of a range. */
function within(least: number, greatest: number): Range {
  return [Math.ceil(least - tolerance) + 0, Math.floor(greatest + tolerance) + 0];
}

/** How many points a share asks for, of those that an average counts; undefined if it asks for anything else. */
export function pointsAskedFor(share: Indicator, average: Indicator): number | undefined {
  const [those, all] = [share.records?.numerator, average.records?.numerator];
  if (
    !those ||
    !all ||
    !("among" in those) ||
    !("among" in all) ||
    those.record ||
    !those.every ||
    !all.total
  )
    return undefined;
  const { columns } = all.total;
  const isOfThese = those.every.columns.every((column) => columns.includes(column));
  return those.where === undefined && those.every.equals === all.total.equals && isOfThese
    ? new Set(those.every.columns).size
    : undefined;
}

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
 * average v, shown to one decimal, D = Σ d lies in n · (top − v ± 0.05). Each of the k children who are short lacks
 * from 1 to `top` points, so D / top ≤ k ≤ D. An interval of half-width h tells more: its standard deviation is
 * s = h · √n / z, so Q = Σ d² = (n − 1) · s² + D² / n. By Cauchy and Schwarz k ≥ D² / Q. And as d · (d − 1) ≤ top · (d − 1),
 * the k children lack Σ (d − 1) ≥ (Q − D) / top points beyond their first, so k ≤ D − (Q − D) / top. All that was rounded
 * is taken at the end that leaves k the wider range.
 */
export function fewShort(average: ShownAverage, top: number, policy: Policy): Range {
  return short(top - average.value, average, top, policy);
}

/** How many children can have any points at all, least and most: as fewShort, seen from the bottom of the scale. */
export function fewAbove(average: ShownAverage, top: number, policy: Policy): Range {
  return short(average.value, average, top, policy);
}

/**
 * Whether an average tells of a few children: how many are short of the top, or have any points, is known more closely
 * than the policy's protection interval, and is perhaps fewer than its smallest count.
 */
export function tellsOfFew(average: ShownAverage, top: number, policy: Policy): boolean {
  return [fewShort(average, top, policy), fewAbove(average, top, policy)].some(
    ([least, most]) => least < policy.smallestCount && most - least < policy.protectionInterval,
  );
}

function short(
  distance: number,
  { lower, upper, denominator }: ShownAverage,
  top: number,
  policy: Policy,
): Range {
  const fewest = Math.max(1, denominator - Math.floor(policy.roundTo / 2));
  const most = denominator + Math.ceil(policy.roundTo / 2) - 1;
  const lacking: Range = [fewest * Math.max(0, distance - 0.05), most * (distance + 0.05)];
  let [least, greatest] = [lacking[0] / top, Math.min(most, lacking[1])];
  if (lower !== null && upper !== null) {
    // Both ends are rounded, each by 0.05 at most.
    const half: Range = [Math.max(0, (upper - lower) / 2 - 0.05), (upper - lower) / 2 + 0.05];
    const variance = (h: number, n: number) => (h * h * n) / (z95 * z95);
    const squares: Range = [
      (fewest - 1) * variance(half[0], fewest) + lacking[0] ** 2 / most,
      (most - 1) * variance(half[1], most) + lacking[1] ** 2 / fewest,
    ];
    if (squares[1] > 0) least = Math.max(least, lacking[0] ** 2 / squares[1]);
    greatest = Math.min(greatest, lacking[1] - (squares[0] - lacking[1]) / top);
  }
  const tolerance = 1e-9;
  return [Math.ceil(least - tolerance) + 0, Math.floor(greatest + tolerance)];
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

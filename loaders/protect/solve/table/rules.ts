import type { TablePolicy } from "../../../registry/policy.js";
import type { Range } from "../problem.js";

/** A count as it is shown: rounded to the nearest multiple of the policy's base, halves up. */
export function shownCount(count: number, { roundTo }: TablePolicy): number {
  return Math.floor(count / roundTo + 0.5) * roundTo;
}

/** The counts that are shown as this one is. A small count is never shown, so none of them is small. */
export function shownRange(count: number, policy: TablePolicy): Range {
  const { roundTo, smallestCount } = policy;
  const shown = shownCount(count, policy);
  if (shown === 0) return [0, 0];
  return [Math.max(shown - Math.floor(roundTo / 2), smallestCount), shown + Math.ceil(roundTo / 2) - 1];
}

/** Whether the policy suppresses a count, or a count out of a denominator, of so many contributors, whatever stands beside it. */
export function isPrimary(
  count: number,
  denominator: number | undefined,
  { smallestCount, zeros, allOrNothingFrom, leastContributors = 0 }: TablePolicy,
  contributors = Number.POSITIVE_INFINITY,
): boolean {
  if ((denominator ?? count) > 0 && contributors < leastContributors) return true;
  const isSmall = (n: number) => (n > 0 ? n < smallestCount : zeros === "suppressed");
  if (isSmall(count)) return true;
  if (denominator === undefined || denominator === 0) return false;
  const rest = denominator - count;
  const isUniform = count === 0 || rest === 0;
  return (
    isSmall(denominator) ||
    (rest > 0 && isSmall(rest)) ||
    (isUniform && allOrNothingFrom !== undefined && denominator < allOrNothingFrom)
  );
}

/**
 * What is left of a denominator, as far as a reader knows it from the rule alone, given what is shown of count and
 * denominator: nobody, or no fewer than the smallest count.
 */
export function restRange(count: Range, denominator: Range, policy: TablePolicy): Range {
  const { smallestCount, allOrNothingFrom = 0 } = policy;
  const [least, greatest] = [denominator[0] - count[1], denominator[1] - count[0]];
  if (greatest < smallestCount) return [0, 0];
  return least > 0 || denominator[1] < allOrNothingFrom
    ? [smallestCount, Number.POSITIVE_INFINITY]
    : [0, Number.POSITIVE_INFINITY];
}

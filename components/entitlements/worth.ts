import { type Child, isDisabled } from "./family.js";
import type { Figures } from "./figures.js";

/** Childcare that a family pays for: hours and pounds a week, and for how many weeks a year. */
export interface Arrangement {
  hours: number;
  pounds: number;
  weeks: number;
}

/** Pounds a year that a family pays for arrangements without any help. */
export function feesOf(arrangements: readonly Arrangement[]): number {
  return sum(arrangements.map(({ pounds, weeks }) => pounds * weeks));
}

/**
 * Pounds a year that funded hours save. Nothing is charged for a funded hour; one pool of hours a week is used up in the order
 * of the arrangements.
 */
export function fundedSaving(
  arrangements: readonly Arrangement[],
  { hours, weeks: most }: { hours: number; weeks: number },
): number {
  let left = hours;
  return sum(
    arrangements.map(({ hours: own, pounds, weeks }) => {
      if (own <= 0) return 0;
      const funded = Math.min(left, own);
      left -= funded;
      return ((funded * pounds) / own) * Math.min(most, weeks);
    }),
  );
}

/** Pounds a year that Tax-Free Childcare pays of what a child's funded hours leave. */
export function taxFreeWorth(fees: number, child: Child, { taxFree }: Figures): number {
  const most = isDisabled(child) ? taxFree.poundsAYearDisabled : taxFree.poundsAYear;
  return Math.min(most, (fees * taxFree.percent) / 100);
}

/** Pounds a year that Universal Credit pays back of what funded hours leave, for all children in childcare together. */
export function universalCreditWorth(fees: number, children: number, { universalCredit }: Figures): number {
  const { percent, oneChild, moreChildren } = universalCredit;
  const most = 12 * (children > 1 ? moreChildren : oneChild);
  return Math.min(most, (fees * percent) / 100);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

import type { Indicator } from "../registry/indicator.js";
import type { PublicFigure } from "./protect-figure.js";
import { setsOf } from "./sets.js";

/**
 * Averages with an interval in a set of figures of which any is suppressed, as an interval there tells of it: those that
 * count the same children, and pooled periods with their single ones, are of one set.
 */
export function tellingIntervals(
  figures: readonly PublicFigure[],
  indicators: readonly Indicator[],
): PublicFigure[] {
  const own = figures.filter(({ basis }) => basis === "protected");
  const setOf = setsOf(indicators, own);
  const means = new Set(indicators.filter(({ kind }) => kind === "mean").map(({ id }) => id));
  const withHidden = new Set(own.filter(({ status }) => status === "suppressed").map(setOf));
  return own.filter(
    (figure) =>
      means.has(figure.indicator) &&
      (figure.lower !== null || figure.upper !== null) &&
      withHidden.has(setOf(figure)),
  );
}

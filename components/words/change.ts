import type { Judged } from "./beyond-chance.js";
import { z95, z998 } from "./intervals.js";

export type Change = "up" | "down" | "unclear" | "unknown";

/**
 * Whether a figure has moved between two periods by more than chance, as `beyondChance` draws the line: at 99.8%, since a
 * page tells many. Of two percentages of whole counts it is the test of two independent proportions, by their pooled share
 * (J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions, 2003, chapter 3); of other figures
 * the difference beside the standard errors that their 95% intervals stand for. Unknown where neither is there.
 */
export function changed(now: Judged, before: Judged, unit: string): Change {
  const z =
    unit === "percent" ? (ofShares(now, before) ?? ofIntervals(now, before)) : ofIntervals(now, before);
  if (z === undefined) return "unknown";
  if (Math.abs(z) < z998) return "unclear";
  return z > 0 ? "up" : "down";
}

/** The standard normal deviate of the difference of two proportions; undefined without whole counts. */
export function ofShares(now: Judged, before: Judged): number | undefined {
  const [one, other] = [countsOf(now), countsOf(before)];
  if (!one || !other) return undefined;
  const pooled = (one.x + other.x) / (one.n + other.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / one.n + 1 / other.n));
  return error === 0 ? 0 : (one.x / one.n - other.x / other.n) / error;
}

function countsOf({ numerator: x, denominator: n }: Judged): { x: number; n: number } | undefined {
  return typeof x === "number" && typeof n === "number" && n > 0 && x >= 0 && x <= n ? { x, n } : undefined;
}

function ofIntervals(now: Judged, before: Judged): number | undefined {
  const [one, other] = [errorOf(now), errorOf(before)];
  if (one === undefined || other === undefined) return undefined;
  const error = Math.hypot(one, other);
  return error === 0 ? 0 : (now.value! - before.value!) / error;
}

function errorOf({ value, lower, upper }: Judged): number | undefined {
  if (typeof value !== "number" || lower === null || upper === null) return undefined;
  return (upper - lower) / (2 * z95);
}

/**
 * Confidence intervals. Imports nothing: loaders use it too. The same formulas in SQL are in
 * loaders/measure/interval-macros.ts, and a test holds the one against the other.
 */

/** Standard normal deviate of a two-sided 95% interval. */
export const z95 = 1.959964;
/** Standard normal deviate of the 99.8% limits of a funnel plot. */
export const z998 = 3.090232;

export interface Interval {
  lower: number;
  upper: number;
}

/**
 * Wilson's score interval of a share x / n, as fractions of 1. E. B. Wilson, J Am Stat Assoc 1927;22:209–12. `n` may be an
 * estimate that is not whole. Throws a RangeError unless 0 ≤ x ≤ n and n > 0.
 */
export function wilson(x: number, n: number, z = z95): Interval {
  if (!(x >= 0 && x <= n && n > 0))
    throw new RangeError(`No interval for ${x} of ${n}: it needs 0 ≤ x ≤ n and n > 0.`);
  const spread = z * Math.sqrt(z * z + 4 * x * (1 - x / n));
  const scale = 2 * (n + z * z);
  // All of n would come out above 1 by the last digit.
  return {
    lower: Math.max((2 * x + z * z - spread) / scale, 0),
    upper: Math.min((2 * x + z * z + spread) / scale, 1),
  };
}

/**
 * Byar's approximation to the Poisson interval of a count, in counts: divide by the denominator for a rate. N. E. Breslow
 * and N. E. Day, Statistical methods in cancer research, IARC 1987, vol. II, p. 69. Throws a RangeError for a count below 0.
 */
export function byar(x: number, z = z95): Interval {
  if (!(x >= 0)) throw new RangeError(`No interval for a count of ${x}: it needs 0 or more.`);
  return {
    lower: x > 0 ? x * (1 - 1 / (9 * x) - z / (3 * Math.sqrt(x))) ** 3 : 0,
    upper: (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * Math.sqrt(x + 1))) ** 3,
  };
}

/** A figure with its interval, in any unit. */
export interface Estimate extends Interval {
  value: number;
}

/**
 * The interval of a − b from the intervals of both: of shares Newcombe's (method 10, R. G. Newcombe, Stat Med
 * 1998;17:873–90), of other figures the same rule (G. Y. Zou and A. Donner, Stat Med 2008;27:1693–702).
 */
export function intervalOfDifference(a: Estimate, b: Estimate): Interval {
  const root = (one: number, other: number) => Math.sqrt(one * one + other * other);
  return {
    lower: a.value - b.value - root(a.value - a.lower, b.upper - b.value),
    upper: a.value - b.value + root(a.upper - a.value, b.value - b.lower),
  };
}

/** Newcombe's interval of x1 / n1 − x2 / n2, as fractions of 1. Throws as wilson does. */
export function newcombe([x1, n1]: [number, number], [x2, n2]: [number, number], z = z95): Interval {
  return intervalOfDifference(
    { value: x1 / n1, ...wilson(x1, n1, z) },
    { value: x2 / n2, ...wilson(x2, n2, z) },
  );
}

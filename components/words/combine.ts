import type { Observation } from "./status.js";

/** Several areas as one. */
export interface Combined {
  numerator: number;
  denominator: number;
  value: number;
  lower: number | null;
  upper: number | null;
  status: "value" | "zero";
}

/**
 * The percentage of several areas taken together: their numerators over their denominators, never a mean
 * of percentages. Null if a count is unknown, as where it is suppressed, or if there is nobody to count.
 */
export function combined(observations: readonly Observation[]): Combined | null {
  let numerator = 0;
  let denominator = 0;
  for (const o of observations) {
    if (o.numerator === null || o.denominator === null) return null;
    numerator += o.numerator;
    denominator += o.denominator;
  }
  if (denominator <= 0) return null;
  const interval = numerator <= denominator ? wilson(numerator, denominator) : null;
  return {
    numerator,
    denominator,
    value: (100 * numerator) / denominator,
    lower: interval ? 100 * interval[0] : null,
    upper: interval ? 100 * interval[1] : null,
    status: numerator === 0 ? "zero" : "value",
  };
}

/**
 * Wilson's score interval of a proportion, 95% (E. B. Wilson, 1927). `n` may be an estimate that is not whole.
 * Throws a RangeError unless 0 ≤ x ≤ n and n > 0.
 */
export function wilson(x: number, n: number, z = 1.959964): [number, number] {
  if (!(x >= 0 && x <= n && n > 0))
    throw new RangeError(`No interval for ${x} of ${n}: it needs 0 ≤ x ≤ n and n > 0.`);
  const middle = 2 * x + z * z;
  const spread = z * Math.sqrt(z * z + 4 * x * (1 - x / n));
  const scale = 2 * (n + z * z);
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

import { wilson } from "./intervals.js";
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
    lower: interval ? 100 * interval.lower : null,
    upper: interval ? 100 * interval.upper : null,
    status: numerator === 0 ? "zero" : "value",
  };
}

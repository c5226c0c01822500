import type { Comparison } from "./beyond-chance.js";

/** Which side is the better one: "high", "low", or neither. As an indicator's polarity says. */
export type Polarity = string;

/**
 * The look of a figure beside what it is compared with: worse or better where it differs by more than chance, one look for
 * both where neither is good or bad, and none where it may be chance.
 */
export function lookOf(standing: Comparison, polarity: Polarity): "worse" | "better" | "apart" | "even" {
  if (standing !== "higher" && standing !== "lower") return "even";
  if (polarity !== "high" && polarity !== "low") return "apart";
  return (standing === "higher") === (polarity === "high") ? "better" : "worse";
}

import { z } from "zod";
import { readTablePolicy } from "../../loaders/registry/policy.js";
import { readYaml } from "../../loaders/registry/read-yaml.js";

/** What the audit reads of a policy. */
export interface Rule {
  /** Counts from 1 up to, but not including, this one are not shown. */
  smallestCount: number;
  roundTo: number;
  zeros: "shown" | "suppressed";
  allOrNothingFrom?: number | undefined;
  /** Whether it is no secret that few, or none, are left over of a denominator. */
  isRestOpen?: boolean | undefined;
  /** Percentages are only given of at least this many. */
  smallestDenominator?: number | undefined;
  /** Greatest less least value that must remain possible for a suppressed count. */
  protectionInterval: number;
  /** What a row that is not there says: as tables are counted, nobody. */
  missing?: "zero" | "unknown" | undefined;
  /** Whether counts are kept from those too who know one because they are alone in it. */
  insiders?: "own-cell" | undefined;
  /** Columns of numbers that are dimensions. */
  dimensions?: string[] | undefined;
  /** For each dimension: parent category → the categories that add up to it. */
  hierarchies?: Record<string, Record<string, string[]>> | undefined;
}

const percentages = z.looseObject({ smallestDenominator: z.int().min(1).optional() });

/** The rule of a policy file. Throws a RegistryError that tells every mistake in it. */
export function readRule(file: string): Rule {
  const { smallestDenominator } = readYaml(file, percentages);
  return { ...readTablePolicy(file), smallestDenominator };
}

/** A count as published: a number, suppressed, or not there at all. */
export type Shown = number | "suppressed" | undefined;

/** True counts that are shown as this number: halves are rounded up, and small counts are not shown. */
export function boundsOfShown(shown: number, { roundTo, smallestCount }: Rule): [number, number] {
  if (shown === 0 || shown % roundTo !== 0) return [shown, shown];
  const [lower, upper] = [Math.ceil(shown - roundTo / 2), Math.ceil(shown + roundTo / 2) - 1];
  return [upper < smallestCount ? lower : Math.max(lower, smallestCount), upper];
}

/** Least value of a suppressed count that stands alone. Where zeros are shown it is not one. */
export function leastSuppressed({ zeros }: Rule): number {
  return zeros === "shown" ? 1 : 0;
}

/** What the policy says against showing this count; undefined if nothing. */
export function faultOfCount(shown: number, rule: Rule): string | undefined {
  const { smallestCount, roundTo, zeros } = rule;
  if (shown === 0)
    return zeros === "suppressed" ? "is shown as 0, though the policy suppresses zeros" : undefined;
  if (shown < smallestCount)
    return `is shown as ${shown}, though the policy suppresses 1 to ${smallestCount - 1}`;
  if (shown % roundTo !== 0) return `is shown as ${shown}, which is not rounded to a multiple of ${roundTo}`;
  return undefined;
}

/**
 * Values that what is left over can have, given that the policy let count and denominator be shown. Empty (lower above
 * upper) if the policy should not have.
 */
export function restOfShown(count: number, denominator: number, rule: Rule): [number, number] {
  const [xLow, xHigh] = boundsOfShown(count, rule);
  const [nLow, nHigh] = boundsOfShown(denominator, rule);
  const [lower, upper] = [Math.max(0, nLow - xHigh), nHigh - xLow];
  if (rule.isRestOpen) return [lower, upper];
  const mayBeNone = lower === 0 && (denominator === 0 || nHigh >= (rule.allOrNothingFrom ?? 0));
  return [
    mayBeNone ? 0 : Math.max(lower, rule.smallestCount),
    upper < rule.smallestCount && mayBeNone ? Math.min(upper, 0) : upper,
  ];
}

/** What the policy says against showing a count with its denominator; undefined if nothing. */
export function faultOfPair(count: number, denominator: number, rule: Rule): string | undefined {
  if (count > denominator) return undefined;
  const [, most] = boundsOfShown(denominator, rule);
  const isUniform = count === 0 || (count === denominator && !rule.isRestOpen);
  if (isUniform && denominator > 0 && rule.allOrNothingFrom !== undefined && most < rule.allOrNothingFrom)
    return `says the same of every child of a group smaller than ${rule.allOrNothingFrom} (${count} of ${denominator})`;
  const [lower, upper] = restOfShown(count, denominator, rule);
  if (lower > upper)
    return `leaves over ${denominator - count} of ${denominator}, though the policy suppresses 1 to ${rule.smallestCount - 1} wherever they stand`;
  return undefined;
}

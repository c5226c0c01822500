import type { AreaIndicator } from "../../loaders/briefings/area-schema.js";
import { beyondChance, type Comparison, funnel, funnelLimits } from "./beyond-chance.js";
import { z95 } from "./intervals.js";
import { lookOf } from "./standing-look.js";
import { hasValue } from "./status.js";

/** What an area's figure is set beside: all areas together, of the city its country. */
export function besideOf({ all, country }: AreaIndicator): AreaIndicator["all"] {
  return all ?? country;
}

/** How an area's figure stands to that: unknown where chance has no part in it, or there is nothing to compare. */
export function standingOf(indicator: AreaIndicator): Comparison {
  const { own, unit, chance } = indicator;
  if (chance === "no" || !hasValue(own)) return "unknown";
  return beyondChance(own, besideOf(indicator)?.value, unit);
}

/** Worse, better, apart (neither is good) or even, as `lookOf` has it. */
export function lookOfIndicator(indicator: AreaIndicator): ReturnType<typeof lookOf> {
  return lookOf(standingOf(indicator), indicator.polarity);
}

/** The least and the greatest figure of so many children that would not be beyond chance; undefined where that is not known. */
export function bandOf(indicator: AreaIndicator): [lower: number, upper: number] | undefined {
  const { own, unit, chance } = indicator;
  const beside = besideOf(indicator)?.value;
  if (chance === "no" || beside === null || beside === undefined || !hasValue(own)) return undefined;
  if (unit === "percent" && own.denominator !== null && own.denominator > 0)
    return beside >= 0 && beside <= 100 ? funnelLimits(beside, own.denominator) : undefined;
  const { lower, upper, value } = own;
  if (lower === null || upper === null) return undefined;
  const wider = funnel.z / z95;
  return [beside - wider * (upper - value), beside + wider * (value - lower)];
}

/** How clearly a figure stands out: its distance from what it is beside, 1 at the limit of chance. */
export function clearness(indicator: AreaIndicator): number {
  const band = bandOf(indicator);
  const beside = besideOf(indicator)?.value;
  const { value } = indicator.own;
  if (!band || typeof beside !== "number" || value === null) return 0;
  const limit = value < beside ? beside - band[0] : band[1] - beside;
  return limit > 0 ? Math.abs(value - beside) / limit : 0;
}

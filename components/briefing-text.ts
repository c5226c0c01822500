import { endsOf } from "./extremes.js";
import type { ByWard } from "./findings.js";
import { leadOf, sidesText } from "./lead.js";
import { hasValue } from "./status.js";

/** The message of a measure by ward, with the same counts as its paragraph: how many are lower, and of them by more than chance. */
export function poorestMessage(
  { indicator, period, wards, city }: ByWard,
  poorest: ByWard["wards"],
  cityName: string,
): string {
  const { sides, clearly } = leadOf(wards, city && hasValue(city) ? city.value : null, indicator.unit);
  const judged = { ...clearly, lower: poorest.length };
  return `${indicator.shortName} by ward, ${period}: ${sidesText({ sides, clearly: judged }, cityName)}`;
}

/** "The lowest is Aston with 41.2%.", or how many share it. */
export function lowestText({ indicator, wards }: ByWard): string {
  const lowest = endsOf(wards, indicator.unit)?.lowest;
  if (!lowest) return "";
  return lowest.rows.length === 1
    ? `The lowest is ${lowest.rows[0]!.name} with ${lowest.text}.`
    : `${lowest.rows.length} wards share the lowest, ${lowest.text}.`;
}

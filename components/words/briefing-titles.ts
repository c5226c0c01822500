import { type ByMeals, type ByWard, type Compared, onWrongSide, worseWards } from "./findings.js";
import { capital, plural } from "./format.js";
import { formatNumber, shownDifference } from "./numbers.js";

/** What the titles and leads of the briefing's figures say, made from the figures. loaders/claims reads them back. */

const wardWords: [string, string] = ["ward", "wards"];

/** "32 of 69 wards are below all wards together, 6 of them by more than chance". */
export function standingText(measure: ByWard): string {
  const { figures, worse } = onWrongSide(measure);
  const beyond = measure.city ? worseWards(measure).length : 0;
  const side = isLowGood(measure) ? "above" : "below";
  return `${worse || "none"} of ${plural(figures, ...wardWords)} ${worse === 1 ? "is" : "are"} ${side} all wards together, ${beyond || "none"} of them by more than chance`;
}

/** The title of a measure's map by ward. */
export function mapTitle(name: string, measure: ByWard | undefined): string {
  return measure?.city && worseWards(measure).length > 0
    ? `${name}: ${standingText(measure)}`
    : `${name}: no ward is ${measure && isLowGood(measure) ? "higher" : "lower"} than all together by more than chance`;
}

/** The title of wards by two measures, of those that are worse in both. */
export function bothTitle(wards: number): string {
  return wards > 0
    ? `${capital(plural(wards, ...wardWords))} ${wards === 1 ? "is" : "are"} worse than all wards together in both by more than chance`
    : "No ward is worse than all wards together in both by more than chance";
}

/** The title of the city beside its country over time. */
export function trendTitle(name: string, city: string, found: Compared): string {
  return `${name}: ${city} is ${gapText(found)} in ${found.period}`;
}

/** The title of the city among its statistical neighbours. */
export function neighboursTitle(cityName: string, { neighbours, city }: Compared): string {
  const higher = neighbours.filter(({ value }) => value! > city.value!).length;
  return `${higher || "None"} of ${neighbours.length} similar authorities ${higher === 1 ? "has" : "have"} a higher figure than ${cityName}`;
}

/** The title of a measure by free school meals, in the city and its country. */
export function mealsTitle(city: string, { yes }: ByMeals): string {
  const gap = difference(yes);
  const than = gap === 0 ? `as well in ${city} as` : `${gap > 0 ? "better" : "worse"} in ${city} than`;
  return `Children with free school meals do ${than} in ${yes.country.name}`;
}

/** How far the city lies from its country, as both are written, in percentage points. */
export function difference({ city, country, indicator }: Compared): number {
  return shownDifference(city.value!, country.value!, indicator.unit);
}

/** "5.2 percentage points below England", "level with England". */
export function gapText(compared: Compared, named = true): string {
  const gap = difference(compared);
  const text =
    gap === 0
      ? "level with"
      : `${formatNumber(Math.abs(gap), "percentage points")} ${gap < 0 ? "below" : "above"}`;
  return named ? `${text} ${compared.country.name}` : text;
}

/** Whether a low figure of a measure is a good one. */
export function isLowGood({ indicator }: Pick<ByWard, "indicator">): boolean {
  return indicator.polarity === "low";
}

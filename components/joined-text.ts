import { formatCount } from "./format.js";
import { differenceOf, type JoinedDefinition, type JoinedFigure, sidesOf, splitOf } from "./joined.js";
import { live, narrative, type Origin, phrase } from "./narrative.js";
import type { Linkage } from "./rests-on.js";
import { type Figured, formatNumber, hasValue } from "./status.js";

export interface JoinedTelling {
  indicator: { id: string; shortName: string; unit: string };
  definition: JoinedDefinition;
  /** One group's figures by category. */
  rows: readonly JoinedFigure[];
  /** Where the children live, as it stands in a sentence. */
  place: string;
  period: string;
  /** What the city's figures of the period rest on. */
  linkage: readonly Linkage[];
  originOf: (measure: string) => Origin;
}

/** A value with its unit, where the unit is a word too: "67.4%", "13.60 goals". */
export function withUnit(value: number, unit: string): string {
  const text = formatNumber(value, unit);
  return unit === "percent" || text.endsWith(unit) ? text : `${text} ${unit}`;
}

/** A difference as it stands in a sentence: "5.0 percentage points lower"; "no different" where it rounds to nothing. */
export function differenceWords(value: number, unit: string): string {
  const text = withUnit(Math.abs(value), unit === "percent" ? "percentage points" : unit);
  return /[1-9]/.test(text) ? `${text} ${value < 0 ? "lower" : "higher"}` : "no different";
}

/** The answer to “are they the same children?”, made from the figures; empty where there are none to make it from. */
export function joinedAnswer(telling: JoinedTelling): HTMLElement[] {
  return [comparison(telling), sameChildren(telling), unjoined(telling)].filter((p) => p !== undefined);
}

function comparison(telling: JoinedTelling): HTMLElement | undefined {
  const { indicator, definition, rows, place, period, originOf } = telling;
  const { found, notFound } = splitOf(rows, definition);
  if (!found || !notFound || !hasValue(found) || !hasValue(notFound)) return undefined;
  const told = (row: Figured & { value: number }, category: string) =>
    live(withUnit(row.value, indicator.unit), originOf(`${indicator.shortName}, ${category}`));
  const difference = differenceOf(notFound, found)!;
  const { lower, upper } = difference;
  const points = (value: number) =>
    formatNumber(value, indicator.unit === "percent" ? "percentage points" : indicator.unit).replace(
      / percentage points$/,
      "",
    );
  const interval =
    lower === null || upper === null ? "" : ` (95% interval ${points(lower)} to ${points(upper)})`;
  const chance = lower !== null && upper !== null && lower <= 0 && upper >= 0;
  return narrative`${indicator.shortName}, ${place}, ${period}: ${told(found, definition.categories[0]!)} among the ${formatCount(found.denominator)} children who had a ${definition.title}, and ${told(notFound, definition.categories[1]!)} among the ${formatCount(notFound.denominator)} for whom none was found. That is ${differenceWords(difference.value, indicator.unit)}${interval}${chance ? ", no more than chance alone may give" : ""}.`;
}

function sameChildren({ indicator, definition, rows, originOf }: JoinedTelling): HTMLElement | undefined {
  const sides = indicator.unit === "percent" ? sidesOf(rows, definition) : null;
  const category = definition.categories[1];
  const missed = sides?.missed.find((share) => share.category === category);
  const reached = sides?.reached.find((share) => share.category === category);
  if (!missed || !reached) return undefined;
  const told = (share: Figured, who: string) =>
    live(share, { ...originOf(`No place found, ${who}`), unit: "percent" });
  const more = missed.lower > reached.upper;
  return narrative`Are they the same children? ${missed.value! < 50 ? "For the most part, no" : "For the most part, yes"}. Of the ${formatCount(missed.total)} children who did not reach it, ${told(missed, "of those who did not reach it")} had no place that could be found; of the ${formatCount(reached.total)} who did, ${told(reached, "of those who reached it")}.${
    more
      ? phrase` So children without a place are more often among those who did not, but most of those who did not had one.`
      : ""
  }`;
}

function unjoined({ definition, rows, place, period, linkage, indicator }: JoinedTelling): HTMLElement {
  const { notJoined } = splitOf(rows, definition);
  const total = rows.reduce((sum, row) => sum + row.denominator, 0);
  const count = notJoined?.denominator ?? 0;
  const there = linkage.filter(
    (row) =>
      row.indicator === indicator.id && row.period === period && row.breakdown === definition.breakdown,
  )[1];
  return narrative`${formatCount(count)} of ${formatCount(total)} children ${place} (${((100 * count) / Math.max(total, 1)).toFixed(1)}%) could not be joined: no other source has a record that is surely the same child’s, so nothing is said of their childcare.${
    there
      ? phrase` The other way round, ${formatCount(there.total - there.linked)} of the city’s ${formatCount(there.total)} children of that age in “${there.source}” could be joined to nobody. Some of them may be among those for whom no place was found.`
      : ""
  }`;
}

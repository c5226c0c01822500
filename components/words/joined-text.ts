import {
  differenceOf,
  type JoinedDefinition,
  type JoinedFigure,
  sidesOf,
  splitOf,
} from "../figures/joined-split.js";
import type { Linkage } from "../figures/rests-on.js";
import { plural } from "./format.js";
import { live, narrative, type Origin, phrase } from "./narrative.js";
import { formatCount, formatNumber, formatShare, shownDifference } from "./numbers.js";
import { type Figured, hasValue } from "./status.js";

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

/**
 * The interval of a difference in the same words as the difference: "2.8 to 7.9 lower", "34.7 lower to 18.5 higher". A
 * sign beside a word that says the same would turn the meaning round.
 */
export function differenceInterval(lower: number, upper: number, unit: string): string {
  const side = (value: number) => (value < 0 ? "lower" : "higher");
  const size = (value: number) =>
    formatNumber(Math.abs(value), unit === "percent" ? "percentage points" : unit).replace(
      / percentage points$/,
      "",
    );
  if (lower < 0 && upper > 0) return `${size(lower)} lower to ${size(upper)} higher`;
  const [near, far] = [lower, upper].sort((a, b) => Math.abs(a) - Math.abs(b)) as [number, number];
  return `${size(near)} to ${size(far)} ${side(far)}`;
}

/** A number of children as it stands in a sentence: "no child", "1 child", "1,234 children". */
export function childrenWords(count: number): string {
  return Math.round(count) === 0 ? "no child" : plural(Math.round(count), "child", "children");
}

/** What links of a probability come to: how many had a place, had none, and could not be joined, and what lies between. */
export function countsInWords(
  rows: readonly JoinedFigure[],
  definition: JoinedDefinition,
  unit: string,
): string {
  const { found, notFound, notJoined } = splitOf(rows, definition);
  const compared = found && notFound && hasValue(found) && hasValue(notFound);
  const counts = `${childrenWords(found?.denominator ?? 0)} had a place, ${childrenWords(notFound?.denominator ?? 0)} had none that was found and ${childrenWords(notJoined?.denominator ?? 0)} could not be joined`;
  return compared
    ? `${counts}; the second group is ${differenceWords(shownDifference(notFound.value, found.value, unit), unit)}`
    : counts;
}

/** The answer to “are they the same children?”, made from the figures; empty where there are none to make it from. */
export function joinedAnswer(telling: JoinedTelling): HTMLElement[] {
  return [comparison(telling), sameChildren(telling), unjoined(telling)].filter((p) => p !== undefined);
}

function comparison(telling: JoinedTelling): HTMLElement | undefined {
  const { indicator, definition, rows, place, period, originOf } = telling;
  const { found, notFound } = splitOf(rows, definition);
  if (!found || !notFound || !hasValue(found) || !hasValue(notFound)) return undefined;
  const liveRate = (row: Figured & { value: number }, category: string) =>
    live(withUnit(row.value, indicator.unit), originOf(`${indicator.shortName}, ${category}`));
  const { lower, upper } = differenceOf(notFound, found)!;
  const difference = shownDifference(notFound.value, found.value, indicator.unit);
  const interval =
    lower === null || upper === null
      ? ""
      : ` (95% interval ${differenceInterval(lower, upper, indicator.unit)})`;
  const chance = lower !== null && upper !== null && lower <= 0 && upper >= 0;
  return narrative`${indicator.shortName}, ${place}, ${period}: ${liveRate(found, definition.categories[0]!)} among the ${childrenThere(found.denominator)} who had a ${definition.title}, and ${liveRate(notFound, definition.categories[1]!)} among the ${childrenThere(notFound.denominator)} for whom none was found. That is ${differenceWords(difference, indicator.unit)}${interval}${chance ? ", no more than chance alone may give" : ""}.`;
}

// "the 1 child" reads ill; "the only child" would be told of a child.
function childrenThere(count: number): string {
  return plural(count, "child", "children");
}

function sameChildren({ indicator, definition, rows, originOf }: JoinedTelling): HTMLElement | undefined {
  const sides = indicator.unit === "percent" ? sidesOf(rows, definition) : null;
  const category = definition.categories[1];
  const missed = sides?.missed.find((share) => share.category === category);
  const reached = sides?.reached.find((share) => share.category === category);
  if (!missed || !reached) return undefined;
  const liveShare = (share: Figured, who: string) =>
    live(share, { ...originOf(`No place found, ${who}`), unit: "percent" });
  const [most, more] = [missed.value! > 50, missed.lower > reached.upper];
  const half = missed.value === 50;
  return narrative`Are they the same children? ${half ? "Half of them" : most ? "For the most part, yes" : "For the most part, no"}. Of the ${childrenThere(missed.total)} who did not reach it, ${liveShare(missed, "of those who did not reach it")} had no place that could be found; of the ${formatCount(reached.total)} who did, ${liveShare(reached, "of those who reached it")}.${
    more
      ? phrase` So children without a place are more often among those who did not${half ? "" : most ? ", and most of those who did not had none" : ", but most of those who did not had one"}.`
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
  const joined =
    count === 0
      ? `All ${childrenThere(total)} ${place} could be joined to a record in another source.`
      : `${formatCount(count)} of ${childrenThere(total)} ${place} (${formatShare(count, total)}) could not be joined: no other source has a record that is surely the same child’s, so nothing is said of their childcare.`;
  return narrative`${joined}${
    there
      ? phrase` The other way round, ${formatCount(there.total - there.linked)} of the city’s ${formatCount(there.total)} children of that age in “${there.source}” could be joined to nobody. Some of them may be among those for whom no place was found.`
      : ""
  }`;
}

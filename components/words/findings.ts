import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { beyondChance, type Judged } from "./beyond-chance.js";
import { notKnown, standardised } from "./composition.js";
import { type Bounds, others, type Rounded, shareBounds, withShare } from "./mix.js";
import { hasValue, type Observation } from "./status.js";

/** A figure of the briefing with its source's title. */
export type Figure = Briefing["wards"][number];

/** A measure by ward in one period. */
export interface ByWard {
  indicator: Briefing["indicators"][number];
  period: string;
  source: string;
  asOf: string | null;
  wards: (Figure & { name: string; code: string })[];
  /** All wards together: the city's figure of the same period and source. */
  city: Figure | undefined;
  /** Those who are counted in no ward, where there are any. */
  unplaced: Figure | undefined;
}

/** A measure by ward, or undefined if no ward has a figure. */
export function byWard(briefing: Briefing, id: string): ByWard | undefined {
  const indicator = briefing.indicators.find((i) => i.id === id);
  const rows = briefing.wards.filter((row) => row.indicator === id && row.breakdown === "all");
  const first = rows.find(hasValue);
  if (!indicator || !first) return undefined;
  const names = new Map(briefing.areas.map((area) => [area.code, area.name]));
  const { period, source, as_of } = first;
  const isSame = (row: Figure) =>
    row.indicator === id && row.breakdown === "all" && row.period === period && row.source === source;
  return {
    indicator,
    period,
    source,
    asOf: as_of,
    wards: rows.map((row) => ({ ...row, code: row.area, name: names.get(row.area) ?? row.area })),
    city: briefing.series.find((row) => isSame(row) && row.area === briefing.city.code),
    unplaced: briefing.unplaced.find(isSame),
  };
}

/** Which way a figure is worse: lower, unless a low figure is good. */
function isWrong({ polarity }: ByWard["indicator"]): "higher" | "lower" {
  return polarity === "low" ? "higher" : "lower";
}

/** Wards that fare worse than all wards together by more than chance would give, as `beyondChance` has it. Worst first. */
export function worseWards({ indicator, wards, city }: ByWard): ByWard["wards"] {
  const sign = indicator.polarity === "low" ? -1 : 1;
  return wards
    .filter(hasValue)
    .filter((row) => beyondChance(row, city?.value, indicator.unit) === isWrong(indicator))
    .sort((a, b) => sign * (a.value! - b.value!));
}

/** How many wards have a figure, and how many of them fare worse than all together, by however little. */
export function onWrongSide({ indicator, wards, city }: ByWard): { figures: number; worse: number } {
  const figures = wards.filter(hasValue);
  const comparator = city?.value;
  const isWorse = (value: number) =>
    typeof comparator === "number" &&
    (isWrong(indicator) === "lower" ? value < comparator : value > comparator);
  return { figures: figures.length, worse: figures.filter(({ value }) => isWorse(value)).length };
}

/** A ward with the measures in which it fares worse than all wards together. */
export interface Need {
  code: string;
  name: string;
  /** Ids of the measures. */
  worseIn: string[];
}

/**
 * Wards that fare worse than all together in any of some measures: those with the most such measures first, and
 * among equals the lowest in the first measure that they share.
 */
export function needs(measures: readonly ByWard[]): Need[] {
  const needs = new Map<string, Need>();
  for (const measure of measures)
    for (const { code, name } of worseWards(measure)) {
      const need = needs.get(code) ?? { code, name, worseIn: [] };
      need.worseIn.push(measure.indicator.id);
      needs.set(code, need);
    }
  return [...needs.values()].sort((a, b) => b.worseIn.length - a.worseIn.length);
}

/** A measure in the city, its country and its statistical neighbours. */
export interface Compared {
  indicator: Briefing["indicators"][number];
  /** The newest period that has both the city and the country. */
  period: string;
  city: Figure;
  country: Figure & { name: string };
  /** The city's statistical neighbours in that period, highest first. */
  neighbours: (Figure & { name: string })[];
  /** All periods, in order of time. */
  series: { city: Figure[]; country: Figure[] };
}

/**
 * The city beside its country and neighbours, or undefined where no period has both.
 * The sources of city and country may differ: local counts take the place of published figures of the city.
 */
export function compareWithCountry(
  briefing: Briefing,
  id: string,
  breakdown = "all",
  category = "all",
): Compared | undefined {
  const indicator = briefing.indicators.find((i) => i.id === id);
  const rows = briefing.series.filter(
    (row) => row.indicator === id && row.breakdown === breakdown && row.category === category,
  );
  const cityRows = rows.filter((row) => row.area === briefing.city.code).sort(byTime);
  const nameOf = (row: Figure) => briefing.areas.find((area) => area.code === row.area)?.name ?? row.area;
  const both = cityRows.filter(hasValue).flatMap((city) => {
    const country = rows.find(
      (row) => row.level === "country" && row.period === city.period && hasValue(row),
    );
    return country ? [{ city, country }] : [];
  });
  const newest = both.at(-1);
  if (!indicator || !newest) return undefined;
  const { city, country } = newest;
  return {
    indicator,
    period: city.period,
    city,
    country: { ...country, name: nameOf(country) },
    neighbours: rows
      .filter((row) => row.level === "neighbour" && row.period === city.period && hasValue(row))
      .map((row) => ({ ...row, name: nameOf(row) }))
      .sort((a, b) => b.value! - a.value!),
    series: { city: cityRows, country: rows.filter((row) => row.level === "country").sort(byTime) },
  };
}

/** The share of children with free school meals, from counts. */
export interface CountedShare {
  /** From 0 to 1. */
  share: number;
  children: number;
  of: number;
  /** The period that was counted, which need not be that of the percentages. */
  period: string;
}

/** A measure for all children, those with free school meals and the rest, in one period. */
export interface ByMeals {
  all: Compared;
  yes: Compared;
  no: Compared;
  /** Shares of children with free school meals as counted, in the period or else in the newest before it; null without. */
  counted: Record<"city" | "country", CountedShare | null>;
  /** Of an area without counts: between what bounds its percentages leave the share, from 0 to 1; null if none gives them. */
  bounds: Record<"city" | "country", Bounds | null>;
  /** The city's percentage with the country's share of children with free school meals, in bounds; null without both counts. */
  withCountryMix: { value: number; bounds: Bounds } | null;
}

/**
 * The greatest share of children whose eligibility for free school meals is taken to be not known, where none is counted.
 * In 2021/22, which is counted, it gives bounds that hold the true shares.
 */
const eligibilityUnknown = 0.1;

/** The city and its country by free school meals, or undefined where no period has all six figures. */
export function byMeals(briefing: Briefing, id: string): ByMeals | undefined {
  const all = compareWithCountry(briefing, id);
  const yes = compareWithCountry(briefing, id, "fsm", "yes");
  const no = compareWithCountry(briefing, id, "fsm", "no");
  if (!all || !yes || !no || all.period !== yes.period || all.period !== no.period) return undefined;
  const counted = {
    city: countedShare(briefing, id, all.city),
    country: countedShare(briefing, id, all.country),
  };
  const boundsOf = (area: "city" | "country") =>
    counted[area]
      ? null
      : shareBounds(
          { overall: roundedOf(all[area]), group: roundedOf(yes[area]), rest: roundedOf(no[area]) },
          eligibilityUnknown,
        );
  return {
    all,
    yes,
    no,
    counted,
    bounds: { city: boundsOf("city"), country: boundsOf("country") },
    withCountryMix:
      counted.city && counted.country
        ? withShare(
            { overall: roundedOf(all.city), group: roundedOf(yes.city) },
            counted.city.share,
            counted.country.share,
          )
        : null,
  };
}

/** Both counts are of one publication and period: that of the figure, else the newest before it. */
function countedShare(briefing: Briefing, id: string, { area, period_start }: Figure): CountedShare | null {
  const rows = briefing.series.filter(
    (row) => row.indicator === id && row.area === area && row.period_start <= period_start,
  );
  const pairs = rows
    .filter((row) => row.breakdown === "fsm" && row.category === "yes" && row.denominator !== null)
    .flatMap((yes) => {
      const all = rows.find(
        (row) =>
          row.breakdown === "all" &&
          row.period === yes.period &&
          row.source === yes.source &&
          row.denominator !== null &&
          row.denominator > 0,
      );
      return all ? [{ yes, all }] : [];
    })
    .sort((a, b) => byTime(a.yes, b.yes));
  const newest = pairs.at(-1);
  if (!newest) return null;
  const [children, of] = [newest.yes.denominator!, newest.all.denominator!];
  return { share: children / of, children, of, period: newest.yes.period };
}

/** Percentages are published to one decimal place; those of counts are as exact as they are. */
function roundedOf({ value, numerator, denominator }: Figure): Rounded {
  return { value: value!, error: numerator !== null && denominator !== null ? 0 : 0.05 };
}

/** The percentage of all children not known to have free school meals, which follows where the share is counted; else null. */
export function othersOf({ all, yes, counted }: ByMeals, area: "city" | "country"): number | null {
  const share = counted[area]?.share;
  return share === undefined ? null : others(all[area].value!, yes[area].value!, share);
}

/**
 * True if the country's mix of children would bring the city's percentage at least half of the way to the country's, within
 * all bounds. False too where the bounds do not tell.
 */
export function mixExplains({ all, withCountryMix }: ByMeals): boolean {
  const gap = all.country.value! - all.city.value!;
  return (
    withCountryMix !== null &&
    gap !== 0 &&
    withCountryMix.bounds.every((bound) => (bound - all.city.value!) / gap >= 0.5)
  );
}

/**
 * Those wards whose figure is no lower, beyond chance, than the percentages of all wards' children with and without
 * free school meals would give with the ward's mix of children. Children of whom it is not known are on neither side.
 * Undefined where wards have no such mix.
 */
export function explainedByMeals(
  briefing: Briefing,
  measure: ByWard,
  wards: ByWard["wards"],
): ByWard["wards"] | undefined {
  const { indicator, period } = measure;
  const groups = (rows: readonly Figure[], area: string) =>
    rows.filter(
      (row) =>
        row.indicator === indicator.id &&
        row.breakdown === "fsm" &&
        row.category !== notKnown &&
        row.area === area &&
        row.period === period,
    );
  const ofCity = groups(briefing.series, briefing.city.code);
  const known = wards.flatMap((ward) => {
    const ofWard = groups(briefing.wards, ward.area);
    const expected = standardised(ofCity, ofWard);
    return expected === null ? [] : [{ ward, own: together(ofWard) ?? ward, expected }];
  });
  if (known.length === 0) return undefined;
  return known
    .filter(({ own, expected }) => beyondChance(own, expected, indicator.unit) !== "lower")
    .map(({ ward }) => ward);
}

/** A percentage over several areas from their counts, never from their percentages. Null without counts. */
export function pooled(rows: readonly Pick<Observation, "numerator" | "denominator">[]): number | null {
  let [numerator, denominator] = [0, 0];
  for (const row of rows) {
    if (row.numerator === null || row.denominator === null) continue;
    numerator += row.numerator;
    denominator += row.denominator;
  }
  return denominator > 0 ? (100 * numerator) / denominator : null;
}

/** Groups' counts as one; undefined where one is not known. */
function together(groups: readonly Figure[]): Judged | undefined {
  let [numerator, denominator] = [0, 0];
  for (const group of groups) {
    if (group.numerator === null || group.denominator === null) return undefined;
    numerator += group.numerator;
    denominator += group.denominator;
  }
  return denominator > 0 ? { numerator, denominator, lower: null, upper: null } : undefined;
}

function byTime(a: Figure, b: Figure): number {
  return a.period_start < b.period_start ? -1 : 1;
}

import type { Briefing } from "../loaders/briefings/briefing.json.js";
import { standardised } from "./composition.js";
import { compared } from "./rank.js";
import { hasValue, type Observation } from "./status.js";

/** A figure of the briefing with its source's title. */
export type Figure = Briefing["wards"][number];

/** A measure by ward in one period, with the city's figure for the same period and source. */
export interface ByWard {
  indicator: Briefing["indicators"][number];
  period: string;
  source: string;
  asOf: string | null;
  wards: (Figure & { name: string; code: string })[];
  city: Figure | undefined;
}

/** A measure by ward, or undefined if no ward has a figure. */
export function byWard(briefing: Briefing, id: string): ByWard | undefined {
  const indicator = briefing.indicators.find((i) => i.id === id);
  const rows = briefing.wards.filter((row) => row.indicator === id && row.breakdown === "all");
  const first = rows.find(hasValue);
  if (!indicator || !first) return undefined;
  const names = new Map(briefing.areas.map((area) => [area.code, area.name]));
  const { period, source, as_of } = first;
  return {
    indicator,
    period,
    source,
    asOf: as_of,
    wards: rows.map((row) => ({ ...row, code: row.area, name: names.get(row.area) ?? row.area })),
    city: briefing.series.find(
      (row) =>
        row.indicator === id &&
        row.breakdown === "all" &&
        row.area === briefing.city.code &&
        row.period === period &&
        row.source === source,
    ),
  };
}

/**
 * Wards that fare worse than the city by more than chance would give: their whole 95% interval lies on
 * the wrong side of the city's figure. Worst first.
 */
export function worseWards({ indicator, wards, city }: ByWard): ByWard["wards"] {
  const wrong = indicator.polarity === "low" ? "higher" : "lower";
  const sign = indicator.polarity === "low" ? -1 : 1;
  return wards
    .filter(hasValue)
    .filter((row) => compared(row, city?.value) === wrong)
    .sort((a, b) => sign * (a.value! - b.value!));
}

/** A ward with the measures in which it fares worse than the city. */
export interface Need {
  code: string;
  name: string;
  /** Ids of the measures. */
  worseIn: string[];
}

/**
 * Wards that fare worse than the city in any of some measures: those with the most such measures first, and
 * among equals the lowest in the first measure that they share.
 */
export function needs(measures: readonly ByWard[]): Need[] {
  const found = new Map<string, Need>();
  for (const measure of measures)
    for (const { code, name } of worseWards(measure)) {
      const need = found.get(code) ?? { code, name, worseIn: [] };
      need.worseIn.push(measure.indicator.id);
      found.set(code, need);
    }
  return [...found.values()].sort((a, b) => b.worseIn.length - a.worseIn.length);
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
export function besideCountry(
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

/** A measure for all children, those with free school meals and the rest, in one period. */
export interface ByMeals {
  all: Compared;
  yes: Compared;
  no: Compared;
  /** Share of children with free school meals from 0 to 1, as the three percentages imply; null if they imply none. */
  share: { city: number; country: number } | null;
  /** The city's percentage with the country's share of children with free school meals; null without shares. */
  withCountryMix: number | null;
}

/** The city and its country by free school meals, or undefined where no period has all six figures. */
export function byMeals(briefing: Briefing, id: string): ByMeals | undefined {
  const all = besideCountry(briefing, id);
  const yes = besideCountry(briefing, id, "fsm", "yes");
  const no = besideCountry(briefing, id, "fsm", "no");
  if (!all || !yes || !no || all.period !== yes.period || all.period !== no.period) return undefined;
  const shareOf = (area: "city" | "country") =>
    impliedShare(all[area].value!, yes[area].value!, no[area].value!);
  const [city, country] = [shareOf("city"), shareOf("country")];
  return {
    all,
    yes,
    no,
    share: city === null || country === null ? null : { city, country },
    withCountryMix: country === null ? null : country * yes.city.value! + (1 - country) * no.city.value!,
  };
}

/**
 * Those wards whose figure is no lower, beyond chance, than the city's own percentages with and without
 * free school meals would give with the ward's mix of children. Undefined where wards have no such mix.
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
        row.area === area &&
        row.period === period,
    );
  const ofCity = groups(briefing.series, briefing.city.code);
  const known = wards.flatMap((ward) => {
    const expected = standardised(ofCity, groups(briefing.wards, ward.area));
    return expected === null ? [] : [{ ward, expected }];
  });
  if (known.length === 0) return undefined;
  return known.filter(({ ward, expected }) => compared(ward, expected) !== "lower").map(({ ward }) => ward);
}

/**
 * The share of one of two groups in a population, as its overall percentage implies: overall = share ×
 * group + (1 − share) × rest. Null if the two are alike or the overall lies outside them.
 */
export function impliedShare(overall: number, group: number, rest: number): number | null {
  if (group === rest) return null;
  const share = (overall - rest) / (group - rest);
  return share >= 0 && share <= 1 ? share : null;
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

function byTime(a: Figure, b: Figure): number {
  return a.period_start < b.period_start ? -1 : 1;
}

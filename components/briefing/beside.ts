import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { difference, gapText } from "../words/briefing-titles.js";
import {
  type ByMeals,
  byMeals,
  type Compared,
  type CountedShare,
  compareWithCountry,
  explainedByMeals,
  mixExplains,
  othersOf,
} from "../words/findings.js";
import { plural } from "../words/format.js";
import type { Bounds } from "../words/mix.js";
import { formatCount, formatNumber, shownDifference } from "../words/numbers.js";
import { hasValue } from "../words/status.js";
import { isAre, type Measure } from "./by-ward.js";
import { type FigureInWords, figureInWords, noFigure } from "./known.js";

/** A measure in the city and in its country. Not available where no period has both. */
export interface Beside {
  available: boolean;
  data: Briefing;
  found: Compared | undefined;
  name: string;
  period: string;
  city: FigureInWords;
  country: FigureInWords;
  countryName: string;
  /** "5.2 percentage points below England". */
  gap: string;
  /** The gap in the first period that compares, in a sentence; empty where that is this one. */
  before: string;
  /** Where the city's figure and the country's come from, if not from the same publication. */
  sources: string;
  /** Whom the city is set beside besides, or why nobody. */
  neighbours: string;
}

/** The goals of the end of Reception changed in this year: figures before it do not compare. */
const newGoals = "2021-09-01";

/** A measure of the briefing in the city and its country, by the id of its indicator. */
export function besideCountry(data: Briefing, id: string): Beside {
  const found = compareWithCountry(data, id);
  const name = data.indicators.find((one) => one.id === id)?.shortName ?? id;
  const none = noFigure(data, name);
  const rest = { data, found, name };
  if (!found)
    return {
      ...rest,
      available: false,
      period: "no period",
      city: none,
      country: none,
      countryName: "the country",
      gap: "beside nothing",
      before: "",
      sources: "",
      neighbours: "",
    };
  const { city, country, period, indicator } = found;
  return {
    ...rest,
    available: true,
    period,
    city: figureInWords(data, indicator, city),
    country: figureInWords(data, indicator, country),
    countryName: country.name,
    gap: gapText(found),
    before: beforeText(found),
    sources:
      city.source === country.source
        ? ""
        : `The city’s figure is its own count of children who live here; ${country.name}’s is published.`,
    neighbours: neighboursText(data, found),
  };
}

/** A measure by free school meals, in the city and its country. Not available where either is not divided by them. */
export interface Mix {
  available: boolean;
  data: Briefing;
  found: ByMeals | undefined;
  country: string;
  /** The city, its children with free school meals, and its others, each beside the country's: "3.0 percentage points above". */
  all: string;
  yes: string;
  no: string;
  /** True if the city is below its country and its children with free school meals are above theirs. */
  turns: boolean;
  /** How many have free school meals, in sentences. */
  shares: string;
  /** The city's percentage with the country's share of such children. Not available where a share is not counted. */
  withCountryMix: { available: boolean; value: string; bounds: string; explains: boolean; period: string };
  cityValue: string;
  countryValue: string;
  /** What the figures of the other children come to, and how the counts stand to the period, in words. */
  others: { city: string; country: string };
  /** That the shares are of another period than the figures; empty where they are not. */
  older: string;
  /** Whether who lives there explains which wards are worse, in sentences. Empty where it cannot be told. */
  wards: string;
}

/** A measure by free school meals, with the wards that are worse in it. */
export function mixOf({ data, id, found: measure, worse }: Measure): Mix {
  const found = byMeals(data, id);
  const wards = measure && worse.available ? wardsText(data, measure, worse.rows) : "";
  const country = found?.all.country.name ?? "the country";
  const mix = found?.withCountryMix ?? null;
  const percent = (value: number | null | undefined) =>
    typeof value === "number" ? formatNumber(value, "percent") : "not known";
  const gap = (one: Compared | undefined) => (one ? gapText(one, false) : "beside nothing");
  return {
    available: found !== undefined,
    data,
    found,
    country,
    all: gap(found?.all),
    yes: gap(found?.yes),
    no: gap(found?.no),
    turns: found !== undefined && difference(found.all) < 0 && difference(found.yes) > 0,
    shares: found ? sharesText(found, data.city.name) : "",
    withCountryMix: {
      available: mix !== null,
      value: percent(mix?.value),
      bounds: `${percent(mix?.bounds[0])} and ${percent(mix?.bounds[1])}`,
      explains: found !== undefined && mixExplains(found),
      period: found?.counted.country?.period ?? "no period",
    },
    cityValue: percent(found?.all.city.value),
    countryValue: percent(found?.all.country.value),
    others: {
      city: percent(found && othersOf(found, "city")),
      country: percent(found && othersOf(found, "country")),
    },
    older: found ? olderText(found) : "",
    wards,
  };
}

/** Where lines are broken: figures on either side do not compare. */
export function breaksOf({ indicator }: Compared): { start: string; text: string }[] {
  return indicator.id === "good-level-of-development" ? [{ start: newGoals, text: "new goals" }] : [];
}

function beforeText({ series, indicator, period }: Compared): string {
  const pairs = series.city.flatMap((city) =>
    series.country.filter((country) => country.period === city.period).map((country) => ({ city, country })),
  );
  const first = pairs.find(
    ({ city, country }) => city.period_start >= newGoals && hasValue(city) && hasValue(country),
  );
  if (!first || first.city.period === period) return "";
  const gap = shownDifference(first.city.value!, first.country.value!, indicator.unit);
  return `In ${first.city.period} it was ${formatNumber(Math.abs(gap), "percentage points")} ${gap < 0 ? "below" : "above"}.`;
}

function neighboursText({ sourceTitles, areas }: Briefing, { neighbours, period }: Compared): string {
  const list = sourceTitles["statistical-neighbours"];
  if (neighbours.length > 0)
    return `Similar authorities are the city’s statistical neighbours in the newest list that has come: “${list}”.`;
  return areas.some(({ level }) => level === "neighbour")
    ? `No extract gives ${period} for the city’s statistical neighbours.`
    : `No list of statistical neighbours has come (“${list}”), so the city is not set beside similar authorities.`;
}

function sharesText({ counted, bounds, all }: ByMeals, city: string): string {
  const shareText = ({ share, children, of, period }: CountedShare) =>
    `${formatNumber(100 * share, "percent")} (${formatCount(children)} of ${formatCount(of)} in ${period})`;
  const boundsText = ([least, greatest]: Bounds) =>
    `${Math.round(100 * least)}% and ${Math.round(100 * greatest)}%`;
  const shares = (["city", "country"] as const).map((area) => {
    const name = area === "city" ? city : all.country.name;
    const [share, between] = [counted[area], bounds[area]];
    if (share) return `Of the children in ${name} ${shareText(share)} have free school meals.`;
    return between
      ? `How many have them in ${name} no publication here counts, and its percentages alone leave it open: between ${boundsText(between)}.`
      : "";
  });
  return shares.filter(Boolean).join(" ");
}

function olderText({ counted, all }: ByMeals): string {
  const isOfPeriod = counted.city?.period === all.period && counted.country?.period === all.period;
  return isOfPeriod ? "" : `, the newest that there are, and ${all.period} may differ`;
}

function wardsText(
  data: Briefing,
  measure: NonNullable<Measure["found"]>,
  worse: Measure["worse"]["rows"],
): string {
  const explained = explainedByMeals(data, measure, worse);
  if (!explained) return "";
  const [some, rest] = [explained.length, worse.length - explained.length];
  const others =
    rest === 0
      ? ""
      : ` The other ${rest} ${isAre(rest)} lower than ${rest === 1 ? "its" : "their"} mix of families explains, by more than chance.`;
  const [only] = worse;
  if (only && worse.length === 1)
    return some === 1
      ? `${only.name}, the one ward with poorer outcomes by more than chance, is about where the figures of all wards’ children with and without free school meals would put it.`
      : `${only.name}, the one ward with poorer outcomes by more than chance, is lower than its mix of families explains, by more than chance.`;
  return `Of the ${plural(worse.length, "ward")} with the poorest outcomes, ${some || "none"} ${isAre(some || 1)} about where the figures of all wards’ children with and without free school meals would put ${some === 1 ? "it" : "them"}.${others}`;
}

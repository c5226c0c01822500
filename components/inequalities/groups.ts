import { pick, singlePeriods } from "../figures/observations.js";
import type { Asked, Figure } from "../notebook/asked.js";
import { notKnown } from "../words/composition.js";
import { breakdownName, capital, categoryName, formatList } from "../words/format.js";
import { type Estimate, intervalOfDifference } from "../words/intervals.js";
import { formatNumber, shownDifference } from "../words/numbers.js";
import { hasValue, type Observation } from "../words/status.js";
import { type SlopeIndex, slopeIndex } from "./slope-index.js";

/** A group of the city, beside the same group of its country. */
export interface GroupBeside {
  breakdown: string;
  category: string;
  name: string;
  city: Figure & { value: number };
  country: Observation | undefined;
  /** The city's figure less the country's, with its 95% limits; undefined without both. */
  difference: Estimate | undefined;
}

/** Inequalities of an indicator in one period. */
export interface Inequalities {
  available: boolean;
  asked: Asked;
  period: string;
  /** All children, and then the groups of every breakdown. */
  all: GroupBeside | undefined;
  groups: GroupBeside[];
  country: string;
  /** How the whole and the groups stand to the country's, in sentences; empty without a country. */
  beside: string;
  /** How far the groups of each breakdown lie apart, in sentences. */
  apart: string;
  /** Groups of a newer period that has fewer breakdowns, in sentences; empty where there is none. */
  newer: string;
  /** Slope and relative index of inequality by fifths of deprivation, the newest period first. */
  slopes: (SlopeIndex & { period: string })[];
  /** Every observation of the city and the country, divided and undivided. */
  series: readonly Observation[];
}

/**
 * All groups of an indicator in the city, beside those of its country, in the newest period in which the most breakdowns have
 * figures of two groups or more.
 */
export async function inequalities(asked: Asked): Promise<Inequalities> {
  const { indicator, about } = asked;
  const divided = (await asked.divided()).get(indicator.id) ?? [];
  const [city, national] = await Promise.all([
    asked.figuresOf(indicator.id, "city"),
    asked.figuresOf(indicator.id, "country"),
  ]);
  const known = indicator.breakdowns.filter(
    (one) => !indicator.joined.some(({ breakdown }) => breakdown === one),
  );
  const series = singlePeriods([...city, ...national, ...divided]).filter(
    (row) => hasValue(row) && row.category !== notKnown && ["city", "country"].includes(row.level),
  );
  const ofCity = pick(series, { level: "city" });
  const period = periodOf(ofCity, known);
  const now = pick(series, { period });
  const countryRow = now.find(({ level }) => level === "country");
  const country = countryRow?.area_name ?? "the country";
  const groupOf = (row: Observation, name: string): GroupBeside => {
    const other = now.find(
      (one) => one.level === "country" && one.breakdown === row.breakdown && one.category === row.category,
    );
    const figure = asked.figureOf(row) as GroupBeside["city"];
    return {
      breakdown: row.breakdown,
      category: row.category,
      name,
      city: figure,
      country: other,
      difference: other && differenceOf(row, other),
    };
  };
  const wholeRow = pick(now, { level: "city", breakdown: "all" })[0];
  const groups = known.flatMap((breakdown) => {
    const rows = pick(now, { level: "city", breakdown });
    if (rows.length < 2) return [];
    return (about.categories[breakdown] ?? []).flatMap((category) =>
      rows.filter((row) => row.category === category).map((row) => groupOf(row, nameOf(breakdown, category))),
    );
  });
  const all = wholeRow && groupOf(wholeRow, "All children");
  return {
    available: groups.length > 0,
    asked,
    period: period ?? "no period",
    all,
    groups,
    country,
    series,
    slopes: slopesOf(series, about.categories.deprivation_quintile ?? []),
    beside: all ? besideText(all, groups, { country, city: about.city.name, unit: indicator.unit }) : "",
    apart: apartText(groups, indicator.unit),
    newer: newerText(series, known, { since: now[0]?.period_start ?? "", country, unit: indicator.unit }),
  };
}

function nameOf(breakdown: string, category: string): string {
  return breakdown === "deprivation_quintile"
    ? `Fifth ${categoryName(breakdown, category)}`
    : capital(categoryName(breakdown, category));
}

// The newest of those in which the most breakdowns have groups to compare.
function periodOf(rows: readonly Observation[], breakdowns: readonly string[]): string | undefined {
  const counted = [...new Map(rows.map((row) => [row.period, row.period_start]))].map(([period, start]) => ({
    period,
    start,
    count: breakdowns.filter((breakdown) => pick(rows, { period, breakdown }).length > 1).length,
  }));
  return counted.sort((a, b) => b.count - a.count || b.start.localeCompare(a.start))[0]?.period;
}

/** One figure less another, with 95% limits where both have them. */
export function differenceOf(one: Observation, other: Observation): Estimate | undefined {
  const [a, b] = [estimateOf(one), estimateOf(other)];
  return a && b && { value: a.value - b.value, ...intervalOfDifference(a, b) };
}

function estimateOf({ value, lower, upper }: Observation): Estimate | undefined {
  return value === null || lower === null || upper === null ? undefined : { value, lower, upper };
}

function besideText(
  all: GroupBeside,
  groups: readonly GroupBeside[],
  { country, city, unit }: { country: string; city: string; unit: string },
): string {
  if (!all.country || !hasValue(all.country)) return "";
  const gap = shownDifference(all.city.value, all.country.value, unit);
  const points = unit === "percent" ? "percentage points" : unit;
  const whole =
    gap === 0
      ? `${city} as a whole is level with ${country}`
      : `${city} as a whole is ${formatNumber(Math.abs(gap), points)} ${gap < 0 ? "below" : "above"} ${country}`;
  const clear = groups.filter(
    ({ difference }) => difference && (difference.lower > 0 || difference.upper < 0),
  );
  // What goes against the whole is what the whole hides.
  const against = clear.filter(
    ({ difference }) => gap !== 0 && Math.sign(difference!.value) === -Math.sign(gap),
  );
  if (against.length === 0) return `${whole}.`;
  const comparisons = against.map(({ name, city: own, country: other }) => {
    const size = Math.abs(shownDifference(own.value, other!.value!, unit));
    return `${name} (${formatNumber(size, points)})`;
  });
  return `${whole}, yet these groups are ${gap < 0 ? "above" : "below"} the same groups there, by more than their intervals: ${formatList(comparisons)}. A whole depends on how many children are in each group, not only on how each fares.`;
}

function apartText(groups: readonly GroupBeside[], unit: string): string {
  const breakdowns = [...new Set(groups.map(({ breakdown }) => breakdown))];
  return breakdowns
    .map((breakdown) => {
      const inOrder = groups
        .filter((group) => group.breakdown === breakdown)
        .sort((a, b) => a.city.value - b.city.value);
      const [least, greatest] = [inOrder[0]!, inOrder.at(-1)!];
      const figure = ({ name, city }: GroupBeside) => `${name} ${formatNumber(city.value, unit)}`;
      return `By ${breakdownName(breakdown)}: ${figure(least)}, ${figure(greatest)}.`;
    })
    .join(" ");
}

// "In 2024/25, with fewer groups: Free school meals 59.5%, 8.2 percentage points above England."
function newerText(
  series: readonly Observation[],
  breakdowns: readonly string[],
  { since, country, unit }: { since: string; country: string; unit: string },
): string {
  const later = pick(series, { level: "city" }).filter(
    (row) => row.period_start > since && breakdowns.includes(row.breakdown),
  );
  const [newest] = later.toSorted((a, b) => b.period_start.localeCompare(a.period_start));
  if (!newest) return "";
  const { period } = newest;
  const points = unit === "percent" ? "percentage points" : unit;
  const found = pick(later, { period }).map((row) => {
    const { breakdown, category } = row;
    const own = `${nameOf(breakdown, category)} ${formatNumber(row.value!, unit)}`;
    const other = pick(series, { level: "country", period, breakdown, category })[0];
    if (!other) return own;
    const away = shownDifference(row.value!, other.value!, unit);
    return away === 0
      ? `${own}, level with ${country}`
      : `${own}, ${formatNumber(Math.abs(away), points)} ${away > 0 ? "above" : "below"} ${country}`;
  });
  return `In ${period}, of which fewer groups have figures: ${found.join("; ")}.`;
}

/** A gap of a period; without limits where the figures of its groups were published without. */
export type Gap = Observation & { value: number; start: string };

/** A line of gaps over time. */
export interface GapLine {
  name: string;
  points: Gap[];
}

/**
 * How far the second group of a breakdown lies above the first in each period that compares with the newest, in the city and
 * in its country; none where there are fewer than two periods.
 */
export function gapsOf({ asked, series, country }: Inequalities, breakdown: string): GapLine[] {
  const [one, other] = asked.about.categories[breakdown] ?? [];
  const lines = (["city", "country"] as const)
    .map((level) => ({
      name: level === "city" ? asked.about.city.name : capital(country),
      points: pick(series, { level, breakdown, category: other ?? "" }).flatMap((row) => {
        const before = pick(series, { level, breakdown, category: one ?? "", period: row.period })[0];
        if (!before || [row, before].some(({ note }) => note?.includes("not comparable"))) return [];
        const gap = differenceOf(row, before) ?? {
          value: row.value! - before.value!,
          lower: null,
          upper: null,
        };
        return [{ ...row, ...gap, start: row.period_start, status: "value" as const }];
      }),
    }))
    .filter(({ points }) => points.length > 0);
  const starts = new Set(lines.flatMap(({ points }) => points.map(({ start }) => start)));
  return starts.size > 1 ? lines : [];
}

function slopesOf(series: readonly Observation[], categories: readonly string[]) {
  const ofCity = pick(series, { level: "city", breakdown: "deprivation_quintile" });
  const periods = [...new Map(ofCity.map((row) => [row.period, row.period_start]))].sort(([, a], [, b]) =>
    b.localeCompare(a),
  );
  return periods.flatMap(([period]) => {
    const groups = categories.flatMap((category) =>
      pick(ofCity, { period, category }).flatMap(({ value, lower, upper, denominator }) =>
        value === null || lower === null || upper === null || denominator === null
          ? []
          : [{ value, lower, upper, of: denominator }],
      ),
    );
    const found = groups.length === 5 ? slopeIndex(groups) : undefined;
    return found ? [{ period, ...found }] : [];
  });
}

import { pick, singlePeriods } from "../figures/observations.js";
import type { About, Asked } from "../notebook/asked.js";
import type { Judged } from "../words/beyond-chance.js";
import { changed } from "../words/change.js";
import { z95, z998 } from "../words/intervals.js";
import { type Break, breaksOf, type Point, periodsOnAxis, stepOf, withGaps } from "../words/periods.js";
import { hasValue, type Observation } from "../words/status.js";

/** Statistical neighbours together, as one of what the city is set beside. */
export const neighbours = "neighbours";

/** What an area can be set beside. */
export interface Beside {
  code: string;
  name: string;
  level: string;
}

/** An area over time. */
export interface TrendLine extends Beside {
  /** Oldest first; a period without a figure is none. */
  points: readonly (Point & { observation: Observation })[];
}

/** The figures of an indicator over time, with what they are set beside. Not available without two periods of a figure. */
export interface Trends {
  available: boolean;
  asked: Asked;
  /** The city, or the one area that is chosen, and what stands beside it. */
  own: TrendLine | undefined;
  others: TrendLine[];
  breaks: Break[];
  /** Names of periods between the first and the last without a figure of the own area. */
  missing: string[];
  provisional: string[];
  goals: About["targets"];
}

/**
 * What the city can be set beside: its country and region, its neighbours together and each. Of a count it is set beside
 * nothing, as that grows with an area.
 */
export async function besideOf(asked: Asked): Promise<Beside[]> {
  const rows = await comparatorRows(asked);
  const there = new Map(rows.filter(hasValue).map((row) => [row.area, row]));
  const each = [...there.values()]
    .map(({ area, area_name, level }) => ({ code: area, name: area_name ?? area, level }))
    .filter(({ level }) => level !== "city");
  const isNeighbour = ({ level }: Beside) => level === "neighbour";
  return [
    ...each.filter((one) => !isNeighbour(one)),
    ...(each.filter(isNeighbour).length > 1
      ? [{ code: neighbours, name: "Statistical neighbours", level: "neighbours" }]
      : []),
    ...each.filter(isNeighbour),
  ];
}

/** The city over time beside areas of these codes, in their order; areas that are chosen stand before them. */
export async function trends(asked: Asked, beside: readonly string[]): Promise<Trends> {
  const { indicator, about, chosen, series, citySeries, level, group } = asked;
  const rows = await comparatorRows(asked);
  const lineOf = (one: Beside, found: readonly Observation[]): TrendLine => ({
    ...one,
    points: singlePeriods(pick(found, { category: group }))
      .filter(({ period }) => period)
      .map((observation) => ({
        ...observation,
        observation,
        start: observation.period_start,
        isProvisional: isProvisional(observation, found, indicator.provisional ?? []),
      }))
      .sort((a, b) => a.start.localeCompare(b.start)),
  });
  const isComparable = indicator.kind !== "count";
  const peers = level === "city" ? [] : [...chosen];
  const others = [
    ...peers.flatMap((code) => {
      const found = pick(series, { area: code });
      return found[0] ? [lineOf({ code, name: found[0].area_name ?? code, level }, found)] : [];
    }),
    ...(isComparable ? (await besideOf(asked)).filter(({ code }) => beside.includes(code)) : []).map((one) =>
      lineOf(one, one.code === neighbours ? middleOf(rows) : pick(rows, { area: one.code })),
    ),
  ].filter(({ points }) => points.some(hasValue));
  const own = lineOf({ ...about.city, level: "city" }, citySeries);
  const seen = own.points.filter(hasValue);
  const step = stepOf(seen, indicator.periodType);
  return {
    available: seen.length > 1,
    asked,
    own,
    others,
    breaks: breaksOf(own.points.map((point) => ({ ...point, note: point.observation.note }))),
    missing: missingOf(own.points, step),
    provisional: own.points
      .filter((point) => hasValue(point) && point.isProvisional)
      .map(({ period }) => period),
    goals: (about.targets ?? []).filter(
      (target) => target.indicator === indicator.id && asked.breakdown === "all",
    ),
  };
}

// Of the city's comparators, undivided or of the breakdown that is asked of.
async function comparatorRows({
  level,
  series,
  breakdown,
  indicator,
  figuresOf,
  divided,
}: Asked): Promise<readonly Observation[]> {
  if (level === "city") return series;
  if (breakdown !== "all")
    return ((await divided()).get(indicator.id) ?? []).filter(
      (row) => row.breakdown === breakdown && compared.includes(row.level),
    );
  return (await Promise.all(compared.map((one) => figuresOf(indicator.id, one)))).flat();
}

const compared = ["country", "region", "neighbour"];

/**
 * The middle one of the neighbours' figures in each period, with how many they are: a mean would be moved by one of them, and
 * not all have counts to be added up. A period in which fewer than half have a figure has none.
 */
export function middleOf(rows: readonly Observation[]): Observation[] {
  const own = rows.filter(({ level }) => level === "neighbour");
  const all = new Set(own.map(({ area }) => area)).size;
  const keys = new Map(own.map((row) => [`${row.period} ${row.category}`, row]));
  return [...keys.values()].map((like) => {
    const values = own
      .filter((row) => row.period === like.period && row.category === like.category)
      .filter(hasValue)
      .map(({ value }) => value)
      .sort((a, b) => a - b);
    const half = values.length / 2;
    const middle = (values[Math.ceil(half) - 1]! + values[Math.floor(half)]!) / 2;
    const isKnown = values.length > 0 && values.length >= all / 2;
    return {
      ...like,
      ...{ area: neighbours, area_name: "Statistical neighbours", numerator: null, denominator: null },
      ...{ lower: null, upper: null, value: isKnown ? middle : null },
      status: isKnown ? "value" : "not_available",
      note: `The middle of ${values.length} of ${all} neighbours.`,
    } as Observation;
  });
}

function isProvisional(
  { source, period_start }: Observation,
  found: readonly Observation[],
  provisional: About["indicators"][number]["provisional"],
): boolean {
  const which = provisional.find((one) => one.source === source)?.which;
  const newest = found.filter((row) => row.source === source && hasValue(row)).map((row) => row.period_start);
  return which === "all" || (which === "newest" && newest.every((start) => start <= period_start));
}

function missingOf(points: readonly Point[], step: ReturnType<typeof stepOf>): string[] {
  const seen = points.filter(hasValue);
  const there = new Set(seen.map(({ period }) => period));
  return periodsOnAxis(withGaps(seen, step), step)
    .map(({ period }) => period)
    .filter((period) => !there.has(period));
}

/** What can be said of a line beside the own one: in the newest period of both, and since their first that compares. */
export interface Distance {
  name: string;
  now: { period: string; own: number; other: number };
  /** Undefined where there is one period alone that compares. */
  since: { period: string; own: number; other: number } | undefined;
  /** Whether the own area came nearer to the other, by more than chance; unknown where its own figures have no limits. */
  way: "nearer" | "further" | "unclear" | "unknown";
}

/** How far the own area lies from another, now and since figures compare; undefined where no period has both. */
export function distanceOf({ own, breaks, asked }: Trends, other: TrendLine): Distance | undefined {
  const from = breaks.at(-1)?.start ?? "";
  const both = (own?.points ?? []).flatMap((point) => {
    const beside = other.points.find(({ period }) => period === point.period);
    return hasValue(point) && beside && hasValue(beside) && point.start >= from
      ? [{ own: point, other: beside }]
      : [];
  });
  const [first, last] = [both[0], both.at(-1)];
  if (!first || !last) return undefined;
  const inWords = (pair: typeof last) => ({
    period: pair.own.period,
    own: pair.own.value,
    other: pair.other.value,
  });
  const [then, now] = [first, last].map((pair) => pair.own.value - pair.other.value) as [number, number];
  const error = Math.hypot(...[first, last].flatMap((pair) => [errorOf(pair.own), errorOf(pair.other)]));
  const isJudged = asked.indicator.chance === "no" || [first, last].every((pair) => pair.own.lower !== null);
  const isClear = first !== last && Math.abs(now - then) > z998 * error;
  return {
    name: other.name,
    now: inWords(last),
    since: first === last ? undefined : inWords(first),
    way: !isJudged ? "unknown" : !isClear ? "unclear" : Math.abs(now) < Math.abs(then) ? "nearer" : "further",
  };
}

// Another area's figure without limits is taken as it is: all were counted, or it is of so many that chance hardly moves it.
function errorOf({ lower, upper }: Point): number {
  return lower === null || upper === null ? 0 : (upper - lower) / (2 * z95);
}

/** How the own area moved since figures compare: from, to, and whether beyond chance. */
export function movedOf({ own, breaks, asked }: Trends) {
  const from = breaks.at(-1)?.start ?? "";
  const seen = (own?.points ?? []).filter((point) => point.start >= from).filter(hasValue);
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last || first === last) return undefined;
  const judged = ({ observation }: (typeof seen)[number]): Judged => observation as Judged;
  const how =
    asked.indicator.chance === "no" ? undefined : changed(judged(last), judged(first), asked.indicator.unit);
  return { first, last, how };
}

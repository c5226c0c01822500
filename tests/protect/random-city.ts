import fc from "fast-check";
import { z95 } from "../../components/words/intervals.js";
import type { Figure, PublicFigure } from "../../loaders/protect/protect-figure.js";
import {
  type FiguresContext,
  type Protected,
  protectFigures,
} from "../../loaders/protect/protect-figures.js";
import { type Indicator, readIndicators } from "../../loaders/registry/indicator.js";
import type { Policy } from "../../loaders/registry/policy.js";
import { readSources } from "../../loaders/registry/source.js";
import { exact } from "./attacked-city.js";
import { type Puzzle, Search } from "./solve/search.js";

/**
 * A child by how many of three goals it has not reached, and whether it reached both of the two that a good level of
 * development asks for.
 */
const kinds = [
  { short: 0, isGood: true },
  { short: 1, isGood: true },
  { short: 1, isGood: false },
  { short: 2, isGood: false },
  { short: 3, isGood: false },
] as const;
const top = 3;

/** How many children there are of each kind. */
type Children = readonly number[];

/** A city of a locality of wards, in each of which are girls and boys; wards are not always divided by sex. */
export interface RandomCity {
  wards: { female: Children; male: Children }[];
  isDivided: boolean;
  policy: Policy;
}

const few = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 2 }) },
  { weight: 2, arbitrary: fc.integer({ min: 3, max: 9 }) },
);
const children = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(few, few, few, few, few) },
  { weight: 1, arbitrary: fc.constant([0, 0, 0, 0, 0]) },
);

/** Small cities whose policy publishes, of the same children, a share and an average. */
export const randomCity: fc.Arbitrary<RandomCity> = fc
  .record({
    wards: fc.array(fc.record({ female: children, male: children }), { minLength: 1, maxLength: 3 }),
    isDivided: fc.boolean(),
    smallestCount: fc.integer({ min: 2, max: 6 }),
    protectionInterval: fc.integer({ min: 1, max: 6 }),
    isRounded: fc.boolean(),
    zeros: fc.constantFrom("shown" as const, "suppressed" as const),
    allOrNothingFrom: fc.option(fc.integer({ min: 2, max: 12 }), { nil: undefined }),
    smallestDenominator: fc.integer({ min: 2, max: 12 }),
    decimals: fc.constantFrom(0, 1),
  })
  .map(({ wards, isDivided, isRounded, ...rule }) => ({
    wards,
    isDivided,
    policy: {
      ...exact,
      ...rule,
      smallestDenominator: Math.max(rule.smallestDenominator, rule.smallestCount),
      // A base that never rounds a smallest count down.
      roundTo: isRounded && rule.smallestCount !== 4 ? Math.min(rule.smallestCount, 3) : 1,
      publish: { ...exact.publish, indicators: [share.id, average.id] },
    },
  }));

const sources = readSources();
const goals = ["speaking", "number", "writing"];
const counted = (id: string, numerator: object): Indicator => {
  const indicator = readIndicators(sources).find((each) => each.id === id)!;
  return { ...indicator, records: { ...indicator.records!, numerator } } as Indicator;
};
const share = counted("good-level-of-development", {
  among: "denominator",
  every: { columns: goals.slice(0, 2), equals: "2" },
});
const average = counted("average-goals-met", {
  among: "denominator",
  total: { columns: goals, equals: "2" },
});
export const indicators = [share, average];

/** An area, or the girls or boys in it. */
interface Place {
  level: string;
  area: string;
  category: string;
  children: Children;
}

const sum = (all: readonly number[]) => all.reduce((total, n) => total + n, 0);
const together = (all: Children[]): Children => kinds.map((_, k) => sum(all.map((one) => one[k]!)));

/** The places of a city; `parts` are the lists of those that make up a place. */
function placesOf({ wards, isDivided }: RandomCity): { places: Place[]; parts: [number, number[]][] } {
  const places: Place[] = [];
  const parts: [number, number[]][] = [];
  const add = (level: string, area: string, category: string, children: Children) =>
    places.push({ level, area, category, children }) - 1;
  const area = (level: string, name: string, female: Children, male: Children) => {
    const all = add(level, name, "all", together([female, male]));
    if (!isDivided) return [all];
    const sexes = [add(level, name, "female", female), add(level, name, "male", male)];
    parts.push([all, sexes]);
    return [all, ...sexes];
  };
  const whole = area(
    "locality",
    "L",
    together(wards.map(({ female }) => female)),
    together(wards.map(({ male }) => male)),
  );
  const each = wards.map(({ female, male }, w) => area("ward", `W${w}`, female, male));
  for (const [i, place] of whole.entries()) parts.push([place, each.map((ward) => ward[i]!)]);
  return { places, parts };
}

const size = ({ children }: Place) => sum(children);
const good = ({ children }: Place) => sum(children.filter((_, k) => kinds[k]!.isGood));
const points = ({ children }: Place) => sum(children.map((n, k) => n * (top - kinds[k]!.short)));
const squares = ({ children }: Place) => sum(children.map((n, k) => n * (top - kinds[k]!.short) ** 2));

/** What is measured of a place; nothing of one where nobody is, as a count by groups has no row for it. */
function figuresOf(place: Place): Figure[] {
  const n = size(place);
  if (n === 0) return [];
  const figure = {
    source: "eyfsp-return",
    level: place.level,
    area: place.area,
    period: "2024/25",
    period_start: "2024-09-01",
    breakdown: place.category === "all" ? "all" : "sex",
    category: place.category,
    denominator: n,
    note: null,
    as_of: "2025-08-01",
  };
  const status = (x: number) => (x === 0 ? "zero" : "value");
  const x = good(place);
  const interval = n < 2 ? undefined : meanInterval(points(place), squares(place), n);
  return [
    {
      ...figure,
      indicator: share.id,
      numerator: x,
      value: (100 * x) / n,
      lower: null,
      upper: null,
      status: status(x),
    },
    {
      ...figure,
      indicator: average.id,
      numerator: points(place),
      value: points(place) / n,
      lower: interval ? Math.max(0, interval.lower) : null,
      upper: interval ? Math.min(top, interval.upper) : null,
      status: status(points(place)),
    },
  ];
}

/** Protects the figures of a city. */
export function protectCity(
  city: RandomCity,
  options: Pick<FiguresContext, "before" | "remedies"> = {},
): Promise<Protected> {
  const { places } = placesOf(city);
  const parentOf = new Map(city.wards.map((_, w) => [`W${w}`, "L"]));
  return protectFigures(places.flatMap(figuresOf), {
    policy: city.policy,
    indicators,
    sources,
    together: true,
    parentOf,
    ...options,
  });
}

/** The figures of a city as the rule alone leaves them. */
export function cityByRuleAlone(city: RandomCity): Promise<Protected> {
  return protectFigures(placesOf(city).places.flatMap(figuresOf), {
    policy: city.policy,
    indicators,
    sources,
    together: false,
    parentOf: new Map(),
  });
}

/**
 * What a reader finds of suppressed counts more closely than the policy allows, by trying whole numbers of children of each
 * kind: none of the protector's ways, nor of the audit's. Each as "place count: least–greatest".
 */
export function derivedOfCity(city: RandomCity, figures: readonly PublicFigure[]): string[] {
  const { policy } = city;
  const { places, parts } = placesOf(city);
  const width = policy.protectionInterval;
  const shown = (place: Place, indicator: Indicator) =>
    figures.find(
      (f) =>
        f.indicator === indicator.id &&
        f.area === place.area &&
        f.level === place.level &&
        f.category === place.category &&
        f.status !== "suppressed",
    );
  const puzzle: Puzzle = { least: [], greatest: [], sums: [], truth: [], checks: [] };
  const cell = (truth: number, [least, greatest]: readonly [number, number]) => {
    puzzle.least.push(least);
    puzzle.greatest.push(greatest);
    return puzzle.truth.push(truth) - 1;
  };
  const far = 2 * width + 2;
  // Numbers that are shown as this one is.
  const alike = (count: number): [number, number] => {
    if (count === 0) return [0, 0];
    const round = (n: number) => Math.floor(n / policy.roundTo + 0.5) * policy.roundTo;
    const all = Array.from({ length: 2 * policy.roundTo + 1 }, (_, k) => count - policy.roundTo + k);
    const fitting = all.filter((n) => n >= policy.smallestCount && round(n) === round(count));
    return [fitting[0]!, fitting.at(-1)!];
  };
  const cells = places.map((place) => {
    const [n, x] = [size(place), good(place)];
    const [of, score] = [shown(place, share), shown(place, average)];
    const isNobody = n === 0;
    const atLeast = policy.zeros === "shown" ? 1 : 0;
    const open = (count: number): [number, number] => (isNobody ? [0, 0] : [0, count + far]);
    const byKind = place.children.map((count) => cell(count, open(count)));
    const all = cell(
      n,
      isNobody ? [0, 0] : of || score ? alike((of ?? score)!.denominator!) : [atLeast, n + far],
    );
    const those = cell(x, of ? alike(of.numerator!) : open(x));
    // What is left over a shown count is nobody, or enough.
    const isAll = of?.numerator === of?.denominator;
    const rest = cell(n - x, !of ? open(n - x) : isAll ? [0, 0] : [policy.smallestCount, n - x + far]);
    const kindsThat = (isGood: boolean) => byKind.filter((_, k) => kinds[k]!.isGood === isGood);
    puzzle.sums.push(
      { total: all, parts: [those, rest] },
      { total: those, parts: kindsThat(true) },
      { total: rest, parts: kindsThat(false) },
    );
    if (score) {
      // Points that are lacked, of as many children as there can be.
      const lacking = byKind.flatMap((cell, k) => Array<number>(kinds[k]!.short).fill(cell));
      const per = top - score.value!;
      const within = [puzzle.least[all]! * (per - 0.0501), puzzle.greatest[all]! * (per + 0.0501)] as const;
      const lack = cell(n * top - points(place), [Math.max(0, Math.ceil(within[0])), Math.floor(within[1])]);
      puzzle.sums.push({ total: lack, parts: lacking });
      puzzle.checks!.push({
        cells: byKind,
        holds: (children) => reads({ ...place, children }, score),
      });
    }
    return { place, of, byKind, all, those, rest };
  });
  for (const [total, of] of parts)
    for (const k of kinds.keys())
      puzzle.sums.push({ total: cells[total]!.byKind[k]!, parts: of.map((p) => cells[p]!.byKind[k]!) });
  for (const [total, of] of parts)
    for (const what of ["all", "those", "rest"] as const)
      puzzle.sums.push({ total: cells[total]![what], parts: of.map((p) => cells[p]![what]) });
  const search = new Search(puzzle);
  return cells.flatMap(({ place, of, ...counts }) => {
    if (of || size(place) === 0) return [];
    return (["all", "those", "rest"] as const).flatMap((what) => {
      const [least, greatest] = search.rangeOf(counts[what], width);
      return greatest - least < width
        ? [`${place.area} ${place.category} ${what}: ${least}–${greatest}`]
        : [];
    });
  });
}

/** Whether an average of these children, and its interval where it has one, would read as what is shown. */
function reads(place: Place, { value, lower, upper }: PublicFigure): boolean {
  const n = size(place);
  const isRead = (of: number, shown: number) => Math.round((of + Number.EPSILON) * 10) / 10 === shown;
  if (n === 0 || !isRead(points(place) / n, value!)) return false;
  if (lower === null || upper === null) return true;
  if (n < 2) return false;
  const interval = meanInterval(points(place), squares(place), n);
  return isRead(Math.max(0, interval.lower), lower) && isRead(Math.min(top, interval.upper), upper);
}

/** The normal interval of a mean, by the sample's standard deviation. */
function meanInterval(total: number, squares: number, n: number): { lower: number; upper: number } {
  const half = z95 * Math.sqrt(Math.max(squares - (total * total) / n, 0) / (n - 1) / n);
  return { lower: total / n - half, upper: total / n + half };
}

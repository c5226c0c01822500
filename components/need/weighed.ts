import { periodsOf, pick } from "../figures/observations.js";
import { answer } from "../notebook/answer.js";
import type { Asked, Indicator } from "../notebook/asked.js";
import { type Column, columnsOf } from "../notebook/columns.js";
import type { DataSets } from "../notebook/data-sets.js";
import { hasValue, type Observation } from "../words/status.js";
import { type Chosen, type NeedChoices, weightUsual } from "./choices.js";
import { composite, ranksOf } from "./composite.js";
import type { Way } from "./standardise.js";
import { type Measured, needMatrix, rankIntervals } from "./uncertainty.js";
import { leaveOneOut, overWeights, type WithoutOne } from "./weightings.js";

/** An indicator of an index. */
export interface WeighedIndicator {
  indicator: Indicator;
  /** From 0 to 10; its share of the whole, from 0 to 1. */
  weight: number;
  share: number;
  isLowNeed: boolean;
  column: Column;
  /** True if any of its figures has an interval. */
  hasError: boolean;
  /** What leaving it out does to the order; undefined where it is the only one that counts, or does not. */
  without: WithoutOne | undefined;
}

/** An area with its place by an index. */
export interface NeedArea {
  code: string;
  name: string;
  /** Its place among `areasInOrder` before they were put in order, as leaving one out names areas by it. */
  at: number;
  index: number;
  rank: number;
  /** Between which ranks the figures' own error leaves it, and how often it is then among the first, from 0 to 1. */
  ranks: [lower: number, upper: number];
  amongFirst: number;
  /** The same over all weightings. */
  overRanks: [lower: number, upper: number];
  overFirst: number;
}

/** An index of need and all that answers it. It is an answer to a question, so that other words take it too. */
export interface Weighed extends Asked {
  way: Way;
  used: readonly WeighedIndicator[];
  /** How many areas are the first. */
  first: number;
  /** Those with an index, the greatest need first, and the names of the others. */
  inOrder: readonly NeedArea[];
  withoutPlace: readonly string[];
  /** Indicators that can be weighed at this level. */
  offered: readonly Indicator[];
  chosenWeights: readonly Chosen[];
  weigh(choices: NeedChoices): void;
}

/** Levels of areas of which an index is made. */
export const needLevels = ["ward", "lsoa"] as const;

/** Enough that an interval does not change with the seed, and few enough to follow a slider. */
const draws = { error: 400, weights: 1000, seed: 20_08 };

/** What services tell of need first: outcomes and take-up together; then, where no extract gives them, who lives there. */
const outcomes = [
  "good-level-of-development",
  "asq-all-domains",
  "two-year-old-take-up",
  "three-and-four-year-old-take-up",
];
const background = ["idaci", "education-deprivation", "overcrowded-homes", "places-per-child"];

/** Answers an index from page data sets. Choices that do not fit have their usual value. */
export async function weighed(
  choices: NeedChoices,
  data: DataSets,
  usual: readonly string[] = [],
): Promise<Weighed> {
  const about = await data.indicators();
  const level = needLevels.find((one) => one === choices.level) ?? "ward";
  const offered = about.indicators.filter(
    ({ kind, levels }) => kind !== "count" && kind !== "gap" && levels.includes(level),
  );
  const wanted = wantedOf(choices.weights, offered, usual);
  const base = await answer({ level, indicator: wanted[0]?.id ?? about.indicators[0]?.id ?? "" }, data);
  const newest = await columnsOf(
    base,
    wanted.map(({ id }) => id),
  );
  const columns = newest.map(whole);
  const areas = base.shapes.map(({ code, name }) => ({ code, name }));
  const sum = wanted.reduce((all, { weight }) => all + weight, 0);
  const parts = columns.map((column) => {
    const one = wanted.find(({ id }) => id === column.indicator.id)!;
    const isLowNeed = one.isLowNeed ?? column.indicator.polarity === "high";
    const measured = measuredOf(column, areas, isLowNeed);
    return { column, ...one, isLowNeed, measured };
  });
  const way = choices.way ?? "deviations";
  const weights = parts.map(({ weight }) => weight);
  const measured = parts.map((part) => part.measured);
  const matrix = needMatrix(measured, way);
  // Without an indicator there is no index of any area.
  const index =
    parts.length > 0 ? composite(matrix, weights) : new Float64Array(areas.length).fill(Number.NaN);
  const ranks = ranksOf(index);
  const ranked = ranks.filter((rank) => !Number.isNaN(rank)).length;
  const first = Math.min(10, Math.max(1, Math.floor(ranked / 3)));
  const open = rankIntervals(measured, weights, { way, first, draws: draws.error, seed: draws.seed });
  const over = overWeights(matrix, { first, draws: draws.weights, seed: draws.seed });
  const without = leaveOneOut(matrix, weights, first);
  const inOrder = areas
    .map(
      (area, at): NeedArea => ({
        ...area,
        at,
        index: index[at]!,
        rank: ranks[at]!,
        ranks: [open.lower[at]!, open.upper[at]!],
        amongFirst: open.amongFirst[at]!,
        overRanks: [over.lower[at]!, over.upper[at]!],
        overFirst: over.amongFirst[at]!,
      }),
    )
    .filter(({ rank }) => !Number.isNaN(rank))
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, "en-GB"));
  const { unit: _, ...provenance } = base.provenanceOf(
    columns.flatMap(({ figures }) => [...figures.values()]),
  );
  return {
    ...base,
    provenance: { ...provenance, unit: "Index" },
    available: inOrder.length > 0,
    way,
    first,
    inOrder,
    used: parts.map(({ column, weight, isLowNeed, measured: { values, lower } }, j) => ({
      indicator: column.indicator,
      column,
      weight,
      share: sum > 0 ? weight / sum : 0,
      isLowNeed,
      hasError: values.some((value, i) => lower[i]! < value),
      without: without[j],
    })),
    withoutPlace: areas.filter((_, i) => Number.isNaN(ranks[i])).map(({ name }) => name),
    offered,
    chosenWeights: wanted,
    weigh: () => {},
  };
}

// A period in progress covers only part of its children: areas are compared in one that is over.
function whole(column: Column): Column {
  const isOver = (period: string) => {
    const rows = pick(column.series, { period });
    return rows.some(hasValue) && !rows.some(({ note }) => /in progress/i.test(note ?? ""));
  };
  const period = periodsOf(column.series).find(isOver);
  if (period === undefined || period === column.period) return column;
  // How all areas together stood then is not asked here.
  const figures = new Map(pick(column.series, { period }).map((row) => [row.area, row]));
  return { ...column, period, figures, city: undefined };
}

function wantedOf(
  weights: readonly Chosen[] | undefined,
  offered: readonly Indicator[],
  usual: readonly string[],
): Chosen[] {
  const isThere = ({ id }: { id: string }) => offered.some((one) => one.id === id);
  const chosen = weights?.filter(isThere) ?? [];
  if (chosen.length > 0) return chosen;
  const of = (ids: readonly string[]) => ids.map((id) => ({ id, weight: weightUsual })).filter(isThere);
  const [page, first] = [of(usual), of(outcomes)];
  if (page.length > 0) return page;
  if (first.length > 1) return first;
  const all = [...first, ...of(background)];
  return all.length > 0 ? all : offered.slice(0, 4).map(({ id }) => ({ id, weight: weightUsual }));
}

function measuredOf(
  { indicator, figures }: Column,
  areas: readonly { code: string }[],
  isLowNeed: boolean,
): Measured {
  const rows = areas.map(({ code }) => figures.get(code));
  const number = (of: (row: Observation & { value: number }) => number | null) =>
    Float64Array.from(rows, (row) => {
      if (!row || !hasValue(row)) return Number.NaN;
      return of(row) ?? row.value;
    });
  // Chance has no part in a count of all homes, nor in a score.
  const isCertain = indicator.chance === "no";
  return {
    values: number(({ value }) => value),
    lower: number(({ value, lower }) => (isCertain || lower === null ? value : Math.min(value, lower))),
    upper: number(({ value, upper }) => (isCertain || upper === null ? value : Math.max(value, upper))),
    isLowNeed,
  };
}

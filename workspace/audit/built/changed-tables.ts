import { partsOfPeriod } from "../../../components/words/pooled-period.js";
import type { Merged } from "./agree.js";
import type { CityCount } from "./counts.js";

/** An indicator's figures of one period. */
export interface TableName {
  indicator: string;
  period: string;
}

/** The tables of figures that differ from today's. */
export function differingTables(
  old: ReadonlyMap<string, Merged>,
  today: ReadonlyMap<string, Merged>,
): TableName[] {
  const differ = [...old].filter(([key, figure]) => !isAlike(figure, today.get(key)));
  return distinct(differ.map(([, figure]) => figure));
}

/** The figures that are of some tables. */
export function figuresOf(figures: Iterable<Merged>, tables: readonly TableName[]): Merged[] {
  const keys = new Set(tables.map(keyOf));
  return [...figures].filter((figure) => keys.has(keyOf(figure)));
}

/**
 * The tables, of those that changed, in which something was found, sorted: of a count that several indicators have, the
 * tables of all of them, and of one that is pooled with other periods those of all of these. `found`: for each thing found,
 * the counts that it is of; `periods`: all that are shown.
 */
export function locate(
  found: readonly CityCount[][],
  changed: readonly TableName[],
  periods: Iterable<string>,
): { changedTables: TableName[]; elsewhere: number } {
  const pools = [...new Set(periods)].flatMap((period) => {
    const parts = partsOfPeriod(period);
    return parts ? [[period, ...parts]] : [];
  });
  const keys = new Set(changed.map(keyOf));
  const located = found.map((counts) =>
    counts.flatMap((count) => tablesOf(count, pools)).filter((table) => keys.has(keyOf(table))),
  );
  return {
    changedTables: distinct(located.flat()),
    elsewhere: located.filter((tables) => !tables.length).length,
  };
}

function tablesOf({ indicators, period }: CityCount, pools: readonly string[][]): TableName[] {
  const periods = [period, ...pools.filter((pool) => pool.includes(period)).flat()];
  return [...indicators].flatMap((indicator) => periods.map((own) => ({ indicator, period: own })));
}

function isAlike(a: Merged, b: Merged | undefined): boolean {
  return (
    b !== undefined && a.numerator === b.numerator && a.denominator === b.denominator && a.value === b.value
  );
}

function distinct(tables: readonly TableName[]): TableName[] {
  const byKey = new Map(tables.map((table) => [keyOf(table), table]));
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { indicator, period }]) => ({ indicator, period }));
}

function keyOf({ indicator, period }: TableName): string {
  return `${indicator} ${period}`;
}

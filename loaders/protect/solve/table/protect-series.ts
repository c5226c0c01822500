import type { TablePolicy } from "../../../registry/policy.js";
import { TellableError } from "../../../store/safe-message.js";
import { Unprotectable } from "../problem.js";
import { type Method, type Suppression, type SuppressOptions, suppress } from "../suppress.js";
import { besideEditions, type Series } from "./editions.js";
import { keysDisclosedBeside } from "./editions-reader.js";
import {
  asPublished,
  type Block,
  blocksOf,
  isTelling,
  isUnchanged,
  latestOf,
  tellingChanges,
} from "./held.js";
import { problemOfTable, type TableProblem } from "./problem-of-table.js";
import { keyOf, some, suppressedMark, type Table, type TableRow } from "./read-counts.js";
import { shownCount } from "./rules.js";

/** No pattern was found in the time that there was. */
export class OutOfTime extends TellableError {}

/** A table that cannot keep the policy's interval, whatever is suppressed; the message names the cells. */
export class UnprotectableTable extends TellableError {}

/** What is written of a row: numbers, or `c`. */
export interface Written {
  count: string;
  denominator: string | undefined;
}

export interface Pattern {
  pattern: Map<TableRow, Written>;
  /** Rows that stay as they were published though they have changed. */
  held: ReadonlySet<TableRow>;
  /** Keys of rows whose counts readers have anyhow. */
  given: ReadonlySet<string>;
  cost: number;
  bound: number;
  methods: Record<Method, number>;
  isEarly: boolean;
}

/**
 * Protects a table beside its earlier editions. What hangs together through sums, and reads as it did, keeps the pattern
 * that it was published with. The rest is protected anew; where what changed would tell of a few children, or nothing keeps
 * the interval beside what was shown, it stays as it was published.
 */
export async function protectSeries(
  table: Table,
  known: Table | undefined,
  editions: readonly Table[],
  policy: TablePolicy,
  { seconds = Number.POSITIVE_INFINITY, ...options }: SuppressOptions,
): Promise<Pattern> {
  const end = performance.now() + 1000 * seconds;
  const latest = latestOf(editions);
  const pattern = new Map<TableRow, Written>();
  const held = new Set<TableRow>();
  /** Rows that are suppressed as they were, because another pattern beside that one would tell of them. */
  const alike = new Set<TableRow>();
  const whole = await seriesOf(table, known, editions, policy);
  const { given } = whole;
  const settle = (block: Block, isHeld: boolean) => {
    for (const [row, then] of asPublished(block, latest, table)) {
      pattern.set(row, writtenThen(then));
      if (isHeld) held.add(row);
    }
  };
  for (const block of editions.length ? blocksOf(whole, table).values() : [])
    if (isUnchanged(block, latest, policy)) settle(block, false);
    else if (block.changes.some((change) => isTelling(change, policy))) settle(block, true);
  for (;;) {
    const rest = { ...table, rows: table.rows.filter((row) => !pattern.has(row)) };
    if (!rest.rows.length)
      return {
        pattern,
        held,
        given: given.count,
        cost: 0,
        bound: 0,
        methods: { optimal: 0, searched: 0 },
        isEarly: false,
      };
    const problem =
      rest.rows.length === table.rows.length ? whole : await seriesOf(rest, known, editions, policy);
    const series = suppressedAlike(problem, alike, latest);
    const left = { ...options, seconds: Math.max(end - performance.now(), 1) / 1000 };
    const found = await solved(rest, series, policy, left, editions.length > 0);
    const blocks = [...(editions.length ? blocksOf(series, rest).values() : [])];
    const unfit =
      "failed" in found
        ? blocks.filter(({ rows }) => rows.some((row) => found.failed.has(row)))
        : await blocksThatTell(series, rest, blocks, editions, found.hidden, policy);
    for (const block of unfit) {
      const isNew = block.rows.filter((row) => !alike.has(row) && wasHidden(row, latest)).length > 0;
      if (isNew && !("failed" in found)) for (const row of block.rows) alike.add(row);
      else settle(block, true);
    }
    if (unfit.length) continue;
    if ("failed" in found) throw found.error;
    for (const row of rest.rows) pattern.set(row, writtenNow(row, series, found.suppressed, policy));
    const { cost, bound, methods, isEarly } = found;
    return { pattern, held, given: given.count, cost, bound, methods, isEarly };
  }
}

async function seriesOf(
  table: Table,
  known: Table | undefined,
  editions: readonly Table[],
  policy: TablePolicy,
): Promise<Series> {
  return besideEditions(await problemOfTable(table, known, policy), table, editions, policy);
}

async function blocksThatTell(
  series: Series,
  table: Table,
  blocks: readonly Block[],
  editions: readonly Table[],
  hidden: Uint8Array,
  policy: TablePolicy,
): Promise<Block[]> {
  if (!blocks.length) return [];
  const telling = await tellingChanges(series, hidden, policy);
  const keys = await keysDisclosedBeside(series, table, editions, hidden, policy);
  for (const { key } of telling) keys.add(key);
  return blocks.filter(
    ({ rows, changes }) =>
      rows.some(({ key }) => keys.has(keyOf(key))) || changes.some(({ key }) => keys.has(key)),
  );
}

function wasHidden({ key }: TableRow, latest: ReadonlyMap<string, TableRow>): boolean {
  return Number.isNaN(latest.get(keyOf(key))?.count);
}

/** The table with some rows suppressed, of those that were when it was last published. */
function suppressedAlike(
  series: Series,
  rows: ReadonlySet<TableRow>,
  latest: ReadonlyMap<string, TableRow>,
): Series {
  if (!rows.size) return series;
  const primary = new Set<number>();
  for (const row of rows) {
    const then = latest.get(keyOf(row.key));
    const { count, denominator } = series.units.get(row) ?? {};
    if (Number.isNaN(then?.count) && count !== undefined) primary.add(count);
    if (Number.isNaN(then?.denominator) && denominator !== undefined) primary.add(denominator);
  }
  const units = series.problem.units.map((unit, u) => (primary.has(u) ? { ...unit, primary: true } : unit));
  return { ...series, problem: { ...series.problem, units } };
}

/** The pattern; or, where there is one to go back to, the rows that cannot keep the interval. */
async function solved(
  table: Table,
  problem: TableProblem,
  policy: TablePolicy,
  options: SuppressOptions,
  hasEditions: boolean,
): Promise<Suppression | { failed: Set<TableRow>; error: Error }> {
  try {
    return await suppress(problem.problem, options);
  } catch (error) {
    if (!(error instanceof Unprotectable)) throw error;
    if (error.isEarly)
      throw new OutOfTime(
        `${table.name}: in the time that was given no pattern was found that keeps the interval, so nothing is written. Give a longer --time-limit, or none.`,
      );
    const refusal = new UnprotectableTable(
      `${table.name}: cannot be protected: with all counts suppressed, ${some(error.cells.map((cell) => `(${problem.names[cell]})`))} can still be worked out to within less than ${policy.protectionInterval} from what is known${hasEditions ? " or was published before" : ""}. Leave these rows out of the table, leave what gives them away out of --known, or lower the policy's protectionInterval.`,
    );
    const failed = table.rows.filter((row) => {
      const { count, denominator = count } = problem.places.get(keyOf(row.key))!;
      return error.cells.some((cell) => cell === count || cell === denominator || cell === denominator + 1);
    });
    return { failed: new Set(failed), error: refusal };
  }
}

function writtenThen({ count, denominator }: TableRow): Written {
  const text = (n: number) => (Number.isNaN(n) ? suppressedMark : String(n));
  return { count: text(count), denominator: denominator === undefined ? undefined : text(denominator) };
}

function writtenNow(row: TableRow, { units }: Series, suppressed: Uint8Array, policy: TablePolicy): Written {
  const { count, denominator } = units.get(row)!;
  const isOut = (unit: number | undefined) => unit !== undefined && suppressed[unit] === 1;
  const text = (n: number, isLost: boolean) => (isLost ? suppressedMark : String(shownCount(n, policy)));
  return {
    count: text(row.count, isOut(count)),
    denominator:
      row.denominator === undefined ? undefined : text(row.denominator, isOut(count) && isOut(denominator)),
  };
}

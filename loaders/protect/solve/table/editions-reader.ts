import type { TablePolicy } from "../../../registry/policy.js";
import type { Range } from "../problem.js";
import { loadSolver, type Programme, type Solution, Solver } from "../solver.js";
import { type Measure, measures, type Series } from "./editions.js";
import { isSmallChange } from "./held.js";
import { keyOf, type Table, type TableRow } from "./read-counts.js";
import { restRange, shownCount, shownRange } from "./rules.js";
import { sumsOf } from "./sums.js";

/**
 * The keys of a table of which a reader works out too much, who has its earlier editions too, once some cells are hidden.
 *
 * Such a reader takes what does not visibly change to be what it was. Where that contradicts what was shown then, and what
 * is shown now, they see that something has changed unseen, and give up what stands in the way, and no more: what was
 * suppressed then and what is suppressed now are two counts to them. Deterministic.
 */
export async function keysDisclosedBeside(
  series: Series,
  table: Table,
  editions: readonly Table[],
  hidden: Uint8Array,
  policy: TablePolicy,
): Promise<Set<string>> {
  const view = new View(series, hidden);
  for (const edition of editions) view.add(edition, table, policy);
  return view.disclosedKeys(policy);
}

/** What a reader takes to be so: that some columns add up to nothing. */
interface Taken {
  columns: number[];
  values: number[];
  /** What it costs a reader to give it up. */
  cost: number;
}

/** A count of then and of now that were shown as two numbers. */
interface Seen {
  key: string;
  before: number;
  now: number;
}

const anything: Range = [0, Number.POSITIVE_INFINITY];
// What makes up a sum is given up later than that nothing has changed.
const costOfSum = 10;

class View {
  private readonly least: number[];
  private readonly greatest: number[];
  private readonly rows: Programme["rows"];
  private readonly taken: Taken[] = [];
  private readonly seen: Seen[] = [];

  constructor(
    private readonly series: Series,
    private readonly hidden: Uint8Array,
  ) {
    const { cells, equations } = series.alone;
    const ranges = cells.map((cell, i) => (hidden[i] ? cell.hidden : cell.shown));
    this.least = ranges.map(([least]) => least);
    this.greatest = ranges.map(([, greatest]) => greatest);
    this.rows = equations.map(({ total, parts }) => sumRow(total, parts));
  }

  add(edition: Table, table: Table, policy: TablePolicy): void {
    const then = new Map(edition.rows.map((row) => [keyOf(row.key), row]));
    const now = new Map(table.rows.map((row) => [keyOf(row.key), row]));
    const { keys, sums, presumed } = sumsOf(
      table.dimensions,
      edition.rows.map(({ key }) => key),
      policy,
    );
    const parents = new Set(sums.map(({ total }) => total));
    const columnsOf: Partial<Record<Measure, number[]>> = {};
    const shown = measures.filter(
      (measure) => table.rows.every((row) => row[measure] !== undefined) && hasAll(edition, measure),
    );
    const isPair = shown.length === measures.length;
    for (const measure of shown) {
      const columns = keys.map((key, i) => {
        const number = then.get(keyOf(key))?.[measure];
        const mayBeNobody = measure === "count" && isPair;
        const column = this.column(rangeThen(number, parents.has(i), mayBeNobody, policy));
        if (number !== undefined) this.compare(keyOf(key), column, number, now, measure, policy);
        return column;
      });
      columnsOf[measure] = columns;
      for (const sum of sums) {
        const row = sumRow(
          columns[sum.total]!,
          sum.parts.map((part) => columns[part]!),
        );
        if (presumed.has(sum)) this.taken.push({ ...row, cost: costOfSum });
        else this.rows.push(row);
      }
    }
    const { count, denominator } = columnsOf;
    if (count && denominator)
      for (const [i, key] of keys.entries()) {
        const rest = this.column(restThen(then.get(keyOf(key)), policy));
        this.rows.push(sumRow(denominator[i]!, [count[i]!, rest]));
      }
  }

  async disclosedKeys(policy: TablePolicy): Promise<Set<string>> {
    const solver = new Solver(await loadSolver(), this.programme(), { isAskedOften: true });
    try {
      if (!this.settle(solver)) return new Set();
      return new Set([...this.hiddenDisclosed(solver, policy), ...this.changesDisclosed(solver, policy)]);
    } finally {
      solver.dispose();
    }
  }

  private column([least, greatest]: Range): number {
    this.greatest.push(greatest);
    return this.least.push(least) - 1;
  }

  /** Sets a number of then beside what is of it now: seen to be another, or taken to be the same. */
  private compare(
    key: string,
    before: number,
    number: number,
    rows: ReadonlyMap<string, TableRow>,
    measure: Measure,
    policy: TablePolicy,
  ): void {
    const row = rows.get(key);
    const now = this.series.places.get(key)?.[measure];
    if (!row || now === undefined) return;
    const isSeen = !Number.isNaN(number) && !this.hidden[now] && number !== shownCount(row[measure]!, policy);
    if (isSeen) this.seen.push({ key, before, now });
    else this.taken.push({ columns: [now, before], values: [1, -1], cost: 1 });
  }

  /** A column a count, and two for each that is taken to be so: by how much it falls short, and exceeds. */
  private programme(): Programme {
    const { least, greatest, rows, taken } = this;
    const most = 2 * Math.max(...[...least, ...greatest].filter(Number.isFinite)) + 1000;
    const slacks = taken.flatMap(() => [0, 0]);
    return {
      costs: [...least.map(() => 0), ...taken.flatMap(({ cost }) => [cost, cost])],
      least: [...least, ...slacks],
      // The solver finds no end of what has none; so far off it makes no difference.
      greatest: [...greatest.map((end) => Math.min(end, most)), ...slacks.map(() => most)],
      rows: [
        ...rows,
        ...taken.map(({ columns, values }, t) => ({
          least: 0,
          greatest: 0,
          columns: [...columns, ...this.slacksOf(t)],
          values: [...values, 1, -1],
        })),
      ],
    };
  }

  private slacksOf(t: number): [number, number] {
    const first = this.least.length + 2 * t;
    return [first, first + 1];
  }

  /** Gives up what cannot be so, first what by itself cannot, and holds to the rest. False if nothing makes all true. */
  private settle(solver: Solver): boolean {
    const kept = new Set(this.taken.keys());
    const costOf = (t: number, cost: number) => solver.setCosts(this.slacksOf(t), [cost, cost]);
    const failing = ({ values }: Solution, among: Iterable<number>) =>
      [...among].filter((t) => this.slacksOf(t).some((slack) => values[slack]! > near));
    for (;;) {
      const solution = solver.solve();
      if (!solution) return false;
      const together = failing(solution, kept);
      if (!together.length) break;
      for (const t of kept) costOf(t, 0);
      const alone = together.filter((t) => {
        costOf(t, 1);
        const own = solver.solve();
        costOf(t, 0);
        return own && own.objective > near;
      });
      for (const t of alone.length ? alone : together) kept.delete(t);
      for (const t of kept) costOf(t, this.taken[t]!.cost);
    }
    for (const t of kept) {
      costOf(t, 0);
      for (const slack of this.slacksOf(t)) solver.setBounds(slack, 0, 0);
    }
    return true;
  }

  private hiddenDisclosed(solver: Solver, { protectionInterval: width }: TablePolicy): string[] {
    const { places, problem } = this.series;
    const seen = new Extents();
    return [...places].flatMap(([key, { count, denominator }]) => {
      const cells = denominator === undefined ? [count] : [count, denominator, denominator + 1];
      const isShown = cells.some((cell) => {
        if (!this.hidden[cell] || !problem.cells[cell]!.guarded || seen.widthOf(cell) >= width) return false;
        const range = this.rangeOf(solver, [cell], [1], seen);
        if (!range || range[1] - range[0] < width) return true;
        if (seen.widthOf(cell) < width) this.rangeInWhole(solver, cell, seen);
        return seen.widthOf(cell) < width;
      });
      return isShown ? [key] : [];
    });
  }

  private changesDisclosed(solver: Solver, policy: TablePolicy): string[] {
    return this.seen.flatMap(({ key, before, now }) => {
      const [columns, values] =
        before < now
          ? [
              [before, now],
              [-1, 1],
            ]
          : [
              [now, before],
              [1, -1],
            ];
      const range = this.rangeOf(solver, columns!, values!);
      return range && isSmallChange(...range, policy) ? [key] : [];
    });
  }

  /** The least and the greatest of a sum of columns, in whole numbers. */
  private rangeOf(
    solver: Solver,
    columns: number[],
    values: number[],
    seen?: Extents,
  ): [number, number] | undefined {
    const [least, greatest] = [1, -1].map((sign) => {
      solver.setCosts(
        columns,
        values.map((value) => sign * value),
      );
      const solution = solver.solve();
      if (solution) seen?.note(solution.values.subarray(0, this.least.length));
      return solution;
    });
    solver.setCosts(
      columns,
      values.map(() => 0),
    );
    return least && greatest
      ? [Math.ceil(least.objective - near), Math.floor(-greatest.objective + near)]
      : undefined;
  }

  private rangeInWhole(solver: Solver, cell: number, seen: Extents): void {
    for (const sign of [1, -1]) {
      solver.setCosts([cell], [sign]);
      const solution = solver.solveWhole(this.least.length);
      if (solution) seen.note(solution.values.subarray(0, this.least.length));
    }
    solver.setCosts([cell], [0]);
  }
}

const near = 1e-6;

/** How far apart each count was seen in solutions in whole numbers: one is evidence for many. */
class Extents {
  private least: Float64Array | undefined;
  private greatest: Float64Array | undefined;

  note(values: Float64Array): void {
    if (values.some((value) => Math.abs(value - Math.round(value)) > near)) return;
    const whole = values.map(Math.round);
    this.least = this.least?.map((least, i) => Math.min(least, whole[i]!)) ?? whole.slice();
    this.greatest = this.greatest?.map((greatest, i) => Math.max(greatest, whole[i]!)) ?? whole;
  }

  widthOf(cell: number): number {
    return this.greatest ? this.greatest[cell]! - this.least![cell]! : 0;
  }
}

function hasAll({ rows }: Table, measure: Measure): boolean {
  return rows.every((row) => row[measure] !== undefined);
}

function sumRow(total: number, parts: readonly number[]): Programme["rows"][number] {
  return { least: 0, greatest: 0, columns: [total, ...parts], values: [1, ...parts.map(() => -1)] };
}

/** What a reader knows by itself of a number of then; it is undefined where there was no row. */
function rangeThen(
  number: number | undefined,
  isSum: boolean,
  mayBeNobody: boolean,
  policy: TablePolicy,
): Range {
  if (number === undefined) return isSum || policy.missing === "unknown" ? anything : [0, 0];
  if (Number.isNaN(number)) return policy.zeros === "shown" && !mayBeNobody ? [1, Infinity] : anything;
  const range = shownRange(number, policy);
  // A laxer rule may have shown what this one would not.
  return range[0] <= range[1] ? range : [number, number];
}

function restThen(row: TableRow | undefined, policy: TablePolicy): Range {
  if (!row || Number.isNaN(row.count) || Number.isNaN(row.denominator)) return anything;
  const left = row.denominator! - row.count;
  const isByThisRule = left === 0 || left >= policy.smallestCount;
  return isByThisRule
    ? restRange(shownRange(row.count, policy), shownRange(row.denominator!, policy), policy)
    : anything;
}

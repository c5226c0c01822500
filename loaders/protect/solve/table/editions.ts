import type { TablePolicy } from "../../../registry/policy.js";
import type { Cell, Equation, Problem, Range } from "../problem.js";
import type { TableProblem } from "./problem-of-table.js";
import { keyOf, type Table, type TableRow } from "./read-counts.js";
import { isPrimary, restRange, shownCount, shownRange } from "./rules.js";
import { sumsOf } from "./sums.js";

export const measures = ["count", "denominator"] as const;
export type Measure = (typeof measures)[number];

/** A count that was shown as one number, and would be shown as another now. */
export interface Change {
  key: string;
  /** The places of what it was and of what it is. */
  before: number;
  now: number;
  numbers: readonly [before: number, now: number];
}

/** A table beside what was published of it before. */
export interface Series extends TableProblem {
  /** The table by itself, as if nothing had been published before. */
  alone: Problem;
  changes: Change[];
  /** Of each key of the table and of what was published, the place of a cell that hangs together with it. */
  cellOf: ReadonlyMap<string, number>;
  /** Keys whose count, or denominator, a reader has anyhow. */
  given: Record<Measure, ReadonlySet<string>>;
}

/** Whether a number that was published is what would be published now. */
export function isSame(row: TableRow, measure: Measure, before: number, policy: TablePolicy): boolean {
  const value = row[measure]!;
  return before === shownCount(value, policy) && (!isHidden(row, measure, policy) || before === value);
}

/** Whether the policy suppresses a count of a row whatever stands beside it. */
export function isHidden(
  { count, denominator, contributors }: TableRow,
  measure: Measure,
  policy: TablePolicy,
) {
  return measure === "count"
    ? isPrimary(count, denominator, policy, contributors)
    : isPrimary(denominator!, undefined, policy, contributors);
}

/**
 * Sets a table beside its earlier editions. A reader takes what does not visibly change to be the same: what was shown, and
 * would be shown alike, is known to them, and what was suppressed is what it is now, so that the sums of then tell of it.
 * What was shown and is another now stays shown: suppressed, it would be taken for what it was.
 */
export function besideEditions(
  problem: TableProblem,
  table: Table,
  editions: readonly Table[],
  policy: TablePolicy,
): Series {
  const joiner = new Joiner(problem, table, policy);
  for (const edition of editions) joiner.tell(edition);
  for (const edition of editions) joiner.addSums(edition);
  return joiner.series();
}

const anything: Range = [0, Number.POSITIVE_INFINITY];

class Joiner {
  private readonly cells: Cell[];
  private readonly units: { cells: readonly number[]; cost: number; primary: boolean }[];
  private readonly equations: Equation[];
  private readonly names: string[];
  private readonly rows: ReadonlyMap<string, TableRow>;
  private readonly changes: Change[] = [];
  private readonly cellOf = new Map<string, number>();
  private readonly given = { count: new Set<string>(), denominator: new Set<string>() };

  constructor(
    private readonly problem: TableProblem,
    private readonly table: Table,
    private readonly policy: TablePolicy,
  ) {
    const { cells, units, equations } = problem.problem;
    this.cells = [...cells];
    this.units = [...units];
    this.equations = [...equations];
    this.names = [...problem.names];
    this.rows = new Map(table.rows.map((row) => [keyOf(row.key), row]));
    for (const [key, { count }] of problem.places) this.cellOf.set(key, count);
  }

  /** Takes into account what an edition showed of cells that the table has too. */
  tell(edition: Table): void {
    for (const before of edition.rows)
      for (const measure of measures) {
        const key = keyOf(before.key);
        const row = this.rows.get(key);
        const number = before[measure];
        if (!row || number === undefined || Number.isNaN(number) || row[measure] === undefined) continue;
        if (isSame(row, measure, number, this.policy)) this.know(key, measure, number);
        else if (!isHidden(row, measure, this.policy)) this.keepShown(key, row, measure);
      }
  }

  /** Adds what added up in an edition. */
  addSums(edition: Table): void {
    const rows = new Map(edition.rows.map((row) => [keyOf(row.key), row]));
    const { keys, sums } = sumsOf(
      this.table.dimensions,
      edition.rows.map(({ key }) => key),
      this.policy,
    );
    const parents = new Set(sums.map(({ total }) => total));
    const placesOf: Partial<Record<Measure, number[]>> = {};
    for (const measure of measures) {
      if (edition.rows.some((row) => row[measure] === undefined) || !this.has(measure)) continue;
      const places = keys.map((key, i) =>
        this.cellIn(rows.get(keyOf(key)), keyOf(key), measure, parents.has(i)),
      );
      placesOf[measure] = places;
      for (const { total, parts } of sums)
        this.addSum(
          places[total]!,
          parts.map((part) => places[part]!),
        );
    }
    const { count, denominator } = placesOf;
    if (count && denominator)
      for (const [i, row] of edition.rows.entries()) this.addRest(row, count[i]!, denominator[i]!);
  }

  series(): Series {
    const { cells, units, equations, names, changes, cellOf, given, problem: ofTable } = this;
    const { width } = ofTable.problem;
    // Cells of then lie nowhere in the table of now.
    const problem: Problem = { ...ofTable.problem, cells, units, equations, width };
    return { ...ofTable, problem, alone: ofTable.problem, names, changes, cellOf, given };
  }

  private has(measure: Measure): boolean {
    return measure === "count" || this.table.denominatorColumn !== undefined;
  }

  private place(key: string, measure: Measure): number | undefined {
    return this.problem.places.get(key)?.[measure];
  }

  private know(key: string, measure: Measure, number: number): void {
    const place = this.place(key, measure)!;
    const cell = this.cells[place]!;
    const range = this.rangeOf(number, cell.value);
    this.cells[place] = { ...cell, shown: range, hidden: range, guarded: false };
    this.given[measure].add(key);
    const whole = this.place(key, "denominator");
    if (whole === undefined || !measures.every((each) => this.given[each].has(key))) return;
    this.cells[whole + 1] = { ...this.cells[whole + 1]!, guarded: false };
  }

  private rangeOf(number: number, value: number): Range {
    const range = shownRange(number, this.policy);
    return range[0] <= value && value <= range[1] ? range : [value, value];
  }

  private keepShown(key: string, row: TableRow, measure: Measure): void {
    const { count, denominator } = this.problem.units.get(row)!;
    const lost = measure === "count" ? [count, denominator] : [denominator];
    for (const unit of lost) if (unit !== undefined) this.units[unit] = { ...this.units[unit]!, cells: [] };
    if (measure === "count" || count === undefined) return;
    const { cells, ...unit } = this.units[count]!;
    this.units[count] = { ...unit, cells: cells.filter((cell) => cell !== this.place(key, "denominator")) };
  }

  private cellIn(before: TableRow | undefined, key: string, measure: Measure, isSum: boolean): number {
    const now = this.place(key, measure);
    const row = this.rows.get(key);
    const number = before?.[measure];
    if (number === undefined)
      return this.add(key, measure, isSum || this.policy.missing === "unknown" ? anything : [0, 0], 0);
    if (Number.isNaN(number)) {
      const mayBe = now !== undefined && this.cells[now]!.hidden[1] > 0;
      return mayBe ? now : this.add(key, measure, [this.policy.zeros === "shown" ? 1 : 0, Infinity], 1);
    }
    if (row && now !== undefined && isSame(row, measure, number, this.policy)) return now;
    const range = shownRange(number, this.policy);
    const then = this.add(key, measure, range, Math.min(Math.max(number, range[0]), range[1]));
    if (row && now !== undefined && !isHidden(row, measure, this.policy))
      this.changes.push({
        key,
        before: then,
        now,
        numbers: [number, shownCount(row[measure]!, this.policy)],
      });
    return then;
  }

  private add(key: string, measure: Measure, range: Range, value: number): number {
    const place = this.cells.push({ value, shown: range, hidden: range, guarded: false }) - 1;
    this.names.push(`${key.split("\u0000").join(", ")} before`);
    if (measure === "count" && !this.cellOf.has(key)) this.cellOf.set(key, place);
    return place;
  }

  /** What was left of a denominator then, if it is not what is left now. */
  private addRest({ key, count, denominator }: TableRow, part: number, whole: number): void {
    const now = this.problem.places.get(keyOf(key));
    if (part === now?.count && whole === now.denominator) return;
    const isShown = !Number.isNaN(count) && !Number.isNaN(denominator);
    const range = isShown
      ? restRange(shownRange(count, this.policy), shownRange(denominator!, this.policy), this.policy)
      : anything;
    const left = this.cells[whole]!.value - this.cells[part]!.value;
    const value = Math.min(Math.max(left, range[0]), range[1]);
    this.addSum(whole, [part, this.add(keyOf(key), "denominator", range, value)]);
  }

  private addSum(total: number, parts: number[]): void {
    const sum = parts.reduce((all, part) => all + this.cells[part]!.value, 0);
    this.equations.push({ total, parts, missing: this.cells[total]!.value - sum });
  }
}

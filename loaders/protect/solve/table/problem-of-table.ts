import type { TablePolicy } from "../../../registry/policy.js";
import { TellableError } from "../../../store/safe-message.js";
import type { Cell, Equation, Problem, Range, Unit } from "../problem.js";
import { cellName, keyOf, some, type Table, type TableRow } from "./read-counts.js";
import { isPrimary, restRange, shownRange } from "./rules.js";
import { checkDimensions, checkNumbers, isTotal, type Sums, sumsOf, withoutPresumed } from "./sums.js";
import { gridOf } from "./table-grid.js";
import { complete, isSum } from "./truth.js";

/** A table as linked cells, and the way back. */
export interface TableProblem {
  problem: Problem;
  /** Of each of the table's rows the places of its count's and its denominator's unit. */
  units: Map<TableRow, { count: number | undefined; denominator: number | undefined }>;
  /** What each cell is, for messages. */
  names: string[];
  /** Of each key, also of those that no row shows, the places of its cells. */
  places: ReadonlyMap<string, Places>;
}

/** Where the cells of a key are. */
export interface Places {
  count: number;
  denominator?: number;
}

/**
 * Makes linked cells of a table: its counts, denominators and what is left of them, with all that adds up. Cells of
 * `known` are known to everyone, whether they are in the table or not. The order of rows makes no difference.
 *
 * Throws a TellableError if the policy names a dimension that the table has not, if a category is not the sum of its
 * children or is the sum of others though nothing says so, or if what is known contradicts the table or is of a category that
 * neither the table nor the policy has. A cell that is missing is of nobody, and known to be, unless the
 * policy says that missing cells are unknown.
 */
export async function problemOfTable(
  table: Table,
  known: Table | undefined,
  policy: TablePolicy,
): Promise<TableProblem> {
  const { dimensions, name } = table;
  checkDimensions(
    dimensions,
    table.rows.map((row) => row.key),
    policy,
    name,
  );
  const ours = new Map(table.rows.map((row) => [keyOf(row.key), row]));
  const theirs = knownRows(table, ours, known);
  const others = [...theirs].filter(([key]) => !ours.has(key)).map(([, row]) => row);
  checkNumbers({ name, dimensions, rows: [...table.rows, ...others] }, policy);
  if (known) refuseStrange(known, table, policy);
  const rows = [...ours, ...[...theirs].filter(([key]) => !ours.has(key))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
  const all = sumsOf(
    dimensions,
    rows.map((row) => row.key),
    policy,
  );
  const { nobody, counts, rests } = await truthOf(table, rows, all, policy);
  const maker = new Maker(policy, dimensions);
  for (const [i, key] of all.keys.entries()) {
    const text = keyOf(key);
    maker.add({
      key,
      count: counts[i]!,
      denominator: rests && counts[i]! + rests[i]!,
      row: ours.get(text),
      known: nobody.has(i) ? { texts: {}, key, count: 0, denominator: rests && 0 } : theirs.get(text),
    });
  }
  const hold = (sum: Sums["sums"][number]) => isSum(counts, sum) && (!rests || isSum(rests, sum));
  // What a reader would take to be so is only of use where it is.
  const problem = maker.problemOf(all.sums.filter((sum) => !all.presumed.has(sum) || hold(sum)));
  return { ...problem, problem: { ...problem.problem, grid: gridOf(all, rests !== undefined) } };
}

interface Truth {
  /** The cells that are missing because they are of nobody, as everyone knows. */
  nobody: ReadonlySet<number>;
  counts: number[];
  /** What counts leave of denominators. */
  rests: number[] | undefined;
}

/**
 * The values of all cells. Whoever counts writes no row for nobody, so what is missing is 0 if the sums say nothing else;
 * a table may also leave out a category altogether, and show its sums alone.
 */
async function truthOf(table: Table, rows: TableRow[], all: Sums, policy: TablePolicy): Promise<Truth> {
  const written = table.dimensions.map((_, d) => new Set(rows.map(({ key }) => key[d]!)));
  const totals = new Set(all.sums.map(({ total }) => total));
  const missing = all.keys.map((_, i) => i).filter((i) => i >= all.present && !totals.has(i));
  const ofWritten = missing.filter((i) => all.keys[i]!.every((category, d) => written[d]!.has(category)));
  const takings = policy.missing === "unknown" ? [[]] : [missing, ofWritten];
  for (const [i, taken] of takings.entries())
    try {
      return await truthWith(table, rows, all, new Set(taken));
    } catch (error) {
      if (i === takings.length - 1 || !(error instanceof TellableError)) throw error;
    }
  throw new Error("Nothing was taken.");
}

async function truthWith(
  table: Table,
  rows: TableRow[],
  all: Sums,
  nobody: ReadonlySet<number>,
): Promise<Truth> {
  const valuesOf = (value: (row: TableRow) => number) =>
    all.keys.map((_, i) => (rows[i] ? value(rows[i]) : nobody.has(i) ? 0 : Number.NaN));
  const counts = await completed(
    table,
    valuesOf((row) => row.count),
    all,
    table.countColumn,
  );
  if (!table.denominatorColumn) return { nobody, counts, rests: undefined };
  const left = valuesOf((row) => (row.denominator === undefined ? Number.NaN : row.denominator - row.count));
  const rests = await completed(table, left, all, `${table.denominatorColumn} less ${table.countColumn}`);
  return { nobody, counts, rests };
}

function knownRows(
  table: Table,
  ours: Map<string, TableRow>,
  known: Table | undefined,
): Map<string, TableRow> {
  if (!known) return new Map();
  const { dimensions } = table;
  if (keyOf(known.dimensions) !== keyOf(dimensions))
    throw new TellableError(
      `${known.name}: has the dimensions ${known.dimensions.join(", ")}, but ${table.name} has ${dimensions.join(", ")}. Give both the same columns.`,
    );
  const wrong = known.rows.filter(({ key, count, denominator }) => {
    const own = ours.get(keyOf(key));
    const isOther = (a?: number, b?: number) => a !== undefined && b !== undefined && a !== b;
    return own && (isOther(own.count, count) || isOther(own.denominator, denominator));
  });
  if (wrong.length)
    throw new TellableError(
      `${known.name}: what is known contradicts ${table.name} in ${some(wrong.map(({ key }) => `(${cellName(dimensions, key)})`))}. Correct one of the two, or leave out of --known what is only nearly the same.`,
    );
  return new Map(known.rows.map((row) => [keyOf(row.key), row]));
}

// A category that nothing else has, as where a name is spelt otherwise, would count for nothing.
function refuseStrange(known: Table, { name, dimensions, rows }: Table, { hierarchies }: TablePolicy): void {
  for (const [d, dimension] of dimensions.entries()) {
    const named = Object.entries(hierarchies[dimension] ?? {}).flat(2);
    const familiar = new Set([...rows.map(({ key }) => key[d]!), ...named]);
    const strange = known.rows.find(({ key }) => !familiar.has(key[d]!) && !isTotal(key[d]!));
    if (strange)
      throw new TellableError(
        `${known.name}: has (${cellName(dimensions, strange.key)}), and neither ${name} nor the policy's hierarchies have such a category, so nothing tells how it hangs together with the table. Write it as the table does, or name it in hierarchies as a sum or a part of one.`,
      );
  }
}

// The values of all cells, those that are missing from the table too; else the sums that do not hold. What a reader only
// takes to be a sum may be none.
async function completed(table: Table, values: number[], all: Sums, what: string): Promise<number[]> {
  const sums = withoutPresumed(all);
  const completion = (await complete(values, all)) ?? (await complete(values, sums, [...all.presumed]));
  if (completion) return completion;
  const name = (cell: number) => `(${cellName(table.dimensions, sums.keys[cell]!)})`;
  const wrong = sums.sums.flatMap(({ total, parts }) => {
    const there = parts.map((p) => values[p]).filter((v) => v !== undefined && !Number.isNaN(v));
    const sum = there.reduce((a, b) => a! + b!, 0)!;
    const value = values[total];
    if (value === undefined || Number.isNaN(value)) return [];
    const isWrong = there.length === parts.length ? sum !== value : sum > value;
    return isWrong
      ? [
          `${name(total)} is ${value}, but its parts ${some(parts.map(name), 3)} ${there.length === parts.length ? "are" : "that are there are"} ${sum} together`,
        ]
      : [];
  });
  throw new TellableError(
    `${table.name}: ${what} does not add up: ${wrong.length ? some(wrong, 3) : "no numbers for the missing cells make all sums hold"}. Correct the table, or the policy's hierarchies${all.keys.length > all.present ? "; if rows were left out that are not of nobody, write missing: unknown in the policy" : ""}.`,
  );
}

interface Entry {
  key: string[];
  count: number;
  denominator: number | undefined;
  row: TableRow | undefined;
  known: TableRow | undefined;
}

const anything: Range = [0, Number.POSITIVE_INFINITY];

class Maker {
  private readonly cells: Cell[] = [];
  private readonly units: Unit[] = [];
  private readonly equations: Equation[] = [];
  private readonly names: string[] = [];
  private readonly places = new Map<string, Places>();
  private readonly unitsOf: TableProblem["units"] = new Map();
  /** Of each key the places of its cells: the count's, and if there are denominators that one's. */
  private readonly counts: number[] = [];
  private readonly denominators: number[] = [];

  constructor(
    private readonly policy: TablePolicy,
    private readonly dimensions: string[],
  ) {}

  add(entry: Entry): void {
    const { key, count, denominator, row, known } = entry;
    const name = cellName(this.dimensions, key);
    const c = this.cells.length;
    this.counts.push(c);
    this.places.set(keyOf(key), denominator === undefined ? { count: c } : { count: c, denominator: c + 1 });
    const countCell = this.cellOf(
      count,
      this.shown(count, row),
      known?.count,
      denominator !== undefined,
      row?.contributors,
    );
    if (denominator === undefined) {
      this.push(countCell, name);
      this.addUnits(entry, [c]);
      return;
    }
    const shown = this.shown(denominator, row);
    const denominatorCell = this.cellOf(denominator, shown, known?.denominator, false, row?.contributors);
    const rest = denominator - count;
    const isShown = row !== undefined && !isPrimary(count, denominator, this.policy, row.contributors);
    this.push(countCell, name);
    this.push(denominatorCell, `${name} (denominator)`);
    this.push(
      {
        value: rest,
        shown: isShown ? restRange(countCell.shown, denominatorCell.shown, this.policy) : anything,
        hidden: anything,
        isOwn: this.policy.insiders === "own-cell" && (rest === 1 || row?.contributors === 1),
        guarded: known?.denominator === undefined,
      },
      `${name} (rest)`,
    );
    this.denominators.push(c + 1);
    this.equations.push({ total: c + 1, parts: [c, c + 2] });
    this.addUnits(entry, [c, c + 2], c + 1);
  }

  problemOf(sums: Sums["sums"]): TableProblem {
    for (const places of [this.counts, this.denominators]) {
      if (!places.length) continue;
      for (const { total, parts } of sums)
        this.equations.push({ total: places[total]!, parts: parts.map((p) => places[p]!) });
    }
    const { cells, units, equations, names, policy } = this;
    const problem = { cells, units, equations, width: policy.protectionInterval };
    return { problem, units: this.unitsOf, names, places: this.places };
  }

  private shown(count: number, row: TableRow | undefined): Range {
    return row ? shownRange(count, this.policy) : anything;
  }

  // Where zeros are shown, what is suppressed is not 0, but for counts that are lost with their denominator.
  private cellOf(
    value: number,
    shown: Range,
    known: number | undefined,
    mayBeZero: boolean,
    contributors?: number,
  ): Cell {
    if (known !== undefined) {
      const exactly: Range = [known, known];
      return { value, shown: exactly, hidden: exactly, guarded: false };
    }
    const least = this.policy.zeros === "shown" && !mayBeZero && value > 0 ? 1 : 0;
    // A small count is suppressed, so how it would be shown says nothing.
    const isOwn = this.policy.insiders === "own-cell" && (value === 1 || contributors === 1);
    const isShowable = shown[0] <= value && value <= shown[1];
    const hidden: Range = [least, Number.POSITIVE_INFINITY];
    return { value, shown: isShowable ? shown : hidden, hidden, isOwn, guarded: true };
  }

  private addUnits({ count, denominator, row }: Entry, lost: number[], withIt?: number): void {
    if (!row) {
      for (const cell of [...lost, ...(withIt === undefined ? [] : [withIt])]) this.addAbsent(cell);
      return;
    }
    const primary = isPrimary(count, denominator, this.policy, row.contributors);
    const mayBeSuppressed = primary || denominator !== undefined || count > 0;
    if (!mayBeSuppressed) {
      this.unitsOf.set(row, { count: undefined, denominator: undefined });
      return;
    }
    // A group of nobody is shown as such where zeros are shown.
    const mayLoseBoth = withIt !== undefined && (denominator! > 0 || this.policy.zeros === "suppressed");
    const all = mayLoseBoth ? [...lost, withIt] : lost;
    const countUnit = this.units.push({ cells: all, cost: costOf(count), primary }) - 1;
    const denominatorUnit = mayLoseBoth
      ? this.units.push({
          cells: [withIt],
          cost: costOf(denominator!),
          primary: isPrimary(denominator!, undefined, this.policy, row.contributors),
        }) - 1
      : undefined;
    this.unitsOf.set(row, { count: countUnit, denominator: denominatorUnit });
  }

  // No row shows it, but what is shown must not leave a small count for it.
  private addAbsent(cell: number): void {
    const { value, shown, hidden, guarded } = this.cells[cell]!;
    const isSmall = guarded && value > 0 && value < this.policy.smallestCount;
    const isKnown = hidden[0] === hidden[1];
    this.cells[cell] = isKnown
      ? { value, shown, hidden, guarded: false }
      : { value, shown: anything, hidden: anything, guarded: isSmall };
    if (isSmall) this.units.push({ cells: [cell], cost: 1, primary: true });
  }

  private push(cell: Cell, name: string): void {
    this.cells.push(cell);
    this.names.push(name);
  }
}

// A cell lost weighs more than a child lost, so that large cells are not kept by losing many small ones.
function costOf(count: number): number {
  return Math.round(100 * Math.log2(2 + count));
}

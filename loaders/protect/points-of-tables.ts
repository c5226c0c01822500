import type { Highs } from "highs";
import type { Average } from "./linked.js";
import type { Problem } from "./solve/problem.js";
import { type Programme, Solver } from "./solve/solver.js";

/** By how much counts differ from the truth, where they do. */
export type Differences = ReadonlyMap<number, number>;

/** Averages that are shown, each in tenths. */
export type ShownTenths = Map<Average, number>;

/** By how much a sum of points is more than its parts. */
interface PointsSum {
  total: number;
  parts: number[];
  missing: number;
}

// A sum is given up by a reader only where nothing else fits.
const dearly = 1000;

/** Looks for points that go with tables of counts: whole numbers that add up, and that averages read as they do from. */
export class PointsOfTables {
  private readonly columnOf: Map<number, number>;
  private readonly sums: PointsSum[];
  /** Whether there are points at all for the table that a reader could take for true. */
  readonly isConsistent: boolean;

  /** `shown`: the averages that are shown; whatever stands in the way is taken out. */
  constructor(
    private readonly highs: Highs,
    private readonly problem: Problem,
    private readonly averages: readonly Average[],
    private readonly shown: ShownTenths,
    base: Differences,
  ) {
    this.columnOf = new Map(averages.map(({ lacking }, i) => [lacking, i]));
    this.sums = problem.equations
      .filter(({ total }) => this.columnOf.has(total))
      .map(({ total, parts, missing = 0 }) => ({
        total: this.columnOf.get(total)!,
        parts: parts.map((part) => this.columnOf.get(part)!),
        missing,
      }));
    this.isConsistent = base.size === 0 || this.settleMissing(base);
  }

  /** Whether there are such points for a table, if need be with averages hidden. */
  goWith(table: Differences, mayHide: boolean): boolean {
    const { programme, readings } = this.programmeOf(table);
    const values = this.solve(programme);
    if (!values) return false;
    const inTheWay = readings.filter((_, i) => {
      const at = this.averages.length + 2 * i;
      return values[at]! + values[at + 1]! > 0;
    });
    if (inTheWay.length && !mayHide) return false;
    for (const average of inTheWay) this.shown.delete(average);
    return true;
  }

  /** What is missing of sums for who takes as little as can be to be; false if nothing fits. */
  private settleMissing(base: Differences): boolean {
    const { programme } = this.programmeOf(base);
    const first = programme.costs.length;
    for (const [s, row] of programme.rows.slice(0, this.sums.length).entries()) {
      row.least = row.greatest = 0;
      row.columns.push(first + 2 * s, first + 2 * s + 1);
      row.values.push(-1, 1);
      programme.costs.push(1, 1);
      programme.least.push(0, 0);
      programme.greatest.push(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    }
    for (let i = this.averages.length; i < first; i++) programme.costs[i] = dearly;
    const values = this.solve(programme);
    if (!values || values.subarray(this.averages.length, first).some((beyond) => beyond > 0)) return false;
    for (const [s, sum] of this.sums.entries())
      sum.missing = values[first + 2 * s]! - values[first + 2 * s + 1]!;
    return true;
  }

  /** A column of points that are lacked for each average, and for each that is shown how far they are below and beyond what it tells. */
  private programmeOf(table: Differences): { programme: Programme; readings: Average[] } {
    const { cells } = this.problem;
    const at = (cell: number) => cells[cell]!.value + (table.get(cell) ?? 0);
    const programme: Programme = { costs: [], least: [], greatest: [], rows: [] };
    for (const { top, whole, shares } of this.averages) {
      programme.costs.push(0);
      programme.least.push(Math.max(0, ...shares.map(({ rest }) => at(rest))));
      programme.greatest.push(
        Math.min(top * at(whole), ...shares.map(({ part, asked }) => top * at(whole) - asked * at(part))),
      );
    }
    for (const { total, parts, missing } of this.sums)
      programme.rows.push({
        least: missing,
        greatest: missing,
        columns: [total, ...parts],
        values: [1, ...parts.map(() => -1)],
      });
    const readings = this.averages.filter((average) => this.shown.has(average));
    for (const average of readings) {
      const [least, greatest] = this.boundsOf(average, at(average.whole));
      const slack = programme.costs.length;
      // So many children may have no such average at all.
      const isPossible = least <= greatest;
      programme.costs.push(1, 1);
      programme.least.push(isPossible ? 0 : 1, 0);
      programme.greatest.push(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      programme.rows.push({
        least: isPossible ? least : Number.NEGATIVE_INFINITY,
        greatest: isPossible ? greatest : Number.POSITIVE_INFINITY,
        columns: [this.columnOf.get(average.lacking)!, slack, slack + 1],
        values: [1, 1, -1],
      });
    }
    return { programme, readings };
  }

  /** How many points so many children lack if their average reads as it does: halves are rounded up. */
  private boundsOf(average: Average, children: number): [least: number, greatest: number] {
    const { top, whole, lacking } = average;
    const short = 20 * top - 2 * this.shown.get(average)!;
    const least = Math.ceil((children * (short - 1) + 1) / 20);
    const greatest = Math.floor((children * (short + 1)) / 20);
    const truth = this.problem.cells[lacking]!.value;
    return children === this.problem.cells[whole]!.value
      ? [Math.min(least, truth), Math.max(greatest, truth)]
      : [least, greatest];
  }

  /** The values in whole numbers; undefined where none are found, or where they do not hold. */
  private solve(programme: Programme): Float64Array | undefined {
    // Between two bounds that cross there is nothing.
    if (programme.least.some((least, i) => least > programme.greatest[i]!)) return undefined;
    const solver = new Solver(this.highs, programme);
    try {
      const linear = inWhole(programme, solver.solve()?.values);
      return linear ?? inWhole(programme, solver.solveWhole(programme.costs.length)?.values);
    } finally {
      solver.dispose();
    }
  }
}

/** The solver is not believed: all is added up in whole numbers. */
function inWhole(
  { least, greatest, rows }: Programme,
  values: Float64Array | undefined,
): Float64Array | undefined {
  const whole = values?.map(Math.round);
  const isWithin = whole?.every((value, i) => value >= least[i]! && value <= greatest[i]!);
  const holds = rows.every((row) => {
    const sum = row.columns.reduce((all, column, i) => all + row.values[i]! * (whole?.[column] ?? 0), 0);
    return sum >= row.least && sum <= row.greatest;
  });
  return isWithin && holds ? whole : undefined;
}

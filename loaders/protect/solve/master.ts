import type { Highs } from "highs";
import type { Component } from "./component.js";
import type { Cut } from "./cuts.js";
import { type Programme, type Solution, Solver } from "./solver.js";

/** The cheapest choice of units that keeps to all cuts so far. */
export class Master {
  private readonly solver: Solver;
  /** The column that says whether a cell is hidden: its unit's, or one of its own if several must be suppressed. */
  private readonly columnOf: (number | undefined)[];

  /** `isWhole`: a unit is suppressed or not; else it may be so in part, which bounds the cost from below. */
  constructor(
    highs: Highs,
    private readonly component: Component,
    isWhole: boolean,
  ) {
    const { units, unitsOf } = component;
    const programme: Programme = {
      costs: units.map((u) => u.cost),
      least: units.map((u) => (u.primary ? 1 : 0)),
      greatest: units.map(() => 1),
      rows: [],
    };
    this.columnOf = unitsOf.map((of) => {
      if (of.length < 2) return of[0];
      const column = programme.costs.push(0) - 1;
      programme.least.push(0);
      programme.greatest.push(1);
      for (const u of of)
        programme.rows.push({
          least: Number.NEGATIVE_INFINITY,
          greatest: 0,
          columns: [u, column],
          values: [-1, 1],
        });
      programme.rows.push({
        least: Number.NEGATIVE_INFINITY,
        greatest: of.length - 1,
        columns: [...of, column],
        values: [...of.map(() => 1), -1],
      });
      return column;
    });
    this.solver = new Solver(highs, programme);
    if (isWhole) this.solver.makeWhole(units.length);
  }

  add({ cell, need, gains }: Cut): void {
    const values = new Map<number, number>();
    for (const [other, gain] of gains) {
      const column = this.columnOf[other];
      if (column !== undefined) values.set(column, Math.min((values.get(column) ?? 0) + gain + 1e-7, need));
    }
    const own = this.columnOf[cell]!;
    values.set(own, (values.get(own) ?? 0) - need);
    const columns = [...values.keys()].sort((a, b) => a - b);
    this.solver.addRow({
      least: 0,
      greatest: Number.POSITIVE_INFINITY,
      columns,
      values: columns.map((c) => values.get(c)!),
    });
  }

  solve(): { suppressed: number[]; hidden: Float64Array; bound: number } | undefined {
    const solution = this.solver.solve();
    return solution && { ...this.read(solution), bound: solution.bound };
  }

  dispose(): void {
    this.solver.dispose();
  }

  private read({ values }: Solution): { suppressed: number[]; hidden: Float64Array } {
    return {
      suppressed: [...this.component.units.keys()].filter((u) => values[u]! > 0.5),
      hidden: Float64Array.from(this.columnOf, (column) => (column === undefined ? 0 : values[column]!)),
    };
  }
}

import type { Highs } from "highs";
import type { Component } from "./component.js";
import type { Cut } from "./cuts.js";
import { type Programme, Solver } from "./solver.js";

/** The cheapest choice of units that keeps to all cuts so far. */
export class Master {
  private readonly solver: Solver;
  /** The column that says whether a cell is hidden: its unit's, or one of its own if several must be suppressed. */
  private readonly columnOf: (number | undefined)[];

  constructor(
    highs: Highs,
    private readonly component: Component,
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
      const atMost = (column: number, u: number) =>
        programme.rows.push({
          least: Number.NEGATIVE_INFINITY,
          greatest: 0,
          columns: [u, column],
          values: [-1, 1],
        });
      const own = ownUnit(component, of);
      if (own !== undefined) {
        for (const u of of) if (u !== own) atMost(own, u);
        return own;
      }
      const column = programme.costs.push(0) - 1;
      programme.least.push(0);
      programme.greatest.push(1);
      for (const u of of) atMost(column, u);
      programme.rows.push({
        least: Number.NEGATIVE_INFINITY,
        greatest: of.length - 1,
        columns: [...of, column],
        values: [...of.map(() => 1), -1],
      });
      return column;
    });
    this.solver = new Solver(highs, programme);
    this.solver.makeWhole(units.length);
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

  /** The cheapest units to suppress, or nearly; and what those cost that are cheapest, at least. */
  solve(): { suppressed: number[]; bound: number } | undefined {
    const solution = this.solver.solve();
    if (!solution) return undefined;
    const { values, bound } = solution;
    return { suppressed: [...this.component.units.keys()].filter((u) => values[u]! > 0.5), bound };
  }

  dispose(): void {
    this.solver.dispose();
  }
}

// A unit that serves the cell alone says whether it is hidden: suppressed without the others it would be of no use.
function ownUnit({ units }: Component, of: number[]): number | undefined {
  const own = of.find((u) => units[u]!.cells.length === 1);
  const isForced = own !== undefined && units[own]!.primary && of.some((u) => !units[u]!.primary);
  return isForced ? undefined : own;
}

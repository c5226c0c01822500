import type { Highs } from "highs";
import type { Component, Row } from "./component.js";
import type { Guard } from "./guard.js";
import { Solver } from "./solver.js";

/**
 * What any good pattern must do for one cell: Σ gain × hidden ≥ need × (the cell is hidden), over the other cells.
 */
export interface Cut {
  cell: number;
  need: number;
  gains: [cell: number, gain: number][];
}

/**
 * Asks how far cells can move in a pattern, in real numbers, and where that is too little gives the inequality that
 * says why.
 *
 * The prices y of the rows in the programme "greatest d(k) with every sum kept" bound it for any pattern by
 * Σ max over the bounds of (c − yA)(i) d(i): linear in what is hidden. The same for the least. No gain counts for more
 * than what is missing. Dispose of it in the end.
 */
export class Cutter {
  private readonly component: Component;
  private readonly rows: Row[];
  /** The cells that stand in the sums, in the order of the tables that are found. */
  readonly cells: number[];
  private readonly columnOf: Map<number, number>;
  private readonly solver: Solver;

  /**
   * Takes only these sums of a pattern into account. A cell that is short of room by some of them is so by all; one
   * that is not may yet be.
   */
  constructor(highs: Highs, guard: Guard, rows: Iterable<number>) {
    this.component = guard.component;
    this.rows = [...rows].map((r) => this.component.rows[r]!);
    this.cells = [...new Set(this.rows.flatMap((row) => row.cells))].sort((a, b) => a - b);
    this.columnOf = new Map(this.cells.map((cell, i) => [cell, i]));
    this.solver = new Solver(highs, {
      costs: this.cells.map(() => 0),
      least: this.cells.map((cell) => guard.least(cell)),
      greatest: this.cells.map((cell) => guard.greatest(cell)),
      rows: this.rows.map(({ cells, signs }) => ({
        least: 0,
        greatest: 0,
        columns: cells.map((cell) => this.columnOf.get(cell)!),
        values: signs,
      })),
    });
  }

  /**
   * Whether a hidden cell lacks room, and the cut that says so, where the prices give one. With the tables that the
   * programmes found: of all sums, they may be witnesses.
   */
  ask(cell: number): { isShort: boolean; cut: Cut | undefined; tables: Float64Array[] } {
    const { width, hidden } = this.component;
    const [least, greatest] = [hidden.least[cell]!, hidden.greatest[cell]!];
    const column = this.columnOf.get(cell);
    if (column === undefined) return { isShort: false, cut: undefined, tables: [] };
    // More than the width is not asked for; it keeps the programme bounded.
    this.solver.setBounds(column, Math.max(least, -width), Math.min(greatest, width));
    const tables: Float64Array[] = [];
    const prices: Float64Array[] = [];
    let room = 0;
    for (const sign of [-1, 1]) {
      this.solver.setCosts([column], [sign]);
      const solution = this.solver.solve();
      if (!solution) return { isShort: false, cut: undefined, tables };
      room += -sign * solution.values[column]!;
      tables.push(solution.values);
      prices.push(solution.rowDuals);
    }
    this.solver.setCosts([column], [0]);
    this.solver.setBounds(column, least, greatest);
    const isShort = room < width - 1e-6;
    return { isShort, cut: isShort ? this.cutOf(cell, prices) : undefined, tables };
  }

  dispose(): void {
    this.solver.dispose();
  }

  private cutOf(cell: number, prices: Float64Array[]): Cut | undefined {
    const { shown, hidden, width } = this.component;
    const gains = new Map<number, number>();
    let room = 0;
    for (const [side, rowPrices] of prices.entries())
      for (const [i, push] of this.pushes(cell, side === 0 ? 1 : -1, rowPrices)) {
        const bound = push > 0 ? "greatest" : "least";
        const whenHidden = hidden[bound][i]!;
        const whenShown = i === cell ? whenHidden : shown[bound][i]!;
        if (!Number.isFinite(whenShown)) return undefined;
        room += push * whenShown;
        if (whenHidden !== whenShown) gains.set(i, (gains.get(i) ?? 0) + push * (whenHidden - whenShown));
      }
    const need = width - room;
    if (need < 1e-6) return undefined;
    return {
      cell,
      need,
      gains: [...gains]
        .map(([i, gain]): [number, number] => [i, Math.min(gain, need)])
        .sort(([a], [b]) => a - b),
    };
  }

  // How strongly the programme pushes each cell up (more than 0) or down, at the rows' prices.
  private pushes(cell: number, sign: 1 | -1, rowPrices: Float64Array): [cell: number, push: number][] {
    const pushes = new Map<number, number>([[cell, sign]]);
    for (const [r, row] of this.rows.entries()) {
      const price = rowPrices[r]!;
      if (Math.abs(price) < 1e-9) continue;
      for (const [i, other] of row.cells.entries())
        pushes.set(other, (pushes.get(other) ?? 0) + price * row.signs[i]!);
    }
    return [...pushes].filter(([, push]) => Math.abs(push) > 1e-7);
  }
}

import type { Highs } from "highs";
import type { Component, Row } from "./component.js";
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
 * Asks, for a pattern that may be partial (each cell hidden from 0 to 1), how far each cell can move, and where that is
 * too little gives the inequality that says so.
 *
 * The prices y of the rows in the programme "greatest d(k) with every sum kept" bound it for any pattern by
 * Σ max over the bounds of (c − yA)(i) d(i): linear in what is hidden. The same for the least. No gain counts for more
 * than what is missing.
 */
export class Cutter {
  private readonly solver: Solver;
  private readonly rows: Row[];
  /** The cells that stand in the rows, and the column of each. */
  readonly cells: number[];
  private readonly columnOf: Map<number, number>;

  /**
   * `rows`: which sums are taken into account. With all of them a cell that is not short of room has it; with some, all
   * cuts are true too, but a lack of room may go unseen.
   */
  constructor(
    highs: Highs,
    private readonly component: Component,
    rows: number[] = [...component.rows.keys()],
  ) {
    this.rows = rows.map((r) => component.rows[r]!);
    this.cells = [...new Set(this.rows.flatMap((row) => row.cells))].sort((a, b) => a - b);
    this.columnOf = new Map(this.cells.map((cell, i) => [cell, i]));
    this.solver = new Solver(highs, {
      costs: this.cells.map(() => 0),
      least: this.cells.map(() => 0),
      greatest: this.cells.map(() => 0),
      rows: this.rows.map((row) => ({
        least: 0,
        greatest: 0,
        columns: row.cells.map((cell) => this.columnOf.get(cell)!),
        values: row.signs,
      })),
    });
  }

  /** Sets which cells are hidden, and by how much. */
  set(hidden: ArrayLike<number>): void {
    for (const [column, cell] of this.cells.entries())
      this.solver.setBounds(column, ...this.bounds(cell, hidden[cell]!));
  }

  /**
   * Whether a cell, taken as hidden, lacks the room `need` in real numbers, and the cut that says so, where the prices
   * give one. With the tables that the programme found, which may be witnesses.
   */
  ask(
    cell: number,
    hidden: ArrayLike<number>,
    need: number,
  ): { isShort: boolean; cut: Cut | undefined; tables: Float64Array[] } {
    const { width, hidden: whenHidden } = this.component;
    const [least, greatest] = [whenHidden.least[cell]!, whenHidden.greatest[cell]!];
    // More than the width is not asked for; it keeps the programme bounded.
    const column = this.columnOf.get(cell);
    if (column === undefined) return { isShort: false, cut: undefined, tables: [] };
    this.solver.setBounds(column, Math.max(least, -width), Math.min(greatest, width));
    const tables: Float64Array[] = [];
    const prices: Float64Array[] = [];
    let room = 0;
    for (const sign of [-1, 1]) {
      this.solver.setCosts([column], [sign]);
      const solution = this.solver.solve();
      if (!solution) throw new Error("A programme that has the true table for a solution was not solved.");
      room += -sign * solution.values[column]!;
      tables.push(solution.values);
      prices.push(solution.rowDuals);
    }
    this.solver.setCosts([column], [0]);
    this.solver.setBounds(column, ...this.bounds(cell, hidden[cell]!));
    const isShort = room < need - 1e-6;
    return { isShort, cut: isShort ? this.cutOf(cell, prices) : undefined, tables };
  }

  dispose(): void {
    this.solver.dispose();
  }

  private bounds(cell: number, hidden: number): [least: number, greatest: number] {
    const { shown, hidden: whenHidden, width } = this.component;
    if (hidden > 1 - 1e-9) return [whenHidden.least[cell]!, whenHidden.greatest[cell]!];
    const between = (from: number, to: number) =>
      from === to ? from : from + hidden * Math.min(Math.max(to - from, -width), width);
    return hidden < 1e-9
      ? [shown.least[cell]!, shown.greatest[cell]!]
      : [
          between(shown.least[cell]!, whenHidden.least[cell]!),
          between(shown.greatest[cell]!, whenHidden.greatest[cell]!),
        ];
  }

  private cutOf(cell: number, prices: Float64Array[]): Cut | undefined {
    const { component } = this;
    const { shown, hidden, width } = component;
    const gains = new Map<number, number>();
    let room = 0;
    for (const [side, rowPrices] of prices.entries())
      for (const [i, push] of this.pushes(cell, side === 0 ? 1 : -1, rowPrices)) {
        const bound = push > 0 ? "greatest" : "least";
        const free = i === cell ? hidden[bound][i]! : shown[bound][i]!;
        if (!Number.isFinite(free)) return undefined;
        if (i === cell) {
          room += push * free;
          continue;
        }
        room += push * shown[bound][i]!;
        const gain = push * (hidden[bound][i]! - shown[bound][i]!);
        if (gain > 0) gains.set(i, (gains.get(i) ?? 0) + gain);
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

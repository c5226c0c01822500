import type { Highs } from "highs";
import type { Guard } from "./guard.js";
import { neighbourhood } from "./neighbourhood.js";
import { type Programme, Solver } from "./solver.js";

/** A movement of cells away from the truth, and the units that would have to be suppressed for it. */
export interface Movement {
  cells: number[];
  deviations: ArrayLike<number>;
  units: number[];
  cost: number;
}

type Sign = 1 | -1;

interface Column {
  cell: number;
  sign: Sign;
  /** What it costs to suppress what lets the cell move so far; 0 within what it may move anyhow. */
  price: number;
  room: number;
}

// Anything that moves costs a little, so that movements are short.
const little = 1e-4;

/** The movements of one cell, with those cells near by that may move with it. Dispose of it in the end. */
export class Movements {
  private readonly cells: number[];
  private readonly columns: Column[];
  private readonly solver: Solver;

  /** `size`: how many cells may move. `mayHide`: whether units may be suppressed for it. */
  constructor(
    highs: Highs,
    private readonly guard: Guard,
    private readonly cell: number,
    { size, mayHide }: { size: number; mayHide: boolean },
  ) {
    this.cells = neighbourhood(guard, cell, size, (c) => weightOf(guard, c, mayHide));
    this.columns = columnsOf(guard, this.cells, mayHide);
    this.solver = new Solver(highs, programmeOf(guard, this.columns));
  }

  /** Moves the cell, with what is hidden now, as far up and then down as it needs; the tables go to the guard. */
  reach(): void {
    for (const sign of [1, -1] as const) {
      if (this.guard.isSafe(this.cell)) return;
      const own = this.aim(sign, 0, this.needed(sign), -1);
      if (own === undefined) continue;
      const solution = this.solver.solve();
      if (!solution || solution.values[own]! < 1 - 1e-6) continue;
      if (this.guard.admit(this.cells, this.deviations(solution.values))) continue;
      const whole = this.solver.solveWhole(this.columns.length);
      if (whole) this.guard.admit(this.cells, this.deviations(whole.values));
    }
  }

  /**
   * The cheapest movement found that gives the cell its interval, upwards or downwards; undefined if there is none.
   *
   * What it costs to suppress is spread over how far a cell moves, and the price is set anew from each solution, so that
   * the sum comes near to the true cost. Where the programme's answer is not whole it is asked again for whole numbers.
   */
  cheapest(): Movement | undefined {
    let best: Movement | undefined;
    for (const sign of [1, -1] as const) {
      const target = this.needed(sign);
      if (this.aim(sign, target, target, 0) === undefined) continue;
      const movement = this.priced(sign, target);
      if (movement && (!best || movement.cost < best.cost)) best = movement;
    }
    return best;
  }

  dispose(): void {
    this.solver.dispose();
  }

  private needed(sign: Sign): number {
    const { low, high, component } = this.guard;
    return component.width + sign * (sign > 0 ? low : high)[this.cell]!;
  }

  // Lets the cell move in one direction only, by `from` to `to`. Undefined if it has not so much room.
  private aim(sign: Sign, from: number, to: number, cost: number): number | undefined {
    const own = this.columns.findIndex((c) => c.cell === this.cell && c.sign === sign);
    if (own < 0 || this.columns[own]!.room < from) return undefined;
    const most = this.columns.map((column, i) => {
      if (i === own) return Math.min(to, column.room);
      if (column.cell === this.cell) return 0;
      return cost === 0 || column.price === 0 ? column.room : 0;
    });
    this.solver.setAllBounds(
      most.map((_, i) => (i === own ? from : 0)),
      most,
    );
    this.solver.setCosts([own], [cost]);
    return own;
  }

  private priced(sign: Sign, target: number): Movement | undefined {
    const { solver, columns } = this;
    const priced = columns.flatMap(({ price }, i) => (price > 0 ? [i] : []));
    const { width } = this.guard.component;
    solver.setCosts(
      priced,
      priced.map((i) => columns[i]!.price / width),
    );
    let best: (Movement & { deviations: Float64Array }) | undefined;
    for (let round = 0; round < 3; round++) {
      const solution = solver.solve();
      if (!solution) break;
      const movement = this.read(solution.values);
      if (!best || movement.cost < best.cost) best = movement;
      const moved = priced.filter((i) => solution.values[i]! > 1e-6);
      if (!moved.length || round === 2) break;
      solver.setCosts(
        moved,
        moved.map((i) => columns[i]!.price / solution.values[i]!),
      );
    }
    if (!best || isWhole(best.deviations)) return best;
    const { boxes } = this.guard.component;
    const moved = boxes?.move(this.guard, this.cell, { sign, needed: target, least: target, mayHide: true });
    if (moved) return moved;
    const whole = solver.solveWhole(columns.length);
    return whole && this.read(whole.values);
  }

  private deviations(values: Float64Array): Float64Array {
    const place = new Map(this.cells.map((cell, i) => [cell, i]));
    const deviations = new Float64Array(this.cells.length);
    for (const [i, { cell, sign }] of this.columns.entries())
      deviations[place.get(cell)!]! += sign * values[i]!;
    return deviations;
  }

  private read(values: Float64Array): Movement & { deviations: Float64Array } {
    const { guard, cells } = this;
    const deviations = this.deviations(values);
    const units = new Set<number>();
    for (const [i, cell] of cells.entries()) {
      const isBeyond =
        deviations[i]! < guard.least(cell) - 1e-6 || deviations[i]! > guard.greatest(cell) + 1e-6;
      if (isBeyond) for (const u of guard.component.unitsOf[cell]!) if (!guard.suppressed[u]) units.add(u);
    }
    const list = [...units].sort((a, b) => a - b);
    const cost = list.reduce((sum, u) => sum + guard.component.units[u]!.cost, 0);
    return { cells, deviations, units: list, cost };
  }
}

function columnsOf(guard: Guard, cells: number[], mayHide: boolean): Column[] {
  const columns: Column[] = [];
  const add = (cell: number, sign: Sign, room: number, price: number) => {
    // Between two bounds that are both infinite there is no room.
    if (room > 0) columns.push({ cell, sign, room, price });
  };
  const { hidden } = guard.component;
  for (const cell of cells) {
    const [least, greatest] = [guard.least(cell), guard.greatest(cell)];
    add(cell, 1, greatest, 0);
    add(cell, -1, -least, 0);
    const price = mayHide && !guard.hidden[cell] ? hidingCost(guard, cell) : undefined;
    if (price === undefined) continue;
    add(cell, 1, hidden.greatest[cell]! - greatest, price);
    add(cell, -1, least - hidden.least[cell]!, price);
  }
  return columns;
}

function programmeOf({ component }: Guard, columns: Column[]): Programme {
  const rows = new Map<number, { columns: number[]; values: number[] }>();
  for (const [i, { cell, sign }] of columns.entries())
    for (const r of component.rowsOf[cell]!) {
      const { cells, signs } = component.rows[r]!;
      const row = rows.get(r) ?? { columns: [], values: [] };
      rows.set(r, row);
      row.columns.push(i);
      row.values.push(sign * signs[cells.indexOf(cell)]!);
    }
  return {
    costs: columns.map(() => little),
    least: columns.map(() => 0),
    greatest: columns.map(({ room }) => room),
    rows: [...rows].sort(([a], [b]) => a - b).map(([, row]) => ({ least: 0, greatest: 0, ...row })),
  };
}

function isWhole(deviations: Float64Array): boolean {
  return deviations.every((d) => Math.abs(d - Math.round(d)) < 1e-5);
}

// How far away a cell is taken to be: the nearer, the less it costs to let it move.
function weightOf(guard: Guard, cell: number, mayHide: boolean): number | undefined {
  if (guard.hidden[cell]) return 0;
  const hiding = mayHide ? hidingCost(guard, cell) : undefined;
  if (hiding !== undefined) return hiding;
  return guard.least(cell) < 0 || guard.greatest(cell) > 0 ? 1 : undefined;
}

// A unit's cost is shared by its cells, because one suppression serves them all.
function hidingCost({ component, suppressed }: Guard, cell: number): number | undefined {
  const units = component.unitsOf[cell]!;
  if (!units.length) return undefined;
  return units.reduce((sum, u) => {
    const { cost, cells } = component.units[u]!;
    return suppressed[u] ? sum : sum + cost / cells.length;
  }, 0);
}

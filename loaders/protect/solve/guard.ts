import type { Component } from "./component.js";

/** Another table that agrees with all that is published: cells and by how much each differs from the truth. */
export interface Witness {
  cells: Int32Array;
  deviations: Int32Array;
}

/**
 * What is suppressed in a component, and other tables that a reader cannot tell from the true one. They prove, in whole
 * numbers, how far each cell can be from the truth; no solver's word is taken for it.
 */
export class Guard {
  readonly suppressed: Uint8Array;
  readonly hidden: Uint8Array;
  /** The furthest below and above the truth that any witness puts a cell. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  private readonly lowBy: Int32Array;
  private readonly highBy: Int32Array;
  private readonly witnesses: (Witness | undefined)[] = [];
  private readonly witnessesOf: number[][];

  constructor(readonly component: Component) {
    const { cells, units } = component;
    this.suppressed = new Uint8Array(units.length);
    this.hidden = new Uint8Array(cells.length);
    this.low = new Int32Array(cells.length);
    this.high = new Int32Array(cells.length);
    this.lowBy = new Int32Array(cells.length).fill(-1);
    this.highBy = new Int32Array(cells.length).fill(-1);
    this.witnessesOf = cells.map(() => []);
    for (const [u, { primary }] of units.entries()) if (primary) this.suppress(u);
  }

  /** Suppresses a unit: what was possible remains so. */
  suppress(unit: number): void {
    this.suppressed[unit] = 1;
    const { units, unitsOf } = this.component;
    for (const cell of units[unit]!.cells)
      if (unitsOf[cell]!.every((u) => this.suppressed[u])) this.hidden[cell] = 1;
  }

  /** Shows a unit again, and gives back the witnesses that this belies. */
  reveal(unit: number): Witness[] {
    this.suppressed[unit] = 0;
    const dropped: number[] = [];
    for (const cell of this.component.units[unit]!.cells) {
      this.hidden[cell] = 0;
      for (const w of this.witnessesOf[cell]!) {
        const witness = this.witnesses[w];
        if (!witness) continue;
        const deviation = witness.deviations[witness.cells.indexOf(cell)]!;
        if (deviation < this.least(cell) || deviation > this.greatest(cell)) dropped.push(w);
      }
    }
    const gone = new Set(dropped);
    const belied = [...gone].map((w) => this.witnesses[w]!);
    for (const w of gone) this.witnesses[w] = undefined;
    for (const cell of new Set(belied.flatMap((w) => [...w.cells]))) this.forget(cell, gone);
    return belied;
  }

  least(cell: number): number {
    return (this.hidden[cell] ? this.component.hidden : this.component.shown).least[cell]!;
  }

  greatest(cell: number): number {
    return (this.hidden[cell] ? this.component.hidden : this.component.shown).greatest[cell]!;
  }

  /** Whether a cell is not in need of an interval, or is known to keep it. */
  isSafe(cell: number): boolean {
    return (
      !this.hidden[cell] ||
      !this.component.guarded[cell] ||
      this.high[cell]! - this.low[cell]! >= this.component.width
    );
  }

  /** Hidden cells that are not yet known to keep their interval. */
  unsafe(): number[] {
    return this.component.cells.flatMap((_, cell) => (this.isSafe(cell) ? [] : [cell]));
  }

  /** What is lost with all that is suppressed. */
  cost(): number {
    return this.component.units.reduce((sum, { cost }, u) => sum + (this.suppressed[u] ? cost : 0), 0);
  }

  /** Takes a table into account, if it is whole, adds up and agrees with what is shown; says whether it was. */
  admit(cells: ArrayLike<number>, deviations: ArrayLike<number>): boolean {
    const moved: [number, number][] = [];
    for (let i = 0; i < cells.length; i++) {
      const whole = Math.round(deviations[i]!);
      if (Math.abs(whole - deviations[i]!) > 1e-5) return false;
      if (whole !== 0) moved.push([cells[i]!, whole]);
    }
    if (!this.isPossible(moved)) return false;
    this.keep({
      cells: Int32Array.from(moved, ([cell]) => cell),
      deviations: Int32Array.from(moved, ([, deviation]) => deviation),
    });
    return true;
  }

  /** Takes witnesses that another pattern had, as far as they agree with this one. */
  admitAll(witnesses: Iterable<Witness>): void {
    for (const { cells, deviations } of witnesses) this.admit(cells, deviations);
  }

  all(): Witness[] {
    return this.witnesses.filter((w) => w !== undefined);
  }

  private isPossible(moved: [number, number][]): boolean {
    const sums = new Map<number, number>();
    const { rows, rowsOf } = this.component;
    for (const [cell, deviation] of moved) {
      if (deviation < this.least(cell) || deviation > this.greatest(cell)) return false;
      for (const r of rowsOf[cell]!) {
        const { cells, signs } = rows[r]!;
        sums.set(r, (sums.get(r) ?? 0) + signs[cells.indexOf(cell)]! * deviation);
      }
    }
    return [...sums.values()].every((sum) => sum === 0);
  }

  private keep(witness: Witness): void {
    const w = this.witnesses.push(witness) - 1;
    for (let i = 0; i < witness.cells.length; i++) {
      const cell = witness.cells[i]!;
      this.witnessesOf[cell]!.push(w);
      this.stretch(cell, witness.deviations[i]!, w);
    }
  }

  private stretch(cell: number, deviation: number, w: number): void {
    if (deviation < this.low[cell]!) {
      this.low[cell] = deviation;
      this.lowBy[cell] = w;
    }
    if (deviation > this.high[cell]!) {
      this.high[cell] = deviation;
      this.highBy[cell] = w;
    }
  }

  private forget(cell: number, gone: Set<number>): void {
    this.witnessesOf[cell] = this.witnessesOf[cell]!.filter((w) => !gone.has(w));
    if (!gone.has(this.lowBy[cell]!) && !gone.has(this.highBy[cell]!)) return;
    this.low[cell] = 0;
    this.high[cell] = 0;
    this.lowBy[cell] = -1;
    this.highBy[cell] = -1;
    for (const w of this.witnessesOf[cell]!) {
      const witness = this.witnesses[w]!;
      this.stretch(cell, witness.deviations[witness.cells.indexOf(cell)]!, w);
    }
  }
}

import type { Grid } from "./boxes.js";

/** The least and the greatest whole number that something can be; the greatest may be Infinity. */
export type Range = readonly [least: number, greatest: number];

/** A count among linked tables, whether it is to be published or not. */
export interface Cell {
  /** What it truly is. Whole. */
  value: number;
  /**
   * What a reader knows of it while it is not hidden: the numbers that round to what is shown, or, of a count that is
   * never shown, all that it could be. Holds the value.
   */
  shown: Range;
  /** What a reader knows of it by itself once it is hidden. Holds `shown`. */
  hidden: Range;
  /** Whether somebody knows it because it is theirs alone, and must learn no other count from it. */
  isOwn?: boolean;
  /** Whether it must keep its interval while hidden. A count that is known anyhow, or never shown, need not. */
  guarded: boolean;
}

/** What is suppressed or shown as one: a count, or all counts of one figure. */
export interface Unit {
  /** A cell is hidden if it has a unit and all its units are suppressed. */
  cells: readonly number[];
  /** What is lost with it: more than 0. */
  cost: number;
  /** Whether the policy suppresses it whatever stands beside it. */
  primary: boolean;
}

/** A cell that is the sum of others. */
export interface Equation {
  total: number;
  parts: readonly number[];
  /**
   * By how much the total is more than its parts, because some of it is in none of them. A reader may know the number, or
   * may take it to be 0; cells keep their interval against both. 0 if left out.
   */
  missing?: number;
}

/**
 * Linked tables. Cells and units are named by their place. The order of all three decides between patterns that are
 * equally good: give them in an order of their own, such as by key.
 */
export interface Problem {
  cells: readonly Cell[];
  units: readonly Unit[];
  equations: readonly Equation[];
  /** The policy's protectionInterval: what must remain between the least and the greatest of a hidden, guarded cell. */
  width: number;
  /** How the cells lie, if in a table: it makes the search quick. */
  grid?: Grid;
}

/** Cells that cannot keep their interval, whatever is suppressed; or for which time was over before it was found out. */
export class Unprotectable extends Error {
  override name = "Unprotectable";
  constructor(
    readonly cells: number[],
    readonly isEarly = false,
  ) {
    super(`${cells.length} cells cannot keep the interval, whatever is suppressed.`);
  }
}

import type { Highs } from "highs";
import { type Component, components } from "./component.js";
import { Guard } from "./guard.js";
import { improve } from "./improve.js";
import { mend, tidy } from "./mend.js";
import { type Problem, Unprotectable } from "./problem.js";
import { loadSolver } from "./solver.js";
import { sweep } from "./sweep.js";

/** optimal: proved to be the cheapest; searched: a good pattern, not proved. */
export type Method = "optimal" | "searched";

export interface Suppression {
  /** Of each unit, whether it is suppressed. */
  suppressed: Uint8Array;
  /** Of each cell, whether it is hidden. */
  hidden: Uint8Array;
  /** What is lost with all suppressed units, and what at least is lost with any pattern that keeps the intervals. */
  cost: number;
  bound: number;
  /** How many components were solved in which way; those without anything to suppress are not counted. */
  methods: Record<Method, number>;
}

export interface SuppressOptions {
  /**
   * How many steps of the solver may be spent on each component to better what a quick search found, and to prove it;
   * 0 for none. Steps, not seconds: the same problem gives the same pattern on any machine.
   */
  steps?: number;
  /** Told after each component. */
  progress?: (done: number, of: number) => void;
}

/**
 * Suppresses, beside the primary units, as little as is found to be needed for every hidden, guarded cell to keep the
 * problem's width: there are two tables in whole numbers that agree with all that a reader knows, in which the cell is
 * at least that far apart. Every such table is checked before this returns.
 *
 * The same problem always gives the same pattern. Throws Unprotectable with the cells that cannot keep it.
 */
export async function suppress(problem: Problem, options: SuppressOptions = {}): Promise<Suppression> {
  const { steps = 20_000, progress = () => {} } = options;
  const highs = await loadSolver();
  const suppressed = new Uint8Array(problem.units.length);
  const methods: Record<Method, number> = { optimal: 0, searched: 0 };
  let bound = 0;
  const parts = components(problem);
  const failed: number[] = [];
  for (const [i, component] of parts.entries()) {
    const solved = solve(highs, component, steps);
    failed.push(...solved.failed.map((cell) => component.cells[cell]!));
    for (const [u, { id }] of component.units.entries()) if (solved.guard.suppressed[u]) suppressed[id] = 1;
    methods[solved.bound >= solved.guard.cost() - 1e-6 ? "optimal" : "searched"]++;
    bound += solved.bound;
    progress(i + 1, parts.length);
  }
  if (failed.length) throw new Unprotectable(failed.sort((a, b) => a - b));
  return {
    suppressed,
    hidden: hiddenCells(problem, suppressed),
    cost: problem.units.reduce((sum, { cost }, u) => sum + (suppressed[u] ? cost : 0), 0),
    bound,
    methods,
  };
}

function solve(highs: Highs, component: Component, steps: number) {
  const guard = new Guard(component);
  if (guard.unsafe().length > component.cells.length / 3) sweep(highs, guard);
  const failed = mend(highs, guard);
  if (failed.length) return { guard, failed, bound: 0 };
  tidy(highs, guard);
  const improved = improve(highs, guard, steps);
  const left = improved.guard.unsafe();
  if (left.length) throw new Error("A pattern was to be returned that does not keep the intervals.");
  return { ...improved, failed };
}

function hiddenCells({ cells, units }: Problem, suppressed: Uint8Array): Uint8Array {
  const hidden = new Uint8Array(cells.length);
  for (const unit of units) for (const cell of unit.cells) hidden[cell] = 1;
  for (const [u, unit] of units.entries())
    if (!suppressed[u]) for (const cell of unit.cells) hidden[cell] = 0;
  return hidden;
}

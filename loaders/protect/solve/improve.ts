import type { Highs } from "highs";
import { Cutter } from "./cuts.js";
import { Guard, type Witness } from "./guard.js";
import { Master } from "./master.js";
import { isKept, mend, tidy } from "./mend.js";

export interface Improved {
  guard: Guard;
  /** No pattern that keeps the intervals costs less. */
  bound: number;
}

const rounds = 40;
const repairs = 3;

/**
 * Looks for the cheapest pattern: the cheapest that keeps to what is known of all good patterns is proposed, and where a
 * cell of it lacks room, that is learnt. It ends when a proposal is good, when the bound reaches what `start` costs, or
 * after a number of rounds with the best pattern by then.
 */
export function improve(highs: Highs, start: Guard): Improved {
  const { component } = start;
  const master = new Master(highs, component, true);
  const cutter = new Cutter(highs, component);
  const pool: Witness[] = start.all();
  const isWholeCost = component.units.every((u) => Number.isInteger(u.cost));
  let best = start;
  let bound = 0;
  try {
    learn(highs, new Guard(component), cutter, master, pool);
    for (let round = 0; round < rounds; round++) {
      const proposal = master.solve();
      if (!proposal) break;
      bound = Math.max(bound, isWholeCost ? Math.ceil(proposal.bound - 1e-6) : proposal.bound);
      if (bound >= best.cost() - 1e-6) break;
      const trial = new Guard(component);
      for (const unit of proposal.suppressed) trial.suppress(unit);
      const isGood = learn(highs, trial, cutter, master, pool);
      if (!isGood && round >= repairs) continue;
      if (!isGood && mend(highs, trial).length) continue;
      if (!isGood) tidy(highs, trial);
      if (trial.cost() < best.cost() - 1e-6) best = trial;
      if (isGood) break;
    }
    return { guard: best, bound: Math.min(bound, best.cost()) };
  } finally {
    master.dispose();
    cutter.dispose();
  }
}

// Adds to the master what the pattern lacks. Returns whether it lacks nothing.
function learn(highs: Highs, trial: Guard, cutter: Cutter, master: Master, pool: Witness[]): boolean {
  trial.admitAll(pool);
  const cells = trial.component.cells.map((_, i) => i);
  cutter.set(trial.hidden);
  let isGood = true;
  for (const cell of trial.unsafe()) {
    if (trial.isSafe(cell)) continue;
    const { width } = trial.component;
    const { isShort, cut, tables } = cutter.ask(cell, trial.hidden, width);
    for (const table of tables) if (trial.admit(cutter.cells, table)) pool.push(trial.latest());
    if (trial.isSafe(cell) || (!isShort && isKept(highs, trial, cell))) continue;
    isGood = false;
    // Real numbers give it the room that whole ones do not: something more must be hidden.
    master.add(cut ?? { cell, need: 1, gains: cells.filter((c) => !trial.hidden[c]).map((c) => [c, 1]) });
  }
  return isGood;
}

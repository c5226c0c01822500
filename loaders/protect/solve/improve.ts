import type { Highs } from "highs";
import { reachByBoxes } from "./by-boxes.js";
import type { Component } from "./component.js";
import { Cutter } from "./cuts.js";
import { Guard, type Witness } from "./guard.js";
import { Master } from "./master.js";
import { isKept, isKeptBy, mend, tidy } from "./mend.js";

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
 * after a number of rounds, or when it is told that time is over, with the best pattern by then. By half of the time it goes
 * on from what it has learnt of all good patterns to the first proposal, which gives a bound.
 */
export function improve(
  highs: Highs,
  start: Guard,
  isOver: () => boolean,
  isHalfOver: () => boolean = isOver,
): Improved {
  const { component } = start;
  const master = new Master(highs, component);
  const pool: Witness[] = start.all();
  const isWholeCost = component.units.every((u) => Number.isInteger(u.cost));
  let best = start;
  let bound = new Guard(component).cost();
  try {
    if (!isHalfOver()) learn(highs, new Guard(component), master, pool, isHalfOver);
    for (let round = 0; round < rounds && !isOver(); round++) {
      const proposal = master.solve();
      if (!proposal) break;
      bound = Math.max(bound, isWholeCost ? Math.ceil(proposal.bound - 1e-6) : proposal.bound);
      if (bound >= best.cost() - 1e-6) break;
      const trial = new Guard(component);
      for (const unit of proposal.suppressed) trial.suppress(unit);
      const isGood = learn(highs, trial, master, pool, isOver);
      if (!isGood && (round >= repairs || isOver())) continue;
      if (!isGood && mend(highs, trial).length) continue;
      if (!isGood) tidy(highs, trial);
      if (trial.cost() < best.cost() - 1e-6) best = trial;
      if (isGood) break;
    }
    return { guard: best, bound: Math.min(bound, best.cost()) };
  } finally {
    master.dispose();
  }
}

// Adds to the master what the pattern lacks. Returns whether it was seen to lack nothing.
function learn(highs: Highs, trial: Guard, master: Master, pool: Witness[], isOver: () => boolean): boolean {
  const { rows, cells } = trial.component;
  trial.admitAll(pool);
  const admitted = trial.all().length;
  let isGood = true;
  let all: Cutter | undefined;
  try {
    for (const cell of trial.unsafe()) {
      if (isOver()) return false;
      const { boxes } = trial.component;
      if (boxes ? reachByBoxes(trial, cell) : isKept(highs, trial, cell)) continue;
      const near = new Cutter(highs, trial, rowsAbout(trial.component, cell));
      let { cut, isShort } = near.ask(cell);
      near.dispose();
      if (!cut && boxes && isKept(highs, trial, cell)) continue;
      if (!cut) {
        all ??= new Cutter(highs, trial, rows.keys());
        const asked = all.ask(cell);
        for (const table of asked.tables) trial.admit(all.cells, table);
        if (trial.isSafe(cell)) continue;
        ({ cut, isShort } = asked);
        if (!isShort && isKeptBy(highs, trial, cell, cells.length)) continue;
      }
      isGood = false;
      // Real numbers give it the room that whole ones do not: something more must be hidden.
      master.add(
        cut ?? { cell, need: 1, gains: [...cells.keys()].filter((c) => !trial.hidden[c]).map((c) => [c, 1]) },
      );
    }
  } finally {
    all?.dispose();
  }
  pool.push(...trial.all().slice(admitted));
  return isGood;
}

const sumsAbout = 40;

// The sums that a cell stands in, those that their cells stand in, and so on.
function rowsAbout({ rows, rowsOf }: Component, cell: number): number[] {
  const sums = new Set(rowsOf[cell]!);
  for (const r of sums) {
    if (sums.size >= sumsAbout) break;
    for (const other of rows[r]!.cells) for (const next of rowsOf[other]!) sums.add(next);
  }
  return [...sums].slice(0, sumsAbout).sort((a, b) => a - b);
}

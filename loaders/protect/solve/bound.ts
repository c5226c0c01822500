import type { Highs } from "highs";
import type { Component } from "./component.js";
import { Cutter } from "./cuts.js";
import { Guard } from "./guard.js";
import { Master } from "./master.js";

const rounds = 4;
// No more cells are asked than this, spread evenly, each with so many sums about it.
const asked = 300;
const sumsAbout = 30;

/** What any pattern that keeps the intervals costs at least, where suppressing in part is let pass. */
export function lowerBound(highs: Highs, component: Component): number {
  const master = new Master(highs, component, false);
  const { hidden } = new Guard(component);
  const primary = component.cells.flatMap((_, i) => (hidden[i] && component.guarded[i] ? [i] : []));
  const step = Math.max(1, Math.ceil(primary.length / asked));
  const cells = primary.filter((_, i) => i % step === 0);
  const cutters = cells.map((cell) => new Cutter(highs, component, rowsAbout(component, cell)));
  let bound = 0;
  let pattern: ArrayLike<number> = hidden;
  try {
    for (let round = 0; round < rounds; round++) {
      let added = 0;
      for (const [i, cell] of cells.entries()) {
        cutters[i]!.set(pattern);
        const { cut } = cutters[i]!.ask(cell, pattern, component.width);
        if (!cut) continue;
        master.add(cut);
        added++;
      }
      const solution = master.solve();
      if (!solution) break;
      bound = Math.max(bound, solution.bound);
      pattern = solution.hidden;
      if (!added) break;
    }
    return bound;
  } finally {
    master.dispose();
    for (const cutter of cutters) cutter.dispose();
  }
}

// The sums that a cell stands in, those that their cells stand in, and so on.
function rowsAbout({ rows, rowsOf }: Component, cell: number): number[] {
  const found = new Set(rowsOf[cell]!);
  for (const r of found) {
    if (found.size >= sumsAbout) break;
    for (const other of rows[r]!.cells) for (const next of rowsOf[other]!) found.add(next);
  }
  return [...found].slice(0, sumsAbout).sort((a, b) => a - b);
}

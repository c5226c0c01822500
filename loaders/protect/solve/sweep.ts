import type { Highs } from "highs";
import type { Guard } from "./guard.js";
import { Solver } from "./solver.js";

const rounds = 6;

/**
 * Moves all cells that are not known to be safe together: all up, all down, then some up and some down. Where most of a
 * component is hidden, few tables prove nearly all of it. They are long, so this is not for one that is mostly shown.
 */
export function sweep(highs: Highs, guard: Guard): void {
  const { cells, rows, width } = guard.component;
  const far = 100 * width;
  const solver = new Solver(highs, {
    costs: cells.map(() => 0),
    least: cells.map((_, i) => Math.max(guard.least(i), -far)),
    greatest: cells.map((_, i) => Math.min(guard.greatest(i), far)),
    rows: rows.map((row) => ({ least: 0, greatest: 0, columns: row.cells, values: row.signs })),
  });
  const all = [...cells.keys()];
  try {
    for (let round = 0; round < rounds; round++) {
      const open = new Set(guard.unsafe());
      if (open.size === 0) return;
      solver.setCosts(
        all,
        all.map((cell) => (open.has(cell) ? directionOf(cell, round) : 0)),
      );
      const solution = solver.solve();
      if (solution) guard.admit(all, solution.values);
    }
  } finally {
    solver.dispose();
  }
}

function directionOf(cell: number, round: number): 1 | -1 {
  if (round < 2) return round === 0 ? -1 : 1;
  const mixed = Math.imul(cell + 1, 0x9e3779b1) ^ Math.imul(round, 0x85ebca6b);
  return (mixed >>> 16) & 1 ? 1 : -1;
}

import type { Highs } from "highs";
import type { Guard } from "./guard.js";
import { type Programme, Solver } from "./solver.js";

// When a round proves less than one in so many of the cells that are open, the next would prove few.
const fewest = 20;

/**
 * Moves all cells that are not known to be safe together: all up, all down, then some up and some down. Where most of a
 * component is hidden, few tables prove nearly all of it. They are long, so this is not for one that is mostly shown.
 */
export function sweep(highs: Highs, guard: Guard): void {
  moveAll(highs, guard);
  moveEach(highs, guard);
}

function moveAll(highs: Highs, guard: Guard): void {
  let last = guard.unsafe().length;
  for (let round = 0; last > 0; round += 2) {
    for (const half of [0, 1]) moveTogether(highs, guard, (cell) => directionOf(cell, round + half));
    const open = guard.unsafe().length;
    if (last - open < last / fewest) return;
    last = open;
  }
}

/** Looks for a table in which as many open cells as can be are as far from the truth as they need. */
function moveTogether(highs: Highs, guard: Guard, directionOf: (cell: number) => 1 | -1): void {
  const { cells, rows, width } = guard.component;
  const far = 100 * width;
  const open = guard.unsafe();
  const all = [...cells.keys()];
  // What an open cell moves in its direction counts, up to what it needs: a column of its own says how much that is.
  const needed = open.map((cell) =>
    directionOf(cell) > 0 ? width + guard.low[cell]! : width - guard.high[cell]!,
  );
  const solver = new Solver(highs, {
    costs: [...all.map(() => 0), ...open.map(() => -1)],
    least: [...all.map((cell) => Math.max(guard.least(cell), -far)), ...open.map(() => -far)],
    greatest: [...all.map((cell) => Math.min(guard.greatest(cell), far)), ...needed],
    rows: [
      ...rows.map((row) => ({ least: 0, greatest: 0, columns: row.cells, values: row.signs })),
      ...open.map((cell, i) => ({
        least: 0,
        greatest: Number.POSITIVE_INFINITY,
        columns: [cell, all.length + i],
        values: [directionOf(cell), -1],
      })),
    ],
  });
  try {
    const tableOf = (values: Float64Array) => guard.admit(all, values.subarray(0, all.length));
    const solution = solver.solve();
    if (!solution || tableOf(solution.values)) return;
    const whole = solver.solveWhole(all.length);
    if (whole) tableOf(whole.values);
  } finally {
    solver.dispose();
  }
}

/** Moves each open cell by itself as far as it needs, in one programme that goes on from each answer to the next. */
function moveEach(highs: Highs, guard: Guard): void {
  const { cells, rows, width } = guard.component;
  const all = [...cells.keys()];
  const programme: Programme = {
    costs: all.map(() => 0),
    least: all.map((cell) => guard.least(cell)),
    greatest: all.map((cell) => guard.greatest(cell)),
    rows: rows.map((row) => ({ least: 0, greatest: 0, columns: row.cells, values: row.signs })),
  };
  const solver = new Solver(highs, programme, { isAskedOften: true });
  try {
    for (const cell of guard.unsafe())
      for (const sign of [1, -1] as const) {
        if (guard.isSafe(cell)) break;
        const needed = width + sign * (sign > 0 ? guard.low : guard.high)[cell]!;
        const [least, greatest] = [guard.least(cell), guard.greatest(cell)];
        solver.setBounds(cell, Math.max(least, -needed), Math.min(greatest, needed));
        solver.setCosts([cell], [-sign]);
        const solution = solver.solve();
        if (solution) guard.admit(all, solution.values);
        solver.setCosts([cell], [0]);
        solver.setBounds(cell, least, greatest);
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

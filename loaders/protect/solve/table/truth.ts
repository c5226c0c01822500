import { loadSolver, type Programme, Solver } from "../solver.js";
import type { Sums } from "./sums.js";

/**
 * Whole numbers for the cells that are not in the table, so that all sums hold: `values` are those of the cells that
 * are, by place. Undefined if there are none.
 */
export async function complete(
  values: number[],
  { keys, present, sums }: Sums,
): Promise<number[] | undefined> {
  const all = [...values, ...keys.slice(present).map(() => Number.NaN)];
  const isKnown = (cell: number) => !Number.isNaN(all[cell]);
  // Where one cell of a sum is missing it follows.
  for (let again = true; again; ) {
    again = false;
    for (const { total, parts } of sums) {
      const unknown = [total, ...parts].filter((cell) => !isKnown(cell));
      if (unknown.length !== 1) continue;
      const [cell] = unknown as [number];
      const rest = parts.reduce((sum, part) => (part === cell ? sum : sum + all[part]!), 0);
      all[cell] = cell === total ? rest : all[total]! - rest;
      if (all[cell]! < 0) return undefined;
      again = true;
    }
  }
  const unknown = all.flatMap((_, cell) => (isKnown(cell) ? [] : [cell]));
  if (unknown.length) {
    const found = await solve(all, unknown, sums);
    if (!found) return undefined;
    for (const [i, cell] of unknown.entries()) all[cell] = Math.round(found[i]!);
  }
  const holds = sums.every(({ total, parts }) => all[total] === parts.reduce((sum, p) => sum + all[p]!, 0));
  return holds ? all : undefined;
}

async function solve(
  values: number[],
  unknown: number[],
  sums: Sums["sums"],
): Promise<Float64Array | undefined> {
  const column = new Map(unknown.map((cell, i) => [cell, i]));
  const programme: Programme = {
    costs: unknown.map(() => 1),
    least: unknown.map(() => 0),
    greatest: unknown.map(() => Number.POSITIVE_INFINITY),
    rows: [],
  };
  for (const { total, parts } of sums) {
    const cells = [total, ...parts];
    const open = cells.filter((cell) => column.has(cell));
    if (!open.length) continue;
    const sign = (cell: number) => (cell === total ? 1 : -1);
    const known = cells.reduce((sum, c) => (column.has(c) ? sum : sum + sign(c) * values[c]!), 0);
    programme.rows.push({
      least: -known,
      greatest: -known,
      columns: open.map((cell) => column.get(cell)!),
      values: open.map(sign),
    });
  }
  const solver = new Solver(await loadSolver(), programme);
  try {
    solver.makeWhole(unknown.length);
    return solver.solve()?.values;
  } finally {
    solver.dispose();
  }
}

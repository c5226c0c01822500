import { loadSolver, type Programme, Solver } from "../solver.js";
import type { Sums } from "./sums.js";

/**
 * Whole numbers for the cells that are not in the table, so that all sums hold: `values` are those of the cells that
 * are known, by place, and NaN for others. Undefined if there are none. Of the sums that are hoped for as many hold as can.
 */
export async function complete(
  values: number[],
  { keys, sums }: Sums,
  hoped: Sums["sums"] = [],
): Promise<number[] | undefined> {
  const all = keys.map((_, cell) => values[cell] ?? Number.NaN);
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
    const found = await solve(all, unknown, sums, hoped);
    if (!found) return undefined;
    for (const [i, cell] of unknown.entries()) all[cell] = Math.round(found[i]!);
  }
  return sums.every((sum) => isSum(all, sum)) ? all : undefined;
}

/** Whether a sum holds of these values. */
export function isSum(values: number[], { total, parts }: Sums["sums"][number]): boolean {
  return values[total] === parts.reduce((sum, part) => sum + values[part]!, 0);
}

async function solve(
  values: number[],
  unknown: number[],
  sums: Sums["sums"],
  hoped: Sums["sums"],
): Promise<Float64Array | undefined> {
  const isHoped = new Set(hoped);
  const column = new Map(unknown.map((cell, i) => [cell, i]));
  const programme: Programme = {
    costs: unknown.map(() => 1),
    least: unknown.map(() => 0),
    greatest: unknown.map(() => Number.POSITIVE_INFINITY),
    rows: [],
  };
  for (const sum of [...sums, ...hoped]) {
    const cells = [sum.total, ...sum.parts];
    const open = cells.filter((cell) => column.has(cell));
    if (!open.length) continue;
    const sign = (cell: number) => (cell === sum.total ? 1 : -1);
    const known = cells.reduce((sum, c) => (column.has(c) ? sum : sum + sign(c) * values[c]!), 0);
    const slack = isHoped.has(sum) ? addSlack(programme) : [];
    programme.rows.push({
      least: -known,
      greatest: -known,
      columns: [...open.map((cell) => column.get(cell)!), ...slack],
      values: [...open.map(sign), ...slack.map((_, i) => (i === 0 ? 1 : -1))],
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

// Two columns for what a sum may be too much or too little. It costs more than any cell.
function addSlack({ costs, least, greatest }: Programme): [number, number] {
  costs.push(1000, 1000);
  least.push(0, 0);
  greatest.push(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return [costs.length - 2, costs.length - 1];
}

import type { Highs } from "highs";
import { type Component, movedBy } from "./component.js";
import type { Guard } from "./guard.js";
import { Solver } from "./solver.js";

/**
 * The component as a reader sees it who takes parts to make up their totals where in truth something is missing: told
 * from a table in whole numbers that agrees with all that is shown and in which as little as can be is missing. Undefined
 * where nothing is missing in truth, or no such table is found.
 *
 * With it comes by how much each cell differs there from the truth.
 *
 * What such a reader derives need not be true, but it is no less believed of the children it is about.
 */
export function presumed(highs: Highs, guard: Guard): { component: Component; moved: number[] } | undefined {
  const { cells, rows } = guard.component;
  const incomplete = rows.flatMap(({ missing }, r) => (missing === 0 ? [] : [r]));
  if (!incomplete.length) return undefined;
  const slackOf = new Map(incomplete.map((r, i) => [r, cells.length + 2 * i]));
  const slacks = incomplete.flatMap(() => [0, 1]);
  const solver = new Solver(highs, {
    costs: [...cells.map(() => 0), ...slacks.map(() => 1)],
    least: [...cells.map((_, c) => guard.least(c)), ...slacks.map(() => 0)],
    greatest: [...cells.map((_, c) => guard.greatest(c)), ...slacks.map(() => Infinity)],
    rows: rows.map(({ cells: columns, signs, missing }, r) => {
      const slack = slackOf.get(r);
      return {
        least: -missing,
        greatest: -missing,
        columns: slack === undefined ? columns : [...columns, slack, slack + 1],
        values: slack === undefined ? signs : [...signs, -1, 1],
      };
    }),
  });
  try {
    const isWhole = (values: Float64Array) => values.every((x) => Math.abs(x - Math.round(x)) < 1e-6);
    const first = solver.solve();
    const solution = first && isWhole(first.values) ? first : solver.solveWhole(cells.length + slacks.length);
    if (!solution || !isWhole(solution.values)) return undefined;
    const moved = cells.map((_, c) => Math.round(solution.values[c]!));
    return { component: movedBy(guard.component, moved), moved };
  } finally {
    solver.dispose();
  }
}

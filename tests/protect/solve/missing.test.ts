import { expect, it } from "vitest";
import { components } from "../../../loaders/protect/solve/component.js";
import { Guard } from "../../../loaders/protect/solve/guard.js";
import { presumed } from "../../../loaders/protect/solve/presumed.js";
import type { Cell, Problem } from "../../../loaders/protect/solve/problem.js";
import { loadSolver } from "../../../loaders/protect/solve/solver.js";
import { suppress } from "../../../loaders/protect/solve/suppress.js";

const count = (value: number): Cell => ({
  value,
  shown: [value, value],
  hidden: [0, Infinity],
  guarded: true,
});

/** A total of two suppressed parts, which in truth lacks, or has too many by, `missing`. */
function sumOf(total: number, parts: [number, number], missing: number): Problem {
  return {
    cells: [count(total), ...parts.map(count)],
    units: [
      { cells: [0], cost: 50, primary: false },
      { cells: [1], cost: 1, primary: true },
      { cells: [2], cost: 1, primary: true },
    ],
    equations: [{ total: 0, parts: [1, 2], missing }],
    width: 10,
  };
}

it("shows a total whose parts keep their interval beneath it", async () => {
  const { suppressed } = await suppress(sumOf(12, [9, 3], 0));
  expect([...suppressed]).toEqual([0, 1, 1]);
});

it("hides a total beneath which they would not for a reader who takes its parts to make it up", async () => {
  // Two parts that make 12 can each be 0 to 12; those that are taken to make 8, only 0 to 8.
  const { suppressed } = await suppress(sumOf(8, [9, 3], -4));
  expect([...suppressed]).toEqual([1, 1, 1]);
});

it("hides it where only a reader who knows what is missing would come too near", async () => {
  // Of 12 two parts could be anything up to it; but 4 are known to be elsewhere.
  const { suppressed } = await suppress(sumOf(12, [6, 2], 4));
  expect([...suppressed]).toEqual([1, 1, 1]);
});

it("finds what a reader takes for true in whole numbers, though halves would leave nothing missing", async () => {
  // By pairs three counts of 1 are 2, 2 and, as one is in none of them, 3. Of 1½, ½ and 1½ none would be missing.
  const [component] = components({
    cells: [2, 2, 3, 1, 1, 1].map(count),
    units: [0, 1, 2, 3, 4, 5].map((cell) => ({ cells: [cell], cost: 1, primary: cell > 2 })),
    equations: [
      { total: 0, parts: [3, 4] },
      { total: 1, parts: [4, 5] },
      { total: 2, parts: [3, 5], missing: 1 },
    ],
    width: 1,
  });
  const taken = presumed(await loadSolver(), new Guard(component!))!;
  expect(taken.moved.slice(0, 3)).toEqual([0, 0, 0]);
  expect(taken.component.rows.reduce((sum, { missing }) => sum + Math.abs(missing), 0)).toBe(1);
});

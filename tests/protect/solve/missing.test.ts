import { expect, it } from "vitest";
import type { Cell, Problem } from "../../../loaders/protect/solve/problem.js";
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

import { expect, it } from "vitest";
import { components } from "../../../loaders/protect/solve/component.js";
import { withoutHopeless } from "../../../loaders/protect/solve/hopeless.js";
import type { Cell, Problem } from "../../../loaders/protect/solve/problem.js";
import { suppress } from "../../../loaders/protect/solve/suppress.js";

/** A count shown exactly, and known to be no less than 1 once it is hidden. */
const ours = (value: number): Cell => ({
  value,
  shown: [value, value],
  hidden: [1, Infinity],
  guarded: true,
});
/** A count that an earlier publication has shown to the nearest five, so that to hide it hides nothing. */
const told = (value: number): Cell => ({
  value,
  shown: [value - 2, value + 2],
  hidden: [value - 2, value + 2],
  guarded: false,
});

it("hides no count beside another that could then be worked out itself, however cheap", async () => {
  // 100 = 60 + 40, of which all but the 40 is told; 60 = 40 + 15 + 5, of which the 5 is to be hidden.
  const problem: Problem = {
    cells: [told(100), told(60), ours(40), ours(60), ours(15), ours(5)],
    equations: [
      { total: 0, parts: [1, 2] },
      { total: 3, parts: [2, 4, 5] },
    ],
    units: [
      { cells: [2], cost: 1, primary: false },
      { cells: [3], cost: 100, primary: false },
      { cells: [4], cost: 10, primary: false },
      { cells: [5], cost: 1, primary: true },
    ],
    width: 10,
  };
  const { suppressed } = await suppress(problem);
  expect([...suppressed]).toEqual([0, 0, 1, 1]);
});

it("knows as it is shown what stays shown, though a figure that may be suppressed holds it too", () => {
  // As above, but the 40 is in two figures: alone, and with the 15 in a dearer one, which stays shown.
  const problem: Problem = {
    cells: [told(100), told(60), ours(40), ours(60), ours(15), ours(5)],
    equations: [
      { total: 0, parts: [1, 2] },
      { total: 3, parts: [2, 4, 5] },
    ],
    units: [
      { cells: [2], cost: 1, primary: false },
      { cells: [2, 4], cost: 50, primary: false },
      { cells: [3], cost: 100, primary: false },
      { cells: [5], cost: 1, primary: true },
    ],
    width: 10,
  };
  const { units, unitsOf, guarded, hidden } = withoutHopeless(components(problem)[0]!);
  expect(units.map(({ id }) => id)).toEqual([0, 2, 3]);
  expect(unitsOf).toEqual([[], [], [0], [1], [], [2]]);
  expect([...guarded]).toEqual([0, 0, 0, 1, 0, 1]);
  expect([...hidden.least]).toEqual([-2, -2, 0, -59, 0, -4]);
  expect([...hidden.greatest]).toEqual([2, 2, 0, Infinity, 0, Infinity]);
});

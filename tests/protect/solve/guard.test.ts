import { describe, expect, test } from "vitest";
import { type Component, components, knownBy, movedBy } from "../../../loaders/protect/solve/component.js";
import { Guard } from "../../../loaders/protect/solve/guard.js";
import type { Cell, Problem, Range, Unit } from "../../../loaders/protect/solve/problem.js";

const cell = (value: number, more: Partial<Cell> = {}): Cell => ({
  value,
  shown: [value, value],
  hidden: [0, Number.POSITIVE_INFINITY],
  guarded: true,
  ...more,
});
const unit = (cells: number[], primary = false, cost = 1): Unit => ({ cells, cost, primary });

/** Of ten children three, two and five are of each of three places; two is too few. */
const ten = (more: Partial<Problem> = {}): Problem => ({
  cells: [cell(10), cell(3), cell(2), cell(5)],
  units: [unit([0], false, 8), unit([1], false, 2), unit([2], true, 1), unit([3], false, 4)],
  equations: [{ total: 0, parts: [1, 2, 3] }],
  width: 3,
  ...more,
});
const only = (problem: Problem): Component => {
  const all = components(problem);
  expect(all).toHaveLength(1);
  return all[0]!;
};
const guardOf = (problem = ten()) => new Guard(only(problem));

describe("another table is taken as a proof", () => {
  test("if it adds up, is whole and differs only in what is hidden, and keeps as far as it reaches", () => {
    const guard = guardOf();
    guard.suppress(1);
    expect(guard.unsafe()).toEqual([1, 2]);
    expect(guard.admit([1, 2], [1, -1])).toBe(true);
    expect(guard.unsafe()).toEqual([1, 2]);
    expect(guard.admit([1, 2], [-2, 2.000001])).toBe(true);
    expect([...guard.low]).toEqual([0, -2, -1, 0]);
    expect([...guard.high]).toEqual([0, 1, 2, 0]);
    expect(guard.unsafe()).toEqual([]);
  });

  test("and not otherwise", () => {
    const guard = guardOf();
    guard.suppress(1);
    for (const [cells, deviations] of [
      [
        [1, 2],
        [1, -2],
      ],
      [[1], [1]],
      [
        [1, 2],
        [0.5, -0.5],
      ],
      [
        [1, 2],
        [1.0001, -1.0001],
      ],
      [
        [1, 2],
        [3, -3],
      ],
      [
        [2, 3],
        [1, -1],
      ],
      [
        [0, 1],
        [1, 1],
      ],
    ] as const)
      expect([cells, guard.admit(cells, deviations)]).toEqual([cells, false]);
    expect(guard.all()).toEqual([]);
    expect(guard.unsafe()).toEqual([1, 2]);
  });

  test("of what is shown within what it may have been rounded from", () => {
    const rounded: Range = [8, 12];
    const guard = guardOf(ten({ cells: [cell(10, { shown: rounded }), cell(3), cell(2), cell(5)] }));
    expect(guard.admit([0, 2], [2, 2])).toBe(true);
    expect(guard.admit([0, 2], [-2, -2])).toBe(true);
    expect(guard.admit([0, 2], [3, 3])).toBe(false);
    expect(guard.isSafe(2)).toBe(true);
  });

  test("in each sum that a cell is in", () => {
    const guard = guardOf(
      ten({
        cells: [cell(10), cell(3), cell(2), cell(5), cell(5)],
        equations: [
          { total: 0, parts: [1, 2, 3] },
          { total: 4, parts: [1, 2] },
        ],
      }),
    );
    guard.suppress(1);
    guard.suppress(3);
    expect(guard.admit([2, 3], [1, -1])).toBe(false);
    expect(guard.admit([1, 2], [1, -1])).toBe(true);
  });
});

describe("a pattern", () => {
  test("loses what its units cost, and hides a cell when all its units are suppressed", () => {
    const guard = guardOf(
      ten({ units: [unit([0], false, 8), unit([1, 2], true, 3), unit([1], false, 2), unit([3], false, 4)] }),
    );
    expect(guard.cost()).toBe(3);
    expect([...guard.hidden]).toEqual([0, 0, 1, 0]);
    guard.suppress(2);
    expect(guard.cost()).toBe(5);
    expect([...guard.hidden]).toEqual([0, 1, 1, 0]);
  });

  test("needs an interval only of hidden cells that are guarded, as wide as the problem says", () => {
    const cells = [cell(10), cell(3, { guarded: false }), cell(2), cell(5)];
    const guard = guardOf(ten({ cells, width: 2 }));
    guard.suppress(1);
    expect(guard.unsafe()).toEqual([2]);
    guard.admit([1, 2], [1, -1]);
    expect(guard.isSafe(2)).toBe(false);
    guard.admit([1, 2], [-1, 1]);
    expect(guard.isSafe(2)).toBe(true);
  });

  test("gives back the tables that it belies when it shows a cell again, and reaches no further than the rest", () => {
    const guard = guardOf();
    guard.suppress(1);
    guard.suppress(3);
    guard.admit([2, 3], [1, -1]);
    guard.admit([1, 2], [-3, 3]);
    guard.admit([1, 3], [2, -2]);
    expect([...guard.high]).toEqual([0, 2, 3, 0]);
    const belied = guard.reveal(1).map(({ cells, deviations }) => [[...cells], [...deviations]]);
    expect(belied).toEqual([
      [
        [1, 2],
        [-3, 3],
      ],
      [
        [1, 3],
        [2, -2],
      ],
    ]);
    expect([...guard.hidden]).toEqual([0, 0, 1, 1]);
    expect([...guard.low]).toEqual([0, 0, 0, -1]);
    expect([...guard.high]).toEqual([0, 0, 1, 0]);
    expect(guard.all().map(({ cells }) => [...cells])).toEqual([[2, 3]]);
    guard.suppress(1);
    guard.admitAll(guard.all());
    expect([...guard.low]).toEqual([0, 0, 0, -1]);
    expect(guard.reveal(1)).toEqual([]);
    expect(guard.admit([1, 2], [-3, 3])).toBe(false);
  });
});

describe("components", () => {
  test("are of what hangs together and has something to suppress, in the order of their first cells", () => {
    const pair = (at: number) => ({ total: at, parts: [at + 1] });
    const parts = components({
      cells: [4, 4, 3, 3, 9, 9].map((value) => cell(value)),
      units: [unit([0]), unit([1], true), unit([2]), unit([3]), unit([4], true), unit([5]), unit([])],
      equations: [pair(0), pair(2), pair(4)],
      width: 1,
    });
    expect(parts.map(({ cells }) => cells)).toEqual([
      [0, 1],
      [4, 5],
    ]);
    expect(parts[1]!.units.map(({ id, cells }) => [id, cells])).toEqual([
      [4, [0]],
      [5, [1]],
    ]);
    expect(parts[1]!.rows).toEqual([{ cells: [0, 1], signs: [1, -1], missing: 0 }]);
  });

  test("hang together by units too, and not by a count that stays as it is", () => {
    const of = (units: Unit[], more: Partial<Problem> = {}) =>
      components({
        cells: [cell(9), cell(4), cell(5)],
        units,
        equations: [{ total: 0, parts: [1, 2] }],
        width: 1,
        ...more,
      }).map(({ cells }) => cells);
    const known: Partial<Problem> = { cells: [cell(9), cell(4), cell(5, { hidden: [5, 5] })] };
    expect(of([unit([0]), unit([1], true)])).toEqual([[0, 1]]);
    expect(of([unit([0]), unit([1], true), unit([2])], known)).toEqual([[0, 1]]);
    expect(of([unit([1, 2], true)], { equations: [] })).toEqual([[1, 2]]);
  });

  test("refuse what contradicts itself", () => {
    const first = (more: Partial<Cell>) => () =>
      components(ten({ cells: [cell(10, more), cell(3), cell(2), cell(5)] }));
    first({ shown: [9, 11], hidden: [9, 11] })();
    for (const more of [
      { shown: [11, 12] },
      { shown: [8, 9] },
      { shown: [9, 11], hidden: [10, 20] },
      { shown: [9, 11], hidden: [0, 10] },
    ] as const)
      expect(first(more)).toThrow("Cell 0 is not within what is known of it.");
    expect(() => components(ten({ equations: [{ total: 0, parts: [1, 2] }] }))).toThrow(
      "Cell 0 is not the sum of its parts.",
    );
    expect(only(ten({ equations: [{ total: 0, parts: [1, 2], missing: 5 }] })).rows).toEqual([
      { cells: [0, 1, 2], signs: [1, -1, -1], missing: 5 },
    ]);
    expect(() =>
      components(
        ten({
          cells: [cell(4), cell(2), cell(2)],
          units: [unit([0]), unit([1], true)],
          equations: [{ total: 0, parts: [1, 1] }],
        }),
      ),
    ).toThrow("Cell 1 stands twice in one sum.");
  });

  test("count out what stands on both sides of a sum", () => {
    const { rows } = only(
      ten({
        cells: [cell(10), cell(3), cell(0), cell(7)],
        equations: [
          { total: 0, parts: [0, 2] },
          { total: 0, parts: [1, 2, 3] },
        ],
      }),
    );
    expect(rows).toEqual([
      { cells: [2], signs: [-1], missing: 0 },
      { cells: [0, 1, 2, 3], signs: [1, -1, -1, -1], missing: 0 },
    ]);
  });

  test("know whose a cell is: a total and its part are one's if nobody else is in the total", () => {
    const own = { isOwn: true };
    const of = (...cells: Cell[]) =>
      only({
        cells,
        units: cells.map((_, i) => unit([i], i === 1)),
        equations: [{ total: 0, parts: cells.slice(1).map((_, i) => i + 1) }],
        width: 1,
      }).own;
    expect(of(cell(1, own), cell(1, own), cell(0))).toEqual([[0, 1]]);
    expect(of(cell(2, own), cell(1, own), cell(1, own))).toEqual([[0], [1], [2]]);
    expect(of(cell(1), cell(1, own), cell(0))).toEqual([[1]]);
    expect(of(cell(1, own), cell(1, { ...own, guarded: false }), cell(0))).toEqual([[0]]);
  });

  test("as one sees them who knows a cell", () => {
    const component = knownBy(only(ten()), [2]);
    expect([...component.guarded]).toEqual([1, 1, 0, 1]);
    expect([...component.hidden.least]).toEqual([-10, -3, 0, -5]);
    expect([...component.hidden.greatest]).toEqual([Infinity, Infinity, 0, Infinity]);
    const guard = new Guard(component);
    guard.suppress(1);
    guard.suppress(3);
    expect(guard.admit([1, 2], [1, -1])).toBe(false);
    expect(guard.admit([1, 3], [1, -1])).toBe(true);
  });

  test("as one sees them who takes another table for true", () => {
    const component = movedBy(only(ten({ equations: [{ total: 0, parts: [1, 2], missing: 5 }] })), [0, 2, 1]);
    expect([...component.hidden.least]).toEqual([-10, -5, -3]);
    expect([...component.shown.greatest]).toEqual([0, -2, -1]);
    expect(component.rows[0]!.missing).toBe(2);
  });
});

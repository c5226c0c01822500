import fc from "fast-check";
import { expect, it } from "vitest";
import { type Puzzle, Search } from "./search.js";

/** The ranges of all cells, by trying every number for each. */
function tryAll({ least, greatest, sums }: Puzzle): [number, number][] {
  const ranges = least.map((): [number, number] => [Infinity, -Infinity]);
  const values: number[] = [];
  const visit = () => {
    const i = values.length;
    if (i === least.length) {
      if (!sums.every(({ total, parts }) => values[total] === parts.reduce((sum, p) => sum + values[p]!, 0)))
        return;
      for (const [cell, [from, to]] of ranges.entries())
        ranges[cell] = [Math.min(from, values[cell]!), Math.max(to, values[cell]!)];
      return;
    }
    for (let value = least[i]!; value <= greatest[i]!; value++) {
      values.push(value);
      visit();
      values.pop();
    }
  };
  visit();
  return ranges;
}

// Two by two numbers with the sums of rows, columns and both diagonals, each known more or less exactly.
const puzzle = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })), {
      minLength: 10,
      maxLength: 10,
    }),
  )
  .map(([parts, slack]): Puzzle => {
    const pairs = [
      [0, 1],
      [2, 3],
      [0, 2],
      [1, 3],
      [0, 3],
      [1, 2],
    ];
    const truth = [...parts, ...pairs.map(([a, b]) => parts[a!]! + parts[b!]!)];
    return {
      truth,
      least: truth.map((value, i) => Math.max(value - slack[i]![0], 0)),
      greatest: truth.map((value, i) => value + slack[i]![1]),
      sums: pairs.map((parts, i) => ({ total: 4 + i, parts })),
    };
  });

it("the search finds the ranges that trying every number finds", () => {
  fc.assert(
    fc.property(puzzle, (puzzle) => {
      const search = new Search(puzzle);
      expect(puzzle.truth.map((_, cell) => search.rangeOf(cell, Infinity))).toEqual(tryAll(puzzle));
    }),
    { numRuns: 100, seed: 1 },
  );
});

it("the search ends with two tables that are enough apart", () => {
  const search = new Search({
    truth: [20, 9, 11],
    least: [20, 0, 0],
    greatest: [20, 99, 99],
    sums: [{ total: 0, parts: [1, 2] }],
  });
  expect(search.rangeOf(1, 0)).toEqual([9, 9]);
  const [least, greatest] = search.rangeOf(1, 4);
  expect(greatest - least).toBeGreaterThanOrEqual(4);
  expect(search.rangeOf(1, 30)).toEqual([0, 20]);
});

it("the search refuses a table that is not as it is shown", () => {
  const shown = { least: [5], greatest: [6], sums: [] };
  expect(() => new Search({ ...shown, truth: [4] })).toThrow("does not fit");
});

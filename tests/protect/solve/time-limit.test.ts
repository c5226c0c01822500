import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { soak } from "../../soak.js";
import { cube } from "./four-way.js";
import { policy } from "./grid.js";
import { puzzleOf, type RandomTable, randomTable, type Shown, sameChild } from "./random-tables.js";
import { Search } from "./search.js";

const rule = { ...policy, smallestCount: 5, protectionInterval: 4 };
// Nothing but the quick search, however slow the machine.
const quickly = { steps: 0, seconds: 3600 };

/** Suppressed counts that trying whole numbers finds nearer than the policy allows; all, or some of them. */
function near(
  { table, policy, dimensions }: RandomTable,
  shown: Shown[],
  every = 1,
  known?: number,
): string[] {
  const each = table.denominatorColumn ? 3 : 1;
  const width = policy.protectionInterval;
  const puzzle = puzzleOf({ table, policy, dimensions }, shown, 2 * width + 2);
  const same = known === undefined ? new Set() : sameChild(puzzle, known);
  if (known !== undefined) puzzle.least[known] = puzzle.greatest[known] = puzzle.truth[known]!;
  const search = new Search(puzzle);
  const hidden = shown.flatMap(({ count, denominator }, i) =>
    count !== "c"
      ? []
      : [each * i, ...(each === 3 ? [each * i + 2] : []), ...(denominator === "c" ? [each * i + 1] : [])],
  );
  return hidden.flatMap((cell, i) => {
    if (i % every || same.has(cell)) return [];
    const [least, greatest] = search.rangeOf(cell, width);
    return greatest - least < width ? [`${cell}: ${least}–${greatest}`] : [];
  });
}

function held(sizes: readonly number[], most: number): RandomTable {
  const table = cube(sizes, most);
  const dimensions = table.dimensions.map((name, d) => {
    const leaves = [...new Set(table.rows.map(({ key }) => key[d]!))].filter((c) => c !== "Total");
    return { name, leaves, groups: { Total: leaves } };
  });
  return { table, policy: rule, dimensions };
}

describe("a first pattern, without any search for a better one,", () => {
  soak("is found for a four-way table of 672 cells, and is safe", async () => {
    const four = held([6, 5, 3, 3], 12);
    expect(four.table.rows).toHaveLength(672);
    const { rows, primary, cost, bound } = await protectTable(four.table, undefined, rule, quickly);
    expect(primary).toBeGreaterThan(100);
    expect(cost).toBeGreaterThan(bound);
    expect(near(four, rows as unknown as Shown[], 150)).toEqual([]);
  });

  it("is safe, and loses no more than twice what a slower search does, in a four-way table of 108 cells", async () => {
    const four = held([3, 2, 2, 2], 30);
    const { rows, cost } = await protectTable(four.table, undefined, rule, quickly);
    expect(near(four, rows as unknown as Shown[])).toEqual([]);
    const better = await protectTable(four.table, undefined, rule, { steps: 0 });
    expect(cost).toBeLessThanOrEqual(2 * better.cost);
  });

  it("is safe in random tables, with overlapping groups, denominators and rounding", async () => {
    const runs = Number(process.env.PROTECT_RANDOM_TABLES ?? 12);
    let hidden = 0;
    await fc.assert(
      fc.asyncProperty(randomTable, async (random) => {
        const { rows, secondary } = await protectTable(random.table, undefined, random.policy, quickly);
        expect(near(random, rows as unknown as Shown[])).toEqual([]);
        if (secondary) hidden++;
      }),
      { numRuns: runs, seed: 1 },
    );
    expect(hidden).toBeGreaterThan(runs / 3);
  }, 600_000);
});

it("keeps counts from those who know their own, within a time limit too", async () => {
  const three = held([3, 2, 2], 6);
  const insiders: RandomTable = { ...three, policy: { ...rule, insiders: "own-cell" } };
  const { rows } = await protectTable(three.table, undefined, insiders.policy, quickly);
  const shown = rows as unknown as Shown[];
  const own = three.table.rows.flatMap(({ count }, i) => (count === 1 && shown[i]!.count === "c" ? [i] : []));
  expect(own.length).toBeGreaterThan(0);
  for (const known of own) expect(near(insiders, shown, 1, known)).toEqual([]);
});

it("says that time was over, with what no pattern can do without", async () => {
  const four = held([4, 3, 2, 2], 12);
  const { isEarly, cost, bound } = await protectTable(four.table, undefined, rule, { seconds: 1e-6 });
  expect(isEarly).toBe(true);
  expect(bound).toBeGreaterThan(0);
  expect(bound).toBeLessThan(cost);
});

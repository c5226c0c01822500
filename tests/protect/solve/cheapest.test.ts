import fc from "fast-check";
import { expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { cases } from "../../soak.js";
import { grid, policy } from "./grid.js";
import { Search } from "./search.js";

const width = policy.protectionInterval;

// What each cell costs, as the protector weighs it.
const costOf = (count: number): number => Math.round(100 * Math.log2(2 + count));

/** The least that any pattern costs that keeps all intervals, by trying every pattern. */
function leastCost(counts: number[][]): number {
  const table = grid(counts);
  const rows = table.rows;
  const place = new Map(rows.map(({ key }, i) => [key.join(), i]));
  const sums = rows.flatMap(({ key }, total) =>
    key.flatMap((category, d) => {
      if (category !== "Total") return [];
      const others = [...new Set(rows.map((r) => r.key[d]!))].filter((c) => c !== "Total");
      return [{ total, parts: others.map((c) => place.get(key.with(d, c).join())!) }];
    }),
  );
  const primary = rows.flatMap(({ count }, i) => (count > 0 && count < policy.smallestCount ? [i] : []));
  const open = rows.flatMap(({ count }, i) => (count >= policy.smallestCount ? [i] : []));
  const cost = (cells: number[]) => cells.reduce((sum, i) => sum + costOf(rows[i]!.count), 0);
  const isGood = (hidden: Set<number>) => {
    const search = new Search({
      least: rows.map(({ count }, i) => (hidden.has(i) ? 1 : count)),
      greatest: rows.map(({ count }, i) => (hidden.has(i) ? count + 3 * width : count)),
      sums,
      truth: rows.map(({ count }) => count),
    });
    return [...hidden].every((i) => {
      const [least, greatest] = search.rangeOf(i, width);
      return greatest - least >= width;
    });
  };
  const patterns = Array.from({ length: 2 ** open.length }, (_, bits) => [
    ...primary,
    ...open.filter((_, k) => (bits >> k) & 1),
  ]);
  patterns.sort((a, b) => cost(a) - cost(b));
  return cost(patterns.find((hidden) => isGood(new Set(hidden)))!);
}

it("no pattern of a small table that keeps the intervals costs less than the one called optimal", async () => {
  const count = fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) },
    { weight: 2, arbitrary: fc.integer({ min: 3, max: 15 }) },
  );
  const counts = fc.oneof(
    fc.tuple(fc.tuple(count, count), fc.tuple(count, count)),
    fc.tuple(fc.tuple(count, count, count), fc.tuple(count, count, count)),
  );
  await fc.assert(
    fc.asyncProperty(counts, async (drawn) => {
      const { cost, bound, methods } = await protectTable(grid(drawn), undefined, policy);
      expect(methods.searched).toBe(0);
      expect([cost, bound]).toEqual([leastCost(drawn), leastCost(drawn)]);
    }),
    cases(4, 50),
  );
});

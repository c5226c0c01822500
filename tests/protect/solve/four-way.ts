import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import { table } from "./grid.js";

/** Whole numbers below another, the same in every run. */
export function drawn(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A table of any number of dimensions with all its totals; most counts are small, some of nobody. */
export function cube(sizes: readonly number[], most: number, seed = 1): Table {
  const below = drawn(seed);
  const names = sizes.map((_, d) => String.fromCharCode(97 + d));
  const cells = new Map<string, { key: string[]; count: number }>();
  const keys = sizes.reduce<string[][]>(
    (made, size, d) =>
      made.flatMap((key) => Array.from({ length: size }, (_, i) => [...key, `${names[d]}${i}`])),
    [[]],
  );
  for (const leaf of keys) {
    const count = Math.min(below(most), below(most));
    for (let totals = 0; totals < 2 ** sizes.length; totals++) {
      const key = leaf.map((category, d) => ((totals >> d) & 1 ? "Total" : category));
      const cell = cells.get(key.join()) ?? { key, count: 0 };
      cells.set(key.join(), cell);
      cell.count += count;
    }
  }
  return table(
    names,
    [...cells.values()].map(({ key, count }): [string[], number] => [key, count]),
  );
}

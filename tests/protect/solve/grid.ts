import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";

/** A policy without rounding that suppresses counts below three, and keeps as wide an interval. */
export const policy: TablePolicy = {
  smallestCount: 3,
  protectionInterval: 3,
  roundTo: 1,
  zeros: "shown",
  allOrNothingFrom: undefined,
  hierarchies: {},
};

/** A table of rows by columns with its totals, named r0, r1 … by c0, c1 …, Total. */
export function grid(counts: number[][]): Table {
  const columns = counts[0]!.map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0));
  const all = [...counts, columns].map((row) => [...row, row.reduce((sum, n) => sum + n, 0)]);
  const name = (letter: string, i: number, of: number) => (i === of ? "Total" : `${letter}${i}`);
  return table(
    ["column", "row"],
    all.flatMap((row, i) =>
      row.map((count, j): [string[], number] => [
        [name("c", j, columns.length), name("r", i, counts.length)],
        count,
      ]),
    ),
  );
}

/** A table of counts by their categories. */
export function table(dimensions: string[], cells: [key: string[], count: number][]): Table {
  return {
    name: "table.csv",
    columns: [...dimensions, "count"],
    dimensions,
    countColumn: "count",
    denominatorColumn: undefined,
    rows: cells.map(([key, count]) => ({
      texts: Object.fromEntries(dimensions.map((d, i) => [d, key[i]!])),
      key,
      count,
      denominator: undefined,
    })),
  };
}

/** The counts of a protected grid as they were laid out, totals last. */
export function laidOut(rows: Record<string, string | null>[]): string[] {
  const names = [...new Set(rows.map((r) => r.row!))];
  return names.map((name) =>
    rows
      .filter((r) => r.row === name)
      .map((r) => r.count)
      .join(" "),
  );
}

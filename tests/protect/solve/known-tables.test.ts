import { describe, expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";
import { grid, laidOut, policy, table } from "./grid.js";
import { rangeOf } from "./search.js";

/** Of each suppressed cell the range that a reader finds who knows only the sums of rows and columns, and the zeros. */
function ranges(original: Table, shown: string[], least: number): [string, [number, number]][] {
  const place = new Map(original.rows.map(({ key }, i) => [key.join(), i]));
  const sums = original.rows.flatMap(({ key }, total) =>
    key.flatMap((category, d) => {
      if (category !== "Total") return [];
      const others = [...new Set(original.rows.map((r) => r.key[d]!))].filter((c) => c !== "Total");
      return [{ total, parts: others.map((c) => place.get(key.with(d, c).join())!) }];
    }),
  );
  const puzzle = {
    least: shown.map((s) => (s === "c" ? least : Number(s))),
    greatest: shown.map((s, i) => (s === "c" ? original.rows[i]!.count + 10 : Number(s))),
    sums,
    truth: original.rows.map(({ count }) => count),
  };
  return shown.flatMap((s, i): [string, [number, number]][] =>
    s === "c" ? [[original.rows[i]!.key.join(), rangeOf(puzzle, i)]] : [],
  );
}

async function shownOf(original: Table, by: TablePolicy = policy): Promise<string[]> {
  const { rows } = await protectTable(original, undefined, by);
  return rows.map((r) => String(r.count));
}

const tight = (found: ReturnType<typeof ranges>, width: number) =>
  found.filter(([, range]) => !range || range[1] - range[0] < width);

describe("a table that is known to be hard", () => {
  // Three ones and a zero pattern in which each row's and column's suppressed cells look covered by the others.
  const singletons = grid([
    [1, 1, 7, 1, 0],
    [1, 0, 0, 2, 8],
  ]);

  it("with its small counts alone taken out gives them away", () => {
    const primary = singletons.rows.map(({ count }) => (count > 0 && count < 3 ? "c" : String(count)));
    expect(tight(ranges(singletons, primary, 1), 3).length).toBeGreaterThan(0);
  });

  it("with singletons keeps every interval", async () => {
    const shown = await shownOf(singletons);
    expect(tight(ranges(singletons, shown, 1), 3)).toEqual([]);
  });

  it("with two ones in a sum whose rest is shown (15 = 10 + 3 + x + x) loses more than the two", async () => {
    const fifteen = table(
      ["part"],
      [
        [["Total"], 15],
        [["a"], 10],
        [["b"], 3],
        [["c"], 1],
        [["d"], 1],
      ],
    );
    const shown = await shownOf(fifteen);
    // x + x = 2 with neither 0 leaves 1 and 1.
    expect(tight(ranges(fifteen, ["15", "10", "3", "c", "c"], 1), 1)).toEqual([
      ["c", [1, 1]],
      ["d", [1, 1]],
    ]);
    expect(shown.slice(3)).toEqual(["c", "c"]);
    expect(tight(ranges(fifteen, shown, 1), 3)).toEqual([]);
  });

  it("whose zeros are suppressed (0 = x + x + 0) hides the sum of nobody too", async () => {
    const zero = grid([
      [0, 0],
      [20, 30],
    ]);
    const shown = await shownOf(zero, { ...policy, zeros: "suppressed" });
    expect(shown[2]).toBe("c");
    expect(tight(ranges(zero, shown, 0), 3)).toEqual([]);
  });

  it("is shown whole if nothing in it is small", async () => {
    const { rows, primary, secondary } = await protectTable(
      grid([
        [20, 30],
        [40, 50],
      ]),
      undefined,
      policy,
    );
    expect([primary, secondary]).toEqual([0, 0]);
    expect(laidOut(rows)).toEqual(["20 30 50", "40 50 90", "60 80 140"]);
  });
});

describe("the pattern", () => {
  const original = grid([
    [2, 14, 20],
    [31, 25, 16],
    [12, 40, 9],
  ]);

  it("is the cheapest: the one small count, and the cheapest rectangle with it", async () => {
    const { rows, methods } = await protectTable(original, undefined, policy);
    expect(methods).toEqual({ optimal: 1, searched: 0 });
    expect(laidOut(rows)).toEqual(["c 14 c 36", "31 25 16 72", "c 40 c 61", "45 79 45 169"]);
  });

  it("is the same whatever the order of the rows", async () => {
    const pattern = async (rows: Table["rows"]) => {
      const made = await protectTable({ ...original, rows }, undefined, policy);
      return made.rows.map((r) => `${r.row} ${r.column} ${r.count}`).sort();
    };
    const { rows } = original;
    expect(await pattern([...rows].reverse())).toEqual(await pattern(rows));
    expect(await pattern([...rows.slice(7), ...rows.slice(0, 7)])).toEqual(await pattern(rows));
  });

  it("is wider where outsiders know a total that the table does not show", async () => {
    const parts: [string[], number][] = [
      [["a"], 2],
      [["b"], 20],
      [["c"], 30],
    ];
    const alone = table(["part"], parts);
    const known = table(["part"], [[["Total"], 52]]);
    const counts = async (k?: Table) =>
      (await protectTable(alone, k, policy)).rows.map((r) => String(r.count));
    expect(await counts()).toEqual(["c", "20", "30"]);
    expect(await counts(known)).toEqual(["c", "c", "30"]);
  });

  it("cannot be found where what is known leaves no interval, and the cells are named", async () => {
    const alone = table(
      ["part"],
      [
        [["a"], 2],
        [["b"], 1],
      ],
    );
    await expect(protectTable(alone, table(["part"], [[["Total"], 3]]), policy)).rejects.toThrow(
      /cannot be protected: with all counts suppressed, \(part a\); \(part b\) can still be worked out/,
    );
  });
});

import { describe, expect, test } from "vitest";
import type { Range } from "../../../loaders/protect/solve/problem.js";
import type { Series } from "../../../loaders/protect/solve/table/editions.js";
import {
  asPublished,
  type Block,
  isSmallChange,
  isTelling,
  isUnchanged,
  latestOf,
  tellingChanges,
} from "../../../loaders/protect/solve/table/held.js";
import type { Table, TableRow } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";

const exact: TablePolicy = {
  ...{ smallestCount: 5, protectionInterval: 5, roundTo: 1, zeros: "shown" },
  ...{ missing: "zero", dimensions: [], hierarchies: {} },
};
const fives: TablePolicy = { ...exact, roundTo: 5 };

describe("a change tells that a few children came or went", () => {
  test.each<[number, number, TablePolicy, boolean]>([
    [1, 1, exact, true],
    [4, 4, exact, true],
    [-1, -1, exact, true],
    [-4, -4, exact, true],
    [0, 0, exact, false],
    [5, 5, exact, false],
    [-5, -5, exact, false],
    // Known no more closely than to one child or another.
    [1, 2, exact, false],
    [-2, -1, exact, false],
    [1, 4, fives, true],
    [-4, -1, fives, true],
    [1, 5, fives, false],
    [-5, -1, fives, false],
    [0, 3, fives, false],
    [-3, 0, fives, false],
    [1, 5, { ...fives, smallestCount: 10 }, false],
    [1, 4, { ...fives, smallestCount: 10 }, true],
  ])("between %d and %d", (lower, upper, policy, is) => expect(isSmallChange(lower, upper, policy)).toBe(is));

  test("by what each number was rounded from", () => {
    const change = (before: number, now: number) => ({
      key: "a",
      before: 0,
      now: 1,
      numbers: [before, now] as const,
    });
    expect(isTelling(change(10, 13), exact)).toBe(true);
    expect(isTelling(change(13, 10), exact)).toBe(true);
    expect(isTelling(change(10, 15), exact)).toBe(false);
    // 8 to 12 was 13 to 17: from one child to nine.
    expect(isTelling(change(10, 15), fives)).toBe(false);
  });
});

test("what is missing from a sum is given up where that contradicts what is shown, and no other sum", async () => {
  const cell = (shown: Range, hidden = shown) => ({ value: shown[0], shown, hidden, guarded: false });
  const change = { key: "a", before: 0, now: 1, numbers: [10, 15] as const };
  const cells = [
    cell([10, 10]),
    cell([11, 20]),
    // 20 is what it is now, and 7 that is hidden: it has grown by three.
    cell([20, 20]),
    cell([7, 7]),
    // 5 cannot be 6 or more.
    cell([5, 5]),
    cell([6, 6], [6, 9]),
  ];
  const telling = async (equations: Series["problem"]["equations"]) => {
    const problem = { cells, units: [], width: 5, equations };
    return tellingChanges({ problem, changes: [change] } as unknown as Series, hidden, exact);
  };
  const hidden = Uint8Array.from([0, 0, 0, 1, 0, 1]);
  const plain = { total: 2, parts: [1, 3] };
  expect(await telling([])).toEqual([]);
  expect(await telling([plain])).toEqual([change]);
  expect(await telling([plain, { total: 4, parts: [5], missing: 1 }])).toEqual([change]);
  expect(
    await telling([
      { ...plain, missing: 1 },
      { total: 4, parts: [5], missing: 1 },
    ]),
  ).toEqual([]);
});

const row = (area: string, count: number, denominator?: number): TableRow => ({
  texts: {},
  key: [area],
  count,
  denominator,
});
const tableOf = (...rows: TableRow[]): Table => ({
  ...{ name: "t.csv", columns: ["area", "count"], dimensions: ["area"], countColumn: "count" },
  ...{ denominatorColumn: undefined, rows },
});
const block = (rows: TableRow[], gone: string[] = []): Block => ({ rows, gone, changes: [] });

describe("a block", () => {
  const then = latestOf([tableOf(row("a", 9), row("b", 7)), tableOf(row("a", 12), row("c", Number.NaN))]);

  test("is held against what was last published of each of its cells", () => {
    expect([...then].map(([key, { count }]) => [key, count])).toEqual([
      ["a", 12],
      ["b", 7],
      ["c", Number.NaN],
    ]);
  });

  test("is unchanged where every number is as it was, or was suppressed", () => {
    const is = (rows: TableRow[], gone: string[] = []) => isUnchanged(block(rows, gone), then, exact);
    expect(is([row("a", 12), row("b", 7), row("c", 30)])).toBe(true);
    expect(is([row("a", 12), row("b", 8)])).toBe(false);
    expect(is([row("a", 9)])).toBe(false);
    expect(is([row("a", 12), row("new", 9)])).toBe(false);
    expect(is([row("a", 12)], ["never"])).toBe(true);
    expect(is([row("a", 12)], ["b"])).toBe(false);
    expect(is([row("a", 12, 40)])).toBe(false);
    const halves = latestOf([tableOf(row("a", 12, 40))]);
    expect(isUnchanged(block([row("a", 12, 40)]), halves, exact)).toBe(true);
    expect(isUnchanged(block([row("a", 12, 41)]), halves, exact)).toBe(false);
    expect(isUnchanged(block([row("a", 12)]), halves, exact)).toBe(false);
  });

  test("stays as it was published, unless one of its rows never was", () => {
    const [a, b] = [row("a", 13), row("b", 6)];
    const held = asPublished(block([a, b]), then, tableOf(a, b));
    expect([held.get(a)!.count, held.get(b)!.count]).toEqual([12, 7]);
    for (const wrong of [row("new", 9), row("a", 13, 40)])
      expect(() => asPublished(block([b, wrong]), then, tableOf(b, wrong))).toThrow(
        `must stay as they were published; but (area ${wrong.key[0]}) never was, or not with the same numbers`,
      );
  });
});

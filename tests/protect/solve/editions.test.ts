import { expect, test } from "vitest";
import { besideEditions } from "../../../loaders/protect/solve/table/editions.js";
import { problemOfTable } from "../../../loaders/protect/solve/table/problem-of-table.js";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";

const exact: TablePolicy = {
  ...{ smallestCount: 5, protectionInterval: 5, roundTo: 1, zeros: "shown" },
  ...{ missing: "zero", dimensions: [], hierarchies: {} },
};

/** A table of counts and denominators by area. */
const tableOf = (rows: Record<string, [count: number, denominator: number]>): Table => ({
  ...{ name: "t.csv", columns: ["area", "count", "denominator"], dimensions: ["area"] },
  ...{ countColumn: "count", denominatorColumn: "denominator" },
  rows: Object.entries(rows).map(([area, [count, denominator]]) => ({
    ...{ texts: {}, key: [area], count, denominator },
  })),
});
const beside = async (now: Table, ...then: Table[]) =>
  besideEditions(await problemOfTable(now, undefined, exact), now, then, exact);

test("what was left of a denominator is known as the rule leaves it: nobody, or no few", async () => {
  const { problem, alone } = await beside(tableOf({ a: [12, 40] }), tableOf({ a: [12, 45] }));
  const added = problem.cells.slice(alone.cells.length);
  expect(added.map(({ value, shown, guarded }) => [value, shown, guarded])).toEqual([
    [45, [45, 45], false],
    [33, [5, Number.POSITIVE_INFINITY], false],
  ]);
  const hidden = await beside(tableOf({ a: [12, 40] }), tableOf({ a: [Number.NaN, 45] }));
  expect(hidden.problem.cells.at(-1)!.shown).toEqual([0, Number.POSITIVE_INFINITY]);
});

test("what is shown as it was is known, and what is another now stays shown", async () => {
  const now = tableOf({ a: [12, 40], b: [20, 50], c: [3, 30] });
  const { problem, given, changes, units } = await beside(
    now,
    tableOf({ a: [12, 40], b: [21, 50], c: [3, 30] }),
  );
  expect([...given.count]).toEqual(["a", "c"]);
  expect([...given.denominator]).toEqual(["a", "b", "c"]);
  expect(changes.map(({ key, numbers }) => [key, numbers])).toEqual([["b", [21, 20]]]);
  const places = (row: number) => units.get(now.rows[row]!)!;
  expect(problem.units[places(1).count!]!.cells).toEqual([]);
  expect(problem.units[places(0).count!]!.cells).not.toEqual([]);
  // The count of a: it cannot be hidden any more.
  expect(problem.cells[0]).toMatchObject({ shown: [12, 12], hidden: [12, 12], guarded: false });
  expect(problem.cells[2]).toMatchObject({ value: 28, guarded: false });
});

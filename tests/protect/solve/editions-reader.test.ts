import { expect, test } from "vitest";
import { besideEditions } from "../../../loaders/protect/solve/table/editions.js";
import { keysDisclosedBeside } from "../../../loaders/protect/solve/table/editions-reader.js";
import { problemOfTable } from "../../../loaders/protect/solve/table/problem-of-table.js";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";

const exact: TablePolicy = {
  ...{ smallestCount: 5, protectionInterval: 5, roundTo: 1, zeros: "shown" },
  ...{ missing: "zero", dimensions: [], hierarchies: {} },
};
const c = Number.NaN;

const tableOf = (counts: Record<string, number>): Table => ({
  ...{ name: "t.csv", columns: ["area", "count"], dimensions: ["area"], countColumn: "count" },
  ...{ denominatorColumn: undefined },
  rows: Object.entries(counts).map(([area, count]) => ({
    ...{ texts: {}, key: [area], count, denominator: undefined },
  })),
});

/** The areas of which a reader of both editions works out too much, once some are hidden now. */
async function disclosed(
  now: Record<string, number>,
  then: Record<string, number>,
  hiddenNow: string[],
): Promise<string[]> {
  const [table, edition] = [tableOf(now), tableOf(then)];
  const series = besideEditions(await problemOfTable(table, undefined, exact), table, [edition], exact);
  const hidden = new Uint8Array(series.problem.cells.length);
  for (const area of hiddenNow) hidden[series.places.get(area)!.count] = 1;
  return [...(await keysDisclosedBeside(series, table, [edition], hidden, exact))].sort();
}

test("a count that is suppressed now is taken to be what was shown then", async () => {
  const then = { a: 5, b: 20, d: 40, Total: 65 };
  expect(await disclosed({ a: 3, b: 22, d: 40, Total: 65 }, then, ["a", "b"])).toEqual(["a", "b"]);
});

test("a count that was suppressed then is taken to be what is shown now", async () => {
  // Somebody came in e, so that the total is another: b is known by what a, d and the total were.
  const now = { a: 12, b: 3, d: 15, e: 40, Total: 70 };
  expect(await disclosed(now, { a: c, b: c, d: 15, Total: 30 }, ["b", "e"])).toEqual(["b", "e"]);
  // Nothing was told of their sum then.
  expect(await disclosed(now, { a: c, b: c, d: 15, Total: c }, ["b", "e"])).toEqual([]);
});

test("a count that is seen to be another now tells nothing of what it was", async () => {
  // b was 20 and is 25: a may have changed too, and is not taken from the sum of then.
  expect(
    await disclosed({ a: 3, b: 25, d: 40, Total: 68 }, { a: c, b: 20, d: c, Total: 68 }, ["a", "d"]),
  ).toEqual([]);
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import type { Table } from "../../../loaders/protect/solve/table/read-counts.js";
import { auditTable } from "../../../workspace/audit/audit-table.js";
import type { Table as Published } from "../../../workspace/audit/read-published.js";
import { cases, isSoaking } from "../../soak.js";
import { type RandomTable, randomTable, type Shown } from "./random-tables.js";

/** What children come to each leaf, of those counted and of those left over. */
const arrivals = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([0, 0] as const) },
    fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constant(0)),
    fc.tuple(fc.constant(0), fc.integer({ min: 1, max: 2 })),
    fc.tuple(fc.integer({ min: 15, max: 24 }), fc.integer({ min: 15, max: 24 })),
  ),
  { minLength: 12, maxLength: 12 },
);

function product(lists: string[][]): string[][] {
  return lists.reduce<string[][]>((made, list) => made.flatMap((m) => list.map((x) => [...m, x])), [[]]);
}

function later({ table, dimensions }: RandomTable, coming: (readonly [number, number])[]): Table {
  const leaves = product(dimensions.map((d) => d.leaves)).map((key) => key.join());
  const rows = table.rows.map((row) => {
    const below = product(row.key.map((category, d) => dimensions[d]!.groups[category] ?? [category]));
    const [counted, left] = [0, 1].map((of) =>
      below.reduce((sum, leaf) => sum + coming[leaves.indexOf(leaf.join()) % coming.length]![of]!, 0),
    ) as [number, number];
    const denominator = row.denominator === undefined ? undefined : row.denominator + counted + left;
    return { ...row, count: row.count + counted, denominator };
  });
  return { ...table, rows };
}

const number = (text: string): number => (text === "c" ? Number.NaN : Number(text));

function edition(table: Table, shown: Shown[]): Table {
  const rows = table.rows.map((row, i) => ({
    ...row,
    count: number(shown[i]!.count),
    denominator: row.denominator === undefined ? undefined : number(shown[i]!.denominator!),
  }));
  return { ...table, rows };
}

function published({ name, dimensions, rows }: Table, shown: Shown[]): Published {
  const told = (text: string) => (text === "c" ? "suppressed" : Number(text));
  return {
    file: name,
    dimensions,
    hasDenominator: true,
    cells: rows.map(({ key }, i) => ({
      row: i + 2,
      categories: key,
      count: told(shown[i]!.count),
      denominator: told(shown[i]!.denominator!),
    })),
  };
}

it("random tables with denominators, some of them rounded, tell nothing beside their earlier edition", async () => {
  let renewed = 0;
  await fc.assert(
    fc.asyncProperty(
      randomTable.filter(({ table }) => table.denominatorColumn !== undefined),
      arrivals,
      async (random, coming) => {
        const { table, policy } = random;
        const protectedBy = async (one: Table, before: Table[]) =>
          (await protectTable(one, undefined, policy, { steps: 0, before })).rows as unknown as Shown[];
        const then = await protectedBy(table, []);
        const now = later(random, coming);
        const shown = await protectedBy(now, [edition(table, then)]);
        const { faults, findings } = await auditTable(
          published(now, shown),
          { ...policy, missing: "zero" },
          { before: published(table, then) },
        );
        expect([...faults, ...findings.map(({ cell, derived }) => ({ cell, derived }))]).toEqual([]);
        if (shown.some(({ count }, i) => count !== then[i]!.count)) renewed++;
      },
    ),
    // Among few tables some must be renewed.
    { ...cases(6, 30), ...(isSoaking ? {} : { seed: 11 }) },
  );
  expect(renewed).toBeGreaterThan(0);
});

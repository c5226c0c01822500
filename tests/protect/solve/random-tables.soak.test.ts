import fc from "fast-check";
import { expect, it } from "vitest";
import { UnprotectableTable } from "../../../loaders/protect/solve/table/protect-table.js";
import "./random-tables.test.js";
import { cases, seed } from "../../soak.js";
import { derived, derivedByInsiders, shownOf, withoutNobody } from "./attacker.js";
import { randomTable } from "./random-tables.js";

// Random tables from a seed of the day, as many as there is time for: whole ones, those without rows for nobody, and those
// that must hold against one who knows a cell of one.

it(`no count of random tables of seed ${seed} can be derived, half of them by one who knows a cell of one either`, async () => {
  const told = { tables: 0, withoutRows: 0, withSuppressed: 0, forInsiders: 0, unprotectable: 0 };
  await fc.assert(
    fc.asyncProperty(randomTable, fc.boolean(), async (whole, isForInsiders) => {
      const random = withoutNobody(whole);
      const policy = isForInsiders ? { ...whole.policy, insiders: "own-cell" as const } : whole.policy;
      told.tables++;
      const shown = await shownOf(random, whole, policy).catch((error) => {
        if (!isForInsiders || !(error instanceof UnprotectableTable)) throw error;
        told.unprotectable++;
      });
      if (!shown) return;
      expect(derived(whole, shown)).toEqual([]);
      if (isForInsiders) expect(derivedByInsiders(whole, shown)).toEqual([]);
      if (random.table.rows.length < whole.table.rows.length) told.withoutRows++;
      if (shown.some(({ count }) => count === "c")) told.withSuppressed++;
      if (isForInsiders) told.forInsiders++;
    }),
    cases(100),
  );
  console.log(`Seed ${seed}: ${JSON.stringify(told)}`);
  expect(told.withoutRows).toBeGreaterThan(told.tables / 20);
  expect(told.withSuppressed).toBeGreaterThan(told.tables / 2);
  expect(told.forInsiders).toBeGreaterThan(told.tables / 8);
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { UnprotectableTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { derived, derivedByInsiders, shownOf, withoutNobody } from "./attacker.js";
import { randomTable } from "./random-tables.js";

// Other tables each time, told by their seed; PROTECT_RANDOM_SEED takes those of a seed again.
const numRuns = Number(process.env.PROTECT_RANDOM_TABLES ?? 1000);
const seed = Number(process.env.PROTECT_RANDOM_SEED ?? Date.now() % 2 ** 31);

it(
  `no count of ${numRuns} random tables of seed ${seed} can be derived, half of them by one who knows a cell of one either`,
  async () => {
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
      { numRuns, seed },
    );
    console.log(`Seed ${seed}: ${JSON.stringify(told)}`);
    expect(told.withoutRows).toBeGreaterThan(numRuns / 20);
    expect(told.withSuppressed).toBeGreaterThan(numRuns / 2);
    expect(told.forInsiders).toBeGreaterThan(numRuns / 8);
  },
  600_000 + numRuns * 5000,
);

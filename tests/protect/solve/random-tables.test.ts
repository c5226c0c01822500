import fc from "fast-check";
import { expect, it } from "vitest";
import { protectTable, UnprotectableTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { isPrimary, shownCount } from "../../../loaders/protect/solve/table/rules.js";
import { cases } from "../../soak.js";
import { derived, derivedByInsiders } from "./attacker.js";
import { type RandomTable, randomTable, type Shown } from "./random-tables.js";

// Few tables, the same each time; random-tables.soak.test.ts meets others as long as it may.
const few = 12;

// One table in twenty is protected with a search for the cheapest pattern, which takes longer than all else.
const steps = fc.integer({ min: 1, max: 20 }).map((n) => (n === 20 ? 50_000 : 0));

/** The table as the rule alone leaves it: a row loses its count, and its denominator if that is small. */
function withoutSecondary({ table, policy }: RandomTable): Shown[] {
  return table.rows.map(({ count, denominator }) => {
    const isOut = isPrimary(count, denominator, policy);
    const isBothOut = isOut && denominator !== undefined && isPrimary(denominator, undefined, policy);
    return {
      count: isOut ? "c" : String(shownCount(count, policy)),
      denominator: isBothOut ? "c" : String(shownCount(denominator ?? 0, policy)),
    };
  });
}

function isSame(a: Shown[], b: Shown[]): boolean {
  return a.every((row, i) => row.count === b[i]!.count && (row.denominator ?? "0") === b[i]!.denominator);
}

it("no count of a random table can be derived once it is protected, and more is suppressed only where one could", async () => {
  let tried = 0;
  let caught = 0;
  await fc.assert(
    fc.asyncProperty(randomTable, steps, async (random, steps) => {
      const { rows } = await protectTable(random.table, undefined, random.policy, { steps });
      const shown = rows as unknown as Shown[];
      const alone = withoutSecondary(random);
      const isDerivable = derived(random, alone).length > 0;
      expect(derived(random, shown)).toEqual([]);
      expect(isSame(shown, alone)).toBe(!isDerivable);
      if (isDerivable) caught++;
      if (++tried % 1000 === 0)
        console.log(`${tried} tables protected; the rule alone gave counts away in ${caught} of them.`);
    }),
    cases(few, 25),
  );
  expect(caught / tried).toBeGreaterThan(0.3);
});

it("no count of a random table can be derived by one who knows a cell of one, where the policy is for insiders", async () => {
  let caught = 0;
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(randomTable, async (random) => {
      const protectedBy = async (policy: RandomTable["policy"]) =>
        (await protectTable(random.table, undefined, policy, { steps: 0 })).rows as unknown as Shown[];
      const safe = await protectedBy({ ...random.policy, insiders: "own-cell" }).catch((error) => {
        if (!(error instanceof UnprotectableTable)) throw error;
      });
      if (!safe) return;
      expect(derivedByInsiders(random, safe)).toEqual([]);
      kept++;
      if (derivedByInsiders(random, await protectedBy(random.policy)).length) caught++;
    }),
    cases(few / 4, 25),
  );
  expect(caught).toBeGreaterThan(0);
  expect(kept).toBeGreaterThan(few / 8);
});

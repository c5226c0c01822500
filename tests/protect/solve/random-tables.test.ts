import fc from "fast-check";
import { expect, it } from "vitest";
import { protectTable, UnprotectableTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { isPrimary, shownCount } from "../../../loaders/protect/solve/table/rules.js";
import { cases } from "../../soak.js";
import { puzzleOf, type RandomTable, randomTable, type Shown, sameChild } from "./random-tables.js";
import { Search } from "./search.js";

// Few tables, the same each time; random-tables.soak.test.ts meets others as long as it may.
const few = 60;

// One table in twenty is protected with a search for the cheapest pattern, which takes longer than all else.
const steps = fc.integer({ min: 1, max: 20 }).map((n) => (n === 20 ? 50_000 : 0));

/** Cells that must keep the interval and of which the search finds less, for one who knows one of them or for others. */
function derived(random: RandomTable, shown: Shown[], known?: number): string[] {
  const { table, policy } = random;
  const width = policy.protectionInterval;
  const puzzle = puzzleOf(random, shown, 2 * width + 2);
  if (known !== undefined) {
    puzzle.least[known] = puzzle.truth[known]!;
    puzzle.greatest[known] = puzzle.truth[known]!;
  }
  const same = known === undefined ? new Set() : sameChild(puzzle, known);
  const search = new Search(puzzle);
  return shown.flatMap(({ count, denominator }, i) => {
    if (count !== "c") return [];
    const cells = table.denominatorColumn
      ? [3 * i, 3 * i + 2, ...(denominator === "c" ? [3 * i + 1] : [])]
      : [i];
    return cells.flatMap((cell) => {
      if (same.has(cell)) return [];
      const [least, greatest] = search.rangeOf(cell, width);
      return greatest - least < width ? [`${table.rows[i]!.key.join()} #${cell}: ${least}–${greatest}`] : [];
    });
  });
}

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
    cases(few, 120),
  );
  expect(caught / tried).toBeGreaterThan(0.3);
});

/** Suppressed cells of one child, who knows it. */
function ownCells(random: RandomTable, shown: Shown[]): number[] {
  const { truth } = puzzleOf(random, shown, 0);
  const each = truth.length / shown.length;
  return truth.flatMap((value, cell) => {
    const { count, denominator } = shown[Math.floor(cell / each)]!;
    const isHidden = cell % each === 1 ? denominator === "c" : count === "c";
    return value === 1 && isHidden ? [cell] : [];
  });
}

it("no count of a random table can be derived by one who knows a cell of one, where the policy is for insiders", async () => {
  let caught = 0;
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(randomTable, async (random) => {
      const own = (shown: Shown[]) => ownCells(random, shown).flatMap((cell) => derived(random, shown, cell));
      const protectedBy = async (policy: RandomTable["policy"]) =>
        (await protectTable(random.table, undefined, policy, { steps: 0 })).rows as unknown as Shown[];
      const safe = await protectedBy({ ...random.policy, insiders: "own-cell" }).catch((error) => {
        if (!(error instanceof UnprotectableTable)) throw error;
      });
      if (!safe) return;
      expect(own(safe)).toEqual([]);
      kept++;
      if (own(await protectedBy(random.policy)).length) caught++;
    }),
    cases(few / 4, 60),
  );
  expect(caught).toBeGreaterThan(0);
  expect(kept).toBeGreaterThan(few / 8);
});

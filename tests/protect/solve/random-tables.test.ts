import fc from "fast-check";
import { expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { isPrimary, shownCount } from "../../../loaders/protect/solve/table/rules.js";
import { puzzleOf, type RandomTable, randomTable, type Shown } from "./random-tables.js";
import { rangeOf } from "./search.js";

// PROTECT_RANDOM_TABLES=10000 tries as many; the ordinary run fewer, because each is searched exhaustively.
const numRuns = Number(process.env.PROTECT_RANDOM_TABLES ?? 100);
const seed = process.env.PROTECT_RANDOM_SEED ? { seed: Number(process.env.PROTECT_RANDOM_SEED) } : {};

/** Cells that must keep the interval and of which a search finds less. */
function derived(random: RandomTable, shown: Shown[]): string[] {
  const { table, policy } = random;
  const width = policy.protectionInterval;
  const puzzle = puzzleOf(random, shown, 2 * width + 2);
  return shown.flatMap(({ count, denominator }, i) => {
    if (count !== "c") return [];
    const cells = table.denominatorColumn
      ? [3 * i, 3 * i + 2, ...(denominator === "c" ? [3 * i + 1] : [])]
      : [i];
    return cells.flatMap((cell) => {
      const range = rangeOf(puzzle, cell);
      const isTight = !range || range[1] - range[0] < width;
      return isTight ? [`${table.rows[i]!.key.join()} #${cell}: ${range?.join("–")}`] : [];
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

it(
  "no suppressed count of a random table can be derived more closely than the policy allows",
  async () => {
    await fc.assert(
      fc.asyncProperty(randomTable, fc.constantFrom(0, 0, 0, 0, 2000), async (random, steps) => {
        const { rows } = await protectTable(random.table, undefined, random.policy, { steps });
        expect(derived(random, rows as unknown as Shown[])).toEqual([]);
      }),
      { numRuns, ...seed },
    );
  },
  60_000 + numRuns * 2000,
);

it("more than the rule asks is suppressed only where the rule alone gives a count away", async () => {
  let caught = 0;
  await fc.assert(
    fc.asyncProperty(randomTable, async (random) => {
      const { rows } = await protectTable(random.table, undefined, random.policy, { steps: 0 });
      const alone = withoutSecondary(random);
      const isMore = rows.some(
        (row, i) => row.count !== alone[i]!.count || (row.denominator ?? "0") !== alone[i]!.denominator,
      );
      if (isMore) caught++;
      expect(derived(random, alone).length > 0).toBe(isMore);
    }),
    { numRuns: 100, ...seed },
  );
  expect(caught).toBeGreaterThan(30);
}, 300_000);

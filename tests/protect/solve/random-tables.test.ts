import fc from "fast-check";
import { expect, it } from "vitest";
import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import { puzzleOf, type RandomTable, randomTable, type Shown } from "./random-tables.js";
import { rangeOf } from "./search.js";

// PROTECT_RANDOM_TABLES=10000 tries as many; the ordinary run fewer, because each is searched exhaustively.
const numRuns = Number(process.env.PROTECT_RANDOM_TABLES ?? 60);
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

it("no suppressed count of a random table can be derived more closely than the policy allows", async () => {
  await fc.assert(
    fc.asyncProperty(randomTable, async (random) => {
      const { rows } = await protectTable(random.table, undefined, random.policy);
      expect(derived(random, rows as unknown as Shown[])).toEqual([]);
    }),
    { numRuns, ...seed },
  );
}, 600_000);

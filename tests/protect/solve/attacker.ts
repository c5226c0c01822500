import { protectTable } from "../../../loaders/protect/solve/table/protect-table.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";
import { puzzleOf, type RandomTable, type Shown, sameChild } from "./random-tables.js";
import { Search } from "./search.js";

/** The table without rows for nobody, as a count by groups writes it; whether zeros are told apart at all. */
export function withoutNobody(random: RandomTable): RandomTable {
  const { table, dimensions, policy } = random;
  // Where zeros are suppressed, a row for nobody is written like any other.
  if (policy.zeros !== "shown") return random;
  const rows = table.rows.filter(
    ({ key, count, denominator }) =>
      (denominator ?? count) > 0 || dimensions.some(({ groups }, d) => key[d]! in groups),
  );
  return { ...random, table: { ...table, rows } };
}

/** Protects a table, and gives what is shown of each row of `whole`: where the table has no row for it, nobody. */
export async function shownOf(
  random: RandomTable,
  whole: RandomTable,
  policy: TablePolicy,
  steps = 0,
): Promise<Shown[]> {
  const { rows } = await protectTable(random.table, undefined, policy, { steps });
  const byKey = new Map(random.table.rows.map(({ key }, i) => [key.join(), rows[i] as unknown as Shown]));
  return whole.table.rows.map(({ key }) => byKey.get(key.join()) ?? { count: "0", denominator: "0" });
}

/**
 * Cells that must keep the interval and of which the search finds less, for outsiders, or for one who knows the cell `known`.
 * Each as "row #cell: least–greatest".
 */
export function derived(random: RandomTable, shown: readonly Shown[], known?: number): string[] {
  const { table, policy } = random;
  const width = policy.protectionInterval;
  const puzzle = puzzleOf(random, [...shown], 2 * width + 2);
  if (known !== undefined) {
    puzzle.least[known] = puzzle.truth[known]!;
    puzzle.greatest[known] = puzzle.truth[known]!;
  }
  const same = known === undefined ? new Set<number>() : sameChild(puzzle, known);
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

/** What each of those finds who are alone in a suppressed cell, and know it. */
export function derivedByInsiders(random: RandomTable, shown: readonly Shown[]): string[] {
  const { truth } = puzzleOf(random, [...shown], 0);
  const each = truth.length / shown.length;
  const own = truth.flatMap((value, cell) => {
    const { count, denominator } = shown[Math.floor(cell / each)]!;
    const isHidden = cell % each === 1 ? denominator === "c" : count === "c";
    return value === 1 && isHidden ? [cell] : [];
  });
  return own.flatMap((cell) => derived(random, shown, cell));
}

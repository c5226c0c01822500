import { protectTable } from "../../loaders/protect/solve/table/protect-table.js";
import type { Table } from "../../loaders/protect/solve/table/read-counts.js";
import { isPrimary, shownCount } from "../../loaders/protect/solve/table/rules.js";
import type { TablePolicy } from "../../loaders/registry/policy.js";
import { auditTable } from "../../workspace/audit/audit-table.js";
import { found, table as published } from "../audit/desk.js";
import { puzzleOf, type Shown } from "./solve/random-tables.js";
import { rangeOf } from "./solve/search.js";

/** A table as its holder has it, with what adds up in each of its dimensions. */
export interface Held {
  table: Table;
  policy: TablePolicy;
}

/** Holds a table under a policy; each dimension's sums are in the policy's hierarchies. */
export function held(table: Table, policy: TablePolicy): Held {
  const hierarchies = Object.fromEntries(
    table.dimensions.map((dimension, d) => {
      const given = policy.hierarchies[dimension];
      const categories = [...new Set(table.rows.map(({ key }) => key[d]!))];
      return [dimension, given ?? { Total: categories.filter((category) => category !== "Total") }];
    }),
  );
  return { table, policy: { ...policy, hierarchies } };
}

/** What the rule alone would show: each cell by itself, whatever stands beside it. */
export function byRuleAlone({ table, policy }: Held): Shown[] {
  return table.rows.map(({ count }) => ({
    count: isPrimary(count, undefined, policy) ? "c" : String(shownCount(count, policy)),
  }));
}

/** What the protector shows. */
export async function protectedBy({ table, policy }: Held): Promise<Shown[]> {
  const { rows } = await protectTable(table, undefined, policy);
  return rows.map(({ count }) => ({ count: count! }));
}

/**
 * What can be derived more closely than the policy allows: by trying whole numbers, which is none of our attacker's
 * ways, and by our attacker. Each as "cell: least–greatest".
 */
export async function derived(
  { table, policy }: Held,
  shown: Shown[],
): Promise<{ bySearch: string[]; byAttacker: string[] }> {
  const dimensions = table.dimensions.map((name) => ({
    name,
    leaves: [],
    groups: policy.hierarchies[name]!,
  }));
  const width = policy.protectionInterval;
  const puzzle = puzzleOf({ table, policy, dimensions }, shown, 2 * width + 2);
  return {
    bySearch: shown.flatMap(({ count }, i) => {
      if (count !== "c") return [];
      const [least, greatest] = rangeOf(puzzle, i)!;
      return greatest - least < width ? [`${cellName(table, i)}: ${least}–${greatest}`] : [];
    }),
    byAttacker: await found(asPublished(table, shown), policy),
  };
}

/** A table as its readers have it. */
export function asPublished({ dimensions, rows }: Table, shown: Shown[], file = "t.csv") {
  return published(
    dimensions,
    rows.map(({ key }, i) => `${key.join(" ")} ${shown[i]!.count}`),
    file,
  );
}

/** What our attacker derives of one published table beside another, published before. */
export async function derivedBeside({ table, policy }: Held, now: Shown[], before: Shown[]) {
  const { findings } = await auditTable(asPublished(table, now), policy, {
    before: asPublished(table, before, "old.csv"),
  });
  return findings.map(({ cell, derived: { lower, upper } }) => `${cell}: ${lower}–${upper}`);
}

function cellName({ dimensions, rows }: Table, i: number): string {
  return dimensions.map((dimension, d) => `${dimension} ${rows[i]!.key[d]}`).join(", ");
}

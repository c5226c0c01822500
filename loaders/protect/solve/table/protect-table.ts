import type { TablePolicy } from "../../../registry/policy.js";
import { TellableError } from "../../../store/safe-message.js";
import type { Method, SuppressOptions } from "../suppress.js";
import { isHidden } from "./editions.js";
import { joinTables, linkedTables, refuseOtherNames } from "./join-tables.js";
import { protectSeries } from "./protect-series.js";
import { keyOf, suppressedMark, type Table } from "./read-counts.js";
import { addingNowhere } from "./sums.js";

export { OutOfTime, UnprotectableTable } from "./protect-series.js";

export interface ProtectedTable extends Omit<ProtectedTables, "rows" | "cells"> {
  /** The table's columns, with `c` or a rounded number for each count and denominator. */
  rows: Record<string, string | null>[];
}

/** Tables that were protected together: the rows of each, and what is true of all. A cell of several tables counts once. */
export interface ProtectedTables {
  rows: ProtectedTable["rows"][];
  cells: number;
  /** Rows suppressed by the rule itself, and beside it so that they cannot be worked out. */
  primary: number;
  secondary: number;
  /** Children in suppressed counts; a child is counted as often as its cell is in a sum. */
  children: number;
  /** Rows that stay as they were last published, as what changed since would tell of a few children. */
  held: number;
  /** Tables published before that have other columns, so that nothing is known of how they hang together with these. */
  passedOver: number;
  /** Rows that are suppressed, though their counts were shown before, when the rule was another. */
  given: number;
  /** The loss that the solver weighs, and what no pattern can do without; of what was not published alike before. */
  cost: number;
  bound: number;
  methods: Record<Method, number>;
  /** Dimensions over which nothing was taken to add up, though the policy does not say so. */
  addNowhere: string[];
  /** Whether time was over before the pattern was known to be the cheapest. */
  isEarly: boolean;
}

export interface ProtectOptions extends SuppressOptions {
  /** What was published before, the oldest first; suppressed counts are NaN. Tables of other columns are passed over. */
  before?: readonly Table[];
}

/**
 * Suppresses and rounds a table by a policy, so that what is left keeps the policy's interval for every suppressed
 * count. The rows stay in their order; the pattern does not depend on it.
 *
 * Throws an UnprotectableTable if the interval cannot be kept, and a TellableError if the table and what is known or the
 * policy do not agree.
 */
export async function protectTable(
  table: Table,
  known: Table | undefined,
  policy: TablePolicy,
  options?: ProtectOptions,
): Promise<ProtectedTable> {
  const { rows, cells: _, ...rest } = await protectTables([table], known, policy, options);
  return { rows: rows[0]!, ...rest };
}

/**
 * As protectTable, several tables together: nothing can be worked out of one beside the others. A cell that they share is
 * shown in all or suppressed in all. Throws a TellableError if they tell different counts of it, or call one column by two names.
 */
export async function protectTables(
  tables: readonly Table[],
  known: Table | undefined,
  policy: TablePolicy,
  { seconds = Number.POSITIVE_INFINITY, ...options }: ProtectOptions = {},
): Promise<ProtectedTables> {
  const end = performance.now() + 1000 * seconds;
  refuseOtherNames(tables);
  const groups = linkedTables(tables, policy);
  checkKnown(known, groups);
  const passedOver = unfitting(options.before ?? [], groups);
  const rows = new Map<Table, ProtectedTable["rows"]>();
  const parts: Omit<ProtectedTables, "passedOver">[] = [];
  for (const [i, group] of groups.entries()) {
    const left = Math.max(end - performance.now(), 1) / 1000 / (groups.length - i);
    const part = await protectLinked(group, known, policyOf(group, tables, policy), {
      ...options,
      seconds: left,
      isAll: groups.length === 1,
    });
    for (const [t, table] of group.entries()) rows.set(table, part.rows[t]!);
    parts.push(part);
  }
  const all = (what: (part: (typeof parts)[number]) => number) =>
    parts.reduce((sum, part) => sum + what(part), 0);
  return {
    rows: tables.map((table) => rows.get(table)!),
    cells: all(({ cells }) => cells),
    primary: all(({ primary }) => primary),
    secondary: all(({ secondary }) => secondary),
    children: all(({ children }) => children),
    held: all(({ held }) => held),
    given: all(({ given }) => given),
    passedOver,
    cost: all(({ cost }) => cost),
    bound: all(({ bound }) => bound),
    methods: {
      optimal: all(({ methods }) => methods.optimal),
      searched: all(({ methods }) => methods.searched),
    },
    addNowhere: [...new Set(parts.flatMap(({ addNowhere }) => addNowhere))],
    isEarly: parts.some(({ isEarly }) => isEarly),
  };
}

function checkKnown(known: Table | undefined, groups: readonly (readonly Table[])[]): void {
  const isOf = (group: readonly Table[], dimension: string) =>
    group.some(({ dimensions }) => dimensions.includes(dimension));
  if (known && groups.length > 1 && !groups.some((group) => known.dimensions.every((d) => isOf(group, d))))
    throw new TellableError(
      `${known.name}: has the dimensions ${known.dimensions.join(", ")}, which no tables that hang together have. Give it columns of theirs.`,
    );
}

/** How many tables published before fit no table. Throws a TellableError if none fits. */
function unfitting(before: readonly Table[], groups: readonly (readonly Table[])[]): number {
  const fits = (edition: Table, group: readonly Table[]) =>
    edition.dimensions.every((d) => group.some(({ dimensions }) => dimensions.includes(d)));
  const others = before.filter((edition) => !groups.some((group) => fits(edition, group)));
  const [first] = others;
  if (first && others.length === before.length)
    throw new TellableError(
      `${first.name}: has the columns ${first.dimensions.join(", ")}, which are not those of what is to be protected, so nothing published before can be set beside it. Give with --before tables of the same columns, or leave it out.`,
    );
  return others.length;
}

/** The policy without what it says of dimensions that only other tables have. */
function policyOf(group: readonly Table[], tables: readonly Table[], policy: TablePolicy): TablePolicy {
  const isElsewhere = (dimension: string) =>
    !group.some(({ dimensions }) => dimensions.includes(dimension)) &&
    tables.some(({ dimensions }) => dimensions.includes(dimension));
  const hierarchies = Object.entries(policy.hierarchies).filter(([dimension]) => !isElsewhere(dimension));
  return { ...policy, hierarchies: Object.fromEntries(hierarchies) };
}

async function protectLinked(
  tables: readonly [Table, ...Table[]],
  known: Table | undefined,
  policy: TablePolicy,
  { before = [], isAll, ...options }: ProtectOptions & { isAll: boolean },
): Promise<Omit<ProtectedTables, "passedOver">> {
  const { table, rowOf, widened } = joinTables(tables, policy);
  const editions = before.flatMap((edition) => widened(edition) ?? []);
  const own = known && (widened(known) ?? (isAll ? known : undefined));
  const { pattern, held, given, ...rest } = await protectSeries(table, own, editions, policy, options);
  const lost = table.rows.filter((row) => pattern.get(row)!.count === suppressedMark);
  const primary = lost.filter((row) => isHidden(row, "count", policy)).length;
  const written = ({ rows, countColumn, denominatorColumn }: Table) =>
    rows.map((row) => {
      const { count, denominator } = pattern.get(rowOf.get(row)!)!;
      const texts = { ...row.texts, [countColumn]: count };
      return denominatorColumn === undefined ? texts : { ...texts, [denominatorColumn]: denominator! };
    });
  return {
    ...rest,
    rows: tables.map(written),
    cells: table.rows.length,
    primary,
    secondary: lost.length - primary,
    children: lost.reduce((sum, row) => sum + row.count, 0),
    addNowhere: addingNowhere(
      table.dimensions,
      [...table.rows, ...(own?.rows ?? [])].map(({ key }) => key),
      policy,
    ),
    held: table.rows.filter((row) => held.has(row)).length,
    given: lost.filter((row) => given.has(keyOf(row.key))).length,
  };
}

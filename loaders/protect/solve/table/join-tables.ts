import type { TablePolicy } from "../../../registry/policy.js";
import { TellableError } from "../../../store/safe-message.js";
import { cellName, keyOf, type Table, type TableRow } from "./read-counts.js";
import { isTotal } from "./sums.js";

/** Tables as one, of all their dimensions. */
export interface Joined {
  table: Table;
  /** Of each table's rows the row that it has become, which rows of other tables may be too. */
  rowOf: ReadonlyMap<TableRow, TableRow>;
  /** Another table as one of these; undefined if it has dimensions that none of them has. */
  widened: (other: Table) => Table | undefined;
}

/**
 * Makes one table of several. A table that lacks a dimension is of its total. Cells that are the same become one: they are
 * shown, or suppressed, in all tables alike, and what adds up across tables is reckoned with.
 *
 * Throws a TellableError if tables tell different counts of one cell, or only some have denominators.
 */
export function joinTables(tables: readonly [Table, ...Table[]], policy: TablePolicy): Joined {
  const [first, ...others] = tables;
  const odd = others.find((t) => !t.denominatorColumn !== !first.denominatorColumn);
  if (odd)
    throw new TellableError(
      `${first.name} and ${odd.name}: only one of them has a denominator. Give all tables the same columns of numbers, or protect them in separate runs if they are of different children.`,
    );
  const dimensions = [...new Set(tables.flatMap((table) => table.dimensions))].sort();
  const totals = dimensions.map((dimension) => totalOf(dimension, tables, policy));
  const keyIn = (table: Table, row: TableRow) =>
    dimensions.map((dimension, d) => {
      const at = table.dimensions.indexOf(dimension);
      return at < 0 ? totals[d]! : row.key[at]!;
    });
  const byKey = new Map<string, { row: TableRow; table: Table }>();
  const rowOf = new Map<TableRow, TableRow>();
  for (const table of tables)
    for (const row of table.rows) {
      const key = keyIn(table, row);
      const known = byKey.get(keyOf(key));
      if (known && (known.row.count !== row.count || known.row.denominator !== row.denominator))
        throw new TellableError(
          `${known.table.name} and ${table.name}: tell different counts of (${cellName(table.dimensions, row.key)}). Correct one of them; or, if they are of different children, protect them in separate runs.`,
        );
      const one = known?.row ?? { ...row, key };
      const fewest = Math.min(one.contributors ?? Infinity, row.contributors ?? Infinity);
      if (Number.isFinite(fewest)) one.contributors = fewest;
      byKey.set(keyOf(key), known ?? { row: one, table });
      rowOf.set(row, one);
    }
  const table = {
    ...first,
    name: tables.map(({ name }) => name).join(" and "),
    dimensions,
    rows: [...byKey.values()].map(({ row }) => row),
  };
  const widened = (other: Table) =>
    other.dimensions.every((dimension) => dimensions.includes(dimension))
      ? { ...other, dimensions, rows: other.rows.map((row) => ({ ...row, key: keyIn(other, row) })) }
      : undefined;
  return { table, rowOf, widened };
}

/**
 * The tables that tell of each other, in groups: those with a category in common, or with a total of the same number. Others
 * share nothing.
 */
export function linkedTables(tables: readonly Table[], policy: TablePolicy): [Table, ...Table[]][] {
  let groups: [Table, ...Table[]][] = [];
  for (const table of tables) {
    const linked = groups.filter((group) => group.some((other) => isLinked(other, table, policy)));
    const [first = table, ...others] = linked.flat();
    const rest = groups.filter((group) => !linked.includes(group));
    groups = [...rest, linked.length ? [first, ...others, table] : [table]];
  }
  return groups;
}

/**
 * Throws a TellableError where a column of one table has the categories of a column of another that is called otherwise: they
 * would be taken for different things, and cells that are the same be shown in one and suppressed in the other.
 */
export function refuseOtherNames(tables: readonly Table[]): void {
  for (const [i, a] of tables.entries())
    for (const b of tables.slice(i + 1)) {
      const own = a.dimensions.filter((dimension) => !b.dimensions.includes(dimension));
      const theirs = b.dimensions.filter((dimension) => !a.dimensions.includes(dimension));
      for (const one of own)
        for (const other of theirs) {
          const [less, more] = [categoriesOf(a, one), categoriesOf(b, other)].sort((x, y) => x.size - y.size);
          if (less!.size > 1 && [...less!].every((category) => more!.has(category)))
            throw new TellableError(
              `${a.name} and ${b.name}: column ${one} of the one has the categories of column ${other} of the other. If they are the same, give both one name; if they are of different things, protect the tables in separate runs.`,
            );
        }
    }
}

const categoriesOf = ({ dimensions, rows }: Table, dimension: string): ReadonlySet<string> =>
  new Set(
    rows.map(({ key }) => key[dimensions.indexOf(dimension)]!).filter((category) => !isTotal(category)),
  );

function isLinked(a: Table, b: Table, policy: TablePolicy): boolean {
  const common = a.dimensions.filter((dimension) => b.dimensions.includes(dimension));
  const isShared = (dimension: string) =>
    policy.hierarchies[dimension] !== undefined ||
    [...categoriesOf(a, dimension)].some((category) => categoriesOf(b, dimension).has(category));
  if (common.some(isShared)) return true;
  const totals = ({ rows }: Table) => rows.flatMap(({ key, count }) => (key.every(isTotal) ? [count] : []));
  return totals(a).some((count) => totals(b).includes(count));
}

/** What a table is of that lacks a dimension: the category that is called a total, or that holds all others. */
function totalOf(dimension: string, tables: readonly Table[], { hierarchies }: TablePolicy): string {
  const given = hierarchies[dimension] ?? {};
  const children = new Set(Object.values(given).flat());
  const tops = Object.keys(given).filter((category) => !children.has(category));
  if (tops.length === 1) return tops[0]!;
  const categories = tables.flatMap((table) => {
    const at = table.dimensions.indexOf(dimension);
    return at < 0 ? [] : table.rows.map(({ key }) => key[at]!);
  });
  return categories.find(isTotal) ?? "Total";
}

import { formatCount } from "../../components/words/numbers.js";
import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { looksTotal } from "./row-rules.js";
import type { TextTable } from "./text-table.js";

/**
 * Sets aside the good rows of the table `checked` that bear the name of a group and the word total, as “Aston Total” does beside
 * rows of “Aston”: they leave it for the broken rows of `table`. Gives in sentences where another row says that it is a total.
 * Nothing of records of children, of columns whose values are declared, and where the source says that totals are rows.
 */
export async function setTotalsAside(source: Source, table: TextTable, db: Database): Promise<string[]> {
  const { kind, format } = source;
  const hasRules = format.type === "csv" || format.type === "xlsx";
  if (kind === "records" || (hasRules && format.totals === "rows")) return [];
  const remarks: string[] = [];
  for (const name of await suspectColumns(source, table, db)) {
    if (hasRules) await setGroupTotalsAside(name, table, db);
    const row = await totalRow(name, db);
    if (row !== undefined)
      remarks.push(
        `Row ${formatCount(row)} says in ${name} that it is a total, and was read like the others. If so, ask the supplier to leave it out${hasRules ? `; if not, write totals: rows under format in data/sources/${source.id}.yaml` : ""}.`,
      );
  }
  return remarks;
}

/** Columns of texts in which one ends with the word. */
async function suspectColumns(source: Source, { header }: TextTable, db: Database): Promise<string[]> {
  const isLabel = ({ name, type, values, pattern, identifier }: Column): boolean =>
    type === "text" && !values && !pattern && !identifier && header.positions.has(name);
  const names = source.columns.filter(isLabel).map(({ name }) => name);
  if (!names.length) return [];
  const ends = names.map((name) => endsAsTotal(identifier(name)));
  const { some } = await db.row<{ some: boolean }>(
    `SELECT count(*) > 0 AS some FROM checked WHERE ${ends.join(" OR ")}`,
  );
  if (!some) return [];
  const found = await db.row<Record<string, boolean | null>>(
    `SELECT ${ends.map((end, i) => `bool_or(${end}) AS f${i}`).join(", ")} FROM checked`,
  );
  return names.filter((_, i) => found[`f${i}`]);
}

// To look for six endings is much quicker than to match a pattern.
const endsAsTotal = (text: string): string =>
  ["otal", "OTAL", "otals", "OTALS", "otal:", "OTAL:"]
    .map((end) => `ends_with(${text}, '${end}')`)
    .join(" OR ");

async function setGroupTotalsAside(name: string, table: TextTable, db: Database): Promise<void> {
  const text = identifier(name);
  const group = `lower(regexp_extract(${text}, '(?i)^(.*\\S)[\\s:–-]+(?:sub-?)?totals?:?$', 1))`;
  const rows = await db.rows<{ _row: number }>(`
    DELETE FROM checked
    WHERE _problems IS NULL AND (${endsAsTotal(text)}) AND ${group} IN (SELECT lower(${text}) FROM checked)
    RETURNING _row`);
  // The rows that an unpivoted row becomes share its number, and of an extract without an erased child those set aside are known.
  const known = new Set(table.broken.map(({ row }) => row));
  for (const _row of new Set(rows.map((row) => Number(row._row))))
    if (!known.has(_row)) table.broken.push({ row: _row, rule: "total", reason: looksTotal });
}

/**
 * The number of the only row that says in a column that it is a total, or of the last row of all if that says so: what says it
 * elsewhere is a group of a breakdown.
 */
async function totalRow(name: string, db: Database): Promise<number | undefined> {
  const text = identifier(name);
  const says = (pattern: string): string =>
    `_problems IS NULL AND (${endsAsTotal(text)}) AND regexp_full_match(${text}, ${literal(pattern)})`;
  const nothingElse = says("(?i)(grand |sub-?|overall |city |column )?totals?:?");
  const { totals, first, last, end } = await db.row<{
    totals: number;
    first: number;
    last: number;
    end: number;
  }>(`
    SELECT
      count(*) FILTER (${nothingElse})::INTEGER AS totals,
      min(_row) FILTER (${nothingElse}) AS first,
      max(_row) FILTER (${says("(?i)(.*[^\\pL])?totals?:?")}) AS last,
      max(_row) AS "end"
    FROM checked`);
  if (totals === 1) return Number(first);
  return last === end ? Number(last) : undefined;
}

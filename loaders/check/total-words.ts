import { plural } from "../../components/words/format.js";
import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { looksTotal } from "./row-rules.js";
import type { TextTable } from "./text-table.js";

/** Of all rows the share below which those that say that they are totals are no group of a breakdown. */
const rare = 0.05;

/**
 * Sets aside the good rows of the table `checked` that bear the name of a group and the word total, as “Aston Total” does beside
 * rows of “Aston”: they leave it for the broken rows of `table`. Gives in sentences where other rows say that they are totals.
 * Nothing of records of children, of columns whose values are declared, and where the source says that totals are rows.
 */
export async function setTotalsAside(source: Source, table: TextTable, db: Database): Promise<string[]> {
  const { kind, format } = source;
  const hasRules = format.type === "csv" || format.type === "xlsx";
  if (kind === "records" || (hasRules && format.totals === "rows")) return [];
  const remarks: string[] = [];
  for (const name of await suspectColumns(source, table, db)) {
    if (hasRules) await setGroupTotalsAside(name, table, db);
    const { totals, rows } = await countTotals(name, db);
    if (totals === 1 || (totals > 0 && totals < rows * rare))
      remarks.push(
        `${plural(totals, "row")} of it ${totals === 1 ? "says" : "say"} in ${name} that ${totals === 1 ? "it is a total, and was" : "they are totals, and were"} read like the others. If so, ask the supplier to leave ${totals === 1 ? "it" : "them"} out${hasRules ? `; if not, write totals: rows under format in data/sources/${source.id}.yaml` : ""}.`,
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
  const found = await db.row<Record<string, boolean | null>>(
    `SELECT ${names.map((name, i) => `bool_or(${endsAsTotal(identifier(name))}) AS f${i}`).join(", ")} FROM checked`,
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
  const known = new Set(table.broken.map(({ row }) => row));
  for (const { _row } of rows)
    if (!known.has(_row)) table.broken.push({ row: _row, rule: "total", reason: looksTotal });
}

/** Rows that say in a column that they are totals, and nothing else or whose nobody knows, beside all rows. */
function countTotals(name: string, db: Database): Promise<{ totals: number; rows: number }> {
  const text = identifier(name);
  const pattern = literal("(?i)^(?:.*[^\\pL])?totals?:?$");
  return db.row(
    `SELECT (count(*) FILTER ((${endsAsTotal(text)}) AND regexp_matches(${text}, ${pattern})))::INTEGER AS totals, count(*)::INTEGER AS rows FROM checked WHERE _problems IS NULL`,
  );
}

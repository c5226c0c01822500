import { formatCount } from "../../components/words/numbers.js";
import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { looksTotal } from "./row-rules.js";
import type { TextTable } from "./text-table.js";
import { totalWords } from "./traces.js";

/**
 * Sets aside the good rows of the table `checked` that bear the name of a group and the word total, as “Aston Total” does beside
 * rows of “Aston”: they leave it for the broken rows of `table`. Gives in sentences where another row says that it
 * is a total, or is the sum of all others.
 * Nothing of records of children, of columns whose values are declared, and where the source says that totals are rows.
 */
export async function setTotalsAside(source: Source, table: TextTable, db: Database): Promise<string[]> {
  const { kind, format } = source;
  const hasRules = format.type === "csv" || format.type === "xlsx";
  if (kind === "records" || (hasRules && format.totals === "rows")) return [];
  const remedy = (them: string): string =>
    `If so, ask the supplier to leave ${them} out${hasRules ? `; if not, write totals: rows under format in data/sources/${source.id}.yaml` : ""}.`;
  const remarks: string[] = [];
  const known = new Set<number>();
  for (const name of await suspectColumns(source, table, db)) {
    if (hasRules) await setGroupTotalsAside(name, table, db);
    const { row, rows } = await totalRows(name, source, db);
    if (row === undefined) continue;
    known.add(row);
    remarks.push(
      rows === 1
        ? `Row ${formatCount(row)} says in ${name} that it is a total, and was read like the others. ${remedy("it")}`
        : `${formatCount(rows)} rows, row ${formatCount(row)} first, say in ${name} that they are totals, and were read like the others. ${remedy("them")}`,
    );
  }
  const sum = await sumRow(source, table, db);
  if (sum && !known.has(sum.row)) {
    known.add(sum.row);
    remarks.push(
      `Row ${formatCount(sum.row)} is in ${sum.name} what all others add up to, and was read like them: it may be a total. ${remedy("it")}`,
    );
  }
  const ends = await endRow(source, table, db);
  if (ends && !known.has(ends.row)) {
    remarks.push(
      `Row ${formatCount(ends.row)} says in ${ends.name} that it is of all rows, and was read like the others. ${remedy("it")}`,
    );
  }
  return remarks;
}

/** The first or the last row, if it alone has a text in its first column that says what the others come to, without the word total at its end. */
async function endRow(
  source: Source,
  { header }: TextTable,
  db: Database,
): Promise<{ name: string; row: number } | undefined> {
  const label = labelColumn(source, header);
  if (!label) return undefined;
  const text = identifier(label.name);
  const rows = await db.rows<{ _row: number; label: string | null }>(
    `SELECT _row, ${text} AS label FROM checked
    WHERE _problems IS NULL AND _row IN (SELECT unnest([min(_row), max(_row)]) FROM checked WHERE _problems IS NULL)`,
  );
  const end = rows.find((row) => row.label !== null && ofAll.test(row.label));
  if (!end) return undefined;
  const { times } = await db.row<{ times: number }>(
    `SELECT count(*)::INTEGER AS times FROM checked WHERE ${text} = $1`,
    [end.label],
  );
  return times === 1 ? { name: label.name, row: Number(end._row) } : undefined;
}

/** The first column of texts, which says what a row is about; undefined of records of children, and where there is none. */
export function labelColumn(source: Source, header: TextTable["header"]): Column | undefined {
  if (source.kind !== "table") return undefined;
  const place = (column: Column): number => header.positions.get(column.name)!;
  const [label] = source.columns
    .filter((column) => isLabel(column, header))
    .sort((a, b) => place(a) - place(b));
  return label;
}

/** What people call a row of all others: no ward is called so, as one is called All Saints. */
const ofAll =
  /^[\s*=–-]*(?:(?:grand |sub-?)?total|tot\.?|all|overall|sum|average|mean|median|σ|∑|all (?:wards|areas|localities|districts|children|ages|age groups|groups|settings|nurseries|centres|services|providers|schools|rows))[\s*=:–-]*$/iu;

/** The row that is in a column of whole numbers the sum of all others, of which at least three are above nothing. */
async function sumRow(
  source: Source,
  { header }: TextTable,
  db: Database,
): Promise<{ name: string; row: number } | undefined> {
  const names = source.columns
    .filter(({ name, type }) => type === "integer" && header.positions.has(name))
    .map(({ name }) => name);
  if (!names.length || source.unpivot) return undefined;
  const sums = names.map((name, i) => {
    const n = identifier(name);
    return `CASE WHEN 2 * max(${n}) = sum(${n}) AND min(${n}) >= 0 AND count(*) FILTER (${n} > 0) > 3 THEN arg_max(_row, ${n}) END AS r${i}`;
  });
  const found = await db.row<Record<string, number | null>>(
    `SELECT ${sums.join(", ")} FROM checked WHERE _problems IS NULL`,
  );
  const at = names.findIndex((_, i) => found[`r${i}`] != null);
  return at < 0 ? undefined : { name: names[at]!, row: Number(found[`r${at}`]) };
}

const isLabel = (
  { name, type, values, pattern, identifier }: Column,
  { positions }: TextTable["header"],
): boolean => type === "text" && !values && !pattern && !identifier && positions.has(name);

/** Columns of texts in which one ends with the word. */
async function suspectColumns(
  source: Source,
  { header, traces }: TextTable,
  db: Database,
): Promise<string[]> {
  const names = source.columns.filter((column) => isLabel(column, header)).map(({ name }) => name);
  if (!names.length || traces?.totals === false) return [];
  const ends = names.map((name) => isLikeTotal(identifier(name), source));
  const { some } = await db.row<{ some: boolean }>(
    `SELECT count(*) > 0 AS some FROM checked WHERE ${names.map((name) => holdsWord(identifier(name))).join(" OR ")}`,
  );
  if (!some) return [];
  const found = await db.row<Record<string, boolean | null>>(
    `SELECT ${ends.map((end, i) => `bool_or(${end}) AS f${i}`).join(", ")} FROM checked`,
  );
  return names.filter((_, i) => found[`f${i}`]);
}

/** To look for two words is quicker than for their places, and hardly a text has them. */
const holdsWord = (text: string): string =>
  totalWords.map((word) => `contains(${text}, '${word}')`).join(" OR ");

// To look for six endings is much quicker than to match a pattern.
const endsAsTotal = (text: string): string =>
  ["otal", "OTAL", "otals", "OTALS", "otal:", "OTAL:"]
    .map((end) => `ends_with(${text}, '${end}')`)
    .join(" OR ");

/** A text that ends so, or begins so where rows are figures: a service may be called Total Play. */
const isLikeTotal = (text: string, { kind }: Source): string =>
  kind === "table"
    ? [
        endsAsTotal(text),
        ...["Total", "TOTAL", "total", "Grand total", "Grand Total", "GRAND TOTAL"].map(
          (start) => `starts_with(${text}, '${start}')`,
        ),
      ].join(" OR ")
    : endsAsTotal(text);

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
 * The first row that says in a column that it is a total, and how many do; the last row of all, if it is the only one that says
 * so of a group.
 */
async function totalRows(
  name: string,
  source: Source,
  db: Database,
): Promise<{ row: number | undefined; rows: number }> {
  const text = identifier(name);
  const says = (pattern: string): string =>
    `_problems IS NULL AND (${isLikeTotal(text, source)}) AND regexp_full_match(${text}, ${literal(pattern)})`;
  const nothingElse = says("(?i)((grand |sub-?|overall |city |column )?totals?:?|(grand )?totals?\\W.*)");
  const { totals, first, last, end } = await db.row<{
    totals: number;
    first: number;
    last: number;
    end: number;
  }>(`
    SELECT
      count(DISTINCT _row) FILTER (${nothingElse})::INTEGER AS totals,
      min(_row) FILTER (${nothingElse}) AS first,
      max(_row) FILTER (${says("(?i)(.*[^\\pL])?totals?:?")}) AS last,
      max(_row) AS "end"
    FROM checked`);
  if (totals) return { row: Number(first), rows: totals };
  return { row: last === end ? Number(last) : undefined, rows: 1 };
}

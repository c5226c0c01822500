import { formatList } from "../../components/words/format.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier } from "../store/database.js";
import type { TextTable } from "./text-table.js";

/**
 * Compares the one total of an extract with what the good rows of the table `checked` above it add up to, and tells which
 * columns differ; nothing of records of children, of several totals, and of columns that say more than numbers.
 */
export async function tellTotals(
  source: Source,
  { totals = [], header }: TextTable,
  db: Database,
): Promise<string[]> {
  const [total, another] = totals;
  if (!total || another || source.kind === "records") return [];
  const columns = source.columns.flatMap((column) => {
    const position = header.positions.get(column.name);
    const said = position === undefined ? Number.NaN : numberOf(total.cells[position] ?? "");
    return (column.type === "integer" || column.type === "number") && Number.isFinite(said)
      ? [{ name: column.name, said }]
      : [];
  });
  if (!columns.length) return [];
  const sums = await db.row<Record<string, number | null>>(
    `SELECT ${columns.map(({ name }, i) => `sum(${identifier(name)})::DOUBLE AS s${i}`).join(", ")} FROM checked WHERE _problems IS NULL AND _row < ${total.row}`,
  );
  const unlike = columns.filter(
    ({ said }, i) => Math.abs((sums[`s${i}`] ?? 0) - said) > 1e-6 * Math.max(1, Math.abs(said)),
  );
  return unlike.length
    ? [
        `Its total, row ${total.row}, is not what the rows above it add up to, in ${formatList(unlike.map(({ name }) => name))}: rows may be missing, or the column is not one that adds up.`,
      ]
    : [];
}

function numberOf(text: string): number {
  return /^[+-]?[\d,]*\.?\d+$/.test(text.trim()) ? Number(text.replaceAll(",", "")) : Number.NaN;
}

import { formatList } from "../../components/words/format.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier } from "../store/database.js";
import type { TextTable } from "./text-table.js";

/** A total that an extract itself gives of a column, beside what the good rows above it add up to. */
export interface ControlTotal {
  column: string;
  /** The number of its row in the extract. */
  row: number;
  said: number;
  sum: number;
}

/**
 * The one total of an extract, by column, beside the good rows of the table `checked` above it; nothing of records of children,
 * of several totals, and of columns that say more than numbers.
 */
export async function controlTotals(
  source: Source,
  { totals = [], header }: TextTable,
  db: Database,
): Promise<ControlTotal[]> {
  const [total, another] = totals;
  if (!total || another || source.kind === "records") return [];
  const columns = source.columns.flatMap((column) => {
    const position = header.positions.get(column.name);
    const said = position === undefined ? Number.NaN : numberOf(total.cells[position] ?? "");
    return (column.type === "integer" || column.type === "number") && Number.isFinite(said)
      ? [{ column: column.name, said }]
      : [];
  });
  if (!columns.length) return [];
  const sums = await db.row<Record<string, number | null>>(
    `SELECT ${columns.map(({ column }, i) => `sum(${identifier(column)})::DOUBLE AS s${i}`).join(", ")} FROM checked WHERE _problems IS NULL AND _row < ${total.row}`,
  );
  return columns.map((one, i) => ({ ...one, row: total.row, sum: sums[`s${i}`] ?? 0 }));
}

/** Whether the rows add up to a total, but for rounding. */
export function addsUp({ said, sum }: ControlTotal): boolean {
  return Math.abs(sum - said) <= 1e-6 * Math.max(1, Math.abs(said));
}

/** Which totals the rows above them do not add up to: a sentence, or nothing. */
export function tellTotals(totals: readonly ControlTotal[]): string[] {
  const unlike = totals.filter((total) => !addsUp(total));
  return unlike.length
    ? [
        `Its total, row ${unlike[0]!.row}, is not what the rows above it add up to, in ${formatList(unlike.map(({ column }) => column))}: rows may be missing, or the column is not one that adds up.`,
      ]
    : [];
}

function numberOf(text: string): number {
  return /^[+-]?[\d,]*\.?\d+$/.test(text.trim()) ? Number(text.replaceAll(",", "")) : Number.NaN;
}

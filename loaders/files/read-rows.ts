import { basename } from "node:path";
import { readCell } from "../../components/tables/csv-cells.js";
import { Database, literal } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { utf8Chunks } from "./encoding.js";
import { csvForm, isParquet, namingFile, refuseAbsent } from "./open-table.js";
import { cellsOf, RecordScanner } from "./record-scanner.js";

/** A table as its file has it, with all cells as text. */
export interface FileRows {
  /** The file's name, for messages. */
  name: string;
  headers: string[];
  rows: FileRow[];
}

export interface FileRow {
  /** As a spreadsheet shows it: the heading is row 1, or further down where lines stand above it. */
  row: number;
  /** One a header; empty where there is nothing. */
  texts: string[];
}

/**
 * Reads all rows of a small CSV or Parquet file. Empty lines, and one that names the delimiter, are passed over; they count
 * as rows of the file. `option` is what the file was given to, for messages.
 *
 * Throws a TellableError if the file is missing, empty or without rows, has a header twice, or has a row of another length,
 * which it names.
 */
export async function readRows(file: string, option: string): Promise<FileRows> {
  const name = basename(file);
  refuseAbsent(file, option);
  const { headers, rows } = isParquet(file) ? await parquetRows(name, file) : await csvRows(name, file);
  if (!rows.length)
    throw new TellableError(`${name}: has a header but no rows. Give a file with at least one row.`);
  return { name, headers, rows };
}

async function csvRows(name: string, file: string): Promise<Omit<FileRows, "name">> {
  const { encoding, headers, delimiter, skip } = await csvForm(name, file);
  const mark = delimiter.charCodeAt(0);
  const rows: FileRow[] = [];
  let row = 0;
  const scanner = new RecordScanner(mark, (record) => {
    // A mark that is not closed runs on to one in a later row.
    if (record.multiline && (record.stray || record.cells !== headers.length) && row > skip) return false;
    row++;
    if (row <= skip + 1) return true;
    if (record.unclosed)
      throw new TellableError(
        `${name}: row ${row}: a quotation mark is opened and never closed. Correct the row.`,
      );
    const texts = cellsOf(record, mark);
    if (texts.length === 1 && texts[0]!.trim() === "") return true;
    if (texts.length !== headers.length)
      throw new TellableError(
        `${name}: row ${row}: has ${texts.length} values under ${headers.length} headings. Correct the row.`,
      );
    rows.push({ row, texts: texts.map(readCell) });
    return true;
  });
  for await (const chunk of utf8Chunks(file, encoding)) scanner.push(chunk);
  scanner.end();
  return { headers: headers.map(readCell), rows };
}

async function parquetRows(name: string, file: string): Promise<Omit<FileRows, "name">> {
  const db = await Database.open(":memory:");
  try {
    const source = `read_parquet(${literal(file)})`;
    const [columns, cells] = await namingFile(name, async () => [
      await db.rows<{ column_name: string }>(`DESCRIBE FROM ${source}`),
      await db.rows<Record<string, string | null>>(`SELECT COLUMNS(*)::VARCHAR FROM ${source}`),
    ]);
    const headers = columns.map(({ column_name }) => column_name);
    const rows = cells.map((cell, i) => ({ row: i + 2, texts: headers.map((header) => cell[header] ?? "") }));
    return { headers, rows };
  } finally {
    db.close();
  }
}

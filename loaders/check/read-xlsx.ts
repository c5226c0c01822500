import readWorkbook, { readSheet } from "read-excel-file/node";
import { refuseManyColumns, refuseManyRows, refuseOversizedZip } from "../files/bounds.js";
import { isZip } from "../files/encoding.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { findHeader, type Header, headerRows } from "./header.js";
import { type TextTable, TextTableWriter } from "./text-table.js";

type XlsxFormat = Extract<Source["format"], { type: "xlsx" }>;
type Cell = string | number | boolean | Date | null;
interface Sheet {
  sheet: string;
  data: Cell[][];
}

/**
 * Reads a sheet of a workbook into a text table written to `copy`: the declared sheet, or the first that has the header.
 * Dates become ISO texts, numbers their shortest exact text; a cell whose formula failed is empty.
 *
 * Throws Unusable if it is no workbook, or no sheet has a header that fits.
 */
export async function readXlsx(source: Source, file: string, copy: string): Promise<TextTable> {
  const format = source.format as XlsxFormat;
  if (await isZip(file)) await refuseOversizedZip(file, source.limits);
  const { data, row, header } = chooseSheet(source, format, await sheetsOf(file, format.sheet));
  const writer = new TextTableWriter(copy, ",");
  try {
    const width = header.cells.length;
    refuseManyColumns(width);
    refuseManyRows(data.length - row - 1, source.limits);
    for (let at = row + 1; at < data.length; at++) {
      const cells = data[at]!;
      if (cells.some((cell) => cell !== null && cell !== ""))
        writer.write(
          at + 1,
          Array.from({ length: width }, (_, i) => text(cells[i] ?? null)),
        );
    }
    return { header, broken: [], width, rows: writer.close(width) };
  } catch (error) {
    writer.discard();
    throw error;
  }
}

async function sheetsOf(file: string, name: string | undefined): Promise<Sheet[]> {
  try {
    const sheets =
      name === undefined ? await readWorkbook(file) : [{ sheet: name, data: await readSheet(file, name) }];
    return sheets as unknown as Sheet[];
  } catch (error) {
    throw unreadable(error, name);
  }
}

function unreadable(error: unknown, sheet: string | undefined): unknown {
  const { name, code, syscall } = error as { name?: string; code?: string; syscall?: string };
  if (syscall) return error;
  if (name === "SheetNotFoundError")
    return new Unusable(
      `It has no sheet named “${sheet}”.`,
      "Correct format: sheet in the registry, or ask the supplier for the sheet agreed.",
    );
  if (code === "XLS_FILE_NOT_SUPPORTED")
    return new Unusable(
      "It is an old .xls workbook, or one protected by a password.",
      "Ask the supplier to save it as .xlsx without a password.",
    );
  return new Unusable(
    "It cannot be read as an Excel workbook.",
    "Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
}

function chooseSheet(
  source: Source,
  format: XlsxFormat,
  sheets: Sheet[],
): { data: Cell[][]; row: number; header: Header } {
  const filled = sheets.filter(({ data }) => data.length > 0);
  let problem = new Unusable("It is empty.", "Ask the supplier to send it again.");
  for (const [i, { data }] of filled.entries())
    try {
      const top = data
        .slice(0, Math.max(headerRows, 1 + (format.preambleRows ?? 0)))
        .map((row) => row.map((cell) => text(cell) ?? ""));
      return { data, ...findHeader(source, top, format.preambleRows) };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      if (i === 0) problem = error;
    }
  throw problem;
}

function text(cell: Cell): string | null {
  if (cell === null) return null;
  if (!(cell instanceof Date)) return String(cell);
  return Number.isNaN(cell.getTime())
    ? null
    : cell
        .toISOString()
        .replace("T00:00:00.000Z", "")
        .replace("T", " ")
        .replace(/(\.000)?Z$/, "");
}

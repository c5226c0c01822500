import { csvFormatRow } from "d3";
import { type FileCell, writtenCell } from "../../components/csv-cells.js";

/** Rows as RFC 4180 has them: commas, lines that end in CR LF, quotes where they are needed. */
export function csvText(rows: readonly (readonly FileCell[])[]): string {
  return rows.map((row) => `${csvFormatRow(row.map(writtenCell))}\r\n`).join("");
}

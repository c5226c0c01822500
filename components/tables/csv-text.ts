import { csvFormatRow } from "npm:d3-dsv";
import { type FileCell, writeCell } from "./csv-cells.js";

/** Rows as RFC 4180 has them, for a browser to save: with a byte order mark, so that spreadsheets read UTF-8. */
export function csvText(rows: readonly (readonly FileCell[])[]): string {
  return `\uFEFF${rows.map((row) => `${csvFormatRow(row.map(writeCell))}\r\n`).join("")}`;
}

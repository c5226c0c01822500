import { type FileCell, writeCell } from "./csv-cells.js";

/** Rows as RFC 4180 has them, for a browser to save: with a byte order mark, so that spreadsheets read UTF-8. */
export function csvText(rows: readonly (readonly FileCell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map((cell) => quoted(writeCell(cell))).join(",")}\r\n`).join("")}`;
}

// A library for it would read such text, too, and every page would fetch that.
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

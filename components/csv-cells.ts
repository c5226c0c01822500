/** What a cell of a file can be: an empty one is null. Imports nothing: loaders use it too. */
export type FileCell = string | number | boolean | null;

/** The cell as it is written: a text that a spreadsheet would run gets an apostrophe in front, a number never. */
export function writtenCell(cell: FileCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  return /^[=+@\t\r]/.test(cell) || (cell.startsWith("-") && Number.isNaN(Number(cell))) ? `'${cell}` : cell;
}

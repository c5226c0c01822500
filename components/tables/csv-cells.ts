/** What a cell of a file can be: an empty one is null. Imports nothing: loaders use it too. */
export type FileCell = string | number | boolean | null;

/** What a spreadsheet runs, as regular expressions that JavaScript and SQL read alike: a beginning, and what is but a number. */
export const runs = "^[=+@\\t\\r-]";
/** A negative number, which begins as what a spreadsheet would run but is not. */
export const isNegative = "^-[0-9]*[.]?[0-9]+([eE][+-]?[0-9]+)?$";

const [run, negative] = [new RegExp(runs), new RegExp(isNegative)];

/** The cell as it is written: a text that a spreadsheet would run gets an apostrophe in front, a number never. */
export function writeCell(cell: FileCell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  return run.test(cell) && !negative.test(cell) ? `'${cell}` : cell;
}

/** A cell's text as it was before it was written. */
export function readCell(text: string): string {
  const bare = text.slice(1);
  return text.startsWith("'") && writeCell(bare) === text ? bare : text;
}

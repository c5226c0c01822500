import { looksNumeric } from "../../../loaders/files/number-columns.js";
import { type FileRow, isName, isNumberOfFigure } from "./built-figure.js";

/** A place in a file that holds numbers which are no figure's. */
export interface Stray {
  /** The file, and perhaps the table in it. */
  place: string;
  /** The file's name without folder and hash. */
  dataset: string;
  /** A column, or a place in a JSON value: `wards[].median`. */
  name: string;
  /** Of a table on a page, all texts in it: it may be of something else than areas. Else left out. */
  beside?: readonly string[];
  /** What that table says it is of. */
  title?: string;
  /** The rows of that table, texts by column. */
  rows?: readonly FileRow[];
}

/** Columns of a table with numbers that are no figure's. `isOfFigures`: whether its rows are read as figures. */
export function strayColumns(rows: readonly FileRow[], isOfFigures: boolean): string[] {
  const columns = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...columns].filter(
    (column) =>
      !isName(column) &&
      !(isOfFigures && isNumberOfFigure(column)) &&
      rows.some((row) => isNumber(row[column])),
  );
}

/** A number, or a text that a reader takes for one. */
export function isNumber(value: unknown): boolean {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    (typeof value === "string" && looksNumeric(value.trim()))
  );
}

import { tellsNumber } from "../../../loaders/files/number-columns.js";
import { type FileRow, readsNumber } from "./built-figure.js";

/** A place in a file that holds numbers which are no figure's. */
export interface Stray {
  /** The file, and perhaps the table in it. */
  place: string;
  /** The file's name without folder and hash. */
  dataset: string;
  /** A column, or a place in a JSON value: `wards[].median`. */
  name: string;
  /** What a table on a page says it is of. */
  title?: string;
  /** The rows of that table, texts by column. */
  rows?: readonly FileRow[];
}

/** Columns of a table with numbers that are no figure's. `isOfFigures`: whether its rows are read as figures. */
export function strayColumns(rows: readonly FileRow[], isOfFigures: boolean): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return columns.filter((column) =>
    rows.some((row) => {
      const value = row[column];
      return isNumber(value) && !(isOfFigures && readsNumber(column, value, columns));
    }),
  );
}

/** A number, or a text that a reader takes one from. */
export function isNumber(value: unknown): boolean {
  if (typeof value === "string") return tellsNumber(value);
  return typeof value === "number" || typeof value === "bigint";
}

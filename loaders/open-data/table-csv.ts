import { csvText } from "../store/csv.js";
import type { OpenTable } from "./tables.js";

/** A table as CSV: UTF-8, a header, and numbers alone in columns of numbers. */
export function csvOf({ columns, rows }: OpenTable): string {
  return csvText([columns.map(({ name }) => name), ...rows]);
}

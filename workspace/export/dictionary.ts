import { csvText } from "../../loaders/store/csv.js";
import type { ExportTable } from "./tables.js";

/** What an export says of itself. */
export interface Dictionary {
  version: 1;
  title: string;
  /** ISO time at which it was made. */
  exportedAt: string;
  /** ISO time of the refresh that it is of. */
  refreshedAt: string;
  /** The day by which all of it had come; null where it is all that there was. */
  asOf: string | null;
  /** Whether anything in it may be invented. */
  sample: boolean;
  tables: (Omit<ExportTable, "query"> & { rows: number })[];
}

/** The dictionary as a table, a row a column. */
export function dictionaryCsv({ tables }: Dictionary): string {
  return csvText([
    ["shelf", "table", "column", "type", "meaning", "key", "refers_to"],
    ...tables.flatMap(({ shelf, name, columns, key }) =>
      columns.map((column) => [
        shelf,
        name,
        column.name,
        column.type,
        column.about,
        key.includes(column.name) ? "yes" : "no",
        column.references ? `${column.references.table}.${column.references.column}` : "",
      ]),
    ),
  ]);
}

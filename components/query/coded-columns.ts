import { type Column, type Table, tableFromIPC } from "npm:@uwdata/flechette";
import type { CodedColumn } from "./cross-counts.js";

/** Columns of an Arrow file, without an object for each of its many rows. */
export interface CodedTable {
  rows: number;
  /** A column of texts. Throws where there is no such column. */
  texts(name: string): CodedColumn;
  /** A column of numbers, with 0 where there is none. Throws where there is no such column. */
  numbers(name: string): Float64Array;
}

/** Reads an Arrow file whose texts have dictionaries, as ours do. */
export function codedTable(bytes: ArrayBuffer): CodedTable {
  const table: Table = tableFromIPC(bytes);
  const columnOf = (name: string): Column<unknown> => {
    const column = table.getChild(name);
    if (!column) throw new Error(`The data set has no column called ${name}.`);
    return column;
  };
  return {
    rows: table.numRows,
    texts: (name) => coded(columnOf(name)),
    numbers: (name) => Float64Array.from(columnOf(name), (value) => (value as number | null) ?? 0),
  };
}

function coded(column: Column<unknown>): CodedColumn {
  const places = new Map<unknown, number>();
  const codes = Int32Array.from(column, (value) => {
    if (value === null) return -1;
    const known = places.get(value);
    if (known !== undefined) return known;
    places.set(value, places.size);
    return places.size - 1;
  });
  return { entries: [...places.keys()] as string[], codes };
}

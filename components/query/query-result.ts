import { DataType, type RecordBatch, type Schema } from "npm:apache-arrow";
import type { QueryCell } from "../data-sets/list-tables.js";

export interface QueryColumn {
  name: string;
  kind: "text" | "number" | "day" | "truth";
}

/** What a query gave: rows as lists of cells in the order of the columns. */
export interface QueryResult {
  columns: QueryColumn[];
  rows: QueryCell[][];
  /** False if there were more rows than are kept. */
  whole: boolean;
}

/** The columns of a result; two of one name are told apart by a number. */
export function columnsOf(schema: Schema): QueryColumn[] {
  const seen = new Map<string, number>();
  return schema.fields.map(({ name, type }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { name: times === 1 ? name : `${name}_${times}`, kind: kindOf(type) };
  });
}

/** The rows of a batch, as plain cells. What is a list or a structure becomes JSON, in a text. */
export function rowsOf(batch: RecordBatch): QueryCell[][] {
  const readers = batch.schema.fields.map(({ type }, i) => {
    const column = batch.getChildAt(i)!;
    const read = readerOf(type);
    return (row: number) => {
      const cell: unknown = column.get(row);
      return cell === null || cell === undefined ? null : read(cell);
    };
  });
  return Array.from({ length: batch.numRows }, (_, row) => readers.map((read) => read(row)));
}

function kindOf(type: DataType): QueryColumn["kind"] {
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return "number";
  if (DataType.isBool(type)) return "truth";
  if (DataType.isDate(type) || DataType.isTimestamp(type)) return "day";
  return "text";
}

function readerOf(type: DataType): (cell: unknown) => QueryCell {
  switch (kindOf(type)) {
    case "number":
      return (cell) => {
        const number = Number(cell);
        return Number.isFinite(number) ? number : null;
      };
    case "truth":
      return (cell) => Boolean(cell);
    case "day":
      // A moment that is no day has its time with it.
      return (cell) =>
        new Date(Number(cell))
          .toISOString()
          .replace(/T00:00:00\.000Z$|(?:\.000)?Z$/, "")
          .replace("T", " ");
    default:
      return textOf;
  }
}

function textOf(cell: unknown): string {
  if (typeof cell !== "object" || cell === null) return String(cell);
  return JSON.stringify(cell, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
}

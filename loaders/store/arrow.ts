import {
  bool,
  type DataType,
  dateDay,
  dictionary,
  float64,
  int32,
  tableFromArrays,
  tableToIPC,
  utf8,
} from "@uwdata/flechette";
import type { Database } from "./database.js";

/**
 * The rows of a query as an Arrow IPC stream, which DuckDB-wasm and `FileAttachment().arrow()` read.
 * Texts are dictionary-encoded; whole numbers are 32 bits wide, other numbers doubles.
 *
 * A query without rows gives a table of its columns, with plain texts: a dictionary without a batch has no entries, and
 * Arquero's reader fails on it.
 */
export async function arrowOf(db: Database, sql: string): Promise<Uint8Array> {
  const reader = await db.connection.runAndReadAll(sql);
  const names = reader.columnNames();
  // Each column has a dictionary of its own, which is told apart by its type object.
  const text = () => (reader.currentRowCount > 0 ? dictionary(utf8(), int32()) : utf8());
  const types = reader.columnTypes().map((type) => arrowType(type.toString(), { text, sql }));
  const columns = reader.getColumnsJS();
  const table = tableFromArrays(
    names.map((name, i): [string, unknown[]] => [name, ((columns[i] ?? []) as unknown[]).map(plain)]),
    { types: Object.fromEntries(names.map((name, i) => [name, types[i]!])) },
  );
  return tableToIPC(table, { format: "stream" })!;
}

function arrowType(type: string, { text, sql }: { text: () => DataType; sql: string }): DataType {
  if (type === "VARCHAR") return text();
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT)$/.test(type)) return int32();
  if (/^(DOUBLE|FLOAT|DECIMAL|HUGEINT|UBIGINT)/.test(type)) return float64();
  if (type === "BOOLEAN") return bool();
  if (type === "DATE") return dateDay();
  throw new TypeError(`No Arrow type for ${type}: cast the column to a plain type in the query.\n${sql}`);
}

function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

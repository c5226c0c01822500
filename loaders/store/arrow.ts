import { type DuckDBResult, type DuckDBValueConverter, JSDuckDBValueConverter } from "@duckdb/node-api";
import {
  bool,
  type DataType,
  dateDay,
  dictionary,
  float64,
  int8,
  int16,
  int32,
  tableFromArrays,
  tableToIPC,
  utf8,
} from "@uwdata/flechette";
import type { Database } from "./database.js";
import { ColumnReader } from "./vector-values.js";

/**
 * The rows of a query as an Arrow IPC stream, which DuckDB-wasm and `FileAttachment().arrow()` read.
 * Texts are dictionary-encoded; whole numbers are 32 bits wide, other numbers doubles.
 *
 * A query without rows gives a table of its columns, with plain texts: a dictionary without a batch has no entries, and
 * Arquero's reader fails on it.
 */
export async function arrowOf(db: Database, sql: string): Promise<Uint8Array> {
  db.note(sql);
  const result = await db.connection.run(sql);
  const names = result.columnNames();
  const columns = await columnsOf(result);
  const types = result.columnTypes().map((type, i) => arrowType(type.toString(), columns[i] ?? [], sql));
  const table = tableFromArrays(
    names.map((name, i): [string, unknown[]] => [name, columns[i] ?? []]),
    { types: Object.fromEntries(names.map((name, i) => [name, types[i]!])) },
  );
  return tableToIPC(table, { format: "stream" })!;
}

async function columnsOf(result: DuckDBResult): Promise<unknown[][]> {
  const chunks = await result.fetchAllChunks();
  return result.columnTypes().map((type, column) => {
    const reader = new ColumnReader(type, JSDuckDBValueConverter as DuckDBValueConverter<unknown>);
    const values: unknown[] = [];
    for (const chunk of chunks) reader.read(chunk, column, (value) => values.push(plain(value)));
    return values;
  });
}

function arrowType(type: string, values: readonly unknown[], sql: string): DataType {
  if (type === "VARCHAR") return textType(values);
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT)$/.test(type)) return int32();
  if (/^(DOUBLE|FLOAT|DECIMAL|HUGEINT|UBIGINT)/.test(type)) return float64();
  if (type === "BOOLEAN") return bool();
  if (type === "DATE") return dateDay();
  throw new TypeError(`No Arrow type for ${type}: cast the column to a plain type in the query.\n${sql}`);
}

// Each column has a dictionary of its own, whose numbers are as narrow as its entries allow.
function textType(values: readonly unknown[]): DataType {
  if (values.length === 0) return utf8();
  const entries = new Set(values).size;
  return dictionary(utf8(), entries < 2 ** 7 ? int8() : entries < 2 ** 15 ? int16() : int32());
}

function plain(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

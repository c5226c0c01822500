import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type Database, identifier } from "../store/database.js";

/** The rows of a query, a chunk (about two thousand rows) at a time, so that memory does not grow with their number. */
export async function* chunksOf(db: Database, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await db.connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk;
  }
}

/** The columns of a query, numbers and none of them null, as arrays. */
export async function numbersOf(db: Database, count: number, sql: string): Promise<Float64Array[]> {
  const parts: Float64Array[][] = Array.from({ length: count }, () => []);
  for await (const chunk of chunksOf(db, sql))
    for (let c = 0; c < count; c++) {
      const vector = chunk.getColumnVector(c);
      const numbers = new Float64Array(chunk.rowCount);
      for (let i = 0; i < numbers.length; i++) numbers[i] = vector.getItem(i) as number;
      parts[c]!.push(numbers);
    }
  return parts.map(concatenated);
}

function concatenated(parts: Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Appends the rows of a query on one database to a table of another, whose columns have the same types in the same
 * order. Nothing is written to disk on the way.
 */
export async function copyRows(from: Database, sql: string, to: Database, table: string): Promise<void> {
  const appender = await to.connection.createAppender(table);
  try {
    for await (const chunk of chunksOf(from, sql)) appender.appendDataChunk(chunk);
  } finally {
    appender.closeSync();
  }
}

/** A table's columns in order, with their types. */
export async function columnsOf(db: Database, table: string): Promise<{ name: string; type: string }[]> {
  const columns = await db.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE ${identifier(table)}`,
  );
  return columns.map(({ column_name, column_type }) => ({ name: column_name, type: column_type }));
}

import { chmodSync, closeSync, openSync, rmSync } from "node:fs";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { Database, identifier, literal } from "../store/database.js";
import { StorageError } from "../store/storage.js";
import { findHeader } from "./header.js";
import { type TextTable, textTableSql } from "./text-table.js";

/**
 * Reads a Parquet file into a text table written to `copy`. Rows count from 1.
 *
 * Throws Unusable if it cannot be read or lacks a required column. It is read in a database of its own:
 * an error would spoil the caller's transaction.
 */
export async function readParquet(source: Source, file: string, copy: string): Promise<TextTable> {
  const db = await Database.open(":memory:");
  try {
    const columns = await unlessBroken(() =>
      db.rows<{ column_name: string; column_type: string }>(
        `DESCRIBE SELECT * FROM read_parquet(${literal(file)})`,
      ),
    );
    const { header } = findHeader(source, [columns.map((c) => c.column_name)], 0);
    closeSync(openSync(copy, "wx", 0o600));
    const cells = columns.map((c, i) => `${asText(identifier(c.column_name), c.column_type)} AS c${i}`);
    await unlessBroken(() =>
      db.run(`
        COPY (
          SELECT file_row_number + 1 AS _row, ${cells.join(", ")}
          FROM read_parquet(${literal(file)}, file_row_number = true)
        ) TO ${literal(copy)} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"', USE_TMP_FILE false)`),
    );
    chmodSync(copy, 0o600);
    const texts = columns.filter((c) => c.column_type === "VARCHAR").map((c) => identifier(c.column_name));
    const { multiline } = await db.row<{ multiline: boolean }>(
      `SELECT coalesce(bool_or(regexp_matches(concat(${["''", ...texts].join(", ")}), '[\\r\\n]')), false) AS multiline FROM read_parquet(${literal(file)})`,
    );
    return {
      header,
      broken: [],
      width: columns.length,
      rows: textTableSql(copy, { delimiter: ",", width: columns.length, multiline }),
    };
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  } finally {
    db.close();
  }
}

/** A whole number is written without a decimal point, whatever type holds it. */
function asText(column: string, type: string): string {
  if (type === "DOUBLE" || type === "FLOAT")
    return `CASE WHEN ${column} = trunc(${column}) AND abs(${column}) < 1e15 THEN ${column}::BIGINT::VARCHAR ELSE ${column}::VARCHAR END`;
  return `${column}::VARCHAR`;
}

async function unlessBroken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new Unusable("It cannot be read as a Parquet file.", "Ask the supplier to send it again.");
  }
}

import { type Database, identifier } from "./database.js";
import { fingerprint } from "./fingerprint.js";

/**
 * A hash of what the tables of a database hold, whatever the order of their rows; `without` leaves tables out by name.
 * Equal content has an equal hash as long as the same version of DuckDB makes it.
 */
export async function contentOf(db: Database, without: readonly string[] = []): Promise<string> {
  const tables = await db.rows<{ name: string; columns: string }>(`
    SELECT table_name AS name, string_agg(column_name || ' ' || data_type, ',' ORDER BY column_index) AS columns
    FROM duckdb_columns() WHERE NOT internal GROUP BY table_name ORDER BY table_name`);
  const content: unknown[] = [];
  for (const { name, columns } of tables.filter((table) => !without.includes(table.name))) {
    // A sum, as equal rows would take each other out of an exclusive or.
    const { rows, hash } = await db.row<{ rows: number; hash: string }>(
      `SELECT count(*) AS rows, CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) AS hash FROM ${identifier(name)} AS t`,
    );
    content.push([name, columns, rows, hash]);
  }
  return fingerprint(content);
}

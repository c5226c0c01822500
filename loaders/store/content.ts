import { type Database, identifier } from "./database.js";
import { fingerprint } from "./fingerprint.js";

/**
 * A hash of what the tables of a database hold, whatever the order of their rows; `without` leaves tables out by name.
 * Equal content has an equal hash as long as the same version of DuckDB makes it.
 */
export async function contentOf(db: Database, without: readonly string[] = []): Promise<string> {
  const names = (await tablesOf(db)).map(({ name }) => name).filter((name) => !without.includes(name));
  return fingerprint(await contentsOf(db, names));
}

/** As contentOf, by table, of those among the tables of these names that there are. */
export async function contentsOf(db: Database, names: readonly string[]): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const { name, columns } of (await tablesOf(db)).filter((table) => names.includes(table.name))) {
    // A sum, as equal rows would take each other out of an exclusive or.
    const { rows, hash } = await db.row<{ rows: number; hash: string }>(
      `SELECT count(*) AS rows, CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) AS hash FROM ${identifier(name)} AS t`,
    );
    content[name] = fingerprint([columns, rows, hash]);
  }
  return content;
}

/** The tables of a database, in the order of their names, each with its columns. */
export async function tablesOf(db: Database): Promise<{ name: string; columns: string }[]> {
  return db.rows(`
    SELECT table_name AS name, string_agg(column_name || ' ' || data_type, ',' ORDER BY column_index) AS columns
    FROM duckdb_columns() WHERE NOT internal GROUP BY table_name ORDER BY table_name`);
}

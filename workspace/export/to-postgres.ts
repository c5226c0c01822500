import { Client } from "pg";
import { type Database, identifier, literal } from "../../loaders/store/database.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import type { ExportTable, Shelf } from "./tables.js";

/** The schema of each shelf, and the roles that may read it. */
export const schemas: Record<Shelf, { schema: string; readers: string[] }> = {
  pseudonymous: { schema: "early_years_pseudonymous", readers: ["early_years_analyst"] },
  protected: { schema: "early_years_protected", readers: ["early_years_analyst", "early_years_reader"] },
};

/** Rows that are sent at once. */
const batch = 5000;

/**
 * A PostgreSQL database that tables are written to, in one transaction: whoever reads sees the old rows until all new ones are
 * there. Each shelf is a schema, each column has its meaning as a comment, and the roles that may read are granted to if they are
 * there.
 */
export class PostgresDatabase {
  private constructor(private readonly client: Client) {}

  /**
   * Connects to `postgresql://user@host/database`. The password comes from PGPASSWORD or a .pgpass file. Throws a TellableError
   * that tells no password.
   */
  static async open(address: string): Promise<PostgresDatabase> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (!url || !/^postgres(ql)?:$/.test(url.protocol))
      throw new TellableError(
        "The address is none of PostgreSQL. Write it as postgresql://user@host/database.",
      );
    if (url.password)
      throw new TellableError(
        "The address has a password in it, which others on this machine can see. Take it out, and set PGPASSWORD or a .pgpass file.",
      );
    const client = new Client({ connectionString: address, connectionTimeoutMillis: 20_000 });
    // A connection that breaks is told by the statement that it breaks.
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("BEGIN");
    } catch (error) {
      await client.end().catch(() => {});
      throw explain(error);
    }
    return new PostgresDatabase(client);
  }

  /** Writes one table and gives how many rows it has. */
  async write(db: Database, table: ExportTable): Promise<number> {
    const { schema } = schemas[table.shelf];
    const place = `${schema}.${identifier(table.name)}`;
    await this.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await this.makeTable(schema, table);
    await this.query(`DELETE FROM ${place}`);
    let rows = 0;
    for await (const some of batches(db, table.query)) {
      await this.query(
        `INSERT INTO ${place} SELECT * FROM json_populate_recordset(null::${place}, $1::json)`,
        [JSON.stringify(some)],
      );
      rows += some.length;
    }
    return rows;
  }

  private async makeTable(schema: string, { name, about, columns, key }: ExportTable): Promise<void> {
    const place = `${schema}.${identifier(name)}`;
    const there = await this.query<{ name: string; type: string }>(
      `SELECT column_name AS name, udt_name AS type FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`,
      [schema, name],
    );
    const wanted = columns.map((column) => ({ name: column.name, type: postgresType(column.type) }));
    if (JSON.stringify(there) !== JSON.stringify(wanted)) {
      // Views that others made of it keep it from being dropped: they are told.
      if (there.length) await this.query(`DROP TABLE ${place}`);
      const parts = wanted.map((column) => `${identifier(column.name)} ${column.type}`);
      const isKnown = key.every((one) => wanted.some((column) => column.name === one));
      // A part of a key may be empty, as the period of a figure that nobody has.
      if (key.length && isKnown) parts.push(`UNIQUE NULLS NOT DISTINCT (${key.map(identifier).join(", ")})`);
      await this.query(`CREATE TABLE ${place} (${parts.join(", ")})`);
    }
    await this.query(`COMMENT ON TABLE ${place} IS ${literal(about)}`);
    for (const column of columns)
      await this.query(
        `COMMENT ON COLUMN ${place}.${identifier(column.name)} IS ${literal(
          column.references
            ? `${column.about} Refers to ${column.references.table}.${column.references.column}.`
            : column.about,
        )}`,
      );
  }

  /** Drops tables that are no longer exported, grants, and makes all of it seen at once. */
  async finish(tables: readonly ExportTable[]): Promise<void> {
    for (const shelf of new Set(tables.map((table) => table.shelf))) {
      const { schema, readers } = schemas[shelf];
      const there = await this.query<{ name: string }>(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'",
        [schema],
      );
      for (const { name } of there)
        if (!tables.some((table) => table.shelf === shelf && table.name === name))
          await this.query(`DROP TABLE ${schema}.${identifier(name)}`);
      for (const reader of readers) {
        const [role] = await this.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [reader]);
        if (!role) continue;
        await this.query(`GRANT USAGE ON SCHEMA ${schema} TO ${reader}`);
        await this.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${reader}`);
      }
    }
    await this.query("COMMIT");
  }

  /** Undoes what was not finished, and disconnects. */
  async close(): Promise<void> {
    await this.client.end().catch(() => {});
  }

  private async query<T extends object>(sql: string, values?: unknown[]): Promise<T[]> {
    try {
      return (await this.client.query(sql, values)).rows as T[];
    } catch (error) {
      throw explain(error);
    }
  }
}

async function* batches(db: Database, query: string): AsyncGenerator<object[]> {
  const result = await db.connection.stream(query);
  let some: object[] = [];
  for await (const rows of result.yieldRowObjectJson())
    for (const row of rows) {
      some.push(row);
      if (some.length < batch) continue;
      yield some;
      some = [];
    }
  if (some.length) yield some;
}

function postgresType(type: string): string {
  const found = types[type.replace(/\(.*/, "")];
  if (!found)
    throw new TellableError(`A column is of the type ${type}, which is not exported to PostgreSQL.`);
  return found;
}

/** DuckDB's types as PostgreSQL names them in its catalogue. */
const types: Record<string, string> = {
  VARCHAR: "text",
  BIGINT: "int8",
  INTEGER: "int4",
  DOUBLE: "float8",
  DECIMAL: "numeric",
  BOOLEAN: "bool",
  DATE: "date",
  TIMESTAMP: "timestamp",
};

// What PostgreSQL says may quote a row: its code and the name of what it is about do not.
function explain(error: unknown): TellableError {
  if (error instanceof TellableError) return error;
  const { code = "", table, schema, constraint } = error as Record<string, string | undefined>;
  const about = [schema, table, constraint].filter(Boolean).join(".");
  const meaning = meanings[code] ?? `it refused a statement${/^\w+$/.test(code) ? ` (${code})` : ""}`;
  return new TellableError(`PostgreSQL: ${meaning}${about ? `: ${about}` : ""}. Nothing was changed there.`);
}

const meanings: Record<string, string> = {
  ECONNREFUSED: "it does not answer at that address",
  ENOTFOUND: "there is no such host",
  ETIMEDOUT: "it did not answer in time",
  "28P01": "it does not take the password",
  "28000": "it does not let this user in",
  "3D000": "there is no such database",
  "42501": "this user may not do that",
  "2BP01":
    "something that others made, such as a view, needs a table whose columns are now others. Drop it first",
  "53100": "its disk is full",
};

import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { type Row, rowsOf } from "./result-rows.js";
import { type StorageError, storageError } from "./storage.js";

export type { Row };

/** A database of the store, opened for one step. */
export class Database {
  /** What the disk refused first: all that fails later, as a transaction is gone by then, fails because of it. */
  private refused: StorageError | undefined;
  /** While work is done by one thread: how many there are else. */
  private threads: number | undefined;
  /** While names are gathered: those that statements hold. */
  private names: Set<string> | undefined;

  private constructor(
    readonly file: string,
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
  ) {}

  /**
   * Opens a file, or a database in memory (":memory:"). A new file gets owner-only permissions.
   * `isolated`: SQL can reach nothing but this file, neither other databases nor the file system.
   * `memory`: megabytes from which on work moves to disk; DuckDB's own limit if left out.
   *
   * Here and in all that follows, throws a StorageError if the disk is full, read-only or not this user's to write to.
   */
  static async open(
    file: string,
    {
      readOnly = false,
      isolated = false,
      memory,
    }: { readOnly?: boolean; isolated?: boolean; memory?: number } = {},
  ): Promise<Database> {
    const fresh = file !== ":memory:" && !existsSync(file);
    try {
      if (fresh) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      return await Database.connect(file, { readOnly, isolated, memory, fresh });
    } catch (error) {
      // What was begun is no database, and would pass for a damaged one.
      if (fresh) for (const part of [file, `${file}.wal`]) rmSync(part, { force: true });
      throw storageError(error, placeOf(file)) ?? error;
    }
  }

  private static async connect(
    file: string,
    {
      readOnly,
      isolated,
      memory,
      fresh,
    }: { readOnly: boolean; isolated: boolean; memory: number | undefined; fresh: boolean },
  ): Promise<Database> {
    const instance = await DuckDBInstance.create(file, {
      access_mode: readOnly ? "READ_ONLY" : "READ_WRITE",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      enable_external_access: isolated ? "false" : "true",
      ...(memory && { memory_limit: `${memory}MB` }),
    });
    if (fresh) chmodSync(file, 0o600);
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    if (isolated) await connection.run("SET lock_configuration = true");
    return new Database(file, instance, connection);
  }

  /** Does work, and gives all names that its statements hold, of tables and others, in small letters. */
  async naming(work: () => Promise<void>): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    this.names = names;
    try {
      await work();
    } finally {
      this.names = undefined;
    }
    return names;
  }

  /** Notes the names in a statement that is run on the connection itself. */
  note(sql: string): void {
    if (this.names)
      for (const [name] of sql.toLowerCase().matchAll(/[a-z_][a-z0-9_]*/g)) this.names.add(name);
  }

  /** Runs statements for their effect. `values` fill $1, $2 … of a single statement. */
  async run(sql: string, values?: DuckDBValue[]): Promise<void> {
    this.note(sql);
    await this.attempt(() => this.connection.run(sql, values));
  }

  /** Adds rows to a table, their values in the order of its columns, in one statement. */
  async insert(table: string, rows: readonly (readonly DuckDBValue[])[]): Promise<void> {
    if (rows.length === 0) return;
    const width = rows[0]!.length;
    const tuples = rows.map((row, r) => `(${row.map((_, c) => `$${r * width + c + 1}`).join(", ")})`);
    await this.run(`INSERT INTO ${identifier(table)} VALUES ${tuples.join(", ")}`, rows.flat());
  }

  /** All rows of a query. */
  async rows<T = Row>(sql: string, values?: DuckDBValue[]): Promise<T[]> {
    this.note(sql);
    return this.attempt(async () => {
      const result = await this.connection.run(sql, values);
      const chunks = await result.fetchAllChunks();
      return rowsOf(chunks, result.deduplicatedColumnNames(), result.columnTypes()) as T[];
    });
  }

  /** The first row of a query; throws if there is none. */
  async row<T = Row>(sql: string, values?: DuckDBValue[]): Promise<T> {
    const [row] = await this.rows<T>(sql, values);
    if (!row) throw new Error(`The query gave no row: ${sql}`);
    return row;
  }

  /** Runs `work` in a transaction: all of it is kept, or none if it throws or the process dies. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run("BEGIN TRANSACTION");
    try {
      const result = await work();
      await this.run("COMMIT");
      return result;
    } catch (error) {
      // Where the database has undone it by itself there is nothing to roll back, and the first cause is what matters.
      await this.connection.run("ROLLBACK").catch(() => {});
      await this.byAllThreads();
      throw error;
    }
  }

  /** Runs `work` by one thread: to share out work on a table that is not large takes longer than it saves, and more of the processor. */
  async byOneThread<T>(work: () => Promise<T>): Promise<T> {
    const { threads } = await this.row<{ threads: bigint }>("SELECT current_setting('threads') AS threads");
    this.threads = Number(threads);
    try {
      await this.run("SET threads = 1");
      return await work();
    } finally {
      await this.byAllThreads();
    }
  }

  // After an error in a transaction nothing can be set until that has ended.
  private async byAllThreads(): Promise<void> {
    if (this.threads === undefined) return;
    await this.connection.run(`SET threads = ${this.threads}`).then(
      () => {
        this.threads = undefined;
      },
      () => {},
    );
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const refused = storageError(error, placeOf(this.file));
      this.refused ??= refused;
      throw refused ?? (isConsequence(error) ? this.refused : undefined) ?? error;
    }
  }

  /** True if the table or view exists in the main schema. */
  async has(table: string): Promise<boolean> {
    this.note(table);
    try {
      // Binding a statement to it takes a tenth of the time of asking the catalogue, which lists and measures all tables.
      const statement = await this.connection.prepare(`FROM main.${identifier(table)}`);
      statement.destroySync();
      return true;
    } catch (error) {
      if (/^Catalog Error: Table with name .* does not exist/.test((error as Error).message)) return false;
      throw error;
    }
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** What is named when a disk refuses: in memory there is no file but those that a statement names. */
function placeOf(file: string): string | undefined {
  return file === ":memory:" ? undefined : file;
}

function isConsequence(error: unknown): boolean {
  return /no transaction is active|transaction is aborted|has been invalidated/.test(
    (error as Error).message,
  );
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

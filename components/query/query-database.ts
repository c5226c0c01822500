import type { AsyncDuckDB } from "npm:@duckdb/duckdb-wasm";
import { DuckDBClient } from "npm:@observablehq/duckdb";
import { tableFromArrays, tableToIPC } from "npm:@uwdata/flechette";
import type { Table } from "npm:apache-arrow";
import { type ListTable, listTables } from "../data-sets/list-tables.js";
import type { QueryDataSet } from "./data-sets.js";
import { dataSetsIn, isTable } from "./queried.js";
import { columnsOf, type QueryResult, rowsOf } from "./query-result.js";

/** What a query was stopped with. */
export class Stopped extends Error {}

type Connection = Awaited<ReturnType<AsyncDuckDB["connect"]>>;

interface Running {
  /** Once it has been sent. */
  connection: Connection | undefined;
  stopped: boolean;
  /** Nobody waits for it any more. */
  isEnded: boolean;
  /** Ends the wait for it. */
  end: () => void;
}

/** How long a query may take to heed a stop before its process is ended. */
const patience = 700;

/**
 * The page data sets of the workspace as tables of DuckDB-wasm. A table is fetched when a query first names it. SQL
 * reaches no file and no address, whatever a link to the page asks for.
 */
export class QueryDatabase {
  private client: Promise<AsyncDuckDB> | undefined;
  private readonly tables = new Map<string, readonly string[]>();
  private loaded = new Map<string, Promise<void>>();
  private running: Running | undefined;

  /** By table its columns, of those that have been fetched. */
  get columns(): ReadonlyMap<string, readonly string[]> {
    return this.tables;
  }

  /** Rows of a query, `most` at the most. What was running is stopped. Throws Stopped after a stop, else what DuckDB says. */
  async run(sql: string, most: number): Promise<QueryResult> {
    await this.stop();
    const running: Running = { connection: undefined, stopped: false, isEnded: false, end: () => {} };
    const ended = new Promise<never>((_, reject) => {
      running.end = () => {
        running.isEnded = true;
        reject(new Stopped());
      };
    });
    this.running = running;
    try {
      return await Promise.race([this.read(sql, most, running), ended]);
    } catch (error) {
      throw running.stopped ? new Stopped() : error;
    } finally {
      if (this.running === running) this.running = undefined;
      if (!running.isEnded) void finish(running.connection);
    }
  }

  private async read(sql: string, most: number, running: Running): Promise<QueryResult> {
    await Promise.all(dataSetsIn(sql).map((dataSet) => this.fetch(dataSet)));
    const connection = await (await this.start()).connect();
    running.connection = connection;
    if (running.stopped) throw new Stopped();
    const reader = await (await connection.send(sql)).open();
    // It is gone when all has been read.
    const { schema } = reader;
    const rows: QueryResult["rows"] = [];
    for await (const batch of reader) {
      if (running.stopped) throw new Stopped();
      for (const row of rowsOf(batch)) rows.push(row);
      if (rows.length > most) break;
    }
    return { columns: columnsOf(schema), rows: rows.slice(0, most), whole: rows.length <= most };
  }

  /** What a query gives, as an Arrow table: for cells of SQL. `values` stand for its question marks. */
  async ask(sql: string, values: readonly unknown[] = []): Promise<Table> {
    await Promise.all(dataSetsIn(sql).map((dataSet) => this.fetch(dataSet)));
    const connection = await (await this.start()).connect();
    try {
      if (values.length === 0) return await connection.query(sql);
      const statement = await connection.prepare(sql);
      return await statement.query(...values);
    } finally {
      await connection.close();
    }
  }

  /** Stops the query that is running. One that does not heed it loses its process, and tables are fetched again. */
  async stop(): Promise<void> {
    const { running, client } = this;
    if (!running || running.stopped) return;
    running.stopped = true;
    // Its tables are still being fetched: they will be wanted.
    if (!running.connection) return running.end();
    void running.connection.cancelSent().catch(() => false);
    for (const end = performance.now() + patience; this.running === running && performance.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    if (this.running !== running) return;
    this.client = undefined;
    this.loaded = new Map();
    running.end();
    await (await client)?.terminate();
  }

  /** Brings a data set in, and gives the names of its tables. */
  async fetch(dataSet: QueryDataSet): Promise<void> {
    const known = this.loaded.get(dataSet.name);
    if (known) return known;
    const fetching = this.bringIn(dataSet);
    this.loaded.set(dataSet.name, fetching);
    // One that failed is asked for again.
    fetching.catch(() => this.loaded.delete(dataSet.name));
    return fetching;
  }

  private async bringIn(dataSet: QueryDataSet): Promise<void> {
    const [client, tables] = await Promise.all([this.start(), tablesOf(dataSet)]);
    const connection = await client.connect();
    try {
      for (const { name, columns, bytes } of tables) {
        await connection.insertArrowFromIPCStream(bytes, { name, schema: "main", create: true });
        this.tables.set(
          name,
          columns ??
            (await connection.query(`DESCRIBE ${name}`)).toArray().map((row) => String(row.column_name)),
        );
      }
    } finally {
      await connection.close();
    }
  }

  private start(): Promise<AsyncDuckDB> {
    this.client ??= begin().catch((error) => {
      this.client = undefined;
      throw error;
    });
    return this.client;
  }
}

// What is not read to its end goes on being worked out.
async function finish(connection: Connection | undefined): Promise<void> {
  await connection?.cancelSent().catch(() => false);
  await connection?.close().catch(() => {});
}

async function begin(): Promise<AsyncDuckDB> {
  // At the build nothing can run a query: it waits for the reader's browser, and is not told as failed meanwhile.
  if (typeof Request === "undefined") return new Promise(() => {});
  const { _db: client } = await DuckDBClient.of({}, { query: { castDecimalToDouble: true } });
  const connection = await client.connect();
  await connection.query("SET enable_external_access = false");
  await connection.query("SET lock_configuration = true");
  await connection.close();
  return client;
}

async function tablesOf(
  dataSet: QueryDataSet,
): Promise<{ name: string; columns?: readonly string[]; bytes: Uint8Array }[]> {
  if (isTable(dataSet))
    return [{ name: dataSet.table, bytes: new Uint8Array(await dataSet.file().arrayBuffer()) }];
  return listTables(await dataSet.file().json(), dataSet.table).map((table) => ({
    name: table.name,
    columns: table.columns,
    bytes: arrowOf(table),
  }));
}

function arrowOf({ columns, rows }: ListTable): Uint8Array {
  const cells = Object.fromEntries(
    columns.map((name) => {
      const column = rows.map((row) => row[name] ?? null);
      const kinds = new Set(column.filter((cell) => cell !== null).map((cell) => typeof cell));
      return [name, kinds.size === 1 ? column : column.map((cell) => (cell === null ? null : String(cell)))];
    }),
  );
  return tableToIPC(tableFromArrays(cells), { format: "stream" })!;
}

import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import "./one-thread.js";

/** An instance of DuckDB with a database in memory that is lent, a connection of ours to it, and how it was when it began. */
interface Lender {
  instance: DuckDBInstance;
  own: DuckDBConnection;
  before: string;
}

/** One that nobody has now, and whether it is again as it was. */
interface Idle extends Lender {
  isSound: Promise<boolean>;
}

declare global {
  var idleDatabases: Idle[] | undefined;
}

/** As many as a test has open at once. */
const most = 4;
const name = "lent";

// To begin a database in memory takes DuckDB forty milliseconds, as it lists all that it can do, and many a test opens one. A test
// is lent an empty one of an instance that nobody else has meanwhile; an instance whose settings were changed is not lent again.
if (!globalThis.idleDatabases) {
  const idle: Idle[] = [];
  globalThis.idleDatabases = idle;
  const { create } = DuckDBInstance;
  DuckDBInstance.create = async function createOrLend(path, options = {}) {
    if (path !== ":memory:" || options.enable_external_access === "false" || options.memory_limit)
      return create.call(DuckDBInstance, path, options);
    for (let last = idle.pop(); last; last = idle.pop()) {
      if (await last.isSound) return lend(last, idle);
      end(last);
    }
    const instance = await create.call(DuckDBInstance, path, options);
    const own = await instance.connect();
    return lend({ instance, own, before: await stateOf(own) }, idle);
  };
}

async function lend({ instance, own, before }: Lender, idle: Idle[]): Promise<DuckDBInstance> {
  await own.run(`ATTACH ':memory:' AS ${name}`);
  const closeSync = (): void => {
    const isSound = own
      .run(`DETACH ${name}`)
      .then(async () => (await stateOf(own)) === before)
      .catch(() => false);
    const one = { instance, own, before, isSound };
    if (idle.length < most) idle.push(one);
    else void isSound.then(() => end(one));
  };
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    await connection.run(`USE ${name}`);
    return connection;
  };
  return { connect, closeSync } as DuckDBInstance;
}

function end({ instance, own }: Lender): void {
  own.closeSync();
  instance.closeSync();
}

// What our code sets of a database, and how many databases there are.
const settings = [
  "enable_external_access",
  "lock_configuration",
  "memory_limit",
  "preserve_insertion_order",
  "temp_directory",
  "threads",
];

async function stateOf(connection: DuckDBConnection): Promise<string> {
  const set = settings.map((setting) => `current_setting('${setting}')`).join(", ");
  const answer = await connection.run(`SELECT ${set}, (SELECT count(*) FROM duckdb_databases())`);
  return String(await answer.getRows());
}

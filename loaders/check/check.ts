import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot } from "../pull/choose.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { countRows, judge } from "./accept.js";
import { isSample } from "./header.js";
import { makeQuarantine, quarantineRows } from "./quarantine.js";
import { readCsv } from "./read-csv.js";
import { readJson } from "./read-json.js";
import { readParquet } from "./read-parquet.js";
import { readXlsx } from "./read-xlsx.js";
import { ExtractRefused, Unusable } from "./refused.js";
import { keepGoodRows, makeTable } from "./table.js";
import type { TextTable } from "./text-table.js";
import { typedSql } from "./typed-sql.js";

/** An extract that check let through. */
export interface CheckedExtract {
  sha256: string;
  period: string | null;
  /** Rows typed. */
  rows: number;
  /** Rows in quarantine. */
  rejected: number;
  /** Whether the extract is marked as invented. */
  sample: boolean;
}

export interface CheckOptions {
  store: Store;
  /** Rows, good and rejected, of the last good extract of each period; `""` stands for no period. */
  lastRows?: Record<string, number>;
  log?: (line: string) => void;
}

/**
 * Types a source's extracts into its table and puts the rows that break a rule in quarantine.
 *
 * All extracts given are in the table together; what the table held before is replaced. Call it in a transaction of the
 * database that holds the source. Throws ExtractRefused, without having caused a database error, if an extract as a whole
 * is unusable: then call it again without that one.
 */
export async function check(
  source: Source,
  snapshots: Snapshot[],
  db: Database,
  { store, lastRows = {}, log = () => {} }: CheckOptions,
): Promise<{ extracts: CheckedExtract[] }> {
  await makeTable(source, db);
  await makeQuarantine(db);
  await db.run("DELETE FROM quarantine WHERE source = $1", [source.id]);
  const extracts: CheckedExtract[] = [];
  for (const snapshot of snapshots) {
    if (snapshot.bytes > 50e6)
      log(`check     ${source.id}: reading ${snapshot.name} (${Math.round(snapshot.bytes / 1e6)} MB)`);
    extracts.push(await checkExtract(source, snapshot, db, store, lastRows));
  }
  return { extracts };
}

/** Removes a source's table and what of it is in quarantine, for example when it leaves the registry. */
export async function forgetChecked(db: Database, sourceId: string): Promise<void> {
  await db.run(`DROP TABLE IF EXISTS ${identifier(tableOf(sourceId))}`);
  await makeQuarantine(db);
  await db.run("DELETE FROM quarantine WHERE source = $1", [sourceId]);
}

async function checkExtract(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  store: Store,
  lastRows: Record<string, number>,
): Promise<CheckedExtract> {
  const folder = join(store.snapshots, source.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, `${randomUUID()}.tmp`);
  try {
    const table = await read(source, snapshot.file, copy);
    await db.run(`CREATE OR REPLACE TEMP TABLE checked AS ${typedSql(source, table, snapshot.period)}`);
    await findDuplicates(db);
    const counts = await countRows(db, table);
    await judge(source, snapshot, db, counts, lastRows);
    await keepGoodRows(source, snapshot, db);
    await quarantineRows(source, snapshot, db, table);
    await forgetWork(db);
    return { sha256: snapshot.sha256, period: snapshot.period, ...counts, sample: isSample(table.header) };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    await forgetWork(db);
    throw new ExtractRefused(snapshot.name, snapshot.sha256, error.problem, error.remedy);
  } finally {
    rmSync(copy, { force: true });
  }
}

function read(source: Source, file: string, copy: string): Promise<TextTable> {
  switch (source.format.type) {
    case "csv":
      return readCsv(source, file, copy);
    case "xlsx":
      return readXlsx(source, file, copy);
    case "json":
    case "geojson":
      return readJson(source, file, copy);
    case "parquet":
      return readParquet(source, file, copy);
  }
}

// The later of two good rows that are the same in every cell. The rows that an unpivoted row becomes share its number.
async function findDuplicates(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE duplicate AS
    WITH repeated AS (
      SELECT hash_a, hash_b, min(_row) AS first
      FROM checked
      WHERE problems IS NULL
      GROUP BY hash_a, hash_b
      HAVING min(_row) < max(_row)
    )
    SELECT DISTINCT _row, first
    FROM checked JOIN repeated USING (hash_a, hash_b)
    WHERE problems IS NULL AND _row > first`);
}

async function forgetWork(db: Database): Promise<void> {
  await db.run("DROP TABLE IF EXISTS temp.checked");
  await db.run("DROP TABLE IF EXISTS temp.duplicate");
}

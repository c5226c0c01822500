import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot } from "../pull/choose.js";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { shapeSql } from "./cell-text.js";
import { makeQuarantine } from "./quarantine.js";
import { readCsv } from "./read-csv.js";
import { readJson } from "./read-json.js";
import { readParquet } from "./read-parquet.js";
import { readXlsx } from "./read-xlsx.js";
import { ExtractRefused, Unusable } from "./refused.js";
import type { TextTable } from "./text-table.js";
import { reasonsSql, type TableColumn, typedSql, valueColumns } from "./typed-sql.js";

/** An extract that check let through. */
export interface CheckedExtract {
  sha256: string;
  period: string | null;
  /** Rows typed. */
  rows: number;
  /** Rows in quarantine. */
  rejected: number;
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
    await keep(source, snapshot, db);
    await quarantine(source, snapshot, db, table);
    return { sha256: snapshot.sha256, period: snapshot.period, ...counts };
  } catch (error) {
    if (error instanceof Unusable)
      throw new ExtractRefused(snapshot.name, snapshot.sha256, error.problem, error.remedy);
    throw error;
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

function tableColumns(source: Source): TableColumn[] {
  return [
    ...valueColumns(source),
    { name: "_extract", type: "VARCHAR" },
    { name: "_row", type: "BIGINT" },
    { name: "_period", type: "VARCHAR" },
    ...(source.kind === "records" ? [{ name: "record_id", type: "VARCHAR" }] : []),
  ];
}

async function makeTable(source: Source, db: Database): Promise<void> {
  const columns = tableColumns(source).map(({ name, type }) => `${identifier(name)} ${type}`);
  await db.run(`CREATE OR REPLACE TABLE ${identifier(tableOf(source.id))} (${columns.join(", ")})`);
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

interface Counts {
  rows: number;
  rejected: number;
}

async function countRows(db: Database, table: TextTable): Promise<Counts> {
  const { rows, rejected } = await db.row<{ rows: number; rejected: number }>(`
    SELECT
      count(*) FILTER (problems IS NULL AND _row NOT IN (SELECT _row FROM duplicate)) AS rows,
      count(*) - rows AS rejected
    FROM checked`);
  return { rows, rejected: rejected + table.broken.length };
}

async function judge(
  source: Source,
  snapshot: Snapshot,
  db: Database,
  counts: Counts,
  lastRows: Record<string, number>,
): Promise<void> {
  const { leastRows, mostRejected } = source.accept;
  const registry = `data/sources/${source.id}.yaml`;
  const all = counts.rows + counts.rejected;
  if (all === 0) throw new Unusable("It has a header and no rows.", "Ask the supplier to send it again.");
  const last = lastRowsOf(snapshot.period, lastRows);
  if (last !== undefined && all < last * leastRows)
    throw new Unusable(
      `It has ${number(all)} ${all === 1 ? "row" : "rows"}; the last good extract had ${number(last)}, and at least ${percent(leastRows)} of that are expected.`,
      `Ask the supplier for the whole of it. If it is whole, lower accept: leastRows in ${registry} until it has been taken.`,
    );
  if (counts.rejected > all * mostRejected)
    throw new Unusable(
      `${number(counts.rejected)} of ${number(all)} rows are wrong, and at most ${percent(mostRejected)} may be. ${await mostFrequent(source, db)}`,
      `Ask the supplier for a corrected extract. If the layout or the codes changed, correct ${registry}.`,
    );
}

// A period that is new is measured against the smallest that is known.
function lastRowsOf(period: string | null, lastRows: Record<string, number>): number | undefined {
  const own = lastRows[period ?? ""];
  const known = Object.values(lastRows);
  return own ?? (known.length ? Math.min(...known) : undefined);
}

async function mostFrequent(source: Source, db: Database): Promise<string> {
  const faults = await db.rows<{ label: string; reason: string; rows: number }>(`
    SELECT p.label AS label, reason, count(*) AS rows
    FROM (SELECT unnest(problems) AS p FROM checked WHERE problems IS NOT NULL)
    JOIN ${reasonsSql(source)} ON p.name = reasons.name AND p.rule = reasons.rule
    GROUP BY ALL ORDER BY rows DESC, label LIMIT 3`);
  return faults.length
    ? `Most often: ${faults.map((f) => `“${f.label}” ${f.reason} (${number(f.rows)})`).join("; ")}.`
    : "Most have too few or too many cells, or are there twice.";
}

async function keep(source: Source, snapshot: Snapshot, db: Database): Promise<void> {
  const columns = tableColumns(source).map(({ name }) => identifier(name));
  const places = [
    literal(snapshot.sha256.slice(0, 12)),
    "_row",
    `${snapshot.period === null ? "NULL" : literal(snapshot.period)}`,
  ];
  const good = "problems IS NULL AND _row NOT IN (SELECT _row FROM duplicate)";
  const values = valueColumns(source).map(({ name }) => identifier(name));
  const into = `INSERT INTO ${identifier(tableOf(source.id))} (${columns.join(", ")})`;
  if (source.kind !== "records") {
    await db.run(`${into} SELECT ${[...values, ...places].join(", ")} FROM checked WHERE ${good}`);
    return;
  }
  // Rows that differ only in columns not declared have the same hash: the later ones are told apart by their number.
  await db.run(`
    ${into}
    WITH repeated AS (
      SELECT base FROM checked WHERE ${good} GROUP BY base HAVING count(*) > 1
    ),
    occurrence AS (
      SELECT _row, row_number() OVER (PARTITION BY base ORDER BY _row) AS nth
      FROM checked SEMI JOIN repeated USING (base)
      WHERE ${good}
    )
    SELECT ${[...values, ...places].join(", ")}, CASE WHEN nth > 1 THEN md5(base || '/' || nth) ELSE base END
    FROM checked LEFT JOIN occurrence USING (_row)
    WHERE ${good}`);
}

async function quarantine(source: Source, snapshot: Snapshot, db: Database, table: TextTable): Promise<void> {
  const place = `${literal(source.id)}, ${literal(snapshot.sha256.slice(0, 12))}`;
  await db.run(`
    INSERT INTO quarantine
    SELECT ${place}, _row, p.label, p.rule, reason, ${shapeSql("p.cell")}
    FROM (SELECT DISTINCT _row, unnest(problems) AS p FROM checked WHERE problems IS NOT NULL)
    JOIN ${reasonsSql(source)} ON p.name = reasons.name AND p.rule = reasons.rule`);
  await db.run(`
    INSERT INTO quarantine
    SELECT ${place}, _row, NULL, 'duplicate', 'duplicate of row ' || first, NULL
    FROM duplicate`);
  for (let at = 0; at < table.broken.length; at += brokenAtOnce)
    await db.run(
      `
      INSERT INTO quarantine
      SELECT ${place}, "row", NULL, rule, reason, NULL
      FROM (SELECT unnest(from_json($1, '[{"row": "BIGINT", "rule": "VARCHAR", "reason": "VARCHAR"}]'), recursive := true))`,
      [JSON.stringify(table.broken.slice(at, at + brokenAtOnce))],
    );
}

const brokenAtOnce = 50_000;

function number(n: number): string {
  return n.toLocaleString("en-GB");
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

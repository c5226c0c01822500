import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { SourceEntry } from "../store/manifest.js";

/*
 * typed_by (source, grounds): by which registry entry, code and erasures the rows in a source's table were read. An extract
 * whose rows would be read again by the same ones stays in the table as it is.
 */

const create = "CREATE TABLE IF NOT EXISTS typed_by (source VARCHAR PRIMARY KEY, grounds VARCHAR NOT NULL)";

/** An extract in use, as the manifest says it. */
export type ExtractInUse = SourceEntry["extracts"][number];

/** The extracts in use, where their rows in the source's table were read on these grounds; else none. */
export async function readOnGrounds(
  db: Database,
  { id }: Source,
  grounds: string,
  inUse: readonly ExtractInUse[],
): Promise<readonly ExtractInUse[]> {
  if (!(await db.has("typed_by")) || !(await db.has(tableOf(id)))) return [];
  const [row] = await db.rows<{ grounds: string }>("SELECT grounds FROM typed_by WHERE source = $1", [id]);
  return row?.grounds === grounds ? inUse : [];
}

/** Of extracts that were read those that snapshots ask for, by what the table calls them. */
export function keptAmong(
  read: readonly ExtractInUse[],
  snapshots: readonly { sha256: string; period: string | null }[],
): Map<string, ExtractInUse> {
  // One that is there for two periods is not known by its name alone.
  const isAlone = (all: readonly { sha256: string }[], extract: ExtractInUse): boolean =>
    all.filter((one) => inTable(one) === inTable(extract)).length === 1;
  const stay = read.filter(
    (extract) =>
      isAlone(read, extract) &&
      isAlone(snapshots, extract) &&
      snapshots.some(({ sha256, period }) => sha256 === extract.sha256 && period === extract.period),
  );
  return new Map(stay.map((extract) => [inTable(extract), extract]));
}

/** What an extract is called in its source's table. */
export function inTable({ sha256 }: { sha256: string }): string {
  return sha256.slice(0, 12);
}

/** Remembers on which grounds the rows in a source's table were read. */
export async function rememberGrounds(db: Database, { id }: Source, grounds: string): Promise<void> {
  await db.run(create);
  await db.run("INSERT OR REPLACE INTO typed_by VALUES ($1, $2)", [id, grounds]);
}

/** Sets the rows of a source aside as temp table `earlier`, so that those of extracts that stay can be put back. */
export async function setRowsAside(db: Database, source: Source): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE earlier AS FROM ${identifier(tableOf(source.id))} ORDER BY rowid`,
  );
}

/** Puts the rows of an extract back. */
export async function putRowsBack(db: Database, source: Source, extract: string): Promise<void> {
  await db.run(
    `INSERT INTO ${identifier(tableOf(source.id))} SELECT * FROM earlier WHERE _extract = ${literal(extract)} ORDER BY rowid`,
  );
}

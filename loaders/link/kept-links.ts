import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import { decisionsFingerprint } from "./decisions.js";
import { fingerprintOf } from "./key.js";
import type { Model } from "./model/schema.js";
import { namesFingerprint } from "./name-lists.js";

/*
 * linked_from (about, fingerprint), in both databases: what the links were made from, about 'links', in the identity database
 * about 'records of <source>' what its rows of table record were made from (see kept-records.ts), and in the analysis
 * database about each source what its table was made from. The two commit one after the other: only where both say the
 * same, and it is so still, are the links those of these records.
 */

const create = "CREATE TABLE IF NOT EXISTS linked_from (about VARCHAR, fingerprint VARCHAR)";

/** What links rest on besides records. */
export interface Grounds {
  sources: readonly Source[];
  key: Uint8Array;
  model: Model | undefined;
  real: boolean;
  /** The code that links, as a hash. */
  code: string;
}

/** A hash of all that decides which records are one child, once table `record` is written. No opt-out list may be there. */
export async function linksFingerprint(
  identity: Database,
  analysis: Database,
  { sources, key, model, real, code }: Grounds,
): Promise<string> {
  const followers: string[][] = [];
  for (const { id, personFrom } of sources)
    if (personFrom && (await identity.has(tableOf(id)))) followers.push([id, personFrom]);
  const directory = tableOf("postcode-directory");
  return fingerprint({
    records: await contentHash(identity, "record"),
    places: (await analysis.has(directory)) ? await contentHash(analysis, directory, "postcode, lsoa") : "",
    decisions: await decisionsFingerprint(identity),
    names: namesFingerprint(),
    key: fingerprintOf(key),
    followers,
    model,
    real,
    code,
  });
}

/** A hash of what makes a source's tables in both databases, beside the links. */
export async function sourceFingerprint(identity: Database, source: Source): Promise<string> {
  return fingerprint({ columns: source.columns, rows: await contentHash(identity, tableOf(source.id)) });
}

/** What a database says that something was made from. */
export async function keptFingerprint(db: Database, about: string): Promise<string | undefined> {
  if (!(await db.has("linked_from"))) return undefined;
  const [row] = await db.rows<{ fingerprint: string }>(
    "SELECT fingerprint FROM linked_from WHERE about = $1",
    [about],
  );
  return row?.fingerprint;
}

export async function rememberFingerprint(db: Database, about: string, from: string): Promise<void> {
  await db.run(create);
  await db.run("DELETE FROM linked_from WHERE about = $1", [about]);
  await db.run("INSERT INTO linked_from VALUES ($1, $2)", [about, from]);
}

/** Forgets what some things, or all, were made from: they are made anew. */
export async function forgetFingerprints(db: Database, ...about: readonly string[]): Promise<void> {
  if (!(await db.has("linked_from"))) return;
  await db.run(
    `DELETE FROM linked_from ${about.length ? `WHERE about IN (${about.map(literal).join(", ")})` : ""}`,
  );
}

/** A hash of what a table holds, in whatever order. */
export async function contentHash(db: Database, table: string, columns?: string): Promise<string> {
  const of = columns ? `(SELECT ${columns} FROM ${identifier(table)})` : identifier(table);
  const { hash } = await db.row<{ hash: string }>(
    `SELECT concat_ws(' ', ${literal(table)}, count(*), sum(hash(t)::HUGEINT)) AS hash FROM ${of} AS t`,
  );
  return hash;
}

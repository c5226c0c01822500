import { fileURLToPath } from "node:url";
import { LIST, VARCHAR } from "@duckdb/node-api";
import { type Database, literal } from "../store/database.js";
import { codeHash, fingerprint } from "../store/fingerprint.js";
import { keptFingerprint, rememberFingerprint } from "./kept-links.js";
import { namesFingerprint } from "./name-lists.js";
import { type NameKind, type NameParts, NameReader } from "./name-parts.js";

const lists = ["words", "known", "aliases", "shared"] as const satisfies readonly (keyof NameParts)[];

const columns = `name VARCHAR, core VARCHAR, ${lists.map((list) => `${list} VARCHAR[]`).join(", ")}, only_shared BOOLEAN, only_titles BOOLEAN`;

/** What is kept of names taken apart: a row for each kind and name. */
const keptNames = "read_name";

// The code that this process runs stays what it is.
let hashOfCode: string | undefined;

/**
 * Makes table `read_name` (kind, and the columns of writeNameTable), in which names taken apart are kept, unless it is there and was
 * read by the same lists and code.
 */
export async function keepNames(db: Database): Promise<void> {
  hashOfCode ??= codeHash([fileURLToPath(new URL("./name-table.ts", import.meta.url))])[0];
  const by = fingerprint({ names: namesFingerprint(), code: hashOfCode });
  if ((await db.has(keptNames)) && (await keptFingerprint(db, "names")) === by) return;
  await db.run(`CREATE OR REPLACE TABLE ${keptNames} (kind VARCHAR, ${columns})`);
  await rememberFingerprint(db, "names", by);
}

/** Forgets the kept names of a kind that are not among `names`, a query of one column. */
export async function forgetOtherNames(db: Database, kind: NameKind, names: string): Promise<void> {
  await db.run(
    `DELETE FROM ${keptNames} WHERE kind = ${literal(kind)} AND name NOT IN (SELECT name FROM (${names}) AS t (name) WHERE name IS NOT NULL)`,
  );
}

/**
 * Writes a temp table of names taken apart: `name`, `core`, `words`, `known`, `aliases`, `shared`, `only_shared`, `only_titles` (see
 * NameParts). `names` is a query of one column, names as normalisedName writes them. Where the database keeps names (see
 * keepNames), only new ones are read.
 */
export async function writeNameTable(
  db: Database,
  table: string,
  kind: NameKind,
  names: string,
): Promise<void> {
  const given = `SELECT DISTINCT name FROM (${names}) AS t (name) WHERE name IS NOT NULL`;
  const keeps = await db.has(keptNames);
  const ofKind = `(FROM ${keptNames} WHERE kind = ${literal(kind)})`;
  const found = await db.rows<{ name: string }>(
    keeps ? `SELECT name FROM (${given}) ANTI JOIN ${ofKind} USING (name)` : given,
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE ${table} (${columns})`);
  const reader = new NameReader(kind);
  const appender = await db.connection.createAppender(table.replaceAll('"', ""));
  for (const { name } of found) {
    const parts = reader.read(name);
    appender.appendVarchar(name);
    appender.appendVarchar(parts.core);
    for (const list of lists) appender.appendList(parts[list], LIST(VARCHAR));
    appender.appendBoolean(parts.onlyShared);
    appender.appendBoolean(parts.onlyTitles);
    appender.endRow();
  }
  appender.closeSync();
  if (!keeps) return;
  await db.run(`CREATE OR REPLACE TEMP TABLE unread AS FROM ${table}`);
  await db.run(
    `INSERT INTO ${table} BY NAME SELECT * EXCLUDE (kind) FROM ${ofKind} SEMI JOIN (${given}) USING (name)`,
  );
  await db.run(`INSERT INTO ${keptNames} BY NAME SELECT ${literal(kind)} AS kind, * FROM unread`);
  await db.run("DROP TABLE unread");
}

/**
 * SQL: two names, records `l` and `r`, are forms of one. `column` gives the SQL name of a column of a record: aliases and
 * words as above.
 */
export function areForms(column: (part: string) => string): string {
  const [aliases, words] = [column("aliases"), column("words")];
  return `(list_has_any(l.${aliases}, r.${aliases}) OR l.${words} = r.${words})`;
}

/** SQL: each of two names has a word that is a name in its own right and no form of any of the other's. */
export function areDifferent(column: (part: string) => string): string {
  const [known, words] = [column("known"), column("words")];
  const left = (own: string, other: string): string =>
    `len(list_intersect(${own}.${known}, ${other}.${words})) < len(${own}.${known})`;
  return `(NOT ${areForms(column)} AND ${left("l", "r")} AND ${left("r", "l")})`;
}

/** SQL: all words of the name of fewer are in the other. */
export function isPartOf(column: (part: string) => string): string {
  const words = column("words");
  return `(len(list_intersect(l.${words}, r.${words})) = least(len(l.${words}), len(r.${words})))`;
}

/** SQL: two names share a title or a widely shared name, and one of them has nothing else. */
export function shareOnlyShared(column: (part: string) => string): string {
  const [only, shared] = [column("only_shared"), column("shared")];
  return `((l.${only} OR r.${only}) AND list_has_any(l.${shared}, r.${shared}))`;
}

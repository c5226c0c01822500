import { type Source, tableOf } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import { fingerprint } from "../store/fingerprint.js";
import { forgetFingerprints, keptFingerprint, rememberFingerprint } from "./kept-links.js";
import { addRecords, carriesPerson, deleteRecords, renewRecordsOf, writeRecords } from "./records.js";

/** What the rows of table `record` of a source are called, where it is remembered what they were made from, and by what. */
const about = (id: string): string => `records of ${id}`;
const aboutReading = (id: string): string => `reading of ${id}`;

/**
 * Brings table `record` up to date (see writeRecords): the rows of a source whose table holds what it held, read by the same
 * code, stay; of a table that holds something else only the rows that are new are read. `held`: by source, a hash of what its table holds now.
 * Writes temp table `touched`: the `evidence` of all rows that went or came. Returns whether any row could stay.
 */
export async function renewRecords(
  db: Database,
  sources: readonly Source[],
  held: ReadonlyMap<string, string>,
  code: string,
): Promise<boolean> {
  await db.run("CREATE OR REPLACE TEMP TABLE touched (evidence UUID)");
  let stays = true;
  if (!(await db.has("record")) || (await keptFingerprint(db, allRecords)) !== code) {
    await forgetRecords(db, sources);
    await writeRecords(db, []);
    await rememberFingerprint(db, allRecords, code);
    stays = false;
  }
  const there = sources.filter((source) => carriesPerson(source) && held.has(source.id));
  const ids = there.map(({ id }) => literal(id)).join(", ");
  await deleteRecords(db, ids ? `source NOT IN (${ids})` : "true");
  for (const source of there) {
    const from = fingerprint({ source, holds: held.get(source.id) });
    if ((await keptFingerprint(db, about(source.id))) === from) continue;
    const reading = fingerprint(source);
    if ((await keptFingerprint(db, aboutReading(source.id))) === reading) await renewRecordsOf(db, source);
    else {
      const own = `source = ${literal(source.id)}`;
      await deleteRecords(db, own);
      await addRecords(db, source);
      await db.run(`INSERT INTO touched SELECT evidence FROM record WHERE ${own}`);
    }
    await rememberFingerprint(db, about(source.id), from);
    await rememberFingerprint(db, aboutReading(source.id), reading);
  }
  const gone = sources.filter((source) => !there.includes(source));
  if (gone.length) await forgetFingerprints(db, ...namesOf(gone));
  return stays;
}

/** All rows of table `record`, as renewRecords keeps them. */
const allRecords = "records";

/** Forgets what table `record` was made from: all of it is written anew. */
export async function forgetRecords(db: Database, sources: readonly Source[]): Promise<void> {
  await forgetFingerprints(db, allRecords, ...namesOf(sources));
}

const namesOf = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ id }) => [about(id), aboutReading(id)]);

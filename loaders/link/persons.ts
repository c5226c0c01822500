import { createHmac } from "node:crypto";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { rememberAnchors, writeHolders } from "./anchors.js";
import { type PersonChanges, writeHistory } from "./history.js";
import { createPersonTables, rememberTraces, writeTraces } from "./traces.js";

const batch = 100_000;

/**
 * Gives each person its pseudonym, the one that it had at earlier refreshes if it is known from them. Reads tables
 * `record` and `distinct_record`, temp table `cluster` and what is remembered of persons (see traces.ts); writes temp
 * table `member`: by `evidence` the person (`cluster_id`, `person_id`), the rule that first joined the record, and the
 * outcome. `at`: this refresh's time, as an ISO text. Returns what became of the persons since the last refresh.
 */
export async function writeMembers(db: Database, key: Uint8Array, at: string): Promise<PersonChanges> {
  await createPersonTables(db);
  await writeTraces(db);
  await writeHolders(db);
  const changes = await writeHistory(db, at);
  await rememberTraces(db);
  await rememberAnchors(db, at);
  await writePseudonyms(db, key);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE member AS
    SELECT evidence, distinct_id, cluster_id, person_id, rule, outcome
    FROM distinct_record
    JOIN cluster USING (distinct_id)
    JOIN holder USING (cluster_id)
    JOIN person_anchor USING (anchor)`);
  for (const table of ["trace", "claim", "holder", "change"]) await db.run(`DROP TABLE ${table}`);
  return changes;
}

/**
 * Writes table `person_record`: for each record its person's pseudonym, the rule that first joined it to another
 * record, and the outcome: match, many matches (left apart), or no match. The person of a record that carries
 * another source's identifier only is that source's; it is null where that has none, or two, of this identifier.
 */
export async function writePersonRecords(db: Database, sources: Source[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE person_record AS
    SELECT record_id, source, period, person_id, distinct_id, rule, outcome
    FROM record
    JOIN member USING (evidence)`);
  await addFollowers(db, sources);
}

/**
 * Brings table `person_record` up to date, where only the records of temp table `fresh_record` are new or changed and those of `gone_record` went
 * (see renewDistinctRecords). Writes temp table `changed_person`: the pseudonyms of all persons that another record, or one
 * that says something else, is of now, and of those that were such a record's.
 */
export async function renewPersonRecords(db: Database, sources: Source[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE changed_person AS
    SELECT DISTINCT person_id FROM person_record WHERE distinct_id IN (FROM gone_record)
    UNION
    SELECT person_id FROM member SEMI JOIN fresh_record USING (distinct_id)`);
  await db.run("DELETE FROM person_record WHERE distinct_id IS NULL OR distinct_id IN (FROM gone_record)");
  await db.run(`
    UPDATE person_record SET distinct_id = renumbered.distinct_id
    FROM renumbered WHERE renumbered.old_id = person_record.distinct_id`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE moved AS
    SELECT DISTINCT member.distinct_id, person_record.person_id AS old_person, member.person_id, member.rule, member.outcome
    FROM person_record JOIN member USING (distinct_id)
    WHERE (person_record.person_id, person_record.rule, person_record.outcome)
      IS DISTINCT FROM (member.person_id, member.rule, member.outcome)`);
  await db.run(`
    INSERT INTO changed_person
    SELECT unnest([old_person, person_id]) FROM moved WHERE old_person <> person_id`);
  await db.run(`
    UPDATE person_record SET person_id = moved.person_id, rule = moved.rule, outcome = moved.outcome
    FROM moved WHERE moved.distinct_id = person_record.distinct_id`);
  await db.run(`
    INSERT INTO person_record
    SELECT record_id, source, period, person_id, distinct_id, rule, outcome
    FROM record
    JOIN (FROM member SEMI JOIN fresh_record USING (distinct_id)) AS m USING (evidence)`);
  await db.run("DROP TABLE moved");
  await addFollowers(db, sources);
}

async function addFollowers(db: Database, sources: Source[]): Promise<void> {
  for (const source of sources)
    if (source.kind === "records" && source.personFrom && (await db.has(tableOf(source.id))))
      await db.run(`INSERT INTO person_record ${byLocalIdentifier(source, source.personFrom)}`);
}

/** Writes the rows of table `person_record` of a source that follows another's identifiers anew. */
export async function renewFollower(db: Database, source: Source): Promise<void> {
  await db.run("DELETE FROM person_record WHERE source = $1", [source.id]);
  await db.run(`INSERT INTO person_record ${byLocalIdentifier(source, source.personFrom!)}`);
}

function byLocalIdentifier(source: Source, personFrom: string): string {
  const column = source.columns.find((c) => c.role === "local_id")?.name;
  return `
    WITH bearer AS (
      SELECT record.local_id, count(DISTINCT person_id) AS persons, min(person_id) AS person_id
      FROM record
      JOIN person_record USING (record_id, source)
      WHERE record.source = ${literal(personFrom)} AND record.local_id IS NOT NULL
      GROUP BY record.local_id
    )
    SELECT
      t.record_id, ${literal(source.id)} AS source, t._period AS period,
      CASE WHEN persons = 1 THEN person_id END AS person_id,
      NULL::INTEGER AS distinct_id,
      CASE WHEN persons = 1 THEN 'local identifier' END AS rule,
      CASE WHEN persons = 1 THEN 'match' WHEN persons > 1 THEN 'many matches' ELSE 'no match' END AS outcome
    FROM ${identifier(tableOf(source.id))} AS t
    LEFT JOIN bearer ON bearer.local_id = ${column ? `trim(t.${identifier(column)}::VARCHAR)` : "NULL"}`;
}

/** The pseudonym of an anchor: 20 hexadecimal digits of its HMAC-SHA256. */
export function pseudonymOf(anchor: string, key: Uint8Array): string {
  return createHmac("sha256", key).update(anchor).digest("hex").slice(0, 20);
}

// The pseudonyms of other times are kept until the key changes: then all, also those of children who have left, are
// made anew.
async function writePseudonyms(db: Database, key: Uint8Array): Promise<void> {
  const [known] = await db.rows<{ anchor: string; person_id: string }>(
    "SELECT anchor, person_id FROM person_anchor WHERE person_id IS NOT NULL LIMIT 1",
  );
  if (known && known.person_id !== pseudonymOf(known.anchor, key))
    await db.run("UPDATE person_anchor SET person_id = NULL");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE unnamed AS
    SELECT anchor, row_number() OVER () - 1 AS place FROM person_anchor WHERE person_id IS NULL`);
  await db.run("CREATE OR REPLACE TEMP TABLE pseudonym (anchor VARCHAR, person_id VARCHAR)");
  const { size } = await db.row<{ size: number }>("SELECT count(*) AS size FROM unnamed");
  for (let from = 0; from < size; from += batch) await writeBatch(db, key, from);
  await db.run(`
    UPDATE person_anchor SET person_id = pseudonym.person_id
    FROM pseudonym
    WHERE pseudonym.anchor = person_anchor.anchor`);
  for (const table of ["unnamed", "pseudonym"]) await db.run(`DROP TABLE ${table}`);
}

// A batch is read whole before it is written: an appender on the same connection would cut a stream short.
async function writeBatch(db: Database, key: Uint8Array, from: number): Promise<void> {
  const rows = await db.rows<{ anchor: string }>(
    `SELECT anchor FROM unnamed WHERE place BETWEEN ${from} AND ${from + batch - 1}`,
  );
  const appender = await db.connection.createAppender("pseudonym");
  for (const { anchor } of rows) {
    appender.appendVarchar(anchor);
    appender.appendVarchar(pseudonymOf(anchor, key));
    appender.endRow();
  }
  appender.closeSync();
}

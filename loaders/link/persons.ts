import { createHmac } from "node:crypto";
import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";

const batch = 100_000;

/**
 * Gives each person its pseudonym. Reads `distinct_record` and temp table `cluster`; writes temp table `member`: by
 * `evidence` the person (`cluster_id`, `person_id`), the rule that first joined the record, and the outcome.
 */
export async function writeMembers(db: Database, key: Uint8Array): Promise<void> {
  await writePseudonyms(db, key);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE member AS
    SELECT
      evidence, distinct_id, cluster_id, person_id, rule,
      CASE
        WHEN many_matches THEN 'many matches'
        WHEN sum(records) OVER (PARTITION BY cluster_id) > 1 THEN 'match'
        ELSE 'no match'
      END AS outcome
    FROM distinct_record
    JOIN cluster USING (distinct_id)
    JOIN pseudonym USING (cluster_id)`);
  await db.run("DROP TABLE pseudonym");
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
  for (const source of sources)
    if (source.kind === "records" && source.personFrom && (await db.has(tableOf(source.id))))
      await db.run(`INSERT INTO person_record ${byLocalIdentifier(source, source.personFrom)}`);
}

function byLocalIdentifier(source: Source, personFrom: string): string {
  const column = source.columns.find((c) => c.role === "local_id")?.name;
  return `
    WITH bearer AS (
      SELECT record.local_id, count(DISTINCT person_id) AS persons, min(person_id) AS person_id
      FROM record
      JOIN member USING (evidence)
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

// The anchor is what changes least as records of the child arrive: the NHS number of its first record, else that
// record's UPN, else all that the record says. A number that two persons bear by mistake anchors the one whose record
// with it came first.
async function writePseudonyms(db: Database, key: Uint8Array): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE anchor AS
    WITH ordered AS (
      SELECT cluster_id, nhs_number, upn, evidence, first_date
      FROM distinct_record
      JOIN cluster USING (distinct_id)
    ),
    candidate AS (
      SELECT cluster_id, 1 AS choice, 'nhs ' || nhs_number AS anchor, first_date, evidence FROM ordered WHERE nhs_number IS NOT NULL
      UNION ALL
      SELECT cluster_id, 2, 'upn ' || upn, first_date, evidence FROM ordered WHERE upn IS NOT NULL
      UNION ALL
      SELECT cluster_id, 3, 'record ' || evidence::VARCHAR, first_date, evidence FROM ordered
    ),
    owned AS (
      SELECT * FROM candidate
      QUALIFY row_number() OVER (PARTITION BY anchor ORDER BY first_date NULLS LAST, evidence) = 1
    )
    SELECT cluster_id, anchor FROM owned
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY first_date NULLS LAST, evidence, choice) = 1`);
  await db.run("CREATE OR REPLACE TEMP TABLE pseudonym (cluster_id INTEGER, person_id VARCHAR)");
  const { last } = await db.row<{ last: number | null }>("SELECT max(cluster_id) AS last FROM anchor");
  for (let from = 0; from <= (last ?? -1); from += batch) await writeBatch(db, key, from);
  await db.run("DROP TABLE anchor");
}

// A batch is read whole before it is written: an appender on the same connection would cut a stream short.
async function writeBatch(db: Database, key: Uint8Array, from: number): Promise<void> {
  const rows = await db.rows<{ cluster_id: number; anchor: string }>(
    `SELECT cluster_id, anchor FROM anchor WHERE cluster_id BETWEEN ${from} AND ${from + batch - 1}`,
  );
  const appender = await db.connection.createAppender("pseudonym");
  for (const { cluster_id, anchor } of rows) {
    appender.appendInteger(cluster_id);
    appender.appendVarchar(pseudonymOf(anchor, key));
    appender.endRow();
  }
  appender.closeSync();
}

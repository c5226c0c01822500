import type { Database } from "../store/database.js";

/**
 * What a child is known again by from refresh to refresh, the surest first. A row is a record of the last refresh,
 * delivered again, that is read otherwise now: it is found in `person_record`, and not remembered. A returned record
 * was not there at the last refresh; it is remembered as a record.
 */
export const kinds = { record: 1, row: 2, returned: 3, nhsNumber: 4, upn: 5, localIdentifier: 6 } as const;

/** Added to the kind of a trace that is another person's by now. */
export const former = 10;

/**
 * Makes, if they are missing, the tables that persons are remembered by. `person_anchor`: what a pseudonym is the HMAC
 * of, the pseudonym, the refresh that saw it first, and whether any record is its person's now. `person_trace`: what
 * persons were known by; `state` is present (in today's records) or away in the one row of a trace that says whose it
 * is, and former in those that say whose it was. Children who have left stay in both, so that they are known when they
 * return: only removing the identity database forgets them.
 */
export async function createPersonTables(db: Database): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS person_anchor (
      anchor VARCHAR NOT NULL, person_id VARCHAR, first_seen TIMESTAMP NOT NULL, present BOOLEAN NOT NULL
    )`);
  await db.run(`
    CREATE TABLE IF NOT EXISTS person_trace (
      trace UUID NOT NULL, kind TINYINT NOT NULL, anchor VARCHAR NOT NULL, state VARCHAR NOT NULL
    )`);
}

/**
 * Writes temp table `trace`: what each distinct record would be known again by. A number counts beside the same date
 * of birth or forename, as it may be a brother's by mistake; a source's local identifier, which a family may share,
 * beside both.
 */
export async function writeTraces(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE trace AS
    WITH known AS (
      SELECT distinct_id, cluster_id, evidence, nhs_number, upn, forename, date_of_birth, records, first_date
      FROM distinct_record
      JOIN cluster USING (distinct_id)
    ),
    number AS (
      SELECT *, ${kinds.nhsNumber} AS kind, 'nhs ' || nhs_number AS number FROM known WHERE nhs_number IS NOT NULL
      UNION ALL
      SELECT *, ${kinds.upn}, 'upn ' || upn FROM known WHERE upn IS NOT NULL
    ),
    local AS (
      SELECT DISTINCT known.*, record.source, record.local_id
      FROM known
      JOIN record USING (evidence)
      WHERE record.local_id IS NOT NULL
    ),
    told AS (
      SELECT distinct_id, cluster_id, ${kinds.record} AS kind, evidence AS trace, records, first_date FROM known
      UNION ALL
      SELECT distinct_id, cluster_id, kind, md5(number || ' born ' || date_of_birth::VARCHAR)::UUID, records, first_date FROM number
      UNION ALL
      SELECT distinct_id, cluster_id, kind, md5(number || ' named ' || forename)::UUID, records, first_date FROM number
      UNION ALL
      SELECT
        distinct_id, cluster_id, ${kinds.localIdentifier},
        md5(concat_ws('|', source, local_id, date_of_birth::VARCHAR, forename))::UUID,
        records, first_date
      FROM local
      WHERE date_of_birth IS NOT NULL AND forename IS NOT NULL
    )
    SELECT distinct_id, cluster_id, kind::TINYINT AS kind, trace, records, first_date
    FROM told
    WHERE trace IS NOT NULL`);
}

/**
 * Remembers whose each trace is, from temp tables `trace`, `holder` and `change`. What two persons say, such as a
 * number that a system fills in, is nobody's. What a merged person was known by goes to the person that it is now.
 */
export async function rememberTraces(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE moved_trace AS
    WITH told AS (
      SELECT trace, kind, cluster_id FROM trace WHERE kind = ${kinds.record}
      UNION ALL
      SELECT trace, any_value(kind), CASE WHEN min(cluster_id) = max(cluster_id) THEN min(cluster_id) END
      FROM trace
      WHERE kind <> ${kinds.record}
      GROUP BY trace
    ),
    said AS (SELECT trace, kind, anchor FROM told LEFT JOIN holder USING (cluster_id)),
    inherited AS (
      SELECT person_trace.trace, person_trace.kind, change.anchor
      FROM person_trace
      JOIN change ON change.other_anchor = person_trace.anchor AND change.event = 'merged'
      ANTI JOIN trace USING (trace)
      WHERE person_trace.state <> 'former'
    ),
    due AS (FROM said UNION ALL FROM inherited)
    SELECT due.trace, due.kind, due.anchor
    FROM due
    LEFT JOIN person_trace ON person_trace.trace = due.trace AND person_trace.state <> 'former'
    WHERE due.anchor IS DISTINCT FROM person_trace.anchor`);
  await db.run(`
    DELETE FROM person_trace USING moved_trace
    WHERE moved_trace.trace = person_trace.trace AND moved_trace.anchor = person_trace.anchor`);
  await db.run(`
    UPDATE person_trace SET state = 'former'
    FROM moved_trace
    WHERE moved_trace.trace = person_trace.trace`);
  await db.run(
    "INSERT INTO person_trace SELECT trace, kind, anchor, 'present' FROM moved_trace WHERE anchor IS NOT NULL",
  );
  await db.run(`
    UPDATE person_trace SET state = CASE state WHEN 'present' THEN 'away' ELSE 'present' END
    WHERE state <> 'former' AND (state = 'present') <> (trace IN (SELECT trace FROM trace))`);
  await db.run("DROP TABLE moved_trace");
}

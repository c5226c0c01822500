import type { Database } from "../store/database.js";
import { former, kinds } from "./traces.js";

/**
 * Gives each cluster of today its anchor, no two the same. Reads temp tables `cluster` and `trace` and what is
 * remembered; writes temp tables `claim` (which cluster might go on as which anchor, and why) and `holder`:
 * by `cluster_id` its `anchor`, and the kind of claim that it was `won_by`, null for a new anchor.
 *
 * The best claim wins, then the best that it leaves open, and so on. Claims by records that had the anchor at the last
 * refresh come first, then by records that had it before they left, then by a number or local identifier of a record
 * that is new, then all these to what a part was before it merged. Of two of a kind the one by more records wins; then
 * that to the anchor seen first, to the lesser anchor, and that of the cluster with the earliest record. So of persons
 * that merge, the one that most of the records had goes on, and of the parts of one that splits, the one with most of
 * its records.
 */
export async function writeHolders(db: Database): Promise<void> {
  await writeClaims(db);
  await grantClaims(db);
  await makeAnchors(db);
}

async function writeClaims(db: Database): Promise<void> {
  const deliveredAgain = `
      UNION ALL
      SELECT cluster_id, person_anchor.anchor, ${kinds.row}, 1, record.first_date
      FROM record
      JOIN distinct_record USING (evidence)
      JOIN fresh USING (distinct_id)
      JOIN cluster USING (distinct_id)
      JOIN person_record ON person_record.record_id = record.record_id AND person_record.source = record.source
      JOIN person_anchor ON person_anchor.person_id = person_record.person_id`;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE claim AS
    WITH fresh AS (
      SELECT distinct_id FROM trace ANTI JOIN person_trace USING (trace) WHERE trace.kind = ${kinds.record}
    ),
    heard AS (
      SELECT
        cluster_id, anchor,
        CASE
          WHEN state = 'former' THEN person_trace.kind + ${former}
          WHEN state = 'away' AND person_trace.kind = ${kinds.record} THEN ${kinds.returned}
          ELSE person_trace.kind
        END AS kind,
        records, first_date
      FROM trace
      JOIN person_trace USING (trace)
      WHERE trace.kind = ${kinds.record} OR distinct_id IN (FROM fresh)
      ${(await db.has("person_record")) ? deliveredAgain : ""}
    ),
    counted AS (
      SELECT cluster_id, anchor, kind::TINYINT AS kind, sum(records)::BIGINT AS records, min(first_date) AS first_date
      FROM heard
      GROUP BY cluster_id, anchor, kind
    )
    SELECT
      cluster_id, anchor, kind, records,
      row_number() OVER (
        ORDER BY kind, records DESC, first_seen, anchor, first_date NULLS LAST, cluster_id
      ) AS place
    FROM counted
    JOIN person_anchor USING (anchor)`);
}

// A claim that is the best of its cluster and of its anchor cannot be beaten. At least one is, so this ends; where
// nothing merged or split, at once.
async function grantClaims(db: Database): Promise<void> {
  await db.run("CREATE OR REPLACE TEMP TABLE holder (cluster_id INTEGER, anchor VARCHAR, won_by TINYINT)");
  await db.run(
    "CREATE OR REPLACE TEMP TABLE open_claim AS SELECT cluster_id, anchor, kind, place FROM claim",
  );
  for (;;) {
    const { open } = await db.row<{ open: number }>("SELECT count(*) AS open FROM open_claim");
    if (!open) break;
    await db.run(`
      INSERT INTO holder
      SELECT cluster_id, anchor, kind
      FROM open_claim
      QUALIFY place = min(place) OVER (PARTITION BY cluster_id) AND place = min(place) OVER (PARTITION BY anchor)`);
    await db.run(`
      DELETE FROM open_claim
      WHERE cluster_id IN (SELECT cluster_id FROM holder) OR anchor IN (SELECT anchor FROM holder)`);
  }
  await db.run("DROP TABLE open_claim");
}

// A new anchor is what changes least as records of the child arrive: the NHS number of its first record, else that
// record's UPN, else all that the record says. So a store made anew gives most children their pseudonyms again. A
// number that two persons bear by mistake anchors the one whose record with it came first.
async function makeAnchors(db: Database): Promise<void> {
  await db.run(`
    INSERT INTO holder
    WITH known AS (
      SELECT cluster_id, nhs_number, upn, evidence, first_date FROM distinct_record JOIN cluster USING (distinct_id)
    ),
    unheld AS (SELECT known.* FROM known ANTI JOIN holder USING (cluster_id)),
    candidate AS (
      SELECT cluster_id, 1 AS choice, 'nhs ' || nhs_number AS anchor, first_date, evidence
      FROM known WHERE nhs_number IN (SELECT nhs_number FROM unheld)
      UNION ALL
      SELECT cluster_id, 2, 'upn ' || upn, first_date, evidence
      FROM known WHERE upn IN (SELECT upn FROM unheld)
      UNION ALL
      SELECT cluster_id, 3, 'record ' || evidence, first_date, evidence FROM unheld
    ),
    owned AS (
      SELECT * FROM candidate
      QUALIFY row_number() OVER (PARTITION BY anchor ORDER BY first_date NULLS LAST, evidence) = 1
    )
    SELECT cluster_id, anchor, NULL
    FROM owned
    ANTI JOIN holder USING (cluster_id)
    ANTI JOIN person_anchor USING (anchor)
    QUALIFY row_number() OVER (PARTITION BY cluster_id ORDER BY first_date NULLS LAST, evidence, choice) = 1`);
  // All that a part could be named by may be the name of the person that it was parted from.
  await db.run(`
    INSERT INTO holder
    WITH unheld AS (
      SELECT cluster_id, 'record ' || min(evidence) AS anchor
      FROM distinct_record
      JOIN cluster USING (distinct_id)
      ANTI JOIN holder USING (cluster_id)
      GROUP BY cluster_id
    )
    SELECT cluster_id, unheld.anchor || ' ' || (count(*) + 1), NULL
    FROM unheld
    JOIN person_anchor ON starts_with(person_anchor.anchor, unheld.anchor)
    GROUP BY cluster_id, unheld.anchor`);
}

/** Remembers, from temp table `holder`, which anchors there are since `at` and which of them have records today. */
export async function rememberAnchors(db: Database, at: string): Promise<void> {
  await db.run(`
    UPDATE person_anchor SET present = NOT present
    WHERE present <> (anchor IN (SELECT anchor FROM holder))`);
  await db.run(
    `INSERT INTO person_anchor SELECT anchor, NULL, $1::TIMESTAMP, true FROM holder WHERE won_by IS NULL ORDER BY anchor`,
    [at],
  );
}

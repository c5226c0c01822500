import { lastDecisions } from "../../loaders/link/decisions.js";
import type { Database } from "../../loaders/store/database.js";
import type { DecisionEntry, DecisionList } from "./types.js";

/** Decisions shown at a time. */
const page = 100;

/** The decisions in force or waiting, newest first, from `offset`. One that a later one of the same pair replaced is left out. */
export async function readDecisions(db: Database, offset: number): Promise<DecisionList> {
  const decisions = await db.rows<DecisionEntry>(
    `
    WITH last AS (${lastDecisions}),
    holder AS (
      SELECT
        evidence, any_value(person_id) AS person_id,
        any_value(concat_ws(' ', record.forename, record.surname)) AS name
      FROM person_record
      JOIN record USING (record_id, source)
      WHERE evidence IN (SELECT left_evidence FROM last UNION ALL SELECT right_evidence FROM last)
      GROUP BY evidence
    )
    SELECT
      id, verdict, who, why, strftime(decided_at, '%Y-%m-%dT%H:%M:%SZ') AS at,
      l.name AS "left", r.name AS "right",
      CASE
        WHEN l.person_id IS NULL OR r.person_id IS NULL THEN 'gone'
        WHEN verdict = 'unsure' OR (verdict = 'same') = (l.person_id = r.person_id) THEN 'followed'
        ELSE 'waiting'
      END AS state
    FROM last
    LEFT JOIN holder AS l ON l.evidence = left_evidence
    LEFT JOIN holder AS r ON r.evidence = right_evidence
    ORDER BY id DESC
    LIMIT ${page} OFFSET $1`,
    [offset],
  );
  const { total } = await db.row<{ total: number }>(`SELECT count(*) AS total FROM (${lastDecisions})`);
  return { decisions, total };
}

import { formatCount } from "../../components/words/numbers.js";
import type { Database } from "../store/database.js";
import { copyRows } from "./stream.js";
import { former, kinds } from "./traces.js";

/** What can become of a person between two refreshes, in the order in which it is told, with its words. */
const events = {
  new: "new children",
  returned: "returned",
  left: "left",
  merged: "merged",
  split: "split",
  moved: "with records that went to another child",
} as const;

export type PersonEvent = keyof typeof events;

/** How many persons each event happened to in one refresh. */
export type PersonChanges = Record<PersonEvent, number>;

/**
 * Tells what became of the persons since the last refresh. Reads temp tables `claim` and `holder` and, as it was then,
 * `person_anchor`; writes temp table `change` and appends it to table `person_history` (at, event, anchor, other_anchor; at is a reserved word and goes in quotes):
 * - new: no record of the person was seen before; left: none of its records is there now; returned: there are again;
 * - merged: the records of `other_anchor`, which ends, are `anchor`'s now;
 * - split: part of `other_anchor`, which goes on, is the person `anchor` now;
 * - moved: records of `other_anchor` are now those of `anchor`, and both were known before.
 * Persons after = before + new + returned + split − merged − left.
 */
export async function writeHistory(db: Database, at: string): Promise<PersonChanges> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS person_history (
      "at" TIMESTAMP NOT NULL, event VARCHAR NOT NULL, anchor VARCHAR NOT NULL, other_anchor VARCHAR
    )`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE change AS
    WITH flow AS (
      SELECT
        claim.anchor AS other_anchor, holder.anchor, min(claim.kind) AS kind, sum(claim.records) AS records,
        any_value(holder.won_by) AS won_by
      FROM claim
      JOIN holder USING (cluster_id)
      WHERE claim.kind < ${former} AND claim.anchor <> holder.anchor
      GROUP BY claim.anchor, holder.anchor
    ),
    merged AS (
      SELECT anchor, other_anchor
      FROM flow
      ANTI JOIN holder ON holder.anchor = flow.other_anchor
      QUALIFY row_number() OVER (PARTITION BY other_anchor ORDER BY kind, records DESC, anchor) = 1
    ),
    records_flow AS (
      SELECT flow.*, won_by IS NULL OR (won_by >= ${former} AND NOT was.present) AS parted
      FROM flow
      LEFT JOIN person_anchor AS was USING (anchor)
      WHERE kind <= ${kinds.returned}
    ),
    split AS (
      SELECT anchor, other_anchor
      FROM records_flow
      ANTI JOIN merged USING (other_anchor)
      WHERE parted
      QUALIFY row_number() OVER (PARTITION BY anchor ORDER BY records DESC, other_anchor) = 1
    ),
    moved AS (
      SELECT anchor, other_anchor
      FROM records_flow
      ANTI JOIN merged USING (anchor, other_anchor)
      ANTI JOIN split USING (anchor, other_anchor)
    ),
    appeared AS (
      SELECT anchor, won_by IS NULL AS is_new FROM holder ANTI JOIN (FROM person_anchor WHERE present) USING (anchor)
    )
    SELECT CASE WHEN is_new THEN 'new' ELSE 'returned' END AS event, anchor, NULL::VARCHAR AS other_anchor
    FROM appeared
    ANTI JOIN split USING (anchor)
    UNION ALL
    -- A child that comes back as part of another returns and merges, so that the counts add up.
    SELECT 'returned', other_anchor, NULL FROM merged SEMI JOIN (FROM person_anchor WHERE NOT present) AS away ON away.anchor = other_anchor
    UNION ALL
    SELECT 'left', anchor, NULL
    FROM person_anchor
    ANTI JOIN holder USING (anchor)
    ANTI JOIN merged ON merged.other_anchor = person_anchor.anchor
    WHERE present
    UNION ALL
    SELECT 'merged', anchor, other_anchor FROM merged
    UNION ALL
    SELECT 'split', anchor, other_anchor FROM split
    UNION ALL
    SELECT 'moved', anchor, other_anchor FROM moved`);
  await db.run(
    "INSERT INTO person_history SELECT $1::TIMESTAMP, event, anchor, other_anchor FROM change ORDER BY event, anchor, other_anchor",
    [at],
  );
  const counted = await db.rows<{ event: PersonEvent; persons: number }>(
    "SELECT event, count(*) AS persons FROM change GROUP BY event",
  );
  const changes: PersonChanges = { new: 0, returned: 0, left: 0, merged: 0, split: 0, moved: 0 };
  for (const { event, persons } of counted) changes[event] = persons;
  return changes;
}

/** What became of persons, as a line of the log: “12 new children, 3 merged, 1 split”; undefined if nothing did. */
export function changesInWords(changes: PersonChanges): string | undefined {
  const parts = (Object.keys(events) as PersonEvent[])
    .filter((event) => changes[event])
    .map((event) => {
      const count = changes[event];
      return `${formatCount(count)} ${event === "new" && count === 1 ? "new child" : events[event]}`;
    });
  return parts.length ? parts.join(", ") : undefined;
}

/** Writes the analysis database's `person_change`: by day and event, how many persons of the whole history. */
export async function writePersonChanges(identity: Database, analysis: Database): Promise<void> {
  await analysis.run('CREATE OR REPLACE TABLE person_change ("at" DATE, event VARCHAR, persons BIGINT)');
  await copyRows(
    identity,
    `SELECT "at"::DATE AS "at", event, count(*) AS persons FROM person_history GROUP BY ALL ORDER BY ALL`,
    analysis,
    "person_change",
  );
}

import type { Source } from "../registry/source.js";
import { type Database, literal } from "../store/database.js";
import { copyRows } from "./stream.js";

/**
 * Writes to the analysis database how sure the persons are, so that results can be shown at other thresholds.
 * `person_link`: for each person and source, the probability by which a record of that source hangs on the rest of the
 * person: the least on the way from one to the other, of the source's surest record; 1 where rules or a reviewer
 * joined it. `link_candidate`: pairs of persons that the model would join at a lower threshold.
 * Reads `record`, `person_record`, and temp tables `cluster`, `member` and `candidate`.
 */
export async function writePersonLinks(
  identity: Database,
  analysis: Database,
  sources: Source[],
): Promise<void> {
  // What follows another source's local identifier hangs on the person as that source's record does.
  const followers = sources.filter((s) => s.kind === "records" && s.personFrom);
  const followed = followers.map(
    (s) => `
    UNION ALL
    SELECT person_id, ${literal(s.id)}, direct.probability
    FROM seen
    JOIN direct USING (person_id)
    WHERE seen.source = ${literal(s.id)} AND direct.source = ${literal(s.personFrom!)}`,
  );
  const own = followers.length
    ? `WHERE source NOT IN (${followers.map((s) => literal(s.id)).join(", ")})`
    : "";
  await analysis.run(
    "CREATE OR REPLACE TABLE person_link (person_id VARCHAR, source VARCHAR, probability DOUBLE)",
  );
  await copyRows(
    identity,
    `WITH seen AS (SELECT DISTINCT person_id, source FROM person_record WHERE person_id IS NOT NULL),
    -- Most persons are joined by rules alone.
    unsure AS (SELECT DISTINCT person_id FROM member JOIN cluster USING (distinct_id) WHERE probability < 1),
    weighed AS (
      SELECT person_id, source, max(probability) AS probability
      FROM person_record SEMI JOIN unsure USING (person_id) JOIN cluster USING (distinct_id)
      GROUP BY person_id, source
    ),
    direct AS (
      SELECT person_id, source, coalesce(probability, 1) AS probability
      FROM seen LEFT JOIN weighed USING (person_id, source)
      ${own}
    )
    SELECT * FROM (FROM direct ${followed.join("")}) ORDER BY person_id, source`,
    analysis,
    "person_link",
  );
  await analysis.run(
    "CREATE OR REPLACE TABLE link_candidate (person_id VARCHAR, other_id VARCHAR, probability DOUBLE)",
  );
  await copyRows(
    identity,
    `WITH named AS (SELECT DISTINCT cluster_id, person_id FROM member)
    SELECT
      least(l.person_id, r.person_id) AS person_id, greatest(l.person_id, r.person_id) AS other_id,
      1 / (1 + pow(2, -match_weight)) AS probability
    FROM candidate
    JOIN named AS l ON l.cluster_id = left_cluster
    JOIN named AS r ON r.cluster_id = right_cluster
    ORDER BY person_id, other_id`,
    analysis,
    "link_candidate",
  );
}

/** Writes the rows of `person_link` of a source that follows another's identifiers anew, from that one's rows. */
export async function renewFollowerLinks(
  identity: Database,
  analysis: Database,
  { id, personFrom }: Source,
): Promise<void> {
  await analysis.run("CREATE OR REPLACE TEMP TABLE following (person_id VARCHAR)");
  await copyRows(
    identity,
    `SELECT DISTINCT person_id FROM person_record WHERE source = ${literal(id)} ORDER BY person_id`,
    analysis,
    "following",
  );
  await analysis.run("DELETE FROM person_link WHERE source = $1", [id]);
  await analysis.run(
    `INSERT INTO person_link
     SELECT person_id, $1, probability FROM person_link JOIN following USING (person_id) WHERE source = $2 ORDER BY person_id`,
    [id, personFrom!],
  );
  await analysis.run("DROP TABLE following");
}

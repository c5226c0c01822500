import type { Database } from "../../store/database.js";

/** Probabilities at which links are counted; 1 counts deterministic and reviewed links only. */
export const thresholds = [0.5, 0.8, 0.95, 0.99, 1] as const;

/**
 * Writes `link_threshold` in the analysis database: by two sources, persons of the first and how many of them have a
 * record in the other at a threshold. Persons are those of the refresh. Above the threshold that it used, a source's
 * records count for a person as far as they hang on it by that much (`person_link`); below it, what the model would
 * join to the person in one step counts too (`link_candidate`).
 */
export async function writeThresholds(analysis: Database): Promise<void> {
  await analysis.run(`
    CREATE OR REPLACE TABLE link_threshold AS
    WITH level AS (SELECT unnest([${thresholds.join(", ")}])::DOUBLE AS threshold),
    held AS (SELECT person_id, source, coalesce(probability, 1) AS probability FROM person_link),
    candidate AS (
      SELECT person_id, other_id, probability FROM link_candidate
      UNION SELECT other_id, person_id, probability FROM link_candidate
    ),
    reachable AS (
      FROM candidate
      UNION SELECT person_id, person_id, 1::DOUBLE FROM candidate
    ),
    -- Most persons reach no other: those that hold the same are counted together.
    alike AS (
      SELECT held, count(*) AS persons
      FROM (
        SELECT list({source: source, probability: probability} ORDER BY source) AS held
        FROM held ANTI JOIN candidate USING (person_id) GROUP BY person_id
      )
      GROUP BY held
    ),
    -- The highest threshold at which so many persons of the one source have a record in the other.
    met AS (
      SELECT a.source, b.source AS other, max(least(a.probability, reachable.probability, b.probability)) AS probability, 1 AS persons
      FROM held AS a
      JOIN reachable ON reachable.person_id = a.person_id
      JOIN held AS b ON b.person_id = reachable.other_id AND b.source <> a.source
      GROUP BY a.person_id, a.source, b.source
      UNION ALL
      SELECT a.source, b.source, least(a.probability, b.probability), persons
      FROM alike, unnest(held) AS one (a), unnest(held) AS other (b)
      WHERE a.source <> b.source
    ),
    counted AS (
      SELECT threshold, source, other, sum(persons)::BIGINT AS linked
      FROM met JOIN level ON probability >= threshold GROUP BY ALL
    ),
    size AS (SELECT source, count(DISTINCT person_id) AS persons FROM person_link GROUP BY source)
    SELECT level.threshold, size.source, other.source AS other, size.persons, coalesce(linked, 0) AS linked
    FROM level
    CROSS JOIN size
    JOIN size AS other ON other.source <> size.source
    LEFT JOIN counted
      ON counted.threshold = level.threshold AND counted.source = size.source AND counted.other = other.source
    ORDER BY ALL`);
}

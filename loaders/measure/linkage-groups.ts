import type { Database } from "../store/database.js";

/**
 * Writes `link_group` in the analysis database: by two sources and group, persons of the first and how many of them
 * have a record in the other; apart for persons best known to live in one of the city's small areas, and for the others.
 * A category is as best known, “Not known” where no record says it. Reads `person`, `area_tree`, and temp tables
 * `lsoa_quintile` and `seen_in` (person_id, source) of measure.
 */
export async function writeLinkGroups(analysis: Database): Promise<void> {
  await analysis.run(`
    CREATE OR REPLACE TABLE link_group AS
    WITH numbered AS (
      SELECT source, 1::BIGINT << (row_number() OVER (ORDER BY source) - 1) AS bit
      FROM (SELECT DISTINCT source FROM seen_in)
    ),
    -- Persons are counted by the sources that they are in together, of which there are few combinations.
    seen AS (
      SELECT person_id, bit_or(bit) AS pattern FROM seen_in JOIN numbered USING (source) GROUP BY person_id
    ),
    known AS (
      SELECT
        pattern,
        area_tree.lsoa IS NOT NULL AS in_city,
        'all' AS "all",
        sex,
        ethnic_group,
        quintile AS deprivation_quintile,
        ward,
        year(birth_month)::VARCHAR AS birth_year
      FROM person
      JOIN seen USING (person_id)
      LEFT JOIN area_tree ON area_tree.lsoa = person.lsoa
      LEFT JOIN lsoa_quintile ON lsoa_quintile.lsoa = area_tree.lsoa
    ),
    grouped AS (
      UNPIVOT (
        SELECT
          pattern, in_city,
          coalesce(COLUMNS(known.* EXCLUDE (pattern, in_city)), 'Not known')
        FROM known
      )
      ON COLUMNS(* EXCLUDE (pattern, in_city))
      INTO NAME breakdown VALUE category
    ),
    patterned AS (
      SELECT pattern, in_city, breakdown, category, count(*) AS persons FROM grouped GROUP BY ALL
    ),
    counted AS (
      SELECT source, in_city, breakdown, category, sum(persons)::BIGINT AS persons
      FROM patterned JOIN numbered ON pattern & bit <> 0
      GROUP BY ALL
    ),
    shared AS (
      SELECT own.source, other.source AS other, in_city, breakdown, category, sum(persons)::BIGINT AS linked
      FROM patterned
      JOIN numbered AS own ON pattern & own.bit <> 0
      JOIN numbered AS other ON pattern & other.bit <> 0 AND other.bit <> own.bit
      GROUP BY ALL
    ),
    others AS (SELECT source AS other FROM numbered)
    SELECT source, other, in_city, breakdown, category, persons, coalesce(linked, 0) AS linked
    FROM counted
    JOIN others ON other <> source
    LEFT JOIN shared USING (source, other, in_city, breakdown, category)
    ORDER BY ALL`);
}

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
    WITH known AS (
      SELECT
        person_id,
        area_tree.lsoa IS NOT NULL AS in_city,
        'all' AS "all",
        sex,
        ethnic_group,
        quintile AS deprivation_quintile,
        ward,
        year(birth_month)::VARCHAR AS birth_year
      FROM person
      LEFT JOIN area_tree ON area_tree.lsoa = person.lsoa
      LEFT JOIN lsoa_quintile ON lsoa_quintile.lsoa = area_tree.lsoa
    ),
    grouped AS (
      UNPIVOT (
        SELECT
          person_id, in_city,
          coalesce(COLUMNS(known.* EXCLUDE (person_id, in_city)), 'Not known')
        FROM known
      )
      ON COLUMNS(* EXCLUDE (person_id, in_city))
      INTO NAME breakdown VALUE category
    ),
    counted AS (
      SELECT source, in_city, breakdown, category, count(*) AS persons
      FROM seen_in JOIN grouped USING (person_id)
      GROUP BY ALL
    ),
    shared AS (
      SELECT a.source, b.source AS other, in_city, breakdown, category, count(*) AS linked
      FROM seen_in AS a
      JOIN seen_in AS b ON b.person_id = a.person_id AND b.source <> a.source
      JOIN grouped ON grouped.person_id = a.person_id
      GROUP BY ALL
    ),
    others AS (SELECT DISTINCT source AS other FROM seen_in)
    SELECT source, other, in_city, breakdown, category, persons, coalesce(linked, 0) AS linked
    FROM counted
    JOIN others ON other <> source
    LEFT JOIN shared USING (source, other, in_city, breakdown, category)
    ORDER BY ALL`);
}

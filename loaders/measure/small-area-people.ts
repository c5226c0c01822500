import type { Database } from "../store/database.js";

/**
 * Builds `small_area_people` (lsoa, people, people_of, children, children_of): how many live in each small area of 2021, all of
 * them and children under sixteen, which scores of small areas are weighted by and counts without a denominator of
 * their own are counted out of.
 *
 * Of each the best there is, with its name in words: the population of mid-2022 that the indices of 2025 count out of,
 * the census of 2021, mid-2020 estimates, and at the last the children of the newest estimates. NULL where there is none.
 * Needs `small_area_part` and `population`.
 */
export async function buildSmallAreaPeople(db: Database): Promise<void> {
  const [index, census, old] = await Promise.all(
    [
      ["deprivation_2025", "people"],
      ["census_ethnic_group", "residents"],
      ["small_area_population_2020", "total"],
    ].map(([id, column]) => hasColumn(db, `src_${id}`, column!)),
  );
  const none = "SELECT NULL::VARCHAR AS lsoa, NULL::DOUBLE AS n WHERE false";
  await db.run(`
    CREATE OR REPLACE TEMP TABLE small_area_people AS
    WITH index_people AS (${index ? "SELECT lsoa, min(people)::DOUBLE AS n FROM src_deprivation_2025 WHERE people IS NOT NULL GROUP BY lsoa" : none}),
    index_children AS (${index ? "SELECT lsoa, min(children)::DOUBLE AS n FROM src_deprivation_2025 WHERE children IS NOT NULL GROUP BY lsoa" : none}),
    census AS (${census ? "SELECT lsoa, min(residents)::DOUBLE AS n FROM src_census_ethnic_group GROUP BY lsoa" : none}),
    estimated AS (${
      old
        ? `SELECT part.lsoa, sum(total * share ORDER BY part.given)::DOUBLE AS n
           FROM (SELECT lsoa, min(total) AS total FROM src_small_area_population_2020 GROUP BY lsoa) AS p
           JOIN small_area_part AS part ON part.given = p.lsoa GROUP BY part.lsoa`
        : none
    }),
    -- The year nearest to that of the newest indices.
    chosen AS (SELECT year FROM population GROUP BY year ORDER BY abs(year - 2022), year LIMIT 1),
    young AS (
      SELECT part.lsoa, any_value(year) AS year, sum(children * share ORDER BY part.given, age, sex)::DOUBLE AS n
      FROM population JOIN chosen USING (year) JOIN small_area_part AS part ON part.given = population.lsoa
      WHERE age < 16 GROUP BY part.lsoa
    )
    SELECT lsoa,
      coalesce(index_people.n, census.n, estimated.n, young.n) AS people,
      CASE WHEN index_people.n IS NOT NULL THEN 'residents in mid-2022'
        WHEN census.n IS NOT NULL THEN 'residents at the census of 2021'
        WHEN estimated.n IS NOT NULL THEN 'residents in mid-2020'
        WHEN young.n IS NOT NULL THEN 'children under sixteen in mid-' || young.year END AS people_of,
      coalesce(index_children.n, young.n) AS children,
      CASE WHEN index_children.n IS NOT NULL THEN 'children under sixteen in mid-2022'
        WHEN young.n IS NOT NULL THEN 'children under sixteen in mid-' || young.year END AS children_of
    FROM area_tree
    LEFT JOIN index_people USING (lsoa)
    LEFT JOIN index_children USING (lsoa)
    LEFT JOIN census USING (lsoa)
    LEFT JOIN estimated USING (lsoa)
    LEFT JOIN young USING (lsoa)
    ORDER BY lsoa`);
}

async function hasColumn(db: Database, table: string, column: string): Promise<boolean> {
  const found = await db.rows(
    "SELECT 1 FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = $1 AND column_name = $2",
    [table, column],
  );
  return found.length > 0;
}

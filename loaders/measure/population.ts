import type { Database } from "../store/database.js";

/**
 * Builds `population` (lsoa, year, age, sex, children) from the mid-year estimates that there are.
 * The estimates of 2020 have neither a year nor a sex of their own; a year that both sources have is the newer source's.
 */
export async function buildPopulation(db: Database): Promise<void> {
  const [current, old] = [
    await db.has("src_small_area_population"),
    await db.has("src_small_area_population_2020"),
  ];
  const years = current ? "SELECT year FROM src_small_area_population WHERE year IS NOT NULL" : "SELECT 0";
  await db.run(`
    CREATE OR REPLACE TEMP TABLE population AS
    ${[
      "SELECT NULL::VARCHAR AS lsoa, NULL::INTEGER AS year, NULL::INTEGER AS age, NULL::VARCHAR AS sex, NULL::DOUBLE AS children WHERE false",
      ...(current ? ["SELECT lsoa, year, age, sex, children FROM src_small_area_population"] : []),
      ...(old
        ? [
            `SELECT lsoa, 2020, age, NULL, children FROM src_small_area_population_2020 WHERE 2020 NOT IN (${years})`,
          ]
        : []),
    ].join("\nUNION ALL\n")}`);
}

/**
 * Builds `children_by_age` (ward, year, age, children): children under five by single year of age in the newest estimate that
 * there is. Estimates by the small areas of 2011 are shared out over their parts. Needs `population`, `small_area_part` and
 * `area_tree`.
 */
export async function buildChildrenByAge(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE children_by_age AS
    SELECT ward, year, age, sum(children * share ORDER BY part.given, sex)::DOUBLE AS children
    FROM population JOIN small_area_part AS part ON part.given = population.lsoa
    JOIN area_tree ON area_tree.lsoa = part.lsoa
    WHERE age < 5 AND year = (SELECT max(year) FROM population WHERE age < 5)
    GROUP BY ward, year, age ORDER BY ward, age`);
}

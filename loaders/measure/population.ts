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

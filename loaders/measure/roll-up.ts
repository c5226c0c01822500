import { notKnown } from "../registry/indicator.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { Base } from "./cells.js";

/** The level of those who count in no area: their small area is not known, or is outside the city. */
export const unplaced = "unplaced";

/**
 * Adds up `<name>_cell` into `<name>_count`: label, level, area, breakdown, category, n, x, squares.
 *
 * Every level is the sum of its small areas' counts: percentages are never averaged. The city is the sum of its areas
 * too, so that it can stand beside them. Whoever can be placed in none is counted apart, as level `unplaced` of the
 * city's code. Without a look-up of areas nobody can be placed: then the city is all of them.
 */
export async function rollUp(
  db: Database,
  name: "numerator" | "denominator",
  base: Base,
  breakdowns: string[],
): Promise<void> {
  const city = "(SELECT code FROM area WHERE level = 'city')";
  const hasAreas = "EXISTS (FROM area_tree)";
  const levels: [level: string, area: string, condition: string][] = [
    ["lsoa", "lsoa", "lsoa IS NOT NULL AND breakdown <> 'deprivation_quintile'"],
    ["ward", "ward", "ward IS NOT NULL"],
    ["locality", "locality", "locality IS NOT NULL"],
    ["city", city, `area IS NOT NULL OR NOT ${hasAreas}`],
    [unplaced, city, `area IS NULL AND ${hasAreas}`],
  ];
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_base AS
    ${[whole(name), ...breakdowns.map((b) => divided(name, b))].join("\nUNION ALL\n")}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_count AS
    WITH tree AS (
      ${base === "lsoa" ? "SELECT lsoa AS code, lsoa, ward, locality FROM area_tree" : "SELECT DISTINCT ward AS code, NULL::VARCHAR AS lsoa, ward, locality FROM area_tree"}
    ),
    placed AS (
      SELECT b.*, tree.lsoa, tree.ward, tree.locality
      FROM ${name}_base AS b LEFT JOIN tree ON tree.code = b.area
    )
    ${levels
      .map(
        ([level, area, condition]) => `
    SELECT label, '${level}' AS level, ${area} AS area, breakdown, category, sum(n) AS n, sum(x) AS x, sum(squares) AS squares
    FROM placed WHERE ${condition}
    GROUP BY ALL`,
      )
      .join("\nUNION ALL\n")}`);
}

function whole(name: string): string {
  return `
    SELECT label, area, 'all' AS breakdown, 'all' AS category, sum(n) AS n, sum(x) AS x, sum(squares) AS squares
    FROM ${name}_cell GROUP BY ALL`;
}

// Deprivation is that of the place, which is known of some places outside the city too.
function divided(name: string, breakdown: string): string {
  if (breakdown === "deprivation_quintile")
    return `
    SELECT label, area, 'deprivation_quintile', coalesce(quintile, ${literal(notKnown)}) AS category, sum(n), sum(x), sum(squares)
    FROM ${name}_cell LEFT JOIN lsoa_quintile ON lsoa_quintile.lsoa = place GROUP BY ALL`;
  const column = identifier(breakdown);
  return `
    SELECT label, area, '${breakdown}', ${column}, sum(n), sum(x), sum(squares)
    FROM ${name}_cell WHERE ${column} IS NOT NULL GROUP BY ALL`;
}

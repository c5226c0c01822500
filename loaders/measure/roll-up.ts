import { type Database, identifier } from "../store/database.js";
import type { Base } from "./cells.js";

/**
 * Adds up `<name>_cell` into `<name>_count`: label, level, area, breakdown, category, n, x, squares.
 *
 * Every level is the sum of its small areas' counts: percentages are never averaged. Rows whose area is
 * unknown or outside the city count for the city alone, as area NULL shows in level 'unknown'.
 */
export async function rollUp(
  db: Database,
  name: "numerator" | "denominator",
  base: Base,
  breakdowns: string[],
): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_base AS
    ${[whole(name), ...breakdowns.map((b) => divided(name, b))].join("\nUNION ALL\n")}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ${name}_count AS
    WITH tree AS (
      ${base === "lsoa" ? "SELECT lsoa AS code, lsoa, ward, locality, city FROM area_tree" : "SELECT DISTINCT ward AS code, NULL::VARCHAR AS lsoa, ward, locality, city FROM area_tree"}
    ),
    placed AS (
      SELECT b.*, tree.code AS known, tree.lsoa, tree.ward, tree.locality,
        (SELECT code FROM area WHERE level = 'city') AS city
      FROM ${name}_base AS b LEFT JOIN tree ON tree.code = b.area
    )
    ${(["lsoa", "ward", "locality", "city"] as const)
      .map(
        (level) => `
    SELECT label, '${level}' AS level, ${level} AS area, breakdown, category, sum(n) AS n, sum(x) AS x, sum(squares) AS squares
    FROM placed WHERE ${level} IS NOT NULL${level === "lsoa" ? " AND breakdown <> 'deprivation_quintile'" : ""}
    GROUP BY ALL`,
      )
      .join("\nUNION ALL\n")}
    UNION ALL
    SELECT label, 'unknown', NULL, breakdown, category, sum(n), sum(x), sum(squares)
    FROM placed WHERE known IS NULL AND breakdown = 'all'
    GROUP BY ALL`);
}

function whole(name: string): string {
  return `
    SELECT label, area, 'all' AS breakdown, 'all' AS category, sum(n) AS n, sum(x) AS x, sum(squares) AS squares
    FROM ${name}_cell GROUP BY ALL`;
}

function divided(name: string, breakdown: string): string {
  if (breakdown === "deprivation_quintile")
    return `
    SELECT label, area, 'deprivation_quintile', quintile, sum(n), sum(x), sum(squares)
    FROM ${name}_cell JOIN lsoa_quintile ON lsoa_quintile.lsoa = area GROUP BY ALL`;
  const column = identifier(breakdown);
  return `
    SELECT label, area, '${breakdown}', ${column}, sum(n), sum(x), sum(squares)
    FROM ${name}_cell WHERE ${column} IS NOT NULL GROUP BY ALL`;
}

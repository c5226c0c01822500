import { type Counted, notKnown } from "../registry/indicator.js";
import type { Joined } from "../registry/joined-breakdown.js";
import { type Database, literal } from "../store/database.js";
import { boundSql, valueSql } from "./observe.js";
import { unplaced } from "./roll-up.js";

/**
 * The table of joined breakdowns seen from more sides than the table of figures has: at each `threshold` of match
 * probability (NULL: as linked), and, as linked, `within` each category of another breakdown for localities and the city.
 * As everywhere, the city is its areas together, and whoever is in none of them is of level `unplaced`.
 */
export const createJoinedFigures = `
  CREATE OR REPLACE TABLE joined_figure (
    indicator VARCHAR, joined VARCHAR, threshold DOUBLE, level VARCHAR, area VARCHAR, period VARCHAR, period_start DATE,
    within VARCHAR, within_category VARCHAR, category VARCHAR,
    numerator DOUBLE, denominator DOUBLE, value DOUBLE, lower DOUBLE, upper DOUBLE)`;

/** Match probabilities at which joined breakdowns are shown beside what link made. */
export const thresholds = [0.5, 0.8, 0.95, 0.99];

/** Adds the figures of a joined breakdown from `denominator_count`, and, as linked, from `denominator_cell`. */
export async function writeJoinedFigures(
  db: Database,
  indicator: Counted,
  joined: Joined,
  threshold: number | null,
): Promise<void> {
  const within = threshold === null ? indicator.breakdowns : [];
  const undivided = `
      SELECT label, level, area, 'all' AS within, 'all' AS within_category, category, n, x, squares
      FROM denominator_count
      WHERE breakdown = ${literal(joined.breakdown)} AND level IN ('ward', 'locality', 'city', '${unplaced}')`;
  await db.run(`
    INSERT INTO joined_figure
    WITH counted AS (${[undivided, ...within.map((breakdown) => crossed(joined.breakdown, breakdown))].join("\n      UNION ALL")}),
    period AS (SELECT label, min(period_start) AS period_start FROM denominator_period GROUP BY label)
    SELECT ${literal(indicator.id)}, ${literal(joined.breakdown)}, ${threshold ?? "NULL"}, level, area, label, period_start,
      within, within_category, category, x, n,
      CASE WHEN n > 0 THEN ${valueSql(indicator)} END, ${boundSql(indicator, "lower")}, ${boundSql(indicator, "upper")}
    FROM counted JOIN period USING (label)
    ORDER BY period_start, level, area, within, within_category, category`);
}

function crossed(joined: string, breakdown: string): string {
  const isDeprivation = breakdown === "deprivation_quintile";
  const category = isDeprivation ? `coalesce(quintile, ${literal(notKnown)})` : breakdown;
  const rows = `
      FROM denominator_cell AS cell
      ${isDeprivation ? "LEFT JOIN lsoa_quintile ON lsoa_quintile.lsoa = cell.place" : ""}
      LEFT JOIN area_tree AS tree ON tree.lsoa = cell.area
      WHERE ${category} IS NOT NULL AND ${joined} IS NOT NULL`;
  const city = "(SELECT code FROM area WHERE level = 'city')";
  const hasAreas = "EXISTS (FROM area_tree)";
  const sums = (level: string, area: string, condition: string) => `
      SELECT label, '${level}', ${area}, '${breakdown}', ${category}, ${joined}, sum(n), sum(x), sum(squares) ${rows} ${condition}
      GROUP BY ALL`;
  return [
    sums("city", city, `AND (cell.area IS NOT NULL OR NOT ${hasAreas})`),
    sums(unplaced, city, `AND cell.area IS NULL AND ${hasAreas}`),
    sums("locality", "tree.locality", "AND tree.locality IS NOT NULL"),
  ].join("\n      UNION ALL");
}

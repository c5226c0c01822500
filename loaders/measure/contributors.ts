import type { Counted } from "../registry/indicator.js";
import { notKnown } from "../registry/indicator.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { qualifyingRows } from "./cells.js";

/**
 * How many contributors, schools or settings, told of the children that a figure is counted out of. Only protection reads it: a
 * figure of one contributor is that one's own result.
 */
export const createContributors = `
  CREATE OR REPLACE TABLE contributors (
    indicator VARCHAR, level VARCHAR, area VARCHAR, period VARCHAR, breakdown VARCHAR, category VARCHAR, contributors INTEGER)`;

/**
 * Counts the contributors to each figure of an indicator whose `records` name a column of them. Rows without a name in it add
 * none. Needs what countCells makes for the denominator.
 */
export async function countContributors(db: Database, indicator: Counted, source: Source): Promise<void> {
  const { contributor, denominator } = indicator.records;
  if (!contributor) return;
  const { breakdowns } = indicator;
  const groups: [breakdown: string, category: string][] = [
    ["all", "'all'"],
    ...breakdowns.map((breakdown): [string, string] => [
      breakdown,
      breakdown === "deprivation_quintile"
        ? `coalesce(quintile, ${literal(notKnown)})`
        : identifier(`_${breakdown}`),
    ]),
  ];
  const counts = ["lsoa", "ward", "locality", "city"].flatMap((level) =>
    groups.map(
      ([breakdown, category]) => `
    SELECT ${literal(indicator.id)}, '${level}', ${level}, _label, '${breakdown}', ${category}, count(DISTINCT _contributor)
    FROM told WHERE ${level} IS NOT NULL AND ${category} IS NOT NULL GROUP BY ALL`,
    ),
  );
  await db.run(`
    INSERT INTO contributors
    WITH ${await qualifyingRows(db, "denominator", { count: denominator, source, breakdowns })},
    told AS (
      SELECT qualifying.*, qualifying.${identifier(contributor)}::VARCHAR AS _contributor,
        area_tree.ward, area_tree.locality, area_tree.city, quintile
      FROM qualifying JOIN area_tree USING (lsoa) LEFT JOIN lsoa_quintile USING (lsoa)
    )
    ${counts.join("\nUNION ALL\n")}`);
}

/** Of several periods together there are at least as many contributors as in any one of them. */
export function poolContributors(
  db: Database,
  indicator: string,
  name: string,
  parts: readonly string[],
): Promise<void> {
  return db.run(`
    INSERT INTO contributors
    SELECT indicator, level, area, ${literal(name)}, breakdown, category, max(contributors)
    FROM contributors WHERE indicator = ${literal(indicator)} AND period IN (${parts.map(literal).join(", ")})
    GROUP BY ALL`);
}

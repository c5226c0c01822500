import { z95 } from "../../components/words/intervals.js";
import { type Counted, topOf } from "../registry/indicator.js";
import { type Database, literal } from "../store/database.js";
import type { Base } from "./cells.js";
import { unplaced } from "./roll-up.js";

/** The table that all figures go to. */
export const createObservation = `
  CREATE OR REPLACE TABLE observation (
    indicator VARCHAR, source VARCHAR, level VARCHAR, area VARCHAR, period VARCHAR, period_start DATE,
    breakdown VARCHAR, category VARCHAR, numerator DOUBLE, denominator DOUBLE, value DOUBLE, lower DOUBLE, upper DOUBLE,
    status VARCHAR, note VARCHAR, as_of DATE)`;

export const overCounted =
  "More were counted than the number that they are counted out of, so no interval is given.";

/** The note of counts that stand beside each other without being of the same children. */
export const notOutOf =
  "The two counts are of different children: those counted are not known to be among those that they would be counted out of.";

/**
 * Turns `numerator_count` and `denominator_count` into observations with values and intervals.
 *
 * Wards, localities and the city get a row for every period and category, with status not_applicable where nobody
 * could be counted; small areas get a row for every period, and for a category only where somebody was. Whoever is in no
 * area gets rows of level `unplaced`, with a value only where those counted are among those that they are counted out of,
 * and the city's row says how many they are. A joined breakdown and period in `uncovered` gets rows for the city alone,
 * with status not_available.
 */
export async function observe(db: Database, indicator: Counted, source: string, base: Base): Promise<void> {
  await db.run(`
    INSERT INTO observation
    WITH period AS (
      SELECT label, min(period_start) AS period_start, max(period_end) AS period_end, max(recorded_to) AS recorded_to, max(as_of) AS as_of, max(remark) AS remark
      FROM observed_period WHERE counted GROUP BY label
    ),
    cell AS (
      SELECT label, level, code AS area, 'all' AS breakdown, 'all' AS category
      FROM period, area WHERE level IN (${base === "lsoa" ? "'lsoa', " : ""}'ward', 'locality', 'city')
      UNION ALL
      SELECT label, level, code, breakdown, category
      FROM period, area, (
        SELECT DISTINCT breakdown, category FROM denominator_count WHERE level = 'city' AND breakdown <> 'all'
        UNION SELECT DISTINCT breakdown, category FROM numerator_count WHERE level = 'city' AND breakdown <> 'all'
      ) WHERE level IN ('ward', 'locality', 'city') AND (label, breakdown) NOT IN (SELECT (label, breakdown) FROM uncovered)
      UNION ALL
      (
        SELECT label, level, area, breakdown, category
        FROM denominator_count WHERE n > 0 AND (level = 'lsoa' AND breakdown <> 'all' OR level = '${unplaced}')
        UNION
        SELECT label, level, area, breakdown, category
        FROM numerator_count WHERE x > 0 AND (level = 'lsoa' AND breakdown <> 'all' OR level = '${unplaced}')
      )
    ),
    counted AS (
      SELECT cell.*, period_start, period_end, recorded_to, as_of, remark,
        coalesce(nu.x, 0) AS x, coalesce(de.n, 0) AS n, nu.squares,
        level <> '${unplaced}' OR ${"among" in indicator.records.numerator} AS comparable
      FROM cell JOIN period USING (label)
      LEFT JOIN numerator_count AS nu USING (label, level, area, breakdown, category)
      LEFT JOIN denominator_count AS de USING (label, level, area, breakdown, category)
    ),
    apart AS (
      SELECT label, breakdown, category, coalesce(nu.x, 0) AS apart_x, coalesce(de.n, 0) AS apart_n
      FROM (SELECT * FROM numerator_count WHERE level = '${unplaced}') AS nu
      FULL JOIN (SELECT * FROM denominator_count WHERE level = '${unplaced}') AS de USING (label, breakdown, category)
    )
    SELECT ${literal(indicator.id)}, ${literal(source)}, level, area, label, period_start, breakdown, category,
      x AS numerator, n AS denominator,
      CASE WHEN n > 0 AND comparable THEN ${valueSql(indicator)} END AS value,
      CASE WHEN comparable THEN ${boundSql(indicator, "lower")} END AS lower,
      CASE WHEN comparable THEN ${boundSql(indicator, "upper")} END AS upper,
      CASE WHEN n = 0 OR NOT comparable THEN 'not_applicable' WHEN x = 0 THEN 'zero' ELSE 'value' END AS status,
      nullif(concat_ws(' ',
        CASE WHEN NOT comparable THEN ${literal(notOutOf)} END,
        CASE WHEN comparable AND n > 0 AND x > n AND ${indicator.kind === "proportion"} THEN ${literal(overCounted)} END,
        CASE WHEN recorded_to < period_end AND date_trunc('month', recorded_to) < date_trunc('month', period_end)
          THEN 'In progress: to ' || strftime(recorded_to, '%-d %B %Y') || '.' END,
        remark,
        CASE WHEN level = 'city' AND (apart_x > 0 OR apart_n > 0)
          THEN 'Not counted here, as their ${base === "lsoa" ? "small area" : "ward"} is not known or is outside the city: '
            || printf('%,d', round(apart_x)::BIGINT) || ' in the numerator, ' || printf('%,d', round(apart_n)::BIGINT) || ' in the denominator.' END
      ), '') AS note,
      as_of
    FROM counted LEFT JOIN apart USING (label, breakdown, category)
    ORDER BY period_start, level, area, breakdown, category`);
  await db.run(`
    INSERT INTO observation
    SELECT ${literal(indicator.id)}, ${literal(source)}, 'city', (SELECT code FROM area WHERE level = 'city'), label, min(period_start),
      'all', 'all', NULL, NULL, NULL, NULL, NULL, 'not_available', 'The extract with the denominator for this period is missing.', max(as_of)
    FROM observed_period GROUP BY label HAVING NOT bool_or(counted) ORDER BY min(period_start)`);
  await db.run(`
    INSERT INTO observation
    SELECT ${literal(indicator.id)}, ${literal(source)}, 'city', (SELECT code FROM area WHERE level = 'city'), label, min(period_start),
      breakdown, category, NULL, NULL, NULL, NULL, NULL, 'not_available', note, max(as_of)
    FROM uncovered JOIN observed_period USING (label)
    GROUP BY label, breakdown, category, note ORDER BY min(period_start), breakdown, category`);
}

function scale(indicator: Counted): number {
  return indicator.kind === "proportion" ? 100 : (indicator.per ?? 1);
}

/** The value of x of n, in the indicator's unit. */
export function valueSql(indicator: Counted): string {
  return `${scale(indicator)} * x / n`;
}

/**
 * A bound of the interval of x of n, or NULL where there is none; a mean needs `squares` too. Byar's interval is of events that
 * come independently of each other, so there is none where one child can have many, as with visits.
 */
export function boundSql(indicator: Counted, side: "lower" | "upper"): string {
  switch (indicator.kind) {
    case "proportion":
      return `CASE WHEN n > 0 AND x <= n THEN 100 * wilson_${side}(x, n, ${z95}) END`;
    case "rate":
      if (countsEvents(indicator)) return "NULL";
      return `CASE WHEN n > 0 THEN ${scale(indicator)} * byar_${side}(x, ${z95}) / n END`;
    case "mean":
      return `CASE WHEN n >= 2 THEN ${withinScale(indicator, side)} END`;
    default:
      return "NULL";
  }
}

function countsEvents({ records: { numerator } }: Counted): boolean {
  return "source" in numerator && numerator.count === "rows";
}

// A normal interval knows no end of a scale: near the top it would reach beyond what any child can score.
function withinScale(indicator: Counted, side: "lower" | "upper"): string {
  const bound = `mean_${side}(x, squares, n, ${z95})`;
  const top = topOf(indicator);
  return top ? `least(greatest(${bound}, 0), ${top})` : bound;
}

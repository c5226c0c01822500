import { z95 } from "../../components/words/intervals.js";
import type { Indicator } from "../registry/indicator.js";
import { type Database, literal } from "../store/database.js";
import { unplaced } from "./roll-up.js";

const twoPublications = "The two percentages come from two publications.";

/**
 * Adds a gap's observations: the difference between two categories of another indicator, in percentage points,
 * with Newcombe's interval where the counts behind both are known. Figures that are there already stay.
 */
export async function measureGap(db: Database, indicator: Indicator): Promise<void> {
  const { indicator: base, breakdown, of, minus } = indicator.gap!;
  const newcombe = (side: "lower" | "upper") => `
      CASE WHEN p.numerator <= p.denominator AND q.numerator <= q.denominator AND p.denominator > 0 AND q.denominator > 0
        THEN 100 * difference_${side}(
          p.numerator / p.denominator, wilson_lower(p.numerator, p.denominator, ${z95}), wilson_upper(p.numerator, p.denominator, ${z95}),
          q.numerator / q.denominator, wilson_lower(q.numerator, q.denominator, ${z95}), wilson_upper(q.numerator, q.denominator, ${z95})) END`;
  await db.run(`
    INSERT INTO observation
    WITH category AS (
      SELECT * FROM observation WHERE indicator = ${literal(base)} AND breakdown = ${literal(breakdown)} AND level <> '${unplaced}'
    )
    SELECT ${literal(indicator.id)}, p.source, level, area, period, p.period_start, 'all', 'all', NULL, NULL,
      p.value - q.value AS value, ${newcombe("lower")} AS lower, ${newcombe("upper")} AS upper,
      CASE WHEN p.value IS NOT NULL AND q.value IS NOT NULL THEN CASE WHEN p.value = q.value THEN 'zero' ELSE 'value' END
        WHEN 'suppressed' IN (p.status, q.status) THEN 'suppressed'
        WHEN p.value IS NOT NULL THEN q.status
        WHEN q.value IS NOT NULL OR p.status = q.status THEN p.status
        ELSE 'not_available' END AS status,
      nullif(concat_ws(' ',
        CASE WHEN p.note = q.note THEN p.note END,
        CASE WHEN p.source <> q.source THEN ${literal(twoPublications)} END), ''),
      least(p.as_of, q.as_of)
    FROM (SELECT * FROM category WHERE category = ${literal(of)}) AS p
    JOIN (SELECT * FROM category WHERE category = ${literal(minus)}) AS q USING (level, area, period)
    WHERE NOT EXISTS (
      FROM observation AS o
      WHERE o.indicator = ${literal(indicator.id)} AND o.level = p.level AND o.area = p.area AND o.period = p.period
    )
    ORDER BY p.period_start, period, level, area`);
}

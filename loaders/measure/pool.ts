import { pooledName } from "../../components/words/pooled-period.js";
import type { Counted, PeriodType, Pool } from "../registry/indicator.js";
import type { Period } from "../registry/periods.js";
import { type Database, literal } from "../store/database.js";
import { poolContributors } from "./contributors.js";
import { boundSql, overCounted, valueSql } from "./observe.js";
import { unplaced } from "./roll-up.js";

/** Several periods together: its name, and theirs, oldest first. */
export interface PooledPeriod {
  name: string;
  parts: string[];
}

/**
 * The block of years that a period lies in by an indicator's pool, as a text that is the same for all that are pooled with
 * it; undefined of a period before the first. Blocks follow each other and never overlap, whatever periods there are.
 */
export function blockOf(type: PeriodType, { years, from }: Pool, start: string): string | undefined {
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const begun = type === "term" && month < 9 ? year - 1 : year;
  if (begun < from) return undefined;
  const first = begun - ((begun - from) % years);
  return `${first} ${type === "term" ? month : ""}`.trim();
}

/** The pooled periods of an indicator of which every part is among some periods. */
export function pooledPeriods(
  type: PeriodType,
  pool: Pool,
  periods: readonly Pick<Period, "label" | "start">[],
): PooledPeriod[] {
  const blocks = new Map<string, string[]>();
  for (const { label, start } of periods.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const block = blockOf(type, pool, start);
    if (block !== undefined) blocks.set(block, [...(blocks.get(block) ?? []), label]);
  }
  return [...blocks.values()]
    .filter((parts) => parts.length === pool.years)
    .map((parts) => ({ name: pooledName(parts), parts }));
}

/**
 * Adds the figures of several whole periods together, of an indicator that has a pool: the sum of their counts over the sum
 * of their denominators, with the interval of these. To be called while nothing but what was counted is there.
 */
export async function measurePooled(db: Database, indicator: Counted): Promise<void> {
  const { pool } = indicator;
  if (!pool) return;
  const periods = await db.rows<{ label: string; start: string }>(`
    SELECT period AS label, min(period_start)::VARCHAR AS start FROM observation
    WHERE indicator = ${literal(indicator.id)} AND denominator IS NOT NULL
    GROUP BY period HAVING NOT bool_or(coalesce(note, '') LIKE '%In progress: %') ORDER BY start`);
  for (const { name, parts } of pooledPeriods(indicator.period, pool, periods)) {
    await db.run(pooledRows(indicator, pool, name, parts));
    await poolContributors(db, indicator.id, name, parts);
  }
}

// Who has no ward has rows only in periods in which there is anybody; all others have one in each.
function pooledRows(indicator: Counted, { breakdowns }: Pool, name: string, parts: string[]): string {
  const comparable = "among" in indicator.records.numerator ? "true" : `level <> '${unplaced}'`;
  return `
    INSERT INTO observation
    WITH pooled AS (
      SELECT source, level, area, min(period_start) AS period_start, breakdown, category,
        sum(numerator) AS x, sum(denominator) AS n, max(as_of) AS as_of
      FROM observation
      WHERE indicator = ${literal(indicator.id)} AND period IN (${parts.map(literal).join(", ")})
        AND level IN ('ward', 'locality', 'city', '${unplaced}')
        AND breakdown IN (${["all", ...breakdowns].map(literal).join(", ")})
      GROUP BY source, level, area, breakdown, category
      HAVING count(denominator) = ${parts.length} OR level = '${unplaced}'
    )
    SELECT ${literal(indicator.id)}, source, level, area, ${literal(name)}, period_start, breakdown, category,
      x AS numerator, n AS denominator,
      CASE WHEN n > 0 AND ${comparable} THEN ${valueSql(indicator)} END AS value,
      CASE WHEN ${comparable} THEN ${boundSql(indicator, "lower")} END AS lower,
      CASE WHEN ${comparable} THEN ${boundSql(indicator, "upper")} END AS upper,
      CASE WHEN n = 0 OR NOT ${comparable} THEN 'not_applicable' WHEN x = 0 THEN 'zero' ELSE 'value' END AS status,
      CASE WHEN n > 0 AND x > n THEN ${literal(overCounted)} END AS note, as_of
    FROM pooled
    ORDER BY period_start, level, area, breakdown, category`;
}

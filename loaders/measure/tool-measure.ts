import type { Indicator, Published } from "../registry/indicator.js";
import { literal } from "../store/database.js";

/**
 * The query behind a published item with a `measure`: its figures in the local authority interactive tool for the city,
 * its country and region and its neighbours. A count is the city's alone.
 *
 * The tool writes a year as the one in which an academic or financial year ends (2025), or as both (2024-25).
 */
export function toolMeasureQuery(indicator: Indicator, { measure, notCollected = [], remarks = [] }: Published): string {
  const remark = remarks.map(
    ({ from, upTo, text }) =>
      `WHEN ${[from !== undefined && `year >= ${from}`, upTo !== undefined && `year <= ${upTo}`].filter(Boolean).join(" AND ") || "true"} THEN ${literal(text)}`,
  );
  const missing = `year IN (${[...notCollected, 0].join(", ")}) AND value IS NULL`;
  const count = indicator.kind === "count";
  return `
    WITH named AS (
      SELECT *, left(years, 4)::INTEGER + CASE WHEN regexp_matches(years, '^\\d{4}[-/]\\d{2}') THEN 1 ELSE 0 END AS year
      FROM src_lait WHERE measure = ${literal(measure!)}
    )
    SELECT level, area, comparator.area_name, ${periodSql[indicator.period].label} AS period,
      ${periodSql[indicator.period].start} AS period_start,
      'all' AS breakdown, 'all' AS category,
      ${count ? "value" : "NULL::DOUBLE"} AS numerator, NULL::DOUBLE AS denominator, value,
      CASE WHEN value IS NOT NULL THEN 'value' WHEN ${missing} THEN 'not_collected' ELSE 'not_available' END AS status,
      ${remark.length ? `CASE ${remark.join(" ")} END` : "NULL::VARCHAR"} AS note
    FROM named JOIN comparator ON named.area_number = comparator.la_number::INTEGER
      OR comparator.level IN ('country', 'region') AND named.area_name = comparator.area_name
    ${count ? "WHERE level = 'city'" : ""}
    -- Years before the first figure are as good as not asked for.
    QUALIFY year >= min(year) FILTER (WHERE value IS NOT NULL) OVER ()`;
}

// The year is the one in which the period ends; a term is the spring's, when the tool's censuses are.
const periodSql: Record<Indicator["period"], { label: string; start: string }> = {
  term: { label: "'Spring ' || year", start: "make_date(year, 1, 1)" },
  calendar_year: { label: "year::VARCHAR", start: "make_date(year, 1, 1)" },
  academic_year: { label: "(year - 1) || '/' || right(year::VARCHAR, 2)", start: "make_date(year - 1, 9, 1)" },
  financial_year: { label: "(year - 1) || '/' || right(year::VARCHAR, 2)", start: "make_date(year - 1, 4, 1)" },
};

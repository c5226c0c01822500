/**
 * The query behind the observation data sets: rows of the observation table as pages read them, with the
 * area's name, and dates as texts. A small area's name, only a number to most readers, carries its ward's.
 */
export function observationQuery(where: string): string {
  return `
    WITH named AS (
      SELECT area.code AS area, area.level, concat_ws(', ', area.name, CASE WHEN area.level = 'lsoa' THEN ward.name END) AS area_name
      FROM area
      LEFT JOIN area AS ward ON ward.code = area.parent AND ward.level = 'ward'
    )
    SELECT
      indicator, source, level, area, area_name, period, strftime(period_start, '%Y-%m-%d') AS period_start,
      breakdown, category, numerator, denominator, value, lower, upper,
      status, note, strftime(as_of, '%Y-%m-%d') AS as_of
    FROM observation
    LEFT JOIN named USING (area, level)
    WHERE ${where}
    ORDER BY indicator, level, period_start, breakdown, area, category`;
}

/** The query behind the observation data sets: rows of the observation table as pages read them, with dates as texts. */
export function observationQuery(where: string): string {
  return `
    SELECT
      indicator, source, level, area, period, strftime(period_start, '%Y-%m-%d') AS period_start,
      breakdown, category, numerator, denominator, value, lower, upper,
      status, note, strftime(as_of, '%Y-%m-%d') AS as_of
    FROM observation
    WHERE ${where}
    ORDER BY indicator, level, period_start, breakdown, area, category`;
}

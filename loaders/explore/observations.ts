import { areaNames } from "./areas.js";

/**
 * The query behind the observation data sets: rows of the observation table as pages read them, with the
 * area's name, and dates as texts.
 */
export function observationQuery(where: string): string {
  return `
    WITH named AS (${areaNames})
    SELECT
      indicator, source, observation.level, area,
      coalesce(named.name, CASE WHEN observation.level = 'unplaced' THEN 'In no area of the city' END) AS area_name,
      period, strftime(period_start, '%Y-%m-%d') AS period_start,
      breakdown, category, numerator, denominator, value, lower, upper,
      status, note, strftime(as_of, '%Y-%m-%d') AS as_of
    FROM observation
    LEFT JOIN named ON named.code = area AND named.level = observation.level
    WHERE ${where}
    ORDER BY indicator, observation.level, period_start, breakdown, area, category`;
}

/** The undivided figures of small areas, of the indicators for which a condition on their theme holds. */
export function smallAreaQuery(theme: string): string {
  return observationQuery(
    `observation.level = 'lsoa' AND breakdown = 'all' AND indicator IN (SELECT id FROM indicator WHERE ${theme})`,
  );
}

import type { Source } from "../registry/source.js";
import { literal } from "../store/database.js";
import { areaNames } from "./areas.js";

/**
 * The query behind the observation data sets: rows of the observation table as pages read them, with the names of
 * areas, indicators and sources, and dates as texts. Limits have four decimals, which is more than any page shows: with all
 * their digits they would be half of what a page fetches.
 */
export function observationQuery(where: string, sources: readonly Pick<Source, "id" | "title">[]): string {
  const titles = [...sources, { id: "", title: "" }].map(
    ({ id, title }) => `(${literal(id)}, ${literal(title)})`,
  );
  return `
    WITH named AS (${areaNames}),
    titled AS (SELECT * FROM (VALUES ${titles.join(", ")}) AS t(source, source_title))
    SELECT
      observation.indicator, indicator.name AS indicator_name, observation.source, source_title, observation.level, area,
      coalesce(named.name, CASE WHEN observation.level = 'unplaced' THEN 'In no area of the city' END) AS area_name,
      period, strftime(period_start, '%Y-%m-%d') AS period_start,
      breakdown, category, numerator, denominator, value, round(lower, 4) AS lower, round(upper, 4) AS upper,
      status, note, strftime(as_of, '%Y-%m-%d') AS as_of
    FROM observation
    LEFT JOIN named ON named.code = area AND named.level = observation.level
    LEFT JOIN indicator ON indicator.id = observation.indicator
    LEFT JOIN titled ON titled.source = observation.source
    WHERE ${where}
    -- A period and several of which it is the first begin on one day.
    ORDER BY observation.indicator, observation.level, period_start, breakdown, area, category, period`;
}

/** The undivided figures of small areas, of the indicators for which a condition on their theme holds. */
export function smallAreaQuery(theme: string, sources: Parameters<typeof observationQuery>[1]): string {
  return observationQuery(
    `observation.level = 'lsoa' AND breakdown = 'all' AND observation.indicator IN (SELECT id FROM indicator WHERE ${theme})`,
    sources,
  );
}

import { numberStatuses } from "../../components/words/status.js";
import type { Published } from "../registry/indicator.js";
import { type Database, literal } from "../store/database.js";
import { unplaced } from "./roll-up.js";

const good = `status IN (${numberStatuses.map(literal).join(", ")})`;

/**
 * Turns `published_row`, as a query of small areas, middle-layer areas or wards of any year gave it, into rows of every level that can be told.
 *
 * Numerators and denominators are added up to wards, localities and the city; a score comes with its weight as
 * denominator and itself times the weight as numerator, so that adding up gives its weighted mean. A row that has a value
 * and no numerator (a rank, a tenth) stays at its own level: ranks are never averaged. A part without a figure is left
 * out of numerator and denominator alike, and the note says how many are; one to which the figure
 * does not apply is no part. A row without an area is of those who can be
 * placed in none: it becomes one of level `unplaced`, and the city's note tells it. A row bears the newest date of those that it is made from. Needs `area_tree`,
 * `small_area_part`, `middle_area_part` and `ward_part`.
 */
export async function rollUpPublished(
  db: Database,
  of: Exclude<Published["of"], "areas" | undefined>,
): Promise<void> {
  const total = (what: string): string => {
    const sum = `sum(p.${what} * p.share ORDER BY lsoa, p.part_of)`;
    // The parts of a ward that is whole give back its own count.
    return of === "wards" ? `round(${sum}, 6)` : sum;
  };
  await db.run(`
    CREATE OR REPLACE TEMP TABLE published_row AS
    WITH ${partsOf[of]},
    -- What can be added up, and every area that it can be added up to.
    cell AS (SELECT DISTINCT period, period_start, breakdown, category FROM ${of === "wards" ? "part" : "own"} WHERE numerator IS NOT NULL),
    place AS (
      SELECT lsoa, unnest([
        {'level': 'ward', 'area': ward}, {'level': 'locality', 'area': locality}, {'level': 'city', 'area': city}
      ], recursive := true) FROM area_tree
    ),
    lost AS (
      SELECT period, breakdown, category, sum(numerator) AS lost FROM published_row
      WHERE area IS NULL GROUP BY ALL
    ),
    added AS (
      SELECT level, place.area, period, period_start, breakdown, category,
        -- In one order, so that the last digit is the same in every run.
        ${total("numerator")} AS numerator, ${total("denominator")} AS denominator,
        count(DISTINCT lsoa) FILTER (WHERE p.status IS DISTINCT FROM 'not_applicable') AS parts,
        count(DISTINCT lsoa) FILTER (WHERE p.numerator IS NOT NULL) AS known, min(p.status) AS worst, count(DISTINCT p.status) AS statuses,
        CASE WHEN count(DISTINCT p.note) = 1 THEN min(p.note) END AS note,
        max(p.as_of) AS as_of, bool_or(p.is_received) AS is_received
      FROM cell CROSS JOIN place
      LEFT JOIN summand AS p USING (lsoa, period, breakdown, category)
      WHERE place.area IS NOT NULL
      GROUP BY ALL
    ),
    -- A shared-out area is exact wherever all of its parts lie together.
    divided AS (
      SELECT DISTINCT level, area, period, breakdown, category FROM (
        SELECT level, place.area, period, breakdown, category, part_of
        FROM summand JOIN place USING (lsoa) WHERE whole > 1 AND numerator IS NOT NULL
        GROUP BY ALL HAVING sum(share) < 0.999999
      )
    )
    SELECT level, area, NULL::VARCHAR AS area_name, period, period_start, breakdown, category,
      numerator, denominator, value, status, note, as_of, is_received
    FROM own WHERE area IS NOT NULL
    UNION ALL
    SELECT level, area, NULL, period, period_start, breakdown, category,
      CASE WHEN known > 0 THEN numerator END, CASE WHEN known > 0 THEN denominator END, NULL,
      CASE WHEN known > 0 THEN 'value' WHEN statuses = 1 THEN worst ELSE 'not_available' END,
      nullif(concat_ws(' ', added.note,
        CASE WHEN (level, area, period, breakdown, category) IN (SELECT (level, area, period, breakdown, category) FROM divided)
          THEN ${literal(shared[of])} END,
        CASE WHEN known > 0 AND known < parts THEN 'Without ' || (parts - known) || ' of its ' || parts || ' small areas, for which there is no figure.' END,
        CASE WHEN level = 'city' AND lost > 0
          THEN 'Not counted here, as their small area is not known or is outside the city: ' || printf('%,d', round(lost)::BIGINT) || '.' END), ''),
      as_of, is_received
    FROM added LEFT JOIN lost USING (period, breakdown, category)
    UNION ALL
    SELECT ${literal(unplaced)}, (SELECT code FROM area WHERE level = 'city'), NULL, period, period_start, breakdown, category,
      numerator, denominator, value, status, note, as_of, is_received
    FROM published_row WHERE area IS NULL AND EXISTS (FROM area_tree)`);
}

const shared = {
  "small areas":
    "An estimate: a small area of 2011 that was split since is shared equally over its parts, and they lie in more than one area.",
  "middle areas":
    "An estimate: middle-layer areas cross wards, so each is shared out over its small areas by how many live there.",
  wards:
    "An estimate: the wards were redrawn, so each former ward is shared out over its small areas by how many live there.",
};

// What each small area adds to the areas above it: `of` names the column of the area that its part is of.
const summand = (of: string): string => `summand AS (
      SELECT lsoa, ${of} AS part_of, share, whole, period, breakdown, category, status, note, as_of, is_received,
        CASE WHEN is_known AND numerator IS NOT NULL THEN numerator END AS numerator,
        CASE WHEN is_known AND numerator IS NOT NULL THEN denominator END AS denominator
      FROM part
    )`;

// A row's small areas, each with its share of it, as a table has them.
const sharedOut = (table: string, of: string): string => `part AS (
      SELECT p.lsoa, p.${of}, p.share, count(*) OVER (PARTITION BY r.area, period, breakdown, category) AS whole,
        r.* EXCLUDE (area), ${good} AS is_known
      FROM published_row AS r JOIN ${table} AS p ON p.${of} = r.area
    )`;

// `own`: rows at the level of the query.
const smallAreas = `
    shared AS (
      SELECT part.lsoa, part.given, part.share, count(*) OVER (PARTITION BY part.given) AS whole
      FROM small_area_part AS part WHERE part.lsoa IN (SELECT lsoa FROM area_tree)
    ),
    -- Of areas that became one, all must be known, or the one is not.
    part AS (
      SELECT s.lsoa, s.given, s.share, whole, r.* EXCLUDE (area),
        bool_and(${good}) OVER (PARTITION BY s.lsoa, period, breakdown, category) AS is_known
      FROM published_row AS r JOIN (SELECT DISTINCT * FROM shared) AS s ON s.given = r.area
    ),
    own AS (
      SELECT 'lsoa' AS level, lsoa AS area, period, period_start, breakdown, category,
        CASE WHEN bool_and(is_known) THEN sum(numerator * share ORDER BY given) END AS numerator,
        CASE WHEN bool_and(is_known) THEN sum(denominator * share ORDER BY given) END AS denominator,
        -- Areas that became one keep a value only if it was the same in all.
        CASE WHEN bool_and(is_known) AND count(DISTINCT value) = 1 THEN min(value) END AS value,
        CASE WHEN count(DISTINCT status) > 1 AND NOT bool_and(is_known) THEN 'not_available'
          WHEN bool_and(is_known) AND count(DISTINCT value) > 1 THEN 'not_available'
          ELSE min(status) END AS status,
        nullif(concat_ws(' ', min(note),
          CASE WHEN min(share) < 1 AND count(numerator) > 0 THEN 'An estimate: a small area of 2011 that was split since is shared equally over its parts.'
            WHEN min(share) < 1 THEN 'Of the small area of 2011 that it was part of.'
            WHEN count(DISTINCT given) > 1 AND count(DISTINCT value) > 1 AND count(numerator) = 0 THEN 'Small areas of 2011 with different figures have become one.' END), '') AS note,
        max(as_of) AS as_of, bool_or(is_received) AS is_received
      FROM part GROUP BY lsoa, period, period_start, breakdown, category
    ),
    ${summand("given")}`;

const middleAreas = `
    ${sharedOut("middle_area_part", "msoa")},
    own AS (
      SELECT 'msoa' AS level, area, period, period_start, breakdown, category, numerator, denominator, value, status, note, as_of, is_received
      FROM published_row WHERE area IN (SELECT code FROM area WHERE level = 'msoa')
    ),
    ${summand("msoa")}`;

// A ward that there still is has all its parts in itself, so that its own count comes out.
const wards = `
    ${sharedOut("ward_part", "ward")},
    own AS (
      SELECT 'ward' AS level, published_row.area, period, period_start, breakdown, category, numerator, denominator, value, status, note, as_of, is_received
      FROM published_row JOIN area ON area.code = published_row.area AND area.level = 'ward'
      WHERE (period, breakdown, category) NOT IN (SELECT (period, breakdown, category) FROM published_row WHERE numerator IS NOT NULL)
    ),
    ${summand("ward")}`;

const partsOf = { "small areas": smallAreas, "middle areas": middleAreas, wards };

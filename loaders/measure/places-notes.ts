import type { Count } from "../registry/indicator.js";
import type { Source } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import { qualifyingRows } from "./cells.js";
import { unplaced } from "./roll-up.js";
import { countedIn } from "./settings.js";

/**
 * Adds to the notes of figures that add up a column of the register of settings, such as places: at which types of setting,
 * and how many, they are, which of those that count in no area are childminders', and where one setting has most of a ward's. Needs the
 * `numerator_period` that the figures were counted with.
 */
export async function notePlaces(
  db: Database,
  indicator: string,
  count: Count,
  source: Source,
): Promise<void> {
  if (typeof count.count !== "object") return;
  const column = identifier(count.count.sum);
  const number = (value: string) => `printf('%,d', ${value}::BIGINT)`;
  await db.run(`
    UPDATE observation SET note = concat_ws(' ', note, added.text)
    FROM (
      WITH ${await qualifyingRows(db, "numerator", { count, source, breakdowns: [] })},
      one AS (
        SELECT _label AS label, ${countedIn} AS ward, name, ${column} AS places,
          CASE WHEN provider_type ILIKE 'childminder%' THEN 'childminders'
            ELSE lower(coalesce(provider_subtype, 'care of another kind')) END AS type
        FROM qualifying WHERE ${column} > 0
      ),
      tree AS (SELECT DISTINCT ward, locality, city FROM area_tree),
      held AS (
        SELECT 'ward' AS level, ward AS area, one.* FROM one WHERE ward IS NOT NULL
        UNION ALL SELECT 'locality', locality, one.* FROM one JOIN tree USING (ward) WHERE locality IS NOT NULL
        UNION ALL SELECT 'city', city, one.* FROM one JOIN tree USING (ward)
        UNION ALL SELECT '${unplaced}', (SELECT code FROM area WHERE level = 'city'), one.* FROM one WHERE ward IS NULL
      ),
      type AS (SELECT label, level, area, type, sum(places) AS places, count(*) AS settings FROM held GROUP BY ALL),
      types AS (
        SELECT label, level, area, 'By type: ' || string_agg(type || ' ' || ${number("places")} || ' in ' || ${number("settings")} || CASE settings WHEN 1 THEN ' setting' ELSE ' settings' END, ', ' ORDER BY places DESC, type) || '.' AS text
        FROM type GROUP BY ALL
      ),
      -- The largest setting of each ward, where it has more than half of the places there.
      large AS (
        SELECT label, level, area, 'One setting' || coalesce(', ' || arg_max(name, places) || ',', '') || ' has ' || ${number("max(places)")}
          || ' of the ' || ${number("sum(places)")} || '.' AS text
        FROM held WHERE level = 'ward' GROUP BY ALL HAVING count(*) > 1 AND max(places) > sum(places) / 2
      ),
      apart AS (
        SELECT label, 'city' AS level, area, 'Of these, ' || ${number("places")} || ' are at childminders, whose addresses are withheld.' AS text
        FROM type WHERE level = '${unplaced}' AND type = 'childminders' AND EXISTS (FROM area_tree)
      )
      SELECT label, level, area, concat_ws(' ', apart.text, types.text, large.text) AS text
      FROM types LEFT JOIN large USING (label, level, area) LEFT JOIN apart USING (label, level, area)
    ) AS added
    WHERE indicator = ${literal(indicator)} AND breakdown = 'all' AND observation.level = added.level
      AND observation.area = added.area AND period = added.label`);
}

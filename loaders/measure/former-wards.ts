import type { Database } from "../store/database.js";

/**
 * Builds `ward_part` (ward, lsoa, share): the small areas that each ward of any year is made of, and each one's share of the
 * people there; and `former_ward` (code, name, ward, share, makes): the wards that there were and are not, with the wards
 * that they became, the share of a former ward's people who live in each, and the share of each's people who lived in it.
 *
 * Small areas of 2011 stand for those that they became; of several that became one, each for an equal part of it. A small area is in one ward whole, so all shares are estimates.
 * Needs `area_tree`, `small_area_part` and `small_area_people`.
 */
export async function buildFormerWards(db: Database): Promise<void> {
  const [lookup, codes] = await Promise.all(
    ["other_wards_lookup", "ward_codes"].map((name) => db.has(`src_${name}`)),
  );
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ward_part AS
    WITH member AS (
      SELECT ward, lsoa, 1.0 AS within FROM area_tree WHERE ward IS NOT NULL
      ${
        lookup
          ? `UNION ALL
      SELECT l.ward, part.lsoa, sum(CASE WHEN part.given = part.lsoa THEN 1 ELSE 1.0 / parts END) AS within
      FROM (SELECT DISTINCT ward, lsoa FROM src_other_wards_lookup) AS l
      JOIN (
        SELECT *, count(*) FILTER (WHERE given <> lsoa) OVER (PARTITION BY lsoa) AS parts FROM small_area_part
      ) AS part ON part.given = l.lsoa
      WHERE l.ward NOT IN (SELECT ward FROM area_tree WHERE ward IS NOT NULL) GROUP BY ALL`
          : ""
      }
    )
    SELECT ward, lsoa, within * coalesce(people, 1) AS people,
      within * coalesce(people, 1) / sum(within * coalesce(people, 1)) OVER (PARTITION BY ward) AS share
    FROM member JOIN small_area_people USING (lsoa)`);
  await db.run(`
    CREATE OR REPLACE TABLE former_ward AS
    WITH named AS (${codes ? "SELECT ward, arg_max(ward_name, year) AS name FROM src_ward_codes GROUP BY ward" : "SELECT NULL::VARCHAR AS ward, NULL::VARCHAR AS name WHERE false"}),
    whole AS (SELECT tree.ward, sum(people) AS people FROM area_tree AS tree JOIN ward_part USING (ward, lsoa) GROUP BY ALL)
    SELECT part.ward AS code, coalesce(name, part.ward) AS name, tree.ward, sum(part.share) AS share,
      sum(part.people) / any_value(whole.people) AS makes
    FROM ward_part AS part JOIN area_tree AS tree USING (lsoa) JOIN whole ON whole.ward = tree.ward
    LEFT JOIN named ON named.ward = part.ward
    WHERE part.ward NOT IN (SELECT ward FROM area_tree WHERE ward IS NOT NULL)
    GROUP BY ALL ORDER BY ALL`);
  await db.run(`
    CREATE OR REPLACE TABLE wards_redrawn AS
    ${
      codes
        ? `SELECT min(year)::INTEGER AS year FROM src_ward_codes WHERE ward IN (SELECT ward FROM area_tree)
           HAVING min(year) > (SELECT max(year) FROM src_ward_codes WHERE ward IN (SELECT code FROM former_ward))`
        : "SELECT NULL::INTEGER AS year WHERE false"
    }`);
}

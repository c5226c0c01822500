import { bbox, booleanPointInPolygon, featureCollection, pointOnFeature, union } from "@turf/turf";
import { group } from "d3";
import type { MultiPolygon, Polygon } from "geojson";
import { type City, localityCode } from "../registry/city.js";
import { type Database, literal } from "../store/database.js";
import { readNeighbours } from "./comparators.js";

/**
 * Builds area, area_tree and area_shape from the look-ups and boundaries that there are.
 * Without the look-up from small areas to wards only the city and its comparators are areas.
 */
export async function buildGeography(db: Database, city: City, log: (line: string) => void): Promise<void> {
  const [lookup, localities, wards, lsoas, msoas, deprivation] = await Promise.all(
    [
      "lsoa_ward_lookup",
      "ward_locality_lookup",
      "ward_boundaries",
      "lsoa_boundaries",
      "msoa_boundaries",
      "deprivation_2025",
    ].map((name) => db.has(`src_${name}`)),
  );
  await db.run(`
    CREATE OR REPLACE TEMP TABLE tree_source AS
    ${
      lookup
        ? `SELECT DISTINCT lsoa, ward, ward_name FROM src_lsoa_ward_lookup
           WHERE lsoa IS NOT NULL AND ward IS NOT NULL AND (city IS NULL OR city = ${literal(city.code)})`
        : "SELECT NULL::VARCHAR AS lsoa, NULL::VARCHAR AS ward, NULL::VARCHAR AS ward_name WHERE false"
    }`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE ward_locality AS
    ${
      localities
        ? `SELECT ward, min(locality) AS locality, min(coalesce(locality_name, locality)) AS locality_name
           FROM src_ward_locality_lookup
           WHERE coalesce(locality, locality_name) IS NOT NULL AND ward IN (SELECT ward FROM tree_source) GROUP BY ward`
        : "SELECT NULL::VARCHAR AS ward, NULL::VARCHAR AS locality, NULL::VARCHAR AS locality_name WHERE false"
    }`);
  await codeLocalities(db, city);
  await db.run(`
    CREATE OR REPLACE TABLE area_tree AS
    SELECT lsoa, min(ward) AS ward, min(locality) AS locality, ${literal(city.code)} AS city
    FROM tree_source LEFT JOIN ward_locality USING (ward)
    GROUP BY lsoa
    ORDER BY lsoa`);
  await db.run(`
    CREATE OR REPLACE TABLE area AS
    SELECT lsoa AS code, ${lsoas ? "coalesce((SELECT min(name) FROM src_lsoa_boundaries AS b WHERE b.code = lsoa), lsoa)" : "lsoa"} AS name, 'lsoa' AS level, ward AS parent
    FROM area_tree
    UNION ALL
    SELECT ward, min(ward_name), 'ward', coalesce(min(locality), ${literal(city.code)})
    FROM tree_source LEFT JOIN ward_locality USING (ward) GROUP BY ward
    UNION ALL
    SELECT locality, min(locality_name), 'locality', ${literal(city.code)} FROM ward_locality GROUP BY locality
    ${msoas ? `UNION ALL SELECT code, min(name), 'msoa', ${literal(city.code)} FROM src_msoa_boundaries GROUP BY code` : ""}
    UNION ALL
    VALUES (${literal(city.code)}, ${literal(city.name)}, 'city', NULL)${[
      ...city.comparators,
      ...(await readNeighbours(db, city)).map((n) => ({ ...n, level: "neighbour" })),
    ]
      .map((c) => `, (${literal(c.code)}, ${literal(c.name)}, ${literal(c.level)}, NULL)`)
      .join("")}`);
  // A boundary whose code no look-up knows is of another vintage: a value must not be drawn on it.
  await db.run(`
    CREATE OR REPLACE TABLE area_shape AS
    ${[
      ["ward", wards],
      ["lsoa", lsoas],
      ["msoa", msoas],
    ]
      .map(([level, there]) =>
        there
          ? `SELECT code, '${level}' AS level, geometry FROM src_${level}_boundaries WHERE code IN (SELECT code FROM area WHERE level = '${level}')`
          : `SELECT NULL::VARCHAR AS code, '${level}' AS level, NULL::VARCHAR AS geometry WHERE false`,
      )
      .join("\nUNION ALL\n")}`);
  await addLocalityShapes(db);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE lsoa_quintile AS
    ${quintiles(deprivation!)}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE elsewhere AS
    ${lookup ? "SELECT DISTINCT lsoa FROM src_lsoa_ward_lookup WHERE lsoa IS NOT NULL AND lsoa NOT IN (SELECT lsoa FROM area_tree)" : "SELECT NULL::VARCHAR AS lsoa WHERE false"}`);
  await shareOldSmallAreas(db);
  await tell(db, log, { lookup: lookup!, boundaries: wards! });
}

/** A query for the deprivation fifth of each small area: lsoa, quintile. No row where the indices are not there. */
export function quintiles(areThere: boolean): string {
  return areThere
    ? "SELECT lsoa, ceil(min(imd_decile) / 2)::INTEGER::VARCHAR AS quintile FROM src_deprivation_2025 WHERE imd_decile IS NOT NULL GROUP BY lsoa"
    : "SELECT NULL::VARCHAR AS lsoa, NULL::VARCHAR AS quintile WHERE false";
}

/** Gives localities that the look-up names and does not code the city's codes for them: a name is no code. */
async function codeLocalities(db: Database, city: City): Promise<void> {
  const named = await db.rows<{ name: string }>(
    "SELECT DISTINCT locality_name AS name FROM ward_locality WHERE locality IS NULL OR locality = locality_name ORDER BY 1",
  );
  for (const { name } of named)
    await db.run(
      "UPDATE ward_locality SET locality = $1 WHERE locality_name = $2 AND (locality IS NULL OR locality = locality_name)",
      [localityCode(city, name), name],
    );
}

/**
 * Reference figures may be by the small areas of 2011. Those that were split have their figure shared out equally over
 * their parts: an estimate for the parts, and exact for the ward wherever they lie in the same one.
 */
async function shareOldSmallAreas(db: Database): Promise<void> {
  const old = await db.has("src_lsoa_2011_2021_lookup");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE small_area_part AS
    SELECT lsoa AS given, lsoa, 1.0 AS share FROM area_tree
    ${
      old
        ? `UNION ALL
    SELECT lsoa_2011, lsoa_2021, 1.0 / count(*) OVER (PARTITION BY lsoa_2011)
    FROM (SELECT DISTINCT lsoa_2011, lsoa_2021 FROM src_lsoa_2011_2021_lookup)
    WHERE lsoa_2011 NOT IN (SELECT lsoa FROM area_tree)`
        : ""
    }`);
}

/**
 * Which middle-layer area each small area is part of, and its share of the people there: table `middle_area_part` (msoa,
 * lsoa, share). Middle-layer areas are made of whole small areas, so a point inside a small area tells. Needs
 * `small_area_people`.
 */
export async function placeInMiddleAreas(db: Database): Promise<void> {
  const shapesOf = async (level: "lsoa" | "msoa") =>
    (
      await db.rows<{ code: string; geometry: string }>(
        `SELECT code, geometry FROM area_shape WHERE level = '${level}' ORDER BY code`,
      )
    ).map(({ code, geometry }) => ({ code, shape: JSON.parse(geometry) as Polygon | MultiPolygon }));
  const middle = (await shapesOf("msoa")).map((area) => ({ ...area, box: bbox(area.shape) }));
  const found =
    middle.length === 0
      ? []
      : (await shapesOf("lsoa")).flatMap(({ code, shape }) => {
          const point = pointOnFeature(shape);
          const [x, y] = point.geometry.coordinates as [number, number];
          const around = middle.find(
            ({ box: [west, south, east, north], shape: whole }) =>
              x >= west && x <= east && y >= south && y <= north && booleanPointInPolygon(point, whole),
          );
          return around ? [{ msoa: around.code, lsoa: code }] : [];
        });
  await db.run(
    `CREATE OR REPLACE TEMP TABLE middle_area_part AS
     WITH found AS (SELECT unnest(from_json($1, '[{"msoa": "VARCHAR", "lsoa": "VARCHAR"}]'), recursive := true))
     SELECT msoa, lsoa, coalesce(people / sum(people) OVER of_area, 1.0 / count(*) OVER of_area) AS share
     FROM found LEFT JOIN small_area_people USING (lsoa)
     WINDOW of_area AS (PARTITION BY msoa)`,
    [JSON.stringify(found)],
  );
}

async function addLocalityShapes(db: Database): Promise<void> {
  const rows = await db.rows<{ locality: string; geometry: string }>(
    "SELECT locality, geometry FROM area_shape JOIN ward_locality ON ward = code WHERE level = 'ward' ORDER BY locality, code",
  );
  for (const [locality, wards] of group(rows, (r) => r.locality)) {
    const features = wards.map(({ geometry }) => ({
      type: "Feature" as const,
      properties: {},
      geometry: JSON.parse(geometry) as Polygon | MultiPolygon,
    }));
    const shape = features.length > 1 ? union(featureCollection(features)) : features[0];
    if (shape)
      await db.run("INSERT INTO area_shape VALUES ($1, 'locality', $2)", [
        locality,
        JSON.stringify(shape.geometry),
      ]);
  }
}

async function tell(
  db: Database,
  log: (line: string) => void,
  have: { lookup: boolean; boundaries: boolean },
): Promise<void> {
  if (!have.lookup) {
    log("measure   no look-up from small areas to wards: figures for the city only");
    return;
  }
  const { wards, lsoas, bare, alone } = await db.row<Record<"wards" | "lsoas" | "bare" | "alone", number>>(`
    SELECT
      (SELECT count(*) FROM area WHERE level = 'ward') AS wards,
      (SELECT count(*) FROM area WHERE level = 'lsoa') AS lsoas,
      (SELECT count(*) FROM area WHERE level = 'ward' AND code NOT IN (SELECT code FROM area_shape)) AS bare,
      (SELECT count(*) FROM area WHERE level = 'ward' AND parent NOT IN (SELECT code FROM area WHERE level = 'locality')) AS alone`);
  log(`measure   ${wards} wards, ${lsoas} small areas`);
  if (have.boundaries && bare)
    log(
      `measure   ${bare} wards of the look-up have no boundary: look-up and boundaries are of different years`,
    );
  if (alone && alone < wards) log(`measure   ${alone} wards are in no locality of the look-up`);
}

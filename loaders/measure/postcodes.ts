import { bbox, booleanPointInPolygon } from "@turf/turf";
import type { BBox, MultiPolygon, Polygon } from "geojson";
import type { Database } from "../store/database.js";

/**
 * Builds `postcode_area` (postcode, lsoa): the postcodes in use in the city's small areas, without the space between their
 * halves; none without a directory. Needs `area_tree` and `area_shape`.
 */
export async function buildPostcodes(db: Database): Promise<void> {
  const found = (await db.has("src_postcode_directory")) ? await placed(db) : [];
  await db.run(
    `CREATE OR REPLACE TABLE postcode_area AS
     WITH found AS (SELECT unnest(from_json($1, '[{"postcode": "VARCHAR", "lsoa": "VARCHAR"}]'), recursive := true))
     SELECT postcode, lsoa FROM found WHERE lsoa IN (SELECT lsoa FROM area_tree) ORDER BY postcode`,
    [JSON.stringify(found)],
  );
}

async function placed(db: Database): Promise<{ postcode: string; lsoa: string | undefined }[]> {
  const rows = await db.rows<Located>(await located(db));
  // Where the directory says it of every one, no outline is looked at.
  const lsoaAt = rows.some(({ lsoa }) => !lsoa) ? await smallAreaFinder(db) : () => undefined;
  return rows.map(({ postcode, lsoa, longitude, latitude }) => ({
    postcode,
    lsoa: lsoa ?? lsoaAt(longitude, latitude),
  }));
}

interface Located {
  postcode: string;
  lsoa: string | null;
  longitude: number;
  latitude: number;
}

// Old records carry postcodes that are no longer in use; a reader asks for one that is. Not every directory says so, nor gives
// the small area.
async function located(db: Database): Promise<string> {
  const columns = await db.rows<{ column_name: string }>("DESCRIBE src_postcode_directory");
  const there = new Set(columns.map((column) => column.column_name));
  const column = (name: string) => (there.has(name) ? name : "NULL::VARCHAR");
  return `
    SELECT upper(replace(postcode, ' ', '')) AS postcode, min(${column("lsoa")}) AS lsoa,
      min(longitude) AS longitude, min(latitude) AS latitude
    FROM src_postcode_directory
    WHERE coalesce(${column("terminated")}, '') = ''
    GROUP BY 1
    ORDER BY 1`;
}

/** A function from longitude and latitude to the code of the small area around it, undefined outside all of them. */
async function smallAreaFinder(
  db: Database,
): Promise<(longitude: number, latitude: number) => string | undefined> {
  const rows = await db.rows<{ code: string; geometry: string }>(
    "SELECT code, geometry FROM area_shape WHERE level = 'lsoa' ORDER BY code",
  );
  const areas = rows.flatMap(({ code, geometry }) => {
    const shape = JSON.parse(geometry) as Partial<Polygon | MultiPolygon>;
    return shape.type ? [{ code, shape: shape as Polygon | MultiPolygon, box: bbox(shape as Polygon) }] : [];
  });
  const isInside = ([west, south, east, north]: BBox, x: number, y: number) =>
    x >= west! && x <= east! && y >= south! && y <= north!;
  return (x, y) =>
    areas.find(({ box, shape }) => isInside(box, x, y) && booleanPointInPolygon([x, y], shape))?.code;
}

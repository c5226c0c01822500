import { bbox, booleanPointInPolygon } from "@turf/turf";
import type { BBox, MultiPolygon, Polygon } from "geojson";
import type { Database } from "../store/database.js";

/** The postcodes of a small area (LSOA), with its ward and its locality. */
export interface AreaPostcodes {
  code: string;
  ward: string | null;
  locality: string | null;
  /** Without spaces between their halves, blanks between them. */
  postcodes: string;
}

/** Postcodes in use by small area, in the order of the areas; none without a postcode directory. */
export async function postcodesByArea(db: Database): Promise<AreaPostcodes[]> {
  if (!(await db.has("src_postcode_directory"))) return [];
  const bySmallArea = new Map<string, string[]>();
  const lsoaAt = await smallAreaFinder(db);
  for (const { postcode, lsoa, longitude, latitude } of await db.rows<Located>(await located(db))) {
    const code = lsoa ?? lsoaAt(longitude, latitude);
    if (!code) continue;
    const known = bySmallArea.get(code);
    if (known) known.push(postcode);
    else bySmallArea.set(code, [postcode]);
  }
  const tree = await db.rows<Omit<AreaPostcodes, "postcodes">>(
    "SELECT DISTINCT lsoa AS code, ward, locality FROM area_tree ORDER BY lsoa",
  );
  return tree.flatMap((area) => {
    const postcodes = bySmallArea.get(area.code)?.join(" ");
    return postcodes ? [{ ...area, postcodes }] : [];
  });
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
  const areas = rows.map(({ code, geometry }) => {
    const shape = JSON.parse(geometry) as Polygon | MultiPolygon;
    return { code, shape, box: bbox(shape) };
  });
  const isInside = ([west, south, east, north]: BBox, x: number, y: number) =>
    x >= west! && x <= east! && y >= south! && y <= north!;
  return (x, y) =>
    areas.find(({ box, shape }) => isInside(box, x, y) && booleanPointInPolygon([x, y], shape))?.code;
}

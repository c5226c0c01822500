import { pointOnFeature, simplify, truncate } from "@turf/turf";
import type { MultiPolygon, Polygon } from "geojson";
import { z } from "zod";
import type { Database } from "../store/database.js";

const position = z.tuple([z.number(), z.number()]);

export const areaSchema = z.object({
  code: z.string(),
  name: z.string(),
  /** Code of the area one level up. */
  parent: z.string().nullable(),
  /** A point inside the outline, as longitude and latitude. */
  centre: position,
  geometry: z.object({ type: z.enum(["Polygon", "MultiPolygon"]), coordinates: z.array(z.any()) }),
});

export type Area = z.infer<typeof areaSchema>;

/**
 * A query for the names of all areas: code, level, parent and name. A small area's name is only a number to
 * most readers, so it carries its ward's.
 */
export const areaNames = `
  SELECT
    area.code, area.level, area.parent,
    CASE
      WHEN area.level = 'lsoa' AND NOT starts_with(area.name, ward.name) THEN area.name || ', ' || ward.name
      ELSE area.name
    END AS name
  FROM area
  LEFT JOIN area AS ward ON ward.code = area.parent AND ward.level = 'ward'`;

/**
 * The areas of a level that have an outline, in name order. Outlines are thinned by about ten metres and
 * rounded to five decimal places (about one metre): a city's wards stay well under 200 kB.
 */
export async function areasOf(db: Database, level: "lsoa" | "msoa" | "ward" | "locality"): Promise<Area[]> {
  const rows = await db.rows<Omit<Area, "centre" | "geometry"> & { geometry: string }>(`
    WITH named AS (${areaNames})
    SELECT code, name, parent, geometry
    FROM named
    JOIN area_shape USING (code, level)
    WHERE level = '${level}'
    ORDER BY name`);
  return rows.map(({ geometry, ...area }) => {
    const outline = thinned(JSON.parse(geometry) as Polygon | MultiPolygon);
    const centre = truncate(pointOnFeature(outline), { precision: 5 }).geometry.coordinates;
    return { ...area, centre: centre as [number, number], geometry: outline };
  });
}

function thinned(geometry: Polygon | MultiPolygon): Polygon | MultiPolygon {
  return truncate(simplify(geometry, { tolerance: 0.0001, highQuality: true }), {
    precision: 5,
    coordinates: 2,
  });
}

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
 * The areas of a level that have an outline, in name order. Outlines are thinned by about ten metres and
 * rounded to five decimal places (about one metre): a city's wards stay well under 200 kB.
 * A small area's name, which is only a number to most readers, carries its ward's.
 */
export async function areasOf(db: Database, level: "lsoa" | "ward" | "locality"): Promise<Area[]> {
  const rows = await db.rows<{
    code: string;
    name: string;
    parent: string | null;
    above: string | null;
    geometry: string;
  }>(`
    SELECT area.code, area.name, area.parent, above.name AS above, geometry
    FROM area
    JOIN area_shape USING (code, level)
    LEFT JOIN area AS above ON above.code = area.parent
    WHERE area.level = '${level}'
    ORDER BY area.name`);
  return rows.map(({ code, name, parent, above, geometry }) => {
    const outline = thinned(JSON.parse(geometry) as Polygon | MultiPolygon);
    return {
      code,
      name: level === "lsoa" && above ? `${name}, ${above}` : name,
      parent,
      centre: truncate(pointOnFeature(outline), { precision: 5 }).geometry.coordinates as [number, number],
      geometry: outline,
    };
  });
}

function thinned(geometry: Polygon | MultiPolygon): Polygon | MultiPolygon {
  return truncate(simplify(geometry, { tolerance: 0.0001, highQuality: true }), {
    precision: 5,
    coordinates: 2,
  });
}

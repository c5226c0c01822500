import type { MultiPolygon, Polygon, Position } from "geojson";
import { z } from "zod";
import type { Database } from "../store/database.js";

export const wardShapeSchema = z.object({
  code: z.string(),
  name: z.string(),
  /** Longitude and latitude. */
  centre: z.tuple([z.number(), z.number()]),
  geometry: z.object({ type: z.enum(["Polygon", "MultiPolygon"]), coordinates: z.array(z.any()) }),
});

export type WardShape = z.infer<typeof wardShapeSchema>;

/** Ward outlines in longitude and latitude to four decimal places (about ten metres), in name order. */
export async function wardShapes(db: Database): Promise<WardShape[]> {
  const rows = await db.rows<{ code: string; name: string; geometry: string }>(`
    SELECT code, name, geometry
    FROM area JOIN area_shape USING (code, level)
    WHERE level = 'ward'
    ORDER BY name`);
  return rows.map(({ code, name, geometry }) => {
    const shape = rounded(JSON.parse(geometry) as Polygon | MultiPolygon);
    return { code, name, centre: centreOf(shape), geometry: shape };
  });
}

function rounded(geometry: Polygon | MultiPolygon): Polygon | MultiPolygon {
  const ring = (points: Position[]): Position[] =>
    points.map(([x, y]) => [Number(x!.toFixed(4)), Number(y!.toFixed(4))]);
  return geometry.type === "Polygon"
    ? { type: "Polygon", coordinates: geometry.coordinates.map(ring) }
    : { type: "MultiPolygon", coordinates: geometry.coordinates.map((polygon) => polygon.map(ring)) };
}

// The middle of the outline's box: enough to place a mark.
function centreOf(geometry: Polygon | MultiPolygon): [number, number] {
  const points = geometry.type === "Polygon" ? geometry.coordinates.flat() : geometry.coordinates.flat(2);
  const middle = (values: number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  return [middle(points.map((point) => point[0]!)), middle(points.map((point) => point[1]!))];
}

import type { MultiPolygon, Polygon } from "geojson";
import { z } from "zod";
import { svgPaths } from "../outline-paths.js";
import { pageDataset } from "../page-dataset.js";

const schema = z.object({
  /** Width and height in the paths' units. */
  size: z.tuple([z.number(), z.number()]),
  /** Wards by name, each with the locality that it is in and an SVG path. */
  wards: z.array(
    z.object({ code: z.string(), name: z.string(), locality: z.string().nullable(), path: z.string() }),
  ),
});

export type AreaOutlines = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Outlines of wards, for a small map",
  schema,
  make: async ({ db }): Promise<AreaOutlines> => {
    const rows = await db.rows<{ code: string; name: string; locality: string | null; geometry: string }>(`
      SELECT code, name, locality, geometry
      FROM area JOIN area_shape USING (code, level)
      LEFT JOIN (SELECT DISTINCT ward AS code, locality FROM area_tree) USING (code)
      WHERE level = 'ward' ORDER BY name, code`);
    const { size, paths } = svgPaths(
      rows.map(({ geometry }) => JSON.parse(geometry) as Polygon | MultiPolygon),
      300,
    );
    return { size, wards: rows.map(({ geometry: _, ...ward }, i) => ({ ...ward, path: paths[i]! })) };
  },
});

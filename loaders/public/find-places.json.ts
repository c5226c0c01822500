import { centroid } from "@turf/turf";
import type { MultiPolygon, Polygon } from "geojson";
import { z } from "zod";
import { serviceSchema } from "../directory/schema.js";
import { readServices } from "../open-data/services.js";
import { publicPageDataset } from "../page-dataset.js";
import type { Database } from "../store/database.js";
import { areasWithPage } from "./areas-with-page.js";

const schema = z.object({
  city: z.string(),
  sample: z.boolean(),
  /** Whether there is any service at all. */
  available: z.boolean(),
  /** In name order, with the middle of each. */
  wards: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      slug: z.string(),
      latitude: z.number(),
      longitude: z.number(),
      /** Whether any service lies in it. */
      served: z.boolean(),
    }),
  ),
  /** The languages that services say they speak. */
  languages: z.array(z.string()),
  /** Services of no place, as advice lines: whoever finds nothing may ring them. */
  anywhere: z.array(serviceSchema),
  /** Titles of the sources of the directory, with the day that each is as of. */
  sources: z.array(z.object({ id: z.string(), title: z.string(), asOf: z.string().nullable() })),
});

export type FindPlaces = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "Where to look for childcare and support",
  schema,
  make: async ({ db, city, manifest }): Promise<FindPlaces> => {
    const services = await readServices(db);
    const served = new Set(services.map(({ ward }) => ward));
    return {
      city: city.name,
      sample: manifest.sample,
      available: services.length > 0,
      wards: (await wardsOf(db)).map((ward) => ({ ...ward, served: served.has(ward.code) })),
      languages: [...new Set(services.flatMap(({ languages }) => languages ?? []))].sort(),
      anywhere: services.filter(({ ward, kind }) => ward === undefined && kind === "advice"),
      sources: await db.rows(
        `SELECT source AS id, title, as_of::VARCHAR AS "asOf" FROM source WHERE list_contains($1::VARCHAR[], source) ORDER BY title`,
        [
          JSON.stringify([
            ...new Set(
              services.flatMap(({ origins }) => Object.values(origins).map((origin) => origin.source)),
            ),
          ]),
        ],
      ),
    };
  },
});

async function wardsOf(db: Database): Promise<Omit<FindPlaces["wards"][number], "served">[]> {
  const rows = await db.rows<{ code: string; name: string; geometry: string | null }>(
    "SELECT code, name, geometry FROM area LEFT JOIN area_shape USING (code, level) WHERE level = 'ward' ORDER BY name",
  );
  const slugs = new Map((await areasWithPage(db)).map(({ code, slug }) => [code, slug]));
  return rows.flatMap(({ code, name, geometry }) => {
    if (geometry === null) return [];
    const [longitude, latitude] = centroid(JSON.parse(geometry) as Polygon | MultiPolygon).geometry
      .coordinates;
    return [
      { code, name, slug: slugs.get(code)!, latitude: rounded(latitude!), longitude: rounded(longitude!) },
    ];
  });
}

const rounded = (degrees: number): number => Math.round(degrees * 1e4) / 1e4;

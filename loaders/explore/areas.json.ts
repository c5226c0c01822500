import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import { areaSchema, areasOf } from "./areas.js";

const schema = z.object({
  ward: z.array(areaSchema),
  locality: z.array(areaSchema),
  /** The city and the areas that it is compared with. */
  others: z.array(z.object({ code: z.string(), name: z.string(), level: z.string() })),
});

export type Areas = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Wards, localities and comparator areas",
  schema,
  make: async ({ db }): Promise<Areas> => ({
    ward: await areasOf(db, "ward"),
    locality: await areasOf(db, "locality"),
    others: await db.rows<Areas["others"][number]>(`
      SELECT code, name, level
      FROM area
      WHERE level NOT IN ('lsoa', 'msoa', 'ward', 'locality')
      ORDER BY array_position(['city', 'country', 'region', 'neighbour'], level), name`),
  }),
});

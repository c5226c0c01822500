import { z } from "zod";
import { publicPageDataset } from "../page-dataset.js";
import { slugsOf } from "./slugs.js";

const schema = z.array(
  z.object({
    /** What stands in the address of its page. */
    slug: z.string(),
    name: z.string(),
    /** What it is: “part of East Birmingham”. */
    kind: z.string(),
    /** For search engines and cards: what the page tells. */
    description: z.string(),
  }),
);

export type AreaPageList = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "Wards that have a page",
  schema,
  make: async ({ db, city }): Promise<AreaPageList> => {
    const wards = await db.rows<{ code: string; name: string; locality: string | null }>(`
      SELECT area.code, area.name, locality.name AS locality
      FROM area
      LEFT JOIN (SELECT DISTINCT ward, locality FROM area_tree) AS tree ON tree.ward = area.code
      LEFT JOIN area AS locality ON locality.code = tree.locality AND locality.level = 'locality'
      WHERE area.level = 'ward'
      ORDER BY area.name, area.code`);
    const slugs = slugsOf(wards);
    return wards.map(({ code, name, locality }) => ({
      slug: slugs.get(code)!,
      name,
      kind: locality ? `Ward in the ${locality} of ${city.name}` : `Ward of ${city.name}`,
      description: `How young children are doing in ${name}, ${city.name}, how many use free childcare, and which nurseries, centres and groups there are.`,
    }));
  },
});

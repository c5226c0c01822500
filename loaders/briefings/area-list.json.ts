import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import type { Database } from "../store/database.js";
import { placesOf } from "./areas.js";
import { readFormerWards } from "./former-wards.js";

const schema = z.array(
  z.object({
    /** Its code, which stands in the address. */
    area: z.string(),
    name: z.string(),
    /** What it is: "ward in East locality". */
    kind: z.string(),
    level: z.enum(["ward", "locality", "city"]),
    /** The name of the locality that a ward is in; empty of others. */
    locality: z.string(),
    /** What else one may look for it by: names of wards that it was part of, and the first halves of its postcodes. */
    keywords: z.string(),
  }),
);

export type AreaList = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Areas that have a profile",
  schema,
  make: async ({ db, city }): Promise<AreaList> => {
    const former = await readFormerWards(db);
    const districts = await districtsOf(db);
    return (await placesOf(db)).map(({ code, name, level, within }) => {
      const locality = level === "ward" ? (within.find((one) => one.level === "locality")?.name ?? "") : "";
      const where = level === "city" ? "" : ` in ${locality ? `${locality} locality` : city.name}`;
      return {
        area: code,
        name: level === "locality" ? `${name} locality` : name,
        kind: level + where,
        level,
        locality,
        keywords: [...former.of(code).map((ward) => ward.name), districts.get(code), code]
          .filter(Boolean)
          .join(" "),
      };
    });
  },
});

// The first half of each postcode in use: what people know of their own and of their neighbours.
async function districtsOf(db: Database): Promise<Map<string, string>> {
  const rows = await db.rows<{ ward: string; districts: string }>(`
    SELECT ward, string_agg(DISTINCT postcode[:-4], ' ' ORDER BY postcode[:-4]) AS districts
    FROM postcode_area JOIN area_tree USING (lsoa) WHERE ward IS NOT NULL GROUP BY ward`);
  return new Map(rows.map(({ ward, districts }) => [ward, districts]));
}

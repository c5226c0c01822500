import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import { placesOf } from "./areas.js";

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
  }),
);

export type AreaList = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Areas that have a profile",
  schema,
  make: async ({ db, city }): Promise<AreaList> =>
    (await placesOf(db)).map(({ code, name, level, within }) => {
      const locality = level === "ward" ? (within.find((one) => one.level === "locality")?.name ?? "") : "";
      const where = level === "city" ? "" : ` in ${locality ? `${locality} locality` : city.name}`;
      return {
        area: code,
        name: level === "locality" ? `${name} locality` : name,
        kind: level + where,
        level,
        locality,
      };
    }),
});

import { z } from "zod";
import { publicPageDataset } from "../page-dataset.js";
import { areasWithPage } from "./areas-with-page.js";

const schema = z.array(
  z.object({
    /** What stands in the address of its page. */
    slug: z.string(),
    name: z.string(),
    code: z.string(),
    level: z.enum(["ward", "locality"]),
    /** Of a ward the code of its locality; empty where it has none, and of a locality. */
    locality: z.string(),
    city: z.string(),
    /** What it is: “part of East Birmingham”. */
    kind: z.string(),
    /** For search engines and cards: what the page tells. */
    description: z.string(),
  }),
);

export type AreaPageList = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "Wards and localities that have a page",
  schema,
  make: async ({ db, city }): Promise<AreaPageList> =>
    (await areasWithPage(db)).map(({ code, name, slug, level, locality, localityName }) => ({
      ...{ slug, name, code, level, locality: locality ?? "", city: city.name },
      kind:
        level === "locality"
          ? `Part of ${city.name}`
          : localityName
            ? `Ward in the ${localityName} of ${city.name}`
            : `Ward of ${city.name}`,
      description: `How young children are doing in ${name}, ${city.name}, how many use free childcare, and which nurseries, centres and groups there are.`,
    })),
});

import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import { readFormerWards } from "./former-wards.js";

const schema = z.array(
  z.object({
    /** Its code, which stands in the address. */
    ward: z.string(),
    name: z.string(),
    city: z.string(),
    /** The first year that is known to have the wards of today; null where no list says. */
    since: z.number().nullable(),
    keywords: z.string(),
    /** The wards that its people live in now, the largest part first: shares of its people, and of that ward's. */
    became: z.array(z.object({ code: z.string(), name: z.string(), share: z.number(), makes: z.number() })),
  }),
);

export type FormerWardList = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Wards that there were, and what they became",
  schema,
  make: async ({ db, city }): Promise<FormerWardList> => {
    const { wards, since } = await readFormerWards(db);
    return wards.map(({ code, ...ward }) => ({
      ward: code,
      ...ward,
      city: city.name,
      since,
      keywords: `${code} former ward old ward`,
    }));
  },
});

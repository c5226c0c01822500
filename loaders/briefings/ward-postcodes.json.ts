import { z } from "zod";
import { postcodesByArea } from "../measure/postcodes.js";
import { pageDataset } from "../page-dataset.js";

// By ward, as it is much smaller so, and as a list of postcodes looks like one of addresses.
const schema = z.array(
  z.object({
    ward: z.string(),
    /** Without spaces between their halves, blanks between them. */
    postcodes: z.string(),
  }),
);

export type WardPostcodes = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Postcodes in use, by ward",
  schema,
  make: async ({ db }): Promise<WardPostcodes> => {
    const byWard = new Map<string, string[]>();
    for (const { ward, postcodes } of await postcodesByArea(db))
      if (ward) byWard.set(ward, [...(byWard.get(ward) ?? []), postcodes]);
    return [...byWard].map(([ward, postcodes]) => ({ ward, postcodes: postcodes.join(" ") }));
  },
});

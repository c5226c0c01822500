import { z } from "zod";
import { pageDataset } from "../page-dataset.js";

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
  make: ({ db }): Promise<WardPostcodes> =>
    db.rows<WardPostcodes[number]>(`
      SELECT ward, string_agg(postcode, ' ' ORDER BY postcode) AS postcodes
      FROM postcode_area JOIN area_tree USING (lsoa) WHERE ward IS NOT NULL GROUP BY ward ORDER BY ward`),
});

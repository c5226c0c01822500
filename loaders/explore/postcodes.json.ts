import { z } from "zod";
import { pageDataset } from "../page-dataset.js";

// By small area, as it is much smaller so, and as a list of postcodes looks like one of addresses.
const schema = z.array(
  z.object({
    /** The small area (LSOA), its ward and its locality. */
    code: z.string(),
    ward: z.string().nullable(),
    locality: z.string().nullable(),
    /** Without spaces between their halves, blanks between them. */
    postcodes: z.string(),
  }),
);

export type Postcodes = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Postcodes in use, by small area",
  schema,
  make: ({ db }): Promise<Postcodes> =>
    db.rows<Postcodes[number]>(`
      SELECT lsoa AS code, any_value(ward) AS ward, any_value(locality) AS locality,
        string_agg(postcode, ' ' ORDER BY postcode) AS postcodes
      FROM postcode_area JOIN area_tree USING (lsoa) GROUP BY lsoa ORDER BY lsoa`),
});

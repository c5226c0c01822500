import { z } from "zod";
import { publicPageDataset } from "../page-dataset.js";

const schema = z.object({
  /** The body that publishes. */
  publisher: z.string(),
  /** The office that the public may ask; null where the city names none. */
  office: z
    .object({ name: z.string(), email: z.string().nullable(), page: z.string().nullable() })
    .nullable(),
});

export type Contact = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "Whom the public may ask",
  schema,
  make: ({ city: { openData } }): Contact => {
    const { publisher, contact } = openData;
    return {
      publisher,
      office: contact
        ? { name: contact.name, email: contact.email ?? null, page: contact.page ?? null }
        : null,
    };
  },
});

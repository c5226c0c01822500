import { z } from "zod";
import { pageDataset } from "../store/page-dataset.js";
import { sourceStateSchema, sourceStates } from "./source-states.js";

const schema = z.object({
  city: z.string(),
  sample: z.boolean(),
  /** ISO time. */
  refreshedAt: z.string(),
  sources: z.array(sourceStateSchema),
  /** The last refresh that brought, took away or refused an extract; null if there has been none. */
  lastChange: z
    .object({
      at: z.string(),
      sources: z.array(
        z.object({
          source: z.string(),
          title: z.string(),
          added: z.array(z.string()),
          dropped: z.array(z.string()),
          refused: z.array(z.string()),
          rowsBefore: z.number(),
          rowsAfter: z.number(),
        }),
      ),
    })
    .nullable(),
});

export type Freshness = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "How fresh each source is",
  schema,
  make: ({ city, sources, manifest }): Freshness => ({
    city: city.name,
    sample: manifest.sample,
    refreshedAt: manifest.refreshedAt,
    sources: sourceStates(sources, manifest),
    lastChange: manifest.lastChange,
  }),
});

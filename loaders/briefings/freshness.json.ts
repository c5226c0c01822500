import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import { readRules } from "../registry/rules.js";
import { sourceStateSchema, sourceStates } from "./source-states.js";

/** A rule with dates as its steward must know it: how it stands depends on the reader's day, so the page says it. */
const ruleSchema = z.object({
  id: z.string(),
  title: z.string(),
  versions: z.array(
    z.object({
      from: z.iso.date(),
      to: z.iso.date().nullable(),
      checkAgainBy: z.iso.date().nullable(),
      values: z.record(z.string(), z.unknown()),
    }),
  ),
  source: z.object({ title: z.string(), page: z.string() }),
  checkedOn: z.iso.date(),
  warnDays: z.int(),
  steward: z.object({
    organisation: z.string(),
    team: z.string(),
    role: z.string(),
    email: z.string(),
    phone: z.string().optional(),
  }),
});

const schema = z.object({
  city: z.string(),
  sample: z.boolean(),
  /** ISO time. */
  refreshedAt: z.string(),
  sources: z.array(sourceStateSchema),
  /** Entitlements and other rules that hold for a time. */
  rules: z.array(ruleSchema),
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
    rules: readRules().map(({ id, title, versions, source, checkedOn, warnDays, steward }) => ({
      id,
      title,
      versions,
      source,
      checkedOn,
      warnDays,
      steward,
    })),
    lastChange: manifest.lastChange,
  }),
});

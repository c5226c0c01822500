import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import type { Source } from "../registry/source.js";
import { type Rejection, rejections } from "./rejections.js";
import { sourceStateSchema, sourceStates } from "./source-states.js";

const team = z.object({
  organisation: z.string(),
  team: z.string(),
  role: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
});

const entrySchema = sourceStateSchema.extend({
  description: z.string(),
  owner: team,
  steward: team,
  governance: z.object({
    controller: z.string(),
    lawfulBasis: z.string(),
    sharingAgreement: z.string(),
    dpiaReference: z.string(),
    retention: z.string(),
  }),
  licence: z.string(),
  sensitivity: z.enum(["personal-special-category", "personal", "official", "open"]),
  page: z.string().nullable(),
  keywords: z.array(z.string()),
  caveats: z.array(z.string()),
  /** Extracts that are not kept any more: when they went, why, and the last day that they covered. */
  removed: z.array(
    z.object({
      at: z.string(),
      why: z.enum(["retention", "withdrawn", "erasure"]),
      coversTo: z.string().nullable(),
    }),
  ),
  columns: z.array(
    z.object({
      name: z.string(),
      description: z.string().nullable(),
      type: z.string(),
      identifier: z.boolean(),
    }),
  ),
  /** Rows in quarantine by column and rule: counts and reasons, never a value. */
  rejections: z.array(
    z.object({ column: z.string().nullable(), rule: z.string(), reason: z.string(), rows: z.number() }),
  ),
});

const schema = z.object({
  sample: z.boolean(),
  refreshedAt: z.string(),
  sources: z.array(entrySchema),
  /** Files in the inbox that are not in use, and why. */
  files: z.array(
    z.object({ path: z.string(), state: z.string(), source: z.string().nullable(), why: z.string() }),
  ),
});

export type Catalogue = z.infer<typeof schema>;
export type CatalogueEntry = Catalogue["sources"][number];

export default pageDataset(import.meta.url, {
  title: "The catalogue of sources",
  schema,
  make: async ({ db, sources, manifest }): Promise<Catalogue> => {
    const byId = new Map(sources.map((source) => [source.id, source]));
    const rejected = await rejections(db);
    return {
      sample: manifest.sample,
      refreshedAt: manifest.refreshedAt,
      files: (manifest.files ?? []).flatMap(({ why, ...file }) => (why === null ? [] : [{ ...file, why }])),
      sources: sourceStates(sources, manifest).map((state) => ({
        ...state,
        ...described(byId.get(state.id)!, state.rejected > 0 ? rejected : []),
        removed: (manifest.sources[state.id]?.removed ?? []).map(({ at, why, covers }) => ({
          at: at.slice(0, 10),
          why,
          coversTo: covers?.to ?? null,
        })),
      })),
    };
  },
});

function described(
  source: Source,
  rejected: Rejection[],
): Omit<CatalogueEntry, keyof z.infer<typeof sourceStateSchema> | "removed"> {
  const { description, owner, steward, governance, licence, sensitivity, page, keywords, caveats, columns } =
    source;
  return {
    description,
    owner: { ...owner, phone: owner.phone ?? null },
    steward: { ...steward, phone: steward.phone ?? null },
    governance,
    licence,
    sensitivity,
    page: page ?? null,
    keywords,
    caveats,
    columns: columns.map(({ name, description, type, identifier }) => ({
      name,
      description: description ?? null,
      type,
      identifier,
    })),
    rejections: rejected
      .filter((rejection) => rejection.source === source.id)
      .map(({ column, rule, reason, rows }) => ({ column, rule, reason, rows })),
  };
}

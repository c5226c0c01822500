import { z } from "zod";
import { type PartnerContext, pageDataset } from "../page-dataset.js";
import type { Source } from "../registry/source.js";

const sourceSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  controller: z.string(),
  lawfulBasis: z.string(),
  sharingAgreement: z.string(),
  dpiaReference: z.string(),
  retention: z.string(),
  special: z.boolean(),
  /** The columns that identify a child, in words. */
  identifiers: z.array(z.string()),
  /** How many other columns are kept of each child. */
  otherColumns: z.int(),
  /** Whom to ask. */
  steward: z.object({ role: z.string(), team: z.string(), organisation: z.string(), email: z.string() }),
  extracts: z.int(),
  rows: z.int(),
  /** The first day covered by an extract that is in use. */
  oldest: z.string().nullable(),
  /** Extracts that are not kept any more. */
  removed: z.int(),
  /** What a list of objections is about; null of other sources. */
  optOut: z.string().nullable(),
});

const schema = z.object({
  sample: z.boolean(),
  refreshedAt: z.string(),
  /** Sources of records of children. */
  sources: z.array(sourceSchema),
  /** How many sources hold no records of children. */
  others: z.int(),
  /** By list of objections: its purpose, and how many records it keeps out. */
  optedOut: z.array(z.object({ list: z.string(), purpose: z.string(), records: z.int() })),
});

export type DataProtection = z.infer<typeof schema>;

export default pageDataset(import.meta.url, {
  title: "Data protection",
  schema,
  make: async ({ db, sources, manifest }): Promise<DataProtection> => {
    const records = sources.filter(({ kind }) => kind === "records");
    return {
      sample: manifest.sample,
      refreshedAt: manifest.refreshedAt,
      sources: records.map((source) => described(source, manifest)),
      others: sources.length - records.length,
      optedOut: (await db.has("opted_out"))
        ? await db.rows(
            "SELECT list, purpose, sum(records)::INTEGER AS records FROM opted_out GROUP BY ALL ORDER BY list",
          )
        : [],
    };
  },
});

function described(
  source: Source,
  { sources }: PartnerContext["manifest"],
): DataProtection["sources"][number] {
  const { id, title, description, governance, sensitivity, steward, columns, optOut } = source;
  const entry = sources[id];
  const extracts = entry?.extracts ?? [];
  const identifying = columns.filter(({ identifier }) => identifier);
  return {
    id,
    title,
    description,
    ...governance,
    special: sensitivity === "personal-special-category",
    identifiers: identifying.map(({ name }) => words(name)),
    otherColumns: columns.length - identifying.length,
    steward: {
      role: steward.role,
      team: steward.team,
      organisation: steward.organisation,
      email: steward.email,
    },
    extracts: extracts.length,
    rows: extracts.reduce((sum, { rows }) => sum + rows, 0),
    oldest: extracts.flatMap(({ covers }) => covers?.from ?? []).sort()[0] ?? null,
    removed: entry?.removed?.length ?? 0,
    optOut: optOut?.purpose ?? null,
  };
}

function words(column: string): string {
  return column
    .replaceAll("_", " ")
    .replace(/\bnhs\b/, "NHS")
    .replace(/\bupn\b/, "UPN");
}

import { z } from "zod";
import { pageDataset } from "../page-dataset.js";
import type { Source } from "../registry/source.js";
import type { SourceEntry } from "../store/manifest.js";

const text = z.string();
const count = z.int().min(0);

const reportSchema = z.object({
  /** Oldest first; the last is the one that is reported. */
  deliveries: z.array(z.object({ name: text, period: text.nullable(), rows: count, rejected: count })).min(1),
  /** Each list has a place a delivery, null where it had no such column. */
  columns: z.array(
    z.object({
      name: text,
      identifier: z.boolean(),
      /** Share of rows in which it is empty, from 0 to 1. */
      empty: z.array(z.number().nullable()),
      /** Different values, about. */
      distinct: z.array(z.number().nullable()),
      /** Least and greatest number. */
      range: z.array(z.tuple([z.number(), z.number()]).nullable()),
      gone: z.array(text),
      added: z.array(text),
    }),
  ),
  /** Rows that were set aside, by column and reason. */
  faults: z.array(z.object({ column: text.nullable(), reason: text, rows: count })),
  totals: z.array(z.object({ column: text, said: z.number(), sum: z.number(), addsUp: z.boolean() })),
  expectations: z.array(
    z.object({ column: text.nullable(), expected: text, found: text, isMet: z.boolean() }),
  ),
  expectedRows: z.tuple([count, count]).nullable(),
  /** What was found of it, in sentences. */
  remarks: z.array(text),
});

const schema = z.object({
  sample: z.boolean(),
  refreshedAt: text,
  sources: z.array(
    z.object({
      id: text,
      title: text,
      /** Who supplies it, and who sees to it that it comes. */
      owner: z.object({ organisation: text, role: text, email: text }),
      steward: z.object({ organisation: text, role: text, email: text }),
      /** Deliveries that were not taken, and why. */
      refused: z.array(z.object({ name: text, reason: text, since: text })),
      /** Of the newest delivery in use; null where none is. */
      report: reportSchema.nullable(),
    }),
  ),
});

export type Deliveries = z.infer<typeof schema>;
export type DeliveredSource = Deliveries["sources"][number];
export type Delivery = z.infer<typeof reportSchema>;

export default pageDataset(import.meta.url, {
  title: "What the newest delivery of each source was like beside those before it",
  schema,
  make: async ({ db, sources, manifest }): Promise<Deliveries> => {
    const rows = (await db.has("delivery_report"))
      ? await db.rows<{ source: string; report: string }>("SELECT source, report FROM delivery_report")
      : [];
    const reports = new Map(rows.map(({ source, report }) => [source, JSON.parse(report)]));
    return {
      sample: manifest.sample,
      refreshedAt: manifest.refreshedAt,
      sources: sources
        .map((source) => ({
          id: source.id,
          title: source.title,
          owner: contactOf(source.owner),
          steward: contactOf(source.steward),
          refused: refusedOf(manifest.sources[source.id]),
          report: reports.get(source.id) ?? null,
        }))
        .sort((a, b) => (a.title < b.title ? -1 : 1)),
    };
  },
});

function contactOf({ organisation, role, email }: Source["owner"]): Deliveries["sources"][number]["owner"] {
  return { organisation, role, email };
}

function refusedOf(entry: SourceEntry | undefined): Deliveries["sources"][number]["refused"] {
  return (entry?.refused ?? []).map(({ name, reason, since }) => ({ name, reason, since }));
}

import { z } from "zod";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";

/** What figures rest on, for the whole city, as page data sets carry it. Sources by their titles. */
export const linkageSchema = z.object({
  indicator: z.string(),
  period: z.string(),
  breakdown: z.string(),
  source: z.string(),
  others: z.array(z.string()),
  unit: z.enum(["children", "records"]),
  total: z.number(),
  linked: z.number(),
});

export type LinkageRow = z.infer<typeof linkageSchema>;

/** The city's rows of `indicator_linkage`, in order of indicator, time and breakdown. */
export async function readLinkage(db: Database, sources: Source[]): Promise<LinkageRow[]> {
  const titleOf = (id: string) => sources.find((source) => source.id === id)?.title ?? id;
  const rows = await db.rows<Omit<LinkageRow, "others"> & { others: string }>(`
    SELECT indicator, period, breakdown, source, others, unit, total, linked
    FROM indicator_linkage
    WHERE level = 'city'
    ORDER BY indicator, period_start, breakdown, source`);
  return rows.map((row) => ({
    ...row,
    source: titleOf(row.source),
    others: (JSON.parse(row.others) as string[]).map(titleOf),
  }));
}

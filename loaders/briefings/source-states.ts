import { z } from "zod";
import type { Source } from "../registry/source.js";
import type { Manifest } from "../store/manifest.js";

const day = z.iso.date();

/** How a source stands after the last refresh. How late that is depends on the reader's day, so the page says it. */
export const sourceStateSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(["records", "table", "geography"]),
  cadence: z.string(),
  /** Year-month-day of the newest extract in use; null where there is none. */
  asOf: day.nullable(),
  nextDue: day.nullable(),
  /** Extracts in use, newest first. */
  extracts: z.array(
    z.object({
      name: z.string(),
      period: z.string().nullable(),
      modified: day,
      rows: z.number(),
      rejected: z.number(),
    }),
  ),
  rows: z.number(),
  rejected: z.number(),
  refused: z.array(z.object({ name: z.string(), reason: z.string(), since: z.string() })),
});

export type SourceState = z.infer<typeof sourceStateSchema>;

const kinds = ["records", "table", "geography"];

/** Every source of the registry as the last refresh left it: records first, then tables, then geography. */
export function sourceStates(sources: Source[], manifest: Pick<Manifest, "sources">): SourceState[] {
  return sources
    .map((source) => sourceState(source, manifest.sources[source.id]))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.title < b.title ? -1 : 1));
}

function sourceState(source: Source, entry: Manifest["sources"][string] | undefined): SourceState {
  const extracts = (entry?.extracts ?? [])
    .map(({ name, period, modified, rows, rejected }) => ({
      name,
      period,
      modified: modified.slice(0, 10),
      rows,
      rejected,
    }))
    .reverse();
  return {
    id: source.id,
    title: source.title,
    kind: source.kind,
    cadence: source.cadence.every,
    asOf: entry?.asOf ?? null,
    nextDue: source.cadence.nextDue ?? null,
    extracts,
    rows: extracts.reduce((sum, extract) => sum + extract.rows, 0),
    rejected: extracts.reduce((sum, extract) => sum + extract.rejected, 0),
    refused: entry?.refused ?? [],
  };
}

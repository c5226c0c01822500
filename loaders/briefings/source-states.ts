import { z } from "zod";
import { asOf, bases, keepsUntil, newestOf } from "../registry/dates.js";
import type { Source } from "../registry/source.js";
import type { Manifest } from "../store/manifest.js";

const day = z.iso.date();

/** The three dates of an extract; of a source they are those of the extract that covers the latest day. */
const dates = {
  covers: z.object({ from: day, to: day }).nullable(),
  published: day.nullable(),
  /** The day on which the store first saw it; null where no extract is in use. */
  received: day.nullable(),
};

/** How a source stands after the last refresh. How late that is depends on the reader's day, so the page says it. */
export const sourceStateSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(["records", "table", "geography", "directory"]),
  cadence: z.string(),
  nextDue: day.nullable(),
  ...dates,
  /** The date that figures from the newest extract bear, and what that date is; null where no extract is in use. */
  asOf: day.nullable(),
  asOfIs: z.enum(bases).nullable(),
  /** The last day on which it is in date, by the end of the period that it covers; null where that cannot be judged. */
  keepsUntil: day.nullable(),
  /** Why it cannot be judged whether it is in date; null where it can, or no extract is in use. */
  cannotJudge: z.string().nullable(),
  /** Extracts in use, newest first. */
  extracts: z.array(
    z.object({
      name: z.string(),
      period: z.string().nullable(),
      ...dates,
      received: day,
      rows: z.number(),
      rejected: z.number(),
      /** What a steward should know of it, in sentences. */
      remarks: z.array(z.string()),
    }),
  ),
  rows: z.number(),
  rejected: z.number(),
  refused: z.array(z.object({ name: z.string(), reason: z.string(), since: z.string() })),
});

export type SourceState = z.infer<typeof sourceStateSchema>;

const kinds = ["records", "table", "directory", "geography"];

/** Every source of the registry as the last refresh left it: records first, then tables, then geography. */
export function sourceStates(sources: Source[], manifest: Pick<Manifest, "sources">): SourceState[] {
  return sources
    .map((source) => sourceState(source, manifest.sources[source.id]))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.title < b.title ? -1 : 1));
}

function sourceState(source: Source, entry: Manifest["sources"][string] | undefined): SourceState {
  const extracts = (entry?.extracts ?? [])
    .map(({ name, period, covers, published, received, rows, rejected, remarks = [] }) => ({
      name,
      period,
      covers,
      published,
      received,
      rows,
      rejected,
      remarks,
    }))
    .reverse();
  const newest = newestOf(extracts);
  const dated = newest && asOf(newest);
  const until = newest?.covers ? keepsUntil(newest.covers.to, source.cadence) : null;
  return {
    id: source.id,
    title: source.title,
    kind: source.kind,
    cadence: source.cadence.every,
    nextDue: source.cadence.nextDue ?? null,
    covers: newest?.covers ?? null,
    published: newest?.published ?? null,
    received: newest?.received ?? null,
    asOf: dated?.day ?? null,
    asOfIs: dated?.basis ?? null,
    keepsUntil: until,
    cannotJudge: newest && until === null ? whyNot(newest.covers !== null) : null,
    extracts,
    rows: extracts.reduce((sum, extract) => sum + extract.rows, 0),
    rejected: extracts.reduce((sum, extract) => sum + extract.rejected, 0),
    refused: entry?.refused ?? [],
  };
}

function whyNot(isCovered: boolean): string {
  return isCovered
    ? "it comes irregularly, and nobody has said how long it keeps"
    : "nothing says what period it covers";
}

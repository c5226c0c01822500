import { existsSync, statfsSync } from "node:fs";
import { z } from "zod";
import { keepsUntil, newestOf } from "../loaders/registry/dates.js";
import type { Source } from "../loaders/registry/source.js";
import { type Manifest, readManifest } from "../loaders/store/manifest.js";
import type { Store } from "../loaders/store/paths.js";
import { lastLook, type Run, readRuns, runSchema, statusFile } from "../loaders/store/runs.js";
import { sizeOf } from "../loaders/store/storage.js";
import { writeFileAtomic } from "../loaders/store/write-file.js";
import { stewardMessage } from "./steward-message.js";

const count = z.int().min(0);
const time = z.iso.datetime();

/** What monitoring reads of a workspace: no cell, no file name that the registry does not know. */
export const statusSchema = z.strictObject({
  /** The version of this form. */
  version: z.literal(1),
  /** When this was written. */
  at: time,
  /** How it stands: `well`; `attention`, where somebody should look; `failing`; `never`, before the first refresh. */
  state: z.enum(["well", "attention", "failing", "never"]),
  /** The folder that extracts are read from. */
  inbox: z.string(),
  /** Whether anything that is shown may be invented. */
  sample: z.boolean(),
  /** When a refresh last changed something; null if none ever did. */
  refreshedAt: time.nullable(),
  /** When a refresh last looked for something new, whether or not it found anything; null if none ever did. */
  lookedAt: time.nullable(),
  /** The last refresh that did anything, or failed; null if there was none. */
  lastRun: runSchema.nullable(),
  /** Steps that failed in the last refresh, and since when. What they make is as it was. */
  failures: z.array(z.strictObject({ step: z.string(), reason: z.string(), since: time })),
  /** Extracts that were offered and are not used, why, and who answers for their source. */
  refused: z.array(
    z.strictObject({
      source: z.string(),
      name: z.string(),
      reason: z.string(),
      since: time,
      steward: z.string(),
    }),
  ),
  /** What to write to stewards about what was refused, or is unlike what came before; `mailto` opens it in a mail program. */
  messages: z.array(
    z.strictObject({
      source: z.string(),
      to: z.string(),
      subject: z.string(),
      body: z.string(),
      mailto: z.string(),
    }),
  ),
  /** Sources whose newest extract is no longer in date, and since which day. */
  outOfDate: z.array(z.strictObject({ source: z.string(), since: z.iso.date(), steward: z.string() })),
  /** Page data sets, and those that could not be brought up to date. */
  pages: z.strictObject({ count, stale: count }),
  /** Bytes that the store takes, and that its disk has free. */
  disk: z.strictObject({ store: count, free: count }),
});

export type Status = z.infer<typeof statusSchema>;

/** How a store stands on a day of the city, as year-month-day. */
export function statusOf(store: Store, sources: readonly Source[], day: string): Status {
  const manifest = readManifest(store);
  const lastRun = readRuns(store).at(-1) ?? null;
  const failures = failuresOf(manifest, lastRun);
  const refused = sources.flatMap((source) =>
    (manifest?.sources[source.id]?.refused ?? []).map(({ name, reason, since }) => ({
      source: source.id,
      name,
      reason,
      since,
      steward: source.steward.email,
    })),
  );
  const outOfDate = manifest ? sources.flatMap((source) => lateIn(source, manifest, day)) : [];
  const stale = Object.values(manifest?.pages ?? {}).filter((page) => page.stale).length;
  const looked = [lastLook(store), lastRun?.finishedAt].filter((at) => at !== undefined).sort();
  return {
    version: 1,
    at: new Date().toISOString(),
    state:
      failures.length || stale
        ? "failing"
        : !manifest
          ? "never"
          : refused.length || outOfDate.length
            ? "attention"
            : "well",
    inbox: store.inbox,
    sample: manifest?.sample ?? false,
    refreshedAt: manifest?.refreshedAt ?? null,
    lookedAt: looked.at(-1) ?? manifest?.refreshedAt ?? null,
    lastRun,
    failures,
    refused,
    messages: sources.flatMap((source) => stewardMessage(source, manifest?.sources[source.id]) ?? []),
    outOfDate,
    pages: { count: Object.keys(manifest?.pages ?? {}).length, stale },
    disk: { store: sizeOf(store.folder), free: freeAt(store.folder) },
  };
}

/** Steps that failed; a run that failed as a whole left no manifest, and is told as one step. */
function failuresOf(manifest: Manifest | undefined, lastRun: Run | null): Status["failures"] {
  const steps = (manifest?.failures ?? []).map(({ step, reason, since }) => ({ step, reason, since }));
  if (lastRun?.outcome !== "failed") return steps;
  return [...steps, { step: "refresh", reason: lastRun.why ?? "", since: lastRun.finishedAt }];
}

function lateIn(source: Source, { sources }: Manifest, day: string): Status["outOfDate"] {
  const newest = newestOf(sources[source.id]?.extracts ?? []);
  const until = newest?.covers ? keepsUntil(newest.covers.to, source.cadence) : null;
  return until !== null && until < day
    ? [{ source: source.id, since: until, steward: source.steward.email }]
    : [];
}

function freeAt(folder: string): number {
  if (!existsSync(folder)) return 0;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Writes a status to where monitoring finds it, in the store's folder. */
export function keepStatus(store: Store, status: Status): void {
  writeFileAtomic(statusFile(store), `${JSON.stringify(status, null, 2)}\n`);
}

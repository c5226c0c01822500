import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Store } from "./paths.js";
import { storageError } from "./storage.js";
import { writeFileAtomic } from "./write-file.js";

/** What may set a run off. */
export const causes = [
  "by hand",
  "start",
  "arrival",
  "claims",
  "schedule",
  "build",
  "publish",
  "page",
] as const;
export type Cause = (typeof causes)[number];

const count = z.int().min(0);

/** One run of the way from extracts to pages, without a cell and without a file name. */
export const runSchema = z.object({
  version: z.literal(1),
  /** ISO time at which it began. */
  startedAt: z.iso.datetime(),
  /** ISO time at which it ended, or at which the next one found that it had not. */
  finishedAt: z.iso.datetime(),
  /** What set it off. */
  cause: z.enum(causes),
  /** The machine that it ran on. */
  host: z.string(),
  /** The folder that extracts were read from. */
  inbox: z.string(),
  /**
   * done: what could be made was made; failed: it ended with an error, and nothing that was in use was replaced;
   * interrupted: the process ended before it.
   */
  outcome: z.enum(["done", "failed", "interrupted"]),
  /** Why it failed, in words fit for a page. */
  why: z.string().nullable(),
  /** Sources of which other extracts came into use, or were refused. */
  sources: z.array(
    z.object({
      source: z.string(),
      added: count,
      dropped: count,
      refused: count,
      rows: count,
      rejected: count,
    }),
  ),
  /** Rows in use of all sources. */
  rows: count,
  /** Rows in quarantine of all sources. */
  rejected: count,
  /** Extracts that were offered and are not used. */
  refused: count,
  /** Children that records were linked to; null if linking failed or there was nothing to link. */
  children: count.nullable(),
  /** Page data sets whose content is new. */
  pages: z.array(z.string()),
  /** Steps that failed; what they make is as it was. */
  failures: z.array(z.object({ step: z.string(), reason: z.string() })),
  /** Seconds by step, of those that did anything. */
  seconds: z.record(z.string(), z.number()),
});

export type Run = z.infer<typeof runSchema>;

/** A file of runs is put aside once it is so large, in bytes; one is kept beside the one that is written to. */
const mostBytes = 1_000_000;

const folderOf = (store: Pick<Store, "folder">): string => join(store.folder, "runs");
const fileOf = (store: Pick<Store, "folder">): string => join(folderOf(store), "runs.jsonl");
const earlierOf = (store: Pick<Store, "folder">): string => join(folderOf(store), "earlier.jsonl");
const underWay = (store: Pick<Store, "folder">): string => join(folderOf(store), "under-way.json");

/** Where what monitoring reads is kept. */
export const statusFile = (store: Pick<Store, "folder">): string => join(folderOf(store), "status.json");

/** Adds a run to those that are kept, a line each. At most some 2 MB of them are. */
export function keepRun(store: Pick<Store, "folder">, run: Run, most = mostBytes): void {
  const file = fileOf(store);
  try {
    mkdirSync(folderOf(store), { recursive: true, mode: 0o700 });
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > most) renameSync(file, earlierOf(store));
    // A line that a full disk or a crash cut short must not take the next one with it.
    const gap = size && size <= most && !readFileSync(file, "utf8").endsWith("\n") ? "\n" : "";
    appendFileSync(file, `${gap}${JSON.stringify(run)}\n`, { mode: 0o600 });
  } catch (error) {
    throw storageError(error, file) ?? error;
  }
}

/** The runs that are kept, oldest first. A line that is damaged is passed over. */
export function readRuns(store: Pick<Store, "folder">): Run[] {
  return [earlierOf(store), fileOf(store)].flatMap((file) =>
    existsSync(file) ? readFileSync(file, "utf8").split("\n").flatMap(runIn) : [],
  );
}

function runIn(line: string): Run[] {
  try {
    const read = runSchema.safeParse(JSON.parse(line));
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}

const begunSchema = runSchema.pick({ startedAt: true, cause: true, host: true, inbox: true });

/** A run that has begun. */
export type RunBegun = z.infer<typeof begunSchema>;

/** What a run says of itself at its end; what is left out is none. */
export type RunEnd = Pick<Run, "outcome" | "why"> & Partial<Run>;

const nothing = {
  version: 1,
  sources: [],
  rows: 0,
  rejected: 0,
  refused: 0,
  children: null,
  pages: [],
  failures: [],
  seconds: {},
} satisfies Partial<Run>;

/** Notes that a run begins. Call it while no other run of the store can begin. */
export function beginRun(store: Pick<Store, "folder">, begun: RunBegun): void {
  writeFileAtomic(underWay(store), JSON.stringify(begun));
}

/** Keeps a run that ends now, whether or not it was noted that it began. */
export function endRun(store: Pick<Store, "folder">, begun: RunBegun, end: RunEnd): Run {
  const run: Run = { ...nothing, ...begun, ...end, finishedAt: new Date().toISOString() };
  keepRun(store, run);
  rmSync(underWay(store), { force: true });
  return run;
}

/** Keeps a run that began and never ended as interrupted. Call it while no other run of the store can begin. */
export function keepInterrupted(store: Pick<Store, "folder">): void {
  const left = runUnderWay(store);
  if (left) endRun(store, left, { outcome: "interrupted", why: null });
}

/** The run that began and has not ended, whether or not its process still lives; undefined if there is none. */
export function runUnderWay(store: Pick<Store, "folder">): RunBegun | undefined {
  try {
    return begunSchema.parse(JSON.parse(readFileSync(underWay(store), "utf8")));
  } catch {
    return undefined;
  }
}

/** Notes that a run looked and found nothing to do: the time is that of the file. */
export function noteLook(store: Pick<Store, "folder">): void {
  const file = join(folderOf(store), "looked");
  writeFileAtomic(file, "");
  utimesSync(file, new Date(), new Date());
}

/** ISO time at which a run last looked and found nothing to do; undefined if none ever did. */
export function lastLook(store: Pick<Store, "folder">): string | undefined {
  return statSync(join(folderOf(store), "looked"), { throwIfNoEntry: false })?.mtime.toISOString();
}

const day = 86_400_000;
/** A pause so long, in milliseconds, is as likely a clock that jumped; then nothing goes for good until it has stood for a while. */
const longPause = 60 * day;
const standsFor = 20 * 3_600_000;

/**
 * Whether the clock may have jumped ahead: since the last run months have passed by it, and no day since that was noticed. What is
 * removed for good by the calendar waits until then.
 */
export function mayHaveJumped(store: Pick<Store, "folder">, now = Date.now()): boolean {
  const note = join(folderOf(store), "jumped");
  const noticed = statSync(note, { throwIfNoEntry: false })?.mtimeMs;
  if (noticed !== undefined && noticed <= now) return now - noticed < standsFor;
  // It was set back since.
  rmSync(note, { force: true });
  const last = Math.max(
    ...[lastLook(store), readRuns(store).at(-1)?.finishedAt].map((at) => Date.parse(at ?? "") || 0),
  );
  if (!last || now - last < longPause) return false;
  writeFileAtomic(note, "");
  utimesSync(note, new Date(now), new Date(now));
  return true;
}

import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { ExtractDates } from "../registry/dates.js";
import type { Span } from "../registry/span.js";
import type { Store } from "./paths.js";
import type { Written } from "./sound.js";
import { writeFileAtomic } from "./write-file.js";

/** What a step, or a page data set, was made from. */
export interface StepEntry {
  /** Hash of all that it was made from, data and code. Equal means current. */
  fingerprint: string;
  /** Hash of the code alone. */
  code: string;
  /** Name → hash of each input. */
  inputs: Record<string, string>;
  /** ISO time. */
  finishedAt: string;
}

export interface PageEntry extends StepEntry {
  title: string;
  audience: "explore" | "briefings" | "public";
  /** File name in the store's pages folder. */
  file: string;
  sha256: string;
  bytes: number;
  /** Whether anything that it was made from may be invented. */
  sample?: boolean;
  /** True if all of it has been through protect. */
  protected: boolean;
  /** Set while it could not be brought up to date: the file is the last good version. */
  stale: null | { since: string; reason: string };
  /** The tables that it was made from, and what else; left out where it may rest on anything. */
  reads?: string[];
}

/** What became of a source at the last refresh. */
export interface SourceEntry {
  title: string;
  /** Extracts in use, oldest period first. */
  extracts: (ExtractDates & {
    name: string;
    sha256: string;
    period: string | null;
    bytes: number;
    rows: number;
    rejected: number;
    /** Whether it is marked as invented; not known of what an earlier version of the code read. */
    sample?: boolean;
    /** What a steward should know of it, in sentences without a value of a cell. */
    remarks?: string[];
  })[];
  /** An extract that was offered and not used, and why. */
  refused: {
    name: string;
    sha256: string;
    reason: string;
    since: string;
    /** Whether it is so whatever else was delivered. */
    byItself?: boolean;
  }[];
  /** What was removed for good: when, why, and what it covered. */
  removed?: { at: string; why: "retention" | "withdrawn" | "erasure"; covers: Span | null }[];
  /** The date that figures of the extract bear which covers the latest day, or null where no extract is in use. */
  asOf: string | null;
}

/** What a refresh changed in a source. */
export interface SourceChange {
  source: string;
  title: string;
  /** File names of extracts that came into use. */
  added: string[];
  /** File names of extracts that are no longer in use. */
  dropped: string[];
  /** File names of extracts that were newly refused. */
  refused: string[];
  rowsBefore: number;
  rowsAfter: number;
}

/** The one statement of what the store holds. It is replaced as a whole at the end of a refresh. */
export interface Manifest {
  version: 1;
  /** Hash of all that the refresh depended on. While it is the same there is nothing to do. */
  state: string;
  inbox: string;
  /** Whether anything that is shown may be invented: an extract in use, or what a page that is out of date was made from. */
  sample: boolean;
  /** The publishable database as protection wrote it. */
  publishable?: Written;
  /** ISO time of the last refresh that changed something. */
  refreshedAt: string;
  /** The day by whose end all that is in use had come, where an earlier state was made again; left out of the present. */
  knownOn?: string;
  /** The latest date that figures of any source bear; days on which extracts came count only where nothing else is known. */
  asOf: string | null;
  sources: Record<string, SourceEntry>;
  /** The last refresh that brought, took away or refused an extract, and what it changed. */
  lastChange: { at: string; sources: SourceChange[] } | null;
  steps: Record<string, StepEntry>;
  /** By the page data set's name, as in `explore/wards.json`. */
  pages: Record<string, PageEntry>;
  /** Failures of the last refresh, in words fit for a page. */
  failures: { step: string; reason: string; since: string }[];
  /** Files in the inbox that no source recognises, by what may be told of their paths. */
  unrecognised: string[];
  /** Every file in the inbox and what became of it; not known of what an earlier version of the code wrote. */
  files?: { path: string; state: string; source: string | null; why: string | null }[];
}

/** Whether an extract in use may be invented: what does not say that it is not counts as invented. */
export function holdsSample(sources: Readonly<Record<string, SourceEntry>>): boolean {
  return Object.values(sources).some(({ extracts }) => extracts.some(({ sample }) => sample !== false));
}

/** Whether public figures were protected together, so that none can be worked out from the others. */
export function isProtectedTogether({ steps }: Pick<Manifest, "steps">): boolean {
  return steps.protect?.inputs.together === "yes";
}

/**
 * The store's manifest, or undefined before its first refresh. One that is damaged counts as none: all that it says is made
 * again, and `onDamage` is called.
 */
export function readManifest(store: Store, onDamage: () => void = () => {}): Manifest | undefined {
  if (!existsSync(store.manifest)) return undefined;
  const manifest = parse(readFileSync(store.manifest, "utf8"));
  if (!manifest) {
    onDamage();
    return undefined;
  }
  const day = manifest.refreshedAt.slice(0, 10);
  for (const [id, entry] of Object.entries(manifest.sources)) manifest.sources[id] = withDates(entry, day);
  return manifest;
}

/** Why a store has no manifest, and what to do: `never` is what to say where there was no refresh yet. */
export function whyNoManifest({ manifest }: Pick<Store, "manifest">, never: string): string {
  return existsSync(manifest)
    ? `${manifest}: is damaged, so it is not known what was read. A refresh makes it again: npm run refresh`
    : never;
}

/**
 * An entry as it is now written. Before extracts had three dates, an entry had none of them: until its source is checked
 * again, nothing is known but that it had come by a day.
 */
export function withDates(entry: SourceEntry, by: string): SourceEntry {
  const extracts = entry.extracts.map((extract) => ({
    ...extract,
    covers: extract.covers ?? null,
    published: extract.published ?? null,
    received: extract.received ?? by,
  }));
  return { ...entry, extracts };
}

function parse(text: string): Manifest | undefined {
  try {
    const read = manifestSchema.safeParse(JSON.parse(text));
    return read.success ? (read.data as unknown as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

const originSchema = z.looseObject({
  fingerprint: z.string(),
  code: z.string(),
  inputs: z.record(z.string(), z.string()),
});
/** What whoever reads a manifest relies on. */
const manifestSchema = z.looseObject({
  version: z.literal(1),
  state: z.string(),
  inbox: z.string(),
  sample: z.boolean(),
  refreshedAt: z.string(),
  knownOn: z.string().optional(),
  asOf: z.string().nullable(),
  sources: z.record(
    z.string(),
    z.looseObject({
      title: z.string(),
      extracts: z.array(z.looseObject({ name: z.string(), sha256: z.string() })),
      refused: z.array(z.looseObject({ name: z.string(), reason: z.string(), since: z.string() })),
    }),
  ),
  steps: z.record(z.string(), originSchema),
  pages: z.record(
    z.string(),
    originSchema.extend({
      title: z.string(),
      audience: z.enum(["explore", "briefings", "public"]),
      file: z.string().regex(/^[\w.-]+$/),
      sha256: z.string(),
      bytes: z.number(),
      protected: z.boolean(),
      stale: z.looseObject({ since: z.string(), reason: z.string() }).nullable(),
    }),
  ),
  failures: z.array(z.looseObject({ step: z.string(), reason: z.string(), since: z.string() })),
  unrecognised: z.array(z.string()),
});

/** Replaces the manifest in one step. */
export function writeManifest(store: Store, manifest: Manifest): void {
  writeFileAtomic(store.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
}

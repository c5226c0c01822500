import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Audience,
  makeFamily,
  makePageDataset,
  type PageDataset,
  type PartnerContext,
  type PublicContext,
} from "../page-dataset.js";
import type { PageEntry, StepEntry } from "../store/manifest.js";
import type { Store } from "../store/paths.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { isSound } from "../store/sound.js";
import { StorageError } from "../store/storage.js";
import { writeFileAtomic } from "../store/write-file.js";
import { isFamily, type LoaderFile, memberOf } from "./find-loaders.js";
import { queryDataset } from "./query-dataset.js";

/** What a page data set would be made from now. */
export type PagePlan = Omit<StepEntry, "finishedAt">;

/** True if the entry is what would be made now, and its file is there and whole. */
export function isCurrent(
  store: Store,
  entry: PageEntry | undefined,
  plan: { fingerprint: string },
): entry is PageEntry {
  return (
    entry !== undefined &&
    entry.stale === null &&
    entry.fingerprint === plan.fingerprint &&
    isSound(join(store.pages, entry.file), entry)
  );
}

/** Entries of the manifest by name: one, or those of a family. */
export type PageEntries = Readonly<Record<string, PageEntry>>;

/**
 * Makes a page data set, or a family of them, and keeps each under its content's hash.
 * What fails keeps its last good version, marked stale; without one there is no entry.
 * Throws only if the store cannot be written to.
 */
export async function makePage(
  store: Store,
  loader: LoaderFile,
  plan: PagePlan,
  previous: PageEntries,
  contextOf: (audience: Audience) => Promise<PartnerContext & PublicContext>,
): Promise<{ entries: PageEntries; failure: string | null }> {
  try {
    const dataset = await importDataset(loader);
    const context = await contextOf(loader.audience);
    const files = new Map<string, Uint8Array>();
    if (isFamily(loader.name))
      for (const [value, bytes] of await makeFamily(dataset, context))
        files.set(memberOf(loader.name, value), bytes);
    else files.set(loader.name, await makePageDataset(dataset, context));
    const about = {
      ...plan,
      title: dataset.title,
      audience: loader.audience,
      sample: context.manifest.sample,
      protected: loader.audience === "public",
      finishedAt: new Date().toISOString(),
      stale: null,
    };
    const entries = [...files].map(([name, bytes]) => [name, { ...about, ...keep(store, name, bytes) }]);
    return { failure: null, entries: Object.fromEntries(entries) };
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const reason = safeMessage(error);
    return { failure: reason, entries: stale(store, previous, reason) };
  }
}

function keep(store: Store, name: string, bytes: Uint8Array): Pick<PageEntry, "file" | "sha256" | "bytes"> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = `${sha256.slice(0, 24)}${extname(name)}`;
  mkdirSync(store.pages, { recursive: true, mode: 0o700 });
  if (!isSound(join(store.pages, file), { bytes: bytes.length, sha256 }))
    writeFileAtomic(join(store.pages, file), bytes);
  return { file, sha256, bytes: bytes.length };
}

/** The last good versions of some page data sets, marked stale since they first were; without those that are damaged. */
export function stale(store: Store, previous: PageEntries, reason: string): PageEntries {
  const since = new Date().toISOString();
  return Object.fromEntries(
    Object.entries(previous)
      .filter(([, entry]) => isSound(join(store.pages, entry.file), entry))
      .map(([name, entry]) => [name, { ...entry, stale: { since: entry.stale?.since ?? since, reason } }]),
  );
}

/** Removes page data sets that no entry names. */
export function sweepPages(store: Store, entries: Iterable<PageEntry>): void {
  if (!existsSync(store.pages)) return;
  const kept = new Set([...entries].map((entry) => entry.file));
  for (const name of readdirSync(store.pages))
    if (!kept.has(name)) rmSync(join(store.pages, name), { force: true });
}

async function importDataset(loader: LoaderFile): Promise<PageDataset> {
  if (loader.file.endsWith(".sql")) return queryDataset(loader);
  const { default: dataset } = (await import(pathToFileURL(loader.file).href)) as { default?: PageDataset };
  if (!dataset?.make) throw new Error(`loaders/${loader.name}.ts has no page data set as its default export`);
  return dataset;
}

/** A reader of page data sets by name; undefined where an entry is missing. Throws as readPage does. */
export function readPageOf(store: Store, entries: PageEntries): (name: string) => Buffer | undefined {
  return (name) => {
    const entry = entries[name];
    return entry && readPage(store, entry);
  };
}

/** The bytes of a page data set as the manifest names it. Throws if its file is damaged. */
export function readPage(store: Store, entry: PageEntry): Buffer {
  if (!isSound(join(store.pages, entry.file), entry))
    throw new TellableError(
      `${join(store.pages, entry.file)}: is not as it was written. Run npm run refresh: it is made again.`,
    );
  return readFileSync(join(store.pages, entry.file));
}

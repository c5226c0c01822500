import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Audience,
  makePageDataset,
  type PageDataset,
  type PartnerContext,
  type PublicContext,
} from "../page-dataset.js";
import type { PageEntry, StepEntry } from "../store/manifest.js";
import { repositoryRoot, type Store } from "../store/paths.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { isSound } from "../store/sound.js";
import { StorageError } from "../store/storage.js";
import { writeFileAtomic } from "../store/write-file.js";

const audiences: Audience[] = ["explore", "briefings", "public"];

/** What a page data set would be made from now. */
export type PagePlan = Omit<StepEntry, "finishedAt">;

/** A loader's file, before it is imported. */
export interface LoaderFile {
  /** As pages name its data set: `explore/wards.json`. */
  name: string;
  audience: Audience;
  file: string;
}

/** The page loaders of all audiences, in name order. */
export function findLoaders(folder = join(repositoryRoot, "loaders")): LoaderFile[] {
  return audiences.flatMap((audience) =>
    readdirSync(join(folder, audience))
      .filter((name) => /\.[a-z]+\.ts$/.test(name) && !name.endsWith(".d.ts"))
      .sort()
      .map((name) => ({
        name: `${audience}/${name.slice(0, -".ts".length)}`,
        audience,
        file: join(folder, audience, name),
      })),
  );
}

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

/**
 * Makes one page data set and keeps it under its content's hash.
 * One that fails keeps its last good version, marked stale; without one there is no entry.
 * Throws only if the store cannot be written to.
 */
export async function makePage(
  store: Store,
  loader: LoaderFile,
  plan: PagePlan,
  previous: PageEntry | undefined,
  contextOf: (audience: Audience) => Promise<PartnerContext & PublicContext>,
): Promise<{ entry: PageEntry | undefined; failure: string | null }> {
  try {
    const dataset = await importDataset(loader);
    const context = await contextOf(loader.audience);
    const bytes = await makePageDataset(dataset, context);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const extension = loader.name.slice(loader.name.lastIndexOf("."));
    const file = `${sha256.slice(0, 24)}${extension}`;
    mkdirSync(store.pages, { recursive: true, mode: 0o700 });
    if (!isSound(join(store.pages, file), { bytes: bytes.length, sha256 }))
      writeFileAtomic(join(store.pages, file), bytes);
    return {
      failure: null,
      entry: {
        ...plan,
        title: dataset.title,
        audience: loader.audience,
        file,
        sha256,
        bytes: bytes.length,
        sample: context.manifest.sample,
        protected: loader.audience === "public",
        finishedAt: new Date().toISOString(),
        stale: null,
      },
    };
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const reason = safeMessage(error);
    return { failure: reason, entry: stale(store, previous, reason) };
  }
}

/** The last good version of a page data set, marked stale since it first was; undefined if there is none. */
export function stale(store: Store, previous: PageEntry | undefined, reason: string): PageEntry | undefined {
  if (!previous || !isSound(join(store.pages, previous.file), previous)) return undefined;
  return { ...previous, stale: { since: previous.stale?.since ?? new Date().toISOString(), reason } };
}

/** Removes page data sets that no entry names. */
export function sweepPages(store: Store, entries: Iterable<PageEntry>): void {
  if (!existsSync(store.pages)) return;
  const kept = new Set([...entries].map((entry) => entry.file));
  for (const name of readdirSync(store.pages))
    if (!kept.has(name)) rmSync(join(store.pages, name), { force: true });
}

async function importDataset(loader: LoaderFile): Promise<PageDataset> {
  const { default: dataset } = (await import(pathToFileURL(loader.file).href)) as { default?: PageDataset };
  if (!dataset?.make) throw new Error(`loaders/${loader.name}.ts has no page data set as its default export`);
  return dataset;
}

/** The bytes of a page data set as the manifest names it. Throws if its file is damaged. */
export function readPage(store: Store, entry: PageEntry): Buffer {
  if (!isSound(join(store.pages, entry.file), entry))
    throw new TellableError(
      `${join(store.pages, entry.file)}: is not as it was written. Run npm run refresh: it is made again.`,
    );
  return readFileSync(join(store.pages, entry.file));
}

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import type { Manifest } from "../../loaders/store/manifest.js";
import type { Store } from "../../loaders/store/paths.js";
import { readyCity } from "../ready-city.js";
import { realFolder } from "../real/world.js";
import type { DataReader } from "./page.js";

/** Page data sets to read pages over. */
export interface PageData {
  read: DataReader;
  remove: () => void;
}

/** Those of the sample city that tests share. */
export async function sampleData(): Promise<PageData> {
  return { read: readerOf(await readyCity()), remove: () => {} };
}

/** Those of the published files alone. */
export async function publishedData(): Promise<PageData> {
  const folder = mkdtempSync(join(tmpdir(), "published-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  process.env.EARLY_YEARS_KEY_FILE = join(folder, "key", "pseudonym.key");
  return {
    read: await refreshed(realFolder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** True if the published files are there. */
export const isPublishedThere = existsSync(realFolder);

async function refreshed(inbox: string): Promise<DataReader> {
  return readerOf(await refresh({ inbox }));
}

function readerOf({ manifest, store }: { manifest: Manifest; store: Store }): DataReader {
  if (manifest.failures.length > 0)
    throw new Error(manifest.failures.map((f) => `${f.step}: ${f.reason}`).join("\n"));
  // Read now, so that no step of another test can change them.
  const pages = new Map(
    Object.entries(manifest.pages).map(([name, entry]) => [name, readPage(store, entry)]),
  );
  return (name) => {
    const bytes = pages.get(name);
    if (!bytes) throw new Error(`There is no page data set ${name}.`);
    return bytes;
  };
}

import { statSync } from "node:fs";
import { type Manifest, readManifest } from "../../loaders/store/manifest.js";
import type { Store } from "../../loaders/store/paths.js";

let last: { file: string; modified: number; manifest: Manifest | undefined } | undefined;

/** A store's manifest, read again only when it was replaced. */
export function manifestOf(store: Store): Manifest | undefined {
  const modified = statSync(store.manifest, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (last?.file !== store.manifest || last.modified !== modified)
    last = { file: store.manifest, modified, manifest: readManifest(store) };
  return last.manifest;
}

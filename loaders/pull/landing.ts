import { rmSync } from "node:fs";
import { join } from "node:path";
import { isConnected } from "../registry/location.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import { filesOf, type InboxFile } from "./inbox.js";
import type { Delivery } from "./index-file.js";

/** An extract that was fetched, and the source that it was fetched for. */
export interface Landed {
  file: InboxFile;
  source: Source;
}

/** The extracts that were fetched and are still to be taken. Their paths begin with `fetched/` and the source. */
export function landedFiles(store: Store, sources: readonly Source[]): Landed[] {
  return sources.filter(isConnected).flatMap((source) =>
    filesOf(join(store.landing, source.id)).map((file) => ({
      source,
      file: { ...file, path: `fetched/${source.id}/${file.path}` },
    })),
  );
}

/** Removes fetched extracts that the index has: their snapshots are what is read from now on. */
export function removeTaken(landed: readonly Landed[], deliveries: readonly Delivery[]): void {
  for (const { file, source } of landed) {
    const isTaken = deliveries.some(
      (d) =>
        d.source === source.id &&
        d.path === file.path &&
        d.bytes === file.bytes &&
        Date.parse(d.modified) === file.modifiedMs,
    );
    if (isTaken) rmSync(file.file, { force: true });
  }
}

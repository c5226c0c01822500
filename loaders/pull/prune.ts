import { rmSync, statSync } from "node:fs";
import { keptUntil } from "../registry/retention.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import { inOrder, type Refused } from "./choose.js";
import { type Delivery, readIndex, redactedFile, snapshotPath, writeIndex } from "./index-file.js";

/**
 * Removes the snapshots that retention does not cover. Of each period of each source there stay the newest extract
 * and the newest other one that was not refused, to fall back on; and those that the source's history covers on `day`. Snapshots of sources that are not in the registry
 * stay: a definition may be away by mistake. Of a source that a child may have been erased from (`isErasedFrom`) nothing stays
 * to fall back on unless it is in use: nobody has taken the child out of it. Returns how many files went, and their bytes.
 */
export function prune(
  store: Store,
  sources: Source[],
  refused: Refused,
  isErasedFrom: (source: Source) => boolean = () => false,
  day = new Date().toISOString().slice(0, 10),
): { files: number; bytes: number } {
  const deliveries = readIndex(store);
  const kept = new Set<Delivery>();
  const isHistory = ({ governance: { history } }: Source, { firstSeen }: Delivery): boolean =>
    history !== undefined && (keptUntil(firstSeen.slice(0, 10), history) ?? day) >= day;
  for (const source of sources)
    for (const { candidates } of inOrder(store, source, deliveries)) {
      const [newest, ...earlier] = candidates;
      const fallback =
        isErasedFrom(source) && !refused.has(newest!.sha256)
          ? undefined
          : earlier.find((d) => !refused.has(d.sha256) && d.sha256 !== newest!.sha256);
      for (const delivery of [newest!, fallback]) if (delivery) kept.add(delivery);
      for (const delivery of isErasedFrom(source) ? [] : earlier)
        if (isHistory(source, delivery)) kept.add(delivery);
    }
  const registered = new Set(sources.map((s) => s.id));
  const stays = (d: Delivery): boolean => kept.has(d) || !registered.has(d.source);
  const keptFiles = new Set(deliveries.filter(stays).map((d) => snapshotPath(store, d)));
  const doomed = deliveries.filter((d) => !stays(d));
  const now = new Date().toISOString();
  const fresh = doomed.filter((d) => !d.pruned);
  for (const delivery of fresh) delivery.pruned = now;
  // The index first: a snapshot that nothing names goes next time, a name without a snapshot would be an error.
  if (fresh.length) writeIndex(store, deliveries);
  let files = 0;
  let bytes = 0;
  for (const snapshot of new Set(doomed.map((d) => snapshotPath(store, d)))) {
    if (keptFiles.has(snapshot)) continue;
    const redacted = redactedFile(snapshot);
    rmSync(redacted.replace(/parquet$/, "json"), { force: true });
    for (const file of [snapshot, redacted]) {
      const stats = statSync(file, { throwIfNoEntry: false });
      if (!stats) continue;
      rmSync(file);
      files++;
      bytes += stats.size;
    }
  }
  return { files, bytes };
}

import { copyFileSync, existsSync, linkSync, mkdirSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { dayIn } from "../registry/rules.js";
import type { Source } from "../registry/source.js";
import type { Store } from "../store/paths.js";
import {
  type Delivery,
  isSnapshotKept,
  readIndex,
  redactedFile,
  snapshotPath,
  writeIndex,
} from "./index-file.js";
import { knownName } from "./known-name.js";
import { withheldOf } from "./withheld.js";

/** What of the extracts that had come by a day could be laid out again. */
export interface LaidOut {
  /** How many extracts were. */
  extracts: number;
  /** Extracts that had come and are no longer kept, by what may be told of their names. */
  gone: { source: string; name: string; came: string }[];
}

/**
 * Lays out in another store and its inbox what a store had been given by the end of a day in a time zone, as far as it is still
 * kept: the newest under each path, with the times at which it came. What is withheld since, and children who were erased since,
 * stay away; lists of those who may not be linked are those of now, whatever the day.
 */
export function layOut(
  store: Store,
  other: Store,
  sources: readonly Source[],
  { day, timeZone }: { day: string; timeZone: string },
): LaidOut {
  const newest = new Map<string, { delivery: Delivery; source: Source }>();
  const dayOf = (time: string): string => dayIn(timeZone, new Date(time));
  for (const delivery of readIndex(store)) {
    const source = sources.find(({ id }) => id === delivery.source);
    if (!source || withheldOf(store, source.id).has(delivery.sha256)) continue;
    if (!source.optOut && dayOf(delivery.firstSeen) > day) continue;
    newest.set(`${delivery.source}\n${delivery.path}`, { delivery, source });
  }
  const gone: LaidOut["gone"] = [];
  const deliveries: Delivery[] = [];
  for (const { delivery, source } of newest.values()) {
    const { pruned, ...kept } = delivery;
    if (isSnapshotKept(store, delivery)) deliveries.push(kept);
    // What was removed by then was no longer in use.
    else if (!pruned || dayOf(pruned) > day)
      gone.push({
        source: source.id,
        name: knownName({ path: delivery.name, bytes: delivery.bytes }, [source]),
        came: dayOf(delivery.firstSeen),
      });
  }
  for (const delivery of deliveries) layOne(store, other, delivery);
  mkdirSync(other.inbox, { recursive: true, mode: 0o700 });
  mkdirSync(other.snapshots, { recursive: true, mode: 0o700 });
  writeIndex(other, deliveries);
  return { extracts: deliveries.length, gone };
}

function layOne(store: Store, other: Store, delivery: Delivery): void {
  const [from, to] = [snapshotPath(store, delivery), snapshotPath(other, delivery)];
  const besides = [redactedFile(from), redactedFile(from).replace(/parquet$/, "json")];
  for (const file of [from, ...besides])
    if (existsSync(file)) place(file, join(dirname(to), file.slice(dirname(from).length + 1)));
  // A snapshot that only its redacted text is left of needs no file in the inbox: what is gone from there stays in use.
  if (!existsSync(from)) return;
  const extract = join(other.inbox, delivery.path);
  place(from, extract, true);
  const modified = new Date(delivery.modified);
  utimesSync(extract, modified, modified);
}

/** A snapshot is not written to, so that one on the same disk is linked; what gets another time is copied. */
function place(from: string, to: string, isOwn = false): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  if (!isOwn)
    try {
      linkSync(from, to);
      return;
    } catch {
      // On another disk.
    }
  copyFileSync(from, to);
}

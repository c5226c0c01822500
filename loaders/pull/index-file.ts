import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Answer } from "../registry/dates.js";
import type { Span } from "../registry/span.js";
import type { Store } from "../store/paths.js";
import { TellableError } from "../store/safe-message.js";
import { writeFileAtomic } from "../store/write-file.js";

/** An extract as it was delivered once. The same content may be delivered twice: it is kept once. */
export interface Delivery {
  source: string;
  /** Path from the inbox, with forward slashes. It may name a child: knownName gives what may be told. */
  path: string;
  /** File name. */
  name: string;
  bytes: number;
  /** ISO time of the last change to the delivered file: tells whether it must be read again, and dates nothing. */
  modified: string;
  sha256: string;
  /** ISO time at which these bytes were first seen, under whatever name. */
  firstSeen: string;
  /** What the steward answered about its dates. */
  said?: Answer;
  /** What was found of its dates inside the file, by way; null where there was nothing to read. */
  read?: Record<string, Span | null>;
  /** ISO time at which its snapshot was removed by the retention rule. */
  pruned?: string;
}

export function snapshotPath(store: Store, delivery: Pick<Delivery, "source" | "sha256" | "name">): string {
  const extension = /\.[a-z0-9]{1,10}$/i.exec(delivery.name)?.[0].toLowerCase() ?? "";
  return join(store.snapshots, delivery.source, `${delivery.sha256}${extension}`);
}

/** What takes a snapshot's place once a child was erased from it: its text without that child's rows. */
export function redactedFile(snapshot: string): string {
  const name = basename(snapshot);
  return join(dirname(snapshot), `${name.slice(0, 64)}.redacted.parquet`);
}

/** Whether a delivery is still kept, as it came or without erased children. */
export function isSnapshotKept(
  store: Store,
  delivery: Pick<Delivery, "source" | "sha256" | "name">,
): boolean {
  const file = snapshotPath(store, delivery);
  return existsSync(file) || existsSync(redactedFile(file));
}

export function indexFile(store: Store): string {
  return join(store.snapshots, "index.json");
}

/** All deliveries that this store has seen, oldest first. */
export function readIndex(store: Store): Delivery[] {
  const file = indexFile(store);
  if (!existsSync(file)) return [];
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { deliveries: Delivery[] }).deliveries;
  } catch {
    throw new TellableError(
      `${file}: cannot be read. Remove it: the next refresh takes the extracts from the inbox again.`,
    );
  }
}

export function writeIndex(store: Store, deliveries: Delivery[]): void {
  writeFileAtomic(indexFile(store), `${JSON.stringify({ version: 1, deliveries }, null, 2)}\n`);
}

import { createHash, randomUUID } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Store } from "../store/paths.js";
import { storageError } from "../store/storage.js";
import { type InboxFile, modifiedMs } from "./inbox.js";
import { isSnapshotKept, redactedFile, snapshotPath } from "./index-file.js";

/** What became of a file: kept under its hash, or not taken, and why. */
export type Taken = { sha256: string } | { waiting: string };

/**
 * Copies an extract into the store under the hash of its content, readable by the owner only.
 * The snapshot appears whole or not at all. A file that is empty, locked, or changes while it is
 * copied is not taken. Throws a StorageError if the store cannot be written to.
 */
export async function takeSnapshot(store: Store, source: string, found: InboxFile): Promise<Taken> {
  if (found.bytes === 0) return { waiting: "it is empty" };
  const folder = join(store.snapshots, source);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${randomUUID()}.tmp`);
  try {
    const { sha256, bytes } = await copyAndHash(found.file, temporary);
    const now = statSync(found.file, { throwIfNoEntry: false });
    if (!now || now.size !== bytes || bytes !== found.bytes || modifiedMs(now) !== found.modifiedMs) {
      return { waiting: "it is still being copied" };
    }
    const name = found.path.slice(found.path.lastIndexOf("/") + 1);
    const snapshot = snapshotPath(store, { source, sha256, name });
    if (!isSnapshotKept(store, { source, sha256, name })) renameSync(temporary, snapshot);
    return { sha256 };
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (path !== found.file) {
      const refused = storageError(error, folder);
      if (refused) throw refused;
    }
    return { waiting: reasons[code] ?? `it could not be copied (${code})` };
  } finally {
    rmSync(temporary, { force: true });
  }
}

const reasons: Record<string, string> = {
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EBUSY: "another program has it open",
  ENOENT: "it went away",
};

/** Removes what an interrupted pull or check left behind. Only while no other refresh runs. */
export function removeLeftovers(store: Store): void {
  if (!existsSync(store.snapshots)) return;
  for (const entry of readdirSync(store.snapshots, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && (entry.name.endsWith(".tmp") || isReplaced(file))) rmSync(file, { force: true });
  }
}

// A snapshot whose place was taken, and which the process did not live to remove.
function isReplaced(file: string): boolean {
  return /^[0-9a-f]{64}(\.(?!redacted\.)[^.]*)?$/.test(basename(file)) && existsSync(redactedFile(file));
}

async function copyAndHash(from: string, to: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  const copy = await open(to, "wx", 0o600);
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      await writeAll(copy, chunk as Buffer);
    }
    await copy.sync();
  } finally {
    await copy.close();
  }
  return { sha256: hash.digest("hex"), bytes };
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { storageError } from "./storage.js";

/**
 * Writes a file so that a reader, or a crash, sees either the old content or the new, never a part.
 * The folder is made if it is missing. `mode` is the file's permissions (default: owner only).
 * Throws a StorageError if the disk is full, read-only or not this user's to write to.
 */
export function writeFileAtomic(file: string, content: string | Uint8Array, mode = 0o600): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const handle = openSync(temporary, "w", mode);
    try {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    removeIfThere(temporary);
    throw storageError(error, file) ?? error;
  }
  syncFolder(dirname(file));
}

// On a disk that is read-only, removing what is not there fails too.
function removeIfThere(file: string): void {
  if (existsSync(file)) rmSync(file);
}

/** Makes sure that a folder's entries outlive a loss of power: a rename is one of them. */
export function syncFolder(folder: string): void {
  // Windows opens no folder, and keeps its entries by itself.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

import { existsSync, readdirSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../../components/words/numbers.js";
import { TellableError } from "./safe-message.js";

type Cause = "full" | "readOnly" | "forbidden";

/** The disk refused to be written to. No step can do better than the one before it, so whatever is under way ends. */
export class StorageError extends TellableError {
  constructor(
    /** File or folder that could not be written. */
    readonly place: string,
    readonly reason: Cause,
    /** What else is known, in sentences. */
    more = "",
  ) {
    super(`${place}: ${texts[reason]}${more && ` ${more}`}`);
  }

  /** The same of another place. */
  at(place: string): StorageError {
    return new StorageError(place, this.reason);
  }

  /** The same with more that is known, in sentences. */
  with(more: string): StorageError {
    return new StorageError(this.place, this.reason, more);
  }
}

const texts: Record<Cause, string> = {
  full: "could not be written, as no space is left on its disk. Free some and try again.",
  readOnly: "could not be written, as its disk is read-only. Make the disk writable and try again.",
  forbidden: "is not this user's to read and write. Give this user the right to, and try again.",
};

/**
 * What kept `place` from being written, if the error of Node or of DuckDB says that a disk did; else undefined.
 * An error that is a StorageError already names its own place.
 */
export function storageError(error: unknown, place?: string): StorageError | undefined {
  if (error instanceof StorageError) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? saidByDatabase(error.message) : codes[code];
  return reason && new StorageError(place ?? path ?? quotedFile(error.message) ?? "A file", reason);
}

const codes: Record<string, Cause> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "readOnly",
  EACCES: "forbidden",
  EPERM: "forbidden",
};

function saidByDatabase(text: string): Cause | undefined {
  if (/No space left on device|Disk quota exceeded|max_temp_directory_size/.test(text)) return "full";
  if (/Read-only file system/.test(text)) return "readOnly";
  return /^IO Error: Cannot open file .*Permission denied/s.test(text) ? "forbidden" : undefined;
}

function quotedFile(text: string): string | undefined {
  return /file "([^"]+)"/.exec(text)?.[1];
}

/**
 * "Up to 1.2 GB more is needed.": what a refresh of `extracts` bytes needs beside what its store holds and the disk has
 * free. A store takes some eight times its extracts and 32 MB, and twice that while all of it is made anew.
 */
export function spaceNeeded(store: string, extracts: number): string {
  const held = sizeOf(store);
  const { bavail, bsize } = statfsSync(store);
  const most = 2 * Math.max(held, 8 * extracts + 32e6);
  const more = Math.max(most - held - bavail * bsize, 1e6);
  return `Up to ${formatBytes(more)} more is needed.`;
}

/** Bytes of all files of a folder; 0 if it is not there. */
export function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(folder, path), { throwIfNoEntry: false }))
    .reduce((sum, status) => sum + (status?.isFile() ? status.size : 0), 0);
}

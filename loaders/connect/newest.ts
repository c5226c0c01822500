import { dayInName, periodOf } from "../pull/choose.js";
import { isTemporary } from "../pull/inbox.js";
import { filePatterns } from "../registry/location.js";
import { fits } from "../registry/pattern.js";
import type { Source } from "../registry/source.js";

/** A file as it lies elsewhere. */
export interface RemoteFile {
  /** Path from the folder that is looked into, with forward slashes. */
  path: string;
  bytes: number;
  modifiedMs: number;
}

/**
 * Of the files that a source's patterns name the newest, or the newest of each period: by the day or month in its name, else by
 * its time. What another program is still writing under a name of its own is passed over.
 */
export function newestFiles<F extends RemoteFile>(source: Source, files: readonly F[], day: string): F[] {
  const newest = new Map<string, F>();
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1);
    if (isTemporary(name) || !filePatterns(source).some((pattern) => fits(pattern, file.path))) continue;
    const period = periodOf(source, name);
    if (period === undefined) continue;
    const key = period?.toLowerCase() ?? "";
    const before = newest.get(key);
    if (!before || isNewer(file, before, day)) newest.set(key, file);
  }
  return [...newest.values()].sort((a, b) => a.modifiedMs - b.modifiedMs);
}

function isNewer(file: RemoteFile, other: RemoteFile, day: string): boolean {
  const [mine, theirs] = [file, other].map(({ path }) => dayInName(path.split("/").at(-1)!, day) ?? "");
  return mine === theirs ? file.modifiedMs > other.modifiedMs : mine! > theirs!;
}

/** What tells that a file elsewhere is the one that was fetched: another size or time. */
export function versionOf({ bytes, modifiedMs }: RemoteFile): string {
  return `${bytes} ${modifiedMs}`;
}

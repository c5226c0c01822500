import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { sampleNote, storesFolder } from "../store/paths.js";

/** A file as it lies in the inbox. */
export interface InboxFile {
  /** Path from the inbox, with forward slashes. */
  path: string;
  /** Path to open. */
  file: string;
  bytes: number;
  modifiedMs: number;
}

type LeftOut = Pick<InboxFile, "path" | "bytes">;

/**
 * Every file of an inbox that may be an extract, in path order. Left out are hidden files and folders,
 * what spreadsheets and copying programs write beside a file while they work on it, the note of a generated sample, the
 * stores, and links that lead out of the inbox. An inbox that does not exist holds nothing.
 */
export function filesOf(inbox: string): InboxFile[] {
  return lookInto(inbox).files;
}

/** Paths in an inbox, with forward slashes, of links that lead out of it or to nothing. */
export function linksOutOf(inbox: string): string[] {
  return lookInto(inbox).links;
}

/** Paths in an inbox, with forward slashes, of what is neither a file nor a folder: to open a pipe is to wait for whoever writes to it. */
export function noFilesIn(inbox: string): string[] {
  return lookInto(inbox).noFiles;
}

/**
 * Paths in an inbox, with forward slashes, of files and folders that may be meant and are left out for their names: hidden ones,
 * and files that a copying program has not finished. A folder's ends with a slash.
 */
export function leftOutOf(inbox: string): LeftOut[] {
  return lookInto(inbox).leftOut;
}

function lookInto(inbox: string): {
  files: InboxFile[];
  links: string[];
  noFiles: string[];
  leftOut: LeftOut[];
} {
  const found: InboxFile[] = [];
  const links: string[] = [];
  const noFiles: string[] = [];
  const leftOut: LeftOut[] = [];
  const root = realpathIfThere(inbox);
  const visited = new Set<string>();
  const visit = (folder: string, prefix: string): void => {
    const real = realpathSync(folder);
    if (visited.has(real) || real === stores) return;
    visited.add(real);
    for (const name of readdirSync(folder).sort()) {
      if (prefix + name === sampleNote) continue;
      const file = join(folder, name);
      if (isTemporary(name)) {
        const stats = isLitter.test(name) ? undefined : lstatSync(file, { throwIfNoEntry: false });
        if (stats)
          leftOut.push({ path: `${prefix}${name}${stats.isDirectory() ? "/" : ""}`, bytes: stats.size });
        continue;
      }
      if (
        lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() &&
        !isWithin(root, realpathIfThere(file))
      ) {
        links.push(`${prefix}${name}`);
        continue;
      }
      // A file that is gone by now is no extract.
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats?.isDirectory()) visit(file, `${prefix}${name}/`);
      else if (stats?.isFile())
        found.push({ path: `${prefix}${name}`, file, bytes: stats.size, modifiedMs: modifiedMs(stats) });
      else if (stats) noFiles.push(`${prefix}${name}`);
    }
  };
  const stores = realpathIfThere(storesFolder());
  if (root) visit(inbox, "");
  return { files: found, links, noFiles, leftOut };
}

function isWithin(root: string | undefined, path: string | undefined): boolean {
  return root !== undefined && path !== undefined && (path === root || path.startsWith(root + sep));
}

/** A file's modification time in whole milliseconds, which every file system and JSON keep alike. */
export function modifiedMs(stats: Stats): number {
  return Math.trunc(stats.mtimeMs);
}

/** What systems, spreadsheets and editors write beside files, in which nobody delivers anything. */
const isLitter =
  /^(thumbs\.db|desktop\.ini|\.ds_store|\.git.*|\.nfs.*|\.trash.*|\._.*|\.?~.*)$|^\..*\.(tmp|sw[a-p])$|\.(swp|lock)$/i;

/** True of a file that is hidden, or that a program writes while it works on another. */
export function isTemporary(name: string): boolean {
  return /^[.~]|^(thumbs\.db|desktop\.ini)$|\.(part|partial|filepart|crdownload|download|tmp|swp|lock)$|~$/i.test(
    name,
  );
}

function realpathIfThere(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false }) && realpathSync(path);
}

import { lstatSync, realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { currentLink, siteFolder } from "./publication.js";

/**
 * Makes `current` lead to a publication's site, in one step: whoever reads meanwhile meets the old site or the new.
 * Windows cannot replace a folder's link in one step: there the link is missing for an instant.
 */
export function serveFrom(folder: string, id: string): void {
  const link = join(folder, currentLink);
  const next = join(folder, unfinishedLink(process.pid));
  rmSync(next, { force: true });
  // A junction, which Windows lets anyone make, needs the whole path; elsewhere a relative one lets the folder be moved.
  const target = process.platform === "win32" ? join(folder, id, siteFolder) : join(id, siteFolder);
  symlinkSync(target, next, "junction");
  try {
    if (process.platform === "win32") rmSync(link, { force: true });
    renameSync(next, link);
  } finally {
    rmSync(next, { force: true });
  }
}

/** True of a link that a run which was killed has left beside `current`. */
export function isUnfinishedLink(name: string): boolean {
  return name.startsWith(`${currentLink}.`) && name.endsWith(".tmp");
}

function unfinishedLink(pid: number): string {
  return `${currentLink}.${pid}.tmp`;
}

/** The publication that is served; undefined if none is. */
export function servedFrom(folder: string): string | undefined {
  const link = join(folder, currentLink);
  if (!lstatSync(link, { throwIfNoEntry: false })) return undefined;
  return basename(dirname(realpathSync(link)));
}

import { existsSync, lstatSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { TellableError } from "../../../loaders/store/safe-message.js";

/**
 * Makes the links by which pages reach their audience's data and the components:
 * `docs/<audience>/data` → `loaders/<audience>` and `docs/<audience>/components` → `components`.
 * They are made here because Windows needs junctions, which version control cannot keep.
 */
export function makeLinks(base = repositoryRoot): void {
  for (const audience of ["explore", "briefings", "public"]) {
    const pages = join(base, "docs", audience);
    if (!existsSync(pages)) continue;
    link(join(pages, "data"), join(base, "loaders", audience));
    link(join(pages, "components"), join(base, "components"));
  }
}

function link(from: string, to: string): void {
  if (!existsSync(to) || leadsTo(from, to)) return;
  const status = lstatSync(from, { throwIfNoEntry: false });
  if (status && !status.isSymbolicLink())
    throw new TellableError(
      `${from} is in the way: the set-up makes a link there, to ${to}. Move what is in it elsewhere and remove it.`,
    );
  rmSync(from, { force: true });
  try {
    symlinkSync(relative(dirname(from), to), from, "junction");
  } catch (error) {
    // Another process made it in the meantime.
    if (!leadsTo(from, to)) throw error;
  }
}

function leadsTo(from: string, to: string): boolean {
  const status = lstatSync(from, { throwIfNoEntry: false });
  return Boolean(status?.isSymbolicLink()) && resolve(dirname(from), readlinkSync(from)) === resolve(to);
}

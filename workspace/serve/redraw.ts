import { utimesSync } from "node:fs";
import { join } from "node:path";
import { findLoaders, membersOf, otherLoaders } from "../../loaders/refresh/find-loaders.js";
import { repositoryRoot } from "../../loaders/store/paths.js";

/**
 * Makes open pages that attach these page data sets draw again: Framework watches the time of a loader's file. A loader that
 * declares none may have read anything, so it runs again too.
 */
export function redrawPagesOf(datasets: string[]): void {
  if (datasets.length === 0) return;
  for (const { name, file } of findLoaders()) if (membersOf(name, datasets).length > 0) touch(file);
  for (const file of otherLoaders()) touch(file);
}

/** Makes every open page load again, with a new sidebar and new notices. */
export function reloadPages(): void {
  touch(join(repositoryRoot, "observablehq.config.ts"));
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // A data set whose loader has just been removed: no page can attach it.
  }
}

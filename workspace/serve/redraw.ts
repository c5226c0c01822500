import { utimesSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";

/** Makes open pages that attach these page data sets draw again: Framework watches the time of a loader's file. */
export function redrawPagesOf(datasets: string[]): void {
  for (const name of datasets) touch(join(repositoryRoot, "loaders", `${name}.ts`));
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

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Edition, rootFolder } from "./edition/editions.js";
import { draftFor } from "./framework/draft-for.js";
import { LoaderResolver } from "./framework/internals.js";

/** The Markdown file that a path is drawn from, below the edition's root; undefined where a page has none of its own. */
export function pageFileOf(edition: Edition, path: string): string | undefined {
  const loaders = new LoaderResolver({ root: edition.root });
  const found = (draftFor(loaders, path) ?? loaders.findPage(path))?.path.replace(/^\//, "");
  return found?.endsWith(".md") ? found : undefined;
}

/** The source of the page that a path draws; undefined where it has no Markdown file of its own. */
export function pageSourceOf(edition: Edition, path: string): string | undefined {
  const file = pageFileOf(edition, path);
  return file === undefined ? undefined : readFileSync(join(rootFolder(edition), file), "utf8");
}

import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { pageOfDraft } from "../../authoring/drafts.js";
import type { LoaderResolver } from "./internals.js";

/**
 * The draft of a page with a parameter in its name that an address draws for one of its pages: of
 * `areas/.E05011118.0a1b2c3d.draft` it is `areas/.[area].0a1b2c3d.draft.md`. Undefined for any other address.
 */
export function draftFor(
  loaders: Pick<LoaderResolver, "root" | "findPage">,
  path: string,
): FrameworkLoader | undefined {
  const of = pageOfDraft(path);
  if (of === path) return undefined;
  const page = loaders.findPage(of);
  if (!page?.params) return undefined;
  const [, ending = ""] = /(\.[0-9a-f]{8}\.draft)$/.exec(path) ?? [];
  const name = posix.basename(page.path, ".md");
  const draft = posix.join(posix.dirname(page.path), `.${name}${ending}.md`);
  if (!existsSync(join(loaders.root, draft))) return undefined;
  return Object.assign(Object.create(Object.getPrototypeOf(page)), page, { path: draft });
}

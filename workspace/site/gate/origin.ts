import { existsSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { readCity } from "../../../loaders/registry/city.js";
import { type Edition, rootFolder, titleOf } from "../edition/editions.js";
import { listedPages } from "../edition/pages.js";
import { bundlePath } from "../framework/bundle-modules.js";
import { elementsOf } from "./html.js";

/** What is wrong with a built page: no page that lists the edition makes it, or it is of another edition. */
export function pageFaults(edition: Edition, file: string, html: string): string[] {
  const isListed = listedPages(edition).some(({ path, draft }) => !draft && isOutputOf(path, file));
  if (!isListed) return [`is a page that does not list the ${edition.name} edition`];
  const title = elementsOf(html).find(({ name }) => name === "title")?.text ?? "";
  return title.endsWith(titleOf(edition, readCity().name)) ? [] : [`is a page of another site: “${title}”`];
}

// A name in brackets stands for any.
function isOutputOf(path: string, file: string): boolean {
  const parts = path.slice(1).split("/");
  const given = file.replace(/\.html$/, "").split("/");
  return (
    parts.length === given.length && parts.every((part, i) => part === given[i] || /^\[\w+\]$/.test(part))
  );
}

/** What is wrong with a built module or style sheet: it is not made from a file in the edition's root or the components. */
export function moduleFaults(edition: Edition, file: string): string[] {
  // Of what was bundled each module was looked at before (checkModules).
  if (bundlePath.test(file)) return [];
  const root = rootFolder(edition);
  const original = file.replace(/^_import\//, "").replace(/\.[0-9a-f]{8}(\.[^./]+)$/, "$1");
  const source = [original, ...["ts", "jsx", "tsx"].map((end) => original.replace(/js$/, end))]
    .map((name) => join(root, name))
    .find((path) => existsSync(path));
  if (!source) return [`is made from ${edition.root}/${original}, which is not there`];
  const real = realpathSync(source);
  const isOwn = [root, componentsOf(edition)].some((folder) => real.startsWith(realpathSync(folder) + sep));
  return isOwn
    ? []
    : [`is a module from outside the ${edition.name} edition: a link leads to it. Take the link away`];
}

function componentsOf(edition: Edition): string {
  const docs = edition.name === "workspace" ? "." : "..";
  return join(rootFolder(edition), docs, "..", "components");
}

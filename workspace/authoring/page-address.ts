import { lstatSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { TellableError } from "../../loaders/store/safe-message.js";

/** A folder of pages, `docs` in a checkout. All that is written lies in it. */
export type PagesFolder = string;

const longestPart = 80;
const mostParts = 6;
// Letters, digits and single marks between them, also in square brackets, as a page for each area is named.
const part = /^(?:[a-z0-9]+(?:[-_.][a-z0-9]+)*|\[[a-z0-9]+(?:-[a-z0-9]+)*\])$/i;
// Links to loaders and components lie beside the pages; some names cannot be used on Windows.
const taken = /^(?:data|components|con|prn|aux|nul|com\d|lpt\d)$/i;
// Framework would take a page of such a name for a file of another kind.
const otherKind = /\.(?:md|js|ts|json|css|csv|html|draft)$/i;

/**
 * The file of a page, by its address in the workspace: `explore/take-up` is `explore/take-up.md`. Throws a TellableError
 * if the address is not one that a page can have, or leads out of the folder by a link.
 */
export function fileOfPage(folder: PagesFolder, address: string): string {
  const parts = address.split("/");
  if (address.length === 0 || parts.length > mostParts || !parts.every(isPart))
    throw new TellableError(
      `A page's address has up to ${mostParts} parts of letters, digits and hyphens, such as explore/ana/two-year-olds. Choose another name.`,
    );
  const file = `${join(folder, ...parts)}.md`;
  refuseLinks(folder, file);
  return file;
}

/** A page's address by its file. */
export function addressOf(folder: PagesFolder, file: string): string {
  return relative(folder, file).split(sep).join("/").replace(/\.md$/, "");
}

/** A name for a page or a writer's folder, made from a title: `Two-year-olds in Aston!` is `two-year-olds-in-aston`. */
export function nameFrom(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestPart - 8)
    .replace(/^-+|-+$/g, "");
  return plain === "" ? "page" : isPart(plain) ? plain : `${plain}-page`;
}

function isPart(text: string): boolean {
  return text.length <= longestPart && part.test(text) && !taken.test(text) && !otherKind.test(text);
}

// What is not there yet is made in the nearest folder that is.
function refuseLinks(folder: PagesFolder, file: string): void {
  const root = realpathSync(folder);
  let there = file;
  while (there !== folder && !lstatSync(there, { throwIfNoEntry: false })) there = dirname(there);
  const real = realpathSync(there);
  if (real !== join(root, relative(folder, there)))
    throw new TellableError("This page is a link to a file elsewhere, so it is not written from here.");
}

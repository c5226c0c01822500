import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileOfPage, type PagesFolder } from "../page-address.js";
import { readPageText } from "../page-text.js";
import { withoutStatus } from "./page-status.js";

// A relative path in quotes, or in the brackets of a Markdown link or picture.
const reference = /(?:["'`(]|=)(\.{1,2}\/[^"'`)\s<>?#]+)/g;

/**
 * The hash of what a page's readers are told, SHA-256 in hexadecimal digits: its text, and the pictures and modules of its
 * own that lie beside it. Its status is no part of that, nor how its lines end. Undefined if there is no such page.
 */
export function hashOfPage(folder: PagesFolder, address: string): string | undefined {
  const text = readPageText(fileOfPage(folder, address));
  return text === undefined ? undefined : hashOfText(folder, address, text);
}

/** As hashOfPage, of a text that may not be on disk. */
export function hashOfText(folder: PagesFolder, address: string, text: string): string {
  const plain = withoutStatus(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"));
  const hash = createHash("sha256").update(plain);
  for (const path of filesBeside(folder, address, plain))
    hash.update(
      `\n${path} ${createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest("hex")}`,
    );
  return hash.digest("hex");
}

// What a module beside a page imports in turn is its own affair: code is reviewed where code is.
function filesBeside(folder: PagesFolder, address: string, text: string): string[] {
  const named = [...text.matchAll(reference)].map(([, path]) => posix.join(dirname(address), path!));
  return [...new Set(named)].filter((path) => !path.startsWith("..") && isOwnFile(folder, path)).sort();
}

// Links lead to components and page data sets, which no page owns; other pages are approved by themselves.
function isOwnFile(folder: PagesFolder, path: string): boolean {
  if (path.endsWith(".md")) return false;
  let at = folder;
  const parts = path.split("/");
  return parts.every((part, i) => {
    at = join(at, part);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    return i === parts.length - 1 ? stats?.isFile() : stats?.isDirectory();
  });
}

import type { Edition } from "./edition/editions.js";
import type { Page } from "./edition/pages.js";
import { isInFoot } from "./footer.js";

interface Link {
  name: string;
  path: string;
}
interface Section {
  name: string;
  pages: Link[];
}

// Folders in the order in which readers meet them; any other folder follows, by name.
const order = ["explore", "briefings", "public"];

/**
 * The sidebar of an edition: its top pages, then one section a folder; each folder's index first, the
 * rest by title, then those of single writers, with their names.
 */
export function sidebarOf(edition: Edition, pages: Page[]): (Link | Section)[] {
  const shown = pages.filter(
    ({ path, draft }) =>
      !draft && path !== "/index" && !path.includes("[") && !isExample(path) && !isInFoot(edition, path),
  );
  const folders = [...new Set(shown.map(folderOf))].filter(Boolean).sort(byOrder);
  const linksIn = (folder: string): Link[] =>
    shown
      .filter((page) => folderOf(page) === folder)
      .sort(
        (a, b) =>
          Number(isIndex(b)) - Number(isIndex(a)) ||
          (writerOf(a) ?? "").localeCompare(writerOf(b) ?? "", "en-GB") ||
          a.title.localeCompare(b.title, "en-GB"),
      )
      .map((page) => ({ name: nameOf(edition, page), path: page.path }));
  return [
    ...linksIn(""),
    ...folders.map((folder) => ({ name: sectionName(folder), pages: linksIn(folder) })),
  ];
}

// Small pages to copy are many: the gallery lists them.
function isExample(path: string): boolean {
  return path.startsWith("/explore/examples/");
}

function folderOf({ path }: Page): string {
  return path.split("/").length > 2 ? path.split("/")[1]! : "";
}

// Pages of somebody's own lie in a folder of explore that has their name.
function writerOf({ path }: Page): string | undefined {
  const [, folder] = /^\/explore\/([^/]+)\/[^/]+$/.exec(path) ?? [];
  return folder?.replace(/(^|-)(\p{L})/gu, (_, hyphen, letter) => (hyphen && " ") + letter.toUpperCase());
}

function isIndex({ path }: Page): boolean {
  return path.endsWith("/index");
}

function byOrder(a: string, b: string): number {
  const place = (folder: string): number => (order.includes(folder) ? order.indexOf(folder) : order.length);
  return place(a) - place(b) || a.localeCompare(b);
}

function nameOf(edition: Edition, page: Page): string {
  const writer = writerOf(page);
  const name = writer ? `${page.title}, by ${writer}` : page.title;
  return page.editions.includes(edition.name) ? name : `${name} (unpublished)`;
}

function sectionName(folder: string): string {
  const words = folder.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

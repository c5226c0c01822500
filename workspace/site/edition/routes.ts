import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suggestion } from "../../../components/words/nearest.js";
import type { Manifest } from "../../../loaders/store/manifest.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import type { BuildInput } from "./build-input.js";
import { type Edition, pageDatasetAt } from "./editions.js";
import type { Page } from "./pages.js";
import { parametersOf, withValues } from "./parameters.js";
import { publishable } from "./publishable.js";

/** One of the pages that a page with a parameter in its name stands for. */
export interface Route {
  /** As Framework names it: `/briefings/areas/E05011118`. */
  path: string;
  page: Page;
  /** What its page data set says of it: the values of the parameters, and whatever else the page may quote. */
  about: Readonly<Record<string, string>>;
}

/**
 * By path, the pages that the pages with parameters stand for: one for each entry of the page data set that `each` names.
 * Throws, naming the page, if that may not be in the edition, is not there, or is no list of what the parameters can be.
 */
export function routesOf(edition: Edition, pages: readonly Page[], input: BuildInput): Map<string, Route> {
  const routes = new Map<string, Route>();
  for (const page of pages) {
    if (page.each === undefined) continue;
    const place = `${edition.root}/${page.file}`;
    for (const about of entriesOf(edition, page, page.each, input)) {
      const path = withValues(page.path, about);
      if (routes.has(path))
        throw new TellableError(
          `${place}: front matter, each: two entries are for the same address. Give each its own.`,
        );
      routes.set(path, { path, page, about });
    }
  }
  return routes;
}

/** The page data set that `each` names, as the manifest names it; undefined where it names none of the edition's. */
export function listOf(
  edition: Edition,
  { path, each = "" }: Pick<Page, "path" | "each">,
): string | undefined {
  const address = each.startsWith("/") ? each : join("/", path, "..", each).replaceAll("\\", "/");
  return pageDatasetAt(edition, address);
}

function entriesOf(
  edition: Edition,
  page: Page,
  each: string,
  { store, manifest }: BuildInput,
): Route["about"][] {
  const fault = (what: string) =>
    new TellableError(`${edition.root}/${page.file}: front matter, each: ${what}`);
  const name = listOf(edition, page);
  const like = (wrong: string) => suggestion(wrong, listsOf(edition, manifest));
  if (!name)
    throw fault(
      `${each} is no page data set of this edition. Write its address: ../data/<name>.json.${like(each)}`,
    );
  let file: string;
  try {
    ({ file } = publishable(edition, manifest, name));
  } catch (error) {
    throw fault(`${(error as Error).message}${name in manifest.pages ? "" : like(name)}`);
  }
  const parameters = parametersOf(page.path);
  const list: unknown = JSON.parse(readFileSync(join(store.pages, file), "utf8"));
  const entries = Array.isArray(list)
    ? list.map((entry: unknown) => (typeof entry === "string" ? { [parameters[0]!]: entry } : textsOf(entry)))
    : [];
  if (
    !Array.isArray(list) ||
    !entries.every((entry) => parameters.every((p) => /^[\w-]+$/.test(entry[p] ?? "")))
  )
    throw fault(
      `${name} must be a list whose entries have ${parameters.map((p) => `“${p}”`).join(" and ")}, of letters, figures and hyphens.`,
    );
  return entries;
}

/** The page data sets that a page of the edition could name: those of JSON. */
function listsOf({ audiences }: Edition, { pages }: Manifest): string[] {
  return Object.keys(pages).filter(
    (name) => name.endsWith(".json") && audiences.some((audience) => name.startsWith(`${audience}/`)),
  );
}

function textsOf(entry: unknown): Record<string, string> {
  const texts = Object.entries(entry ?? {}).filter(([, value]) =>
    ["string", "number"].includes(typeof value),
  );
  return Object.fromEntries(texts.map(([key, value]) => [key, String(value)]));
}

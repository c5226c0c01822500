import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { type Edition, type EditionName, editionNames, editions, rootFolder } from "./editions.js";

/** A page's file, with what its front matter says about where it may appear. */
export interface Page {
  /** Relative to the edition's root, with forward slashes: `explore/take-up.md`. */
  file: string;
  /** As Framework names it: `/explore/take-up`. */
  path: string;
  title: string;
  /** The editions that its front matter lists. None where it lists none: a page is never published by default. */
  editions: EditionName[];
  /** Not even built: Framework's own mark for unfinished pages. */
  draft: boolean;
}

const frontMatterSchema = z.looseObject({
  title: z.string().nullish(),
  editions: z
    .array(
      z.enum(editionNames, {
        error: (issue) => `"${issue.input}" is not an edition. Write ${alternatives}.`,
      }),
    )
    .default([]),
  draft: z.boolean().default(false),
  header: z
    .undefined({
      error:
        "the header is where sample and stale data are marked, so a page has none of its own. Remove it.",
    })
    .optional(),
});
const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/;
const alternatives = `${editionNames.slice(0, -1).join(", ")} or ${editionNames.at(-1)}`;

/**
 * All pages under an edition's root, in path order. Throws on wrong front matter, naming the file;
 * if there is `onFault`, that is told instead, and the page counts as one that lists no edition.
 */
export function readPages(edition: Edition, onFault?: (error: unknown) => void): Page[] {
  return [...pageFiles(rootFolder(edition))].sort().map((file) => {
    try {
      return readPage(edition, file);
    } catch (error) {
      if (!onFault) throw error;
      onFault(error);
      return unlisted(file);
    }
  });
}

/** The pages that are in the edition: they lie in its root and their front matter lists it. */
export function listedPages(edition: Edition, pages = readPages(edition)): Page[] {
  return pages.filter((page) => page.editions.includes(edition.name));
}

/** Throws if the root holds a page that would be published without being listed. */
export function refuseUnlisted(edition: Edition, pages = readPages(edition)): void {
  const unlisted = pages.filter((page) => !page.draft && !page.editions.includes(edition.name));
  if (unlisted.length === 0) return;
  throw new TellableError(
    [
      `The ${edition.name} edition would publish pages that do not list it:`,
      ...unlisted.map((page) => `  ${edition.root}/${page.file}`),
      `Build with "npm run build -- ${edition.name}", which leaves them out, or write "editions: [${edition.name}]" in their front matter.`,
    ].join("\n"),
  );
}

function* pageFiles(root: string, folder = ""): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.name.startsWith(".") || entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) yield* pageFiles(root, path);
    else if (/\.md(\.[a-z]+)?$/i.test(entry.name)) yield path;
  }
}

function readPage(edition: Edition, file: string): Page {
  // What a page made by a loader says is known only when it has run.
  if (!file.endsWith(".md")) return unlisted(file);
  const { path } = unlisted(file);
  const source = readFileSync(join(rootFolder(edition), file), "utf8");
  const place = `${edition.root}/${file}`;
  const { title, editions: listed, draft } = readFrontMatter(source, place);
  for (const name of listed) if (!liesIn(edition, file, name)) throw outside(name, place);
  return { file, path, title: title ?? firstHeading(source) ?? path, editions: listed, draft };
}

function unlisted(file: string): Page {
  const path = `/${file.slice(0, file.lastIndexOf(".md"))}`;
  return { file, path, title: path, editions: [], draft: false };
}

function readFrontMatter(source: string, place: string): z.infer<typeof frontMatterSchema> {
  const [, text = ""] = frontMatter.exec(source) ?? [];
  let data: unknown;
  try {
    data = parse(text) ?? {};
  } catch (error) {
    throw new TellableError(`${place}: the front matter is not YAML: ${(error as Error).message}`);
  }
  const read = frontMatterSchema.safeParse(data);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TellableError(`${place}: front matter, ${issue!.path.join(".") || "top"}: ${issue!.message}`);
}

function liesIn(edition: Edition, file: string, name: EditionName): boolean {
  return name === "workspace" || name === edition.name || file.startsWith(`${name}/`);
}

function outside(name: EditionName, place: string): Error {
  return new TellableError(
    `${place}: front matter, editions: it lists ${name}, but only pages under ${editions[name].root} can be in that edition. Move the page there, or take ${name} off the list.`,
  );
}

function firstHeading(source: string): string | undefined {
  return /^#\s+(.+?)\s*#*$/m.exec(source.replace(frontMatter, ""))?.[1];
}

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { TellableError } from "../../../loaders/store/safe-message.js";
import { type Status, statuses } from "../../authoring/review/page-status.js";
import { type Edition, type EditionName, editionNames, editions, rootFolder } from "./editions.js";
import { parametersOf } from "./parameters.js";

/** A page's file, with what its front matter says about where it may appear. */
export interface Page {
  /** Relative to the edition's root, with forward slashes: `explore/take-up.md`. */
  file: string;
  /** As Framework names it: `/explore/take-up`. */
  path: string;
  title: string;
  /** The editions that its front matter lists. None where it lists none: a page is never published by default. */
  editions: EditionName[];
  /** What it tells, in a sentence for search engines and for messages that link to it. */
  description?: string;
  /** Not even built: Framework's own mark for unfinished pages. */
  draft: boolean;
  /** Of a page with a parameter in its name: the address of the page data set with an entry for each of its pages. */
  each?: string;
  /** How far it has come; undefined where it says nothing. */
  status?: Status;
  /** The day until which somebody should have looked at it again, ISO 8601. */
  reviewBy?: string;
}

/** What a page's controls show at first, by the names that its address has for them. */
export type AskedFirst = Readonly<Record<string, string>>;

const yesOrNo = z.boolean({ error: "must be true or false." });
const alternatives = `${editionNames.slice(0, -1).join(", ")} or ${editionNames.at(-1)}`;
const name = z.string({ error: "must be the name of a person or an office." }).min(1);
const frontMatterSchema = z.looseObject({
  title: z.string({ error: "must be a text. Put it in quotes." }).nullish(),
  description: z.string({ error: "must be a text. Put it in quotes." }).min(1).optional(),
  toc: z
    .union([z.boolean(), z.looseObject({})], { error: "must be true or false, or have a label." })
    .nullish(),
  index: yesOrNo.optional(),
  sql: z
    .record(z.string(), z.string(), { error: "must be names of tables, each with the address of a file." })
    .nullish(),
  asked: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String), {
      error: "must be names, each with what the page's address would say.",
    })
    .nullish(),
  editions: z
    .array(
      z.enum(editionNames, {
        error: (issue) => `"${issue.input}" is not an edition. Write ${alternatives}.`,
      }),
      { error: "must be a list: [workspace]." },
    )
    .default([]),
  draft: yesOrNo.default(false),
  each: z.string({ error: "must be the address of a page data set: ../data/<name>.json" }).optional(),
  status: z.enum(statuses, { error: `must be one of: ${statuses.join(", ")}.` }).optional(),
  audience: z.enum(editionNames, { error: `must be ${alternatives}.` }).optional(),
  owner: name.optional(),
  reviewer: name.optional(),
  review_by: z.iso.date({ error: "must be a day, as in 2027-03-31." }).optional(),
  header: z
    .undefined({
      error:
        "the header is where sample and stale data are marked, so a page has none of its own. Remove it.",
    })
    .optional(),
});
/** What Framework and the workspace read of a page's front matter. */
export const frontMatterKeys = [
  ...[
    "title",
    "description",
    "toc",
    "index",
    "keywords",
    "draft",
    "sql",
    "head",
    "header",
    "footer",
    "sidebar",
    "pager",
  ],
  ...["style", "theme", "editions", "each", "asked", "forked_from"],
  ...["status", "audience", "owner", "reviewer", "review_by"],
];
const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/;

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

/** One page by its file; undefined where its front matter is wrong. */
export function pageIn(edition: Edition, file: string): Page | undefined {
  try {
    return readPage(edition, file);
  } catch {
    return undefined;
  }
}

/** A text that changes whenever a page comes, goes or is written, without reading any. */
export function pagesState(edition: Edition): string {
  return [...pageFiles(rootFolder(edition))]
    .map((file) => {
      const status = statSync(join(rootFolder(edition), file), { throwIfNoEntry: false });
      return `${file} ${status?.size} ${status?.mtimeMs}`;
    })
    .join("\n");
}

/** What is wrong with a page's front matter, by the first fault; undefined where nothing is. */
export function frontMatterFault(edition: Edition, file: string): string | undefined {
  try {
    readPage(edition, file);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(`${edition.root}/${file}: `, "");
  }
}

/** How far a page has come, and until when somebody should look at it again, as its source says; nothing where that is wrong. */
export function standingIn(source: string): Pick<Page, "status" | "reviewBy"> {
  try {
    const { status, review_by: reviewBy } = readFrontMatter(source, "");
    return { status, reviewBy };
  } catch {
    return {};
  }
}

/** What a page's controls show at first, as its source says it; nothing where that is wrong. */
export function askedFirstIn(source: string): AskedFirst {
  try {
    return readFrontMatter(source, "").asked ?? {};
  } catch {
    return {};
  }
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
  const { path } = unlisted(file);
  const source = readFileSync(join(rootFolder(edition), file), "utf8");
  const place = `${edition.root}/${file}`;
  const isLoader = !file.endsWith(".md");
  const read = readFrontMatter(isLoader ? commentAt(source) : source, place);
  const { title, description, editions: listed, draft, each, audience, status, review_by: reviewBy } = read;
  for (const name of listed) if (!liesIn(edition, file, name)) throw outside(name, place);
  if (audience && !listed.includes(audience)) throw notForAudience(audience, place);
  if (isLoader && listed.includes("public")) throw refuseProgram(place);
  if (listed.length > 0) refuseWrongEach(place, path, each);
  const heading = isLoader ? undefined : firstHeading(source);
  return {
    file,
    path,
    title: title ?? heading ?? path,
    editions: listed,
    draft,
    ...(description ? { description } : {}),
    ...(each ? { each } : {}),
    ...(status ? { status } : {}),
    ...(reviewBy ? { reviewBy } : {}),
  };
}

function notForAudience(audience: EditionName, place: string): Error {
  return new TellableError(
    `${place}: front matter, audience: it is ${audience}, but the page does not list that edition. Write "editions: [${audience}]", or take the audience out.`,
  );
}

// What a page made by a loader prints is known only when it has run: what it is stands in the comment at its top.
function commentAt(source: string): string {
  const lines = source
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:#(?!!)|\/\/|--(?!-)|\*(?!\/))\s?/, ""));
  const from = lines.findIndex((line) => /^(?:\/\*+\s*)?---$/.test(line));
  const to = lines.findIndex((line, i) => i > from && /^---(?:\s*\*\/)?$/.test(line));
  return from < 0 || to < 0 ? "" : ["---", ...lines.slice(from + 1, to), "---"].join("\n");
}

function refuseProgram(place: string): Error {
  return new TellableError(
    `${place}: a page of the public edition is a Markdown file: what a program prints has not been through protect. Write the page as .md, with a page data set of loaders/public.`,
  );
}

function refuseWrongEach(place: string, path: string, each: string | undefined): void {
  const has = parametersOf(path).length > 0;
  if (has && each === undefined)
    throw new TellableError(
      `${place}: front matter, each: a page with a parameter in its name says which pages there are. Write the address of a page data set with an entry for each: ../data/<name>.json`,
    );
  if (!has && each !== undefined)
    throw new TellableError(
      `${place}: front matter, each: is for a page with a parameter in its name, as in [area].md. Take it out, or rename the page.`,
    );
}

function unlisted(file: string): Page {
  const path = `/${file.slice(0, file.lastIndexOf(".md"))}`;
  return { file, path, title: path, editions: [], draft: false };
}

type FrontMatter = Readonly<z.infer<typeof frontMatterSchema>>;

// By text: a build asks for all pages once for each of them.
const rightBefore = new Map<string, FrontMatter>();
const mostRemembered = 1000;

function readFrontMatter(source: string, place: string): FrontMatter {
  const [, text = ""] = frontMatter.exec(source) ?? [];
  const known = rightBefore.get(text);
  if (known) return known;
  let data: unknown;
  try {
    data = parse(text) ?? {};
  } catch (error) {
    throw new TellableError(`${place}: the front matter is not YAML: ${(error as Error).message}`);
  }
  const read = frontMatterSchema.safeParse(data);
  if (read.success) {
    if (rightBefore.size >= mostRemembered) rightBefore.clear();
    rightBefore.set(text, read.data);
    return read.data;
  }
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

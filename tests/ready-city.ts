import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Manifest, readManifest } from "../loaders/store/manifest.js";
import { repositoryRoot, type Store, storeOf } from "../loaders/store/paths.js";
import { CommandLines } from "./browser/command-lines.js";
import { copyWorkspace, sourceFiles, sourceHash } from "./browser/workspace-copy.js";
import { fences } from "./guides/guide.js";
import { isSoaking } from "./is-soaking.js";
import { once, outputFolder } from "./once.js";

/** A sample city of 3,000 children, refreshed, in a copy of the workspace that many tests share: none may change it. */
export interface ReadyCity {
  copy: string;
  store: Store;
  manifest: Manifest;
}

/** The folder of the ready city of these source files, whether or not it is made. */
export function readyFolder(): string {
  return join(outputFolder, `built-${sourceHash()}`);
}

/**
 * The ready city, which whoever asks first makes, with the network cut off; it is not made again while no source file has
 * changed. It is named by its sources, so that two runs of the tests, one of them after a change, do not disturb each other.
 */
export async function readyCity(): Promise<ReadyCity> {
  const copy = readyFolder();
  await withCommandLines(copy, (typed) => refreshOnce(copy, typed));
  return cityIn(copy);
}

async function refreshOnce(copy: string, typed: CommandLines): Promise<void> {
  await once(copy, "refreshed", async () => {
    copyWorkspace(basename(copy));
    addOrdinaryPage(copy);
    addFirstPage(copy);
    leaveProfiles(copy);
    await typed.run("sample", "--children", "3000");
    await typed.run("refresh");
  });
}

function cityIn(copy: string): ReadyCity {
  const store = storeIn(copy, join(copy, "data", "store", "sample"));
  return { copy, store, manifest: readManifest(store)! };
}

/** What says, in the ready city's folder, that its sites are built as far as these tests visit them. */
export const sitesStamp = isSoaking ? "whole" : "complete";

/**
 * The sites of the ready city, all editions, built below its folder in the same way. A soak builds all of each. Else only
 * that for families has all its pages, and the others those that tests visit.
 */
export async function readySites(): Promise<void> {
  const copy = readyFolder();
  const [whole, few] = ["whole", "complete"].map((stamp) => join(copy, stamp)) as [string, string];
  await withCommandLines(copy, async (typed) => {
    await refreshOnce(copy, typed);
    await once(copy, sitesStamp, async () => {
      if (existsSync(whole)) return;
      putBack(copy);
      if (!existsSync(few)) await typed.run("build", "public", "--allow-sample");
      await (isSoaking ? typed.run(...othersThanPublic) : buildVisited(copy, typed));
    });
  });
}

/** The ready city with a store of its own in a folder, for a test that opens its databases or adds to it. */
export async function readyCityIn(folder: string): Promise<ReadyCity> {
  const { copy, store, manifest } = await readyCity();
  cpSync(store.folder, folder, { recursive: true, preserveTimestamps: true });
  return { copy, store: storeIn(copy, folder), manifest };
}

function storeIn(copy: string, folder: string): Store {
  const named = storeOf(join(copy, "data", "sample"));
  return Object.fromEntries(
    Object.entries(named).map(([key, path]: [string, string]) => [key, path.replace(named.folder, folder)]),
  ) as unknown as Store;
}

async function withCommandLines(copy: string, work: (typed: CommandLines) => Promise<void>): Promise<void> {
  const typed = new CommandLines(copy);
  try {
    await work(typed);
  } finally {
    typed.end();
  }
}

// A page as an analyst would write it for stock Framework.
function addOrdinaryPage(copy: string): void {
  const fixtures = join(repositoryRoot, "tests", "browser", "ordinary");
  for (const [from = "", to = ""] of [
    ["ordinary.md", "docs/explore/ordinary.md"],
    ["question.md", "docs/explore/question.md"],
    ["from-sql.md", "docs/explore/amina/from-sql.md"],
    ["ordinary.csv.ts.txt", "loaders/explore/ordinary.csv.ts"],
    ["idioms.md", "docs/explore/idioms.md"],
    ["made.md.sh.txt", "docs/explore/made.md.sh"],
    ["a-ward.md", "docs/briefings/wards/[area].md"],
    ["by-shell.csv.sh.txt", "loaders/explore/by-shell.csv.sh"],
    ["by-script.json.js.txt", "loaders/explore/by-script.json.js"],
    ["by-typescript.json.ts.txt", "loaders/explore/by-typescript.json.ts"],
    ["by-query.arrow.sql.txt", "loaders/explore/by-query.arrow.sql"],
    ["letter-[letter].json.ts.txt", "loaders/explore/letter-[letter].json.ts"],
    ["pages-of-wards.json.sql.txt", "loaders/briefings/pages-of-wards.json.sql"],
  ]) {
    mkdirSync(join(copy, to, ".."), { recursive: true });
    writeFileSync(join(copy, to), readFileSync(join(fixtures, from)));
  }
}

const othersThanPublic = ["build", "workspace", "briefings"];

async function buildVisited(copy: string, typed: CommandLines): Promise<void> {
  try {
    leaveVisited(copy);
    await typed.run(...othersThanPublic);
  } finally {
    putBack(copy);
  }
}

function putBack(copy: string): void {
  for (const page of notVisited()) copyFileSync(join(repositoryRoot, page), join(copy, page));
}

// The pages of the workspace and the briefings that tests visit.
const visited = new Set(
  [
    "index",
    "briefings/catalogue",
    "briefings/index",
    "briefings/linkage",
    "explore/examples/cells",
    "explore/sql",
    "explore/take-up",
  ].map((page) => `docs/${page}.md`),
);

const notVisited = (): string[] =>
  sourceFiles().filter((file) => /^docs\/.+\.md$/.test(file) && !visited.has(file));

/** Those that lead from there: a link has to lead somewhere. */
const linked = [
  "briefings/our-list",
  "explore/childcare-and-outcomes",
  "explore/claims",
  "explore/data-dictionary",
  "explore/deliveries",
  "explore/gallery",
  "public/index",
].map((page) => `docs/${page}.md`);

/** Leaves of pages that are linked the title and the claims, of which the store tells, and of other pages nothing. */
function leaveVisited(copy: string): void {
  for (const page of notVisited())
    if (linked.includes(page))
      writeFileSync(join(copy, page), titleAndClaims(readFileSync(join(repositoryRoot, page), "utf8")));
    else rmSync(join(copy, page));
}

/** What stands before a page's text, and those of its cells that make claims, each in its line. */
function titleAndClaims(text: string): string {
  const [head] = /^---\n[\s\S]*?\n---\n/.exec(text) ?? [""];
  const makesClaims = text.includes("claim(");
  const isLeft = (part: string) => makesClaims && /^```js.*\n(?:[\s\S]*\bclaim\(|import \{)/.test(part);
  const rest = text.slice(head.length);
  return (
    head + rest.replace(/^```[\s\S]*?^```$|^.+$/gm, (part) => (isLeft(part) ? part : part.replace(/.+/g, "")))
  );
}

// Profiles of areas, and families' pages of them, are of one template each: those of the city, its localities and a few wards
// stand for all.
function leaveProfiles(copy: string): void {
  const few = "(SELECT code FROM area WHERE level = 'ward' ORDER BY code LIMIT 4)";
  const all = "WHERE level IN ('city', 'locality', 'ward')";
  change("loaders/briefings/areas.ts", all, `${all} AND (level <> 'ward' OR code IN ${few})`);
  change(
    "loaders/public/areas-with-page.ts",
    "  return areas.map(",
    '  return areas.filter(({ level }, i) => level === "locality" || i < 4).map(',
  );
  change("loaders/public/find-places.json.ts", "slugs.get(code)!", 'slugs.get(code) ?? ""');
  change("components/find/places.ts", "...wards.map(", "...wards.filter(({ slug }) => slug).map(");

  function change(path: string, from: string, to: string): void {
    const file = join(copy, path);
    const text = readFileSync(file, "utf8");
    if (!text.includes(from))
      throw new Error(`${file}: finds the areas that have a page in another way. Follow it here.`);
    writeFileSync(file, text.replace(from, to));
  }
}

// The page of the guide to one's first page: as it is written there at first, and as it is after it was listed.
function addFirstPage(copy: string): void {
  const [page, listed] = fences("first-page.md", "md") as [string, string];
  const write = (name: string, text: string) =>
    writeFileSync(join(copy, "docs", "briefings", `${name}.md`), text);
  write("my-other-page", page);
  write("my-first-page", page.replace("editions: [workspace]\n", listed));
}

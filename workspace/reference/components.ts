import { readdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../loaders/store/paths.js";
import type { Code, Exported, Option } from "./exported.js";
import { code, page, prose, table } from "./markdown.js";

/** What the shelves hold, in the order in which somebody who writes a page meets them. */
const shelves: Record<string, string> = {
  notebook: "The language of pages",
  questions: "The same for service managers",
  briefing: "The language of the briefing",
  joined: "The language of “The same children?”",
  linkage: "How well records are linked",
  "linkage-model": "The linkage model",
  quality: "How good the data are",
  sources: "The language of the catalogue",
  home: "The language of the home page",
  public: "The language of pages for families",
  "open-data": "The language of the page of open data",
  figures: "Figures, whole",
  charts: "Charts and maps",
  tables: "Tables and downloads",
  query: "Asking page data sets in SQL",
  inputs: "Controls, and what the address keeps",
  words: "Words and numbers made from data",
  catalogue: "Sources and how fresh they are",
  element: "Elements of a page",
  site: "Parts of the public and data protection pages",
};

/** Every module below components, as `components/charts/bars.ts`, by shelf and name. */
export function componentFiles(): string[] {
  return readdirSync(join(repositoryRoot, "components"), { recursive: true, encoding: "utf8" })
    .map((name) => `components/${name.replaceAll("\\", "/")}`)
    .filter((file) => /(?<!\.d)\.ts$/.test(file))
    .sort();
}

/** A module of components. */
export interface ComponentFile {
  file: string;
  exported: Exported[];
  /** Names that it hands on from other modules. */
  handedOn: string[];
}

/** What components export, module by module; modules without exports are left out. */
export function readComponents(source: Code): ComponentFile[] {
  return componentFiles()
    .map((file) => ({ file, exported: source.exportedBy(file), handedOn: source.handedOnBy(file) }))
    .filter(({ exported, handedOn }) => exported.length || handedOn.length);
}

/**
 * What of it a page imports. A shelf with a file of its own name, as components/notebook.ts for components/notebook, is
 * imported through that file: what it does not hand on is the shelf's own business.
 */
export function forPages(files: readonly ComponentFile[]): ComponentFile[] {
  const fronts = new Map(
    files.filter(({ file }) => file.split("/").length === 2).map((front) => [shelfOf(front), front]),
  );
  return files
    .map((file) => {
      const front = fronts.get(shelfOf(file));
      if (!front?.handedOn.length || front === file) return file;
      return {
        ...file,
        handedOn: [],
        exported: file.exported.filter(({ name }) => front.handedOn.includes(name)),
      };
    })
    .filter(({ exported, handedOn }) => exported.length || handedOn.length);
}

/** The guide of components: what a page can import, with what each takes and gives. */
export function componentsGuide(all: readonly ComponentFile[]): string {
  const files = forPages(all);
  const present = [...new Set(files.map(shelfOf))];
  const order = [...Object.keys(shelves), ...present.filter((shelf) => !(shelf in shelves)).sort()];
  return page("Components", [
    "What a page can import, and what each takes and gives. A page names a component by its file:",
    '```text\nimport { bars } from "./components/charts/bars.js";\n```',
    "A chart reaches a reader through `figure`, which gives it its title, unit, source, date, description and table. [Write a first page](./first-page) shows how they go together.",
    ...order
      .filter((shelf) => present.includes(shelf))
      .flatMap((shelf) => [
        `## ${shelves[shelf] ?? shelf}`,
        ...files.filter((file) => shelfOf(file) === shelf).flatMap(section),
      ]),
  ]);
}

/** The folder, or for a file that lies in none its own name. */
function shelfOf({ file }: ComponentFile): string {
  return file.split("/")[1]!.replace(/\.ts$/, "");
}

function section({ file, exported, handedOn }: ComponentFile): string[] {
  return [
    `### ${file.replace(/\.ts$/, ".js")}`,
    ...(handedOn.length ? [`Hands on ${handedOn.map(code).join(", ")}.`] : []),
    ...exported.flatMap(entry),
  ];
}

function entry({ signature, says, options }: Exported): string[] {
  const text = `${code(signature)}<br>${prose(says)}`;
  if (options.length === 0) return [text];
  const rows = options.map(({ name, type, instead, says: about }) => [
    code(name),
    [`${code(type)}, ${insteadWords(instead)}`, prose(about)].filter(Boolean).join("<br>"),
  ]);
  return [text, table(["option", "what it is"], rows)];
}

function insteadWords(instead: Option["instead"]): string {
  if (instead === null) return "needed";
  return instead === "nothing" ? "may be left out" : `else ${code(instead)}`;
}

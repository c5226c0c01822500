import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import type { Importable } from "../../components/site/unknown-name.js";
import { nearest, suggestion } from "../../components/words/nearest.js";
import { declaresDataset } from "../../loaders/refresh/find-loaders.js";
import { currentStore } from "../../loaders/store/paths.js";
import { pageOfDraft } from "../authoring/drafts.js";
import { exportsOf } from "../cells/exports-of.js";
import type { BuildInput } from "./edition/build-input.js";
import { type Edition, pageDatasetAt, rootFolder } from "./edition/editions.js";
import { frontMatterFault, frontMatterKeys, type Page, pageIn } from "./edition/pages.js";
import { parametersOf, valuesIn } from "./edition/parameters.js";
import { whyMissing } from "./edition/publishable.js";
import { routesOf } from "./edition/routes.js";
import { LoaderResolver } from "./framework/internals.js";
import { lineAt, type PageCell, pageCells, type Statement } from "./framework/page-cells.js";
import { manifestOf } from "./manifest-of.js";
import { pageFileOf } from "./page-file.js";

/** Something wrong with a page that can be seen without running it. */
export interface Mistake {
  /** The line of its file. */
  line: number;
  message: string;
  /** The cell that has it: what rests on that cell fails too. */
  cell?: string;
  /** The one name of the cell that others cannot use for it; left out: all that the cell gives. */
  spoils?: string;
}

/** What a page has to know of its own file to tell whoever writes it what is wrong. */
export interface PageReport {
  /** From the folder of package.json on: `docs/explore/take-up.md`. */
  file: string;
  mistakes: Mistake[];
  cells: { id: string; line: number; code: string; uses: string[]; gives: string[] }[];
  /** The modules that it imports. */
  imports: Importable[];
}

/**
 * A page's report; undefined where the page has no Markdown file of its own. `made` is the store in use, whose page data sets
 * say which pages a page with a parameter in its name stands for.
 */
export function reportOf(edition: Edition, path: string, input = storeInUse()): PageReport | undefined {
  const file = pageFileOf(edition, path);
  if (!file) return undefined;
  const source = readFileSync(join(rootFolder(edition), file), "utf8");
  const routes = input ? routeMistakes(edition, { file, path, source }, input) : [];
  // Whoever writes a draft knows it by the name of its page.
  const known = {
    file: `${edition.root}/${pageOfDraft(file)}`,
    front: frontMatterMistakes(edition, file, source),
  };
  // Of a page that there is not, no cell is shown.
  if (routes.length > 0)
    return { file: known.file, mistakes: [...known.front, ...routes], cells: [], imports: [] };
  const { cells, broken } = pageCells(source, path, valuesIn(`/${file.replace(/\.md$/, "")}`, path));
  return {
    file: known.file,
    mistakes: [
      ...known.front,
      ...broken.map(({ line, message }) => ({ line, message: `This is not JavaScript: ${message}.` })),
      ...cells.flatMap((cell) => [
        ...importMistakes(edition, path, cell),
        ...fileMistakes(edition, path, cell),
      ]),
    ],
    cells: cells.map(({ id, line, code, node }) => ({
      id,
      line,
      code,
      uses: [...new Set(node.references.map(({ name }) => name))],
      gives: (node.declarations ?? []).map(({ name }) => name),
    })),
    imports: importedBy(edition, path, cells),
  };
}

function importedBy(edition: Edition, path: string, cells: readonly PageCell[]): Importable[] {
  const modules = cells
    .flatMap(({ node }) => importsIn(node))
    .flatMap(({ name }) => {
      const file = moduleAt(edition, path, name);
      return file ? [[name, { module: name, names: exportsOf(file) }] as const] : [];
    });
  return [...new Map(modules).values()];
}

function frontMatterMistakes(edition: Edition, file: string, source: string): Mistake[] {
  const fault = frontMatterFault(edition, file);
  const keys = keysOf(source);
  const [, named] = /^front matter, (\w+)/.exec(fault ?? "") ?? [];
  const [, row] = /at line (\d+)/.exec(fault ?? "") ?? [];
  const message = (fault ?? "").split("\n", 1).join("").replace(/:$/, ".");
  return [
    ...(message
      ? [
          {
            line: row ? Number(row) + 1 : (keys.find(({ key }) => key === named)?.line ?? 1),
            message: `${message[0]!.toUpperCase()}${message.slice(1)}`,
          },
        ]
      : []),
    ...keys.flatMap(({ key, line }) => {
      const like = frontMatterKeys.includes(key) ? undefined : nearest(key, frontMatterKeys);
      return like ? [{ line, message: `Front matter: nothing reads “${key}”. Did you mean “${like}”?` }] : [];
    }),
  ];
}

function keysOf(source: string): { key: string; line: number }[] {
  const lines = source.split(/\r?\n/);
  const end = lines[0] === "---" ? lines.indexOf("---", 1) : 0;
  return lines.slice(1, Math.max(end, 1)).flatMap((text, i) => {
    const [, key] = /^([A-Za-z]\w*)\s*:/.exec(text) ?? [];
    return key ? [{ key, line: i + 2 }] : [];
  });
}

/** Of a page with a parameter in its name: what is wrong with its list of pages, or that the address is none of them. */
function routeMistakes(
  edition: Edition,
  { file, path, source }: { file: string; path: string; source: string },
  input: BuildInput,
): Mistake[] {
  const page = parametersOf(file).length > 0 ? pageIn(edition, file) : undefined;
  if (page?.each === undefined) return [];
  const line = keysOf(source).find(({ key }) => key === "each")?.line ?? 1;
  const message = noRoute(edition, page, path, input);
  return message ? [{ line, message }] : [];
}

function noRoute(edition: Edition, page: Page, path: string, input: BuildInput): string | undefined {
  try {
    const routes = [...routesOf(edition, [page], input).keys()];
    // The address is not repeated: whoever reads this has it before their eyes.
    return routes.includes(path)
      ? undefined
      : `There is no page at this address: no entry of ${page.each} is for it.${suggestionOfFew(path, routes)}`;
  } catch (error) {
    const message = (error as Error).message.replace(`${edition.root}/${page.file}: `, "");
    return `${message[0]!.toUpperCase()}${message.slice(1)}`;
  }
}

function storeInUse(): BuildInput | undefined {
  const store = currentStore();
  const manifest = manifestOf(store);
  return manifest && { store, manifest };
}

function importMistakes(edition: Edition, path: string, { id, line, node }: PageCell): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const { statement, name } of importsIn(node)) {
    const at = line + lineAt(node.input, statement.start) - 1;
    const module = moduleAt(edition, path, name);
    if (!module) {
      const there = modulesIn(dirname(targetOf(edition, path, name)));
      mistakes.push({
        line: at,
        cell: id,
        message: `There is no module ${name}.${suggestionOfFew(basename(name), there)}`,
      });
      continue;
    }
    const exported = exportsOf(module);
    for (const { type, imported, local, start } of statement.specifiers ?? [])
      if (type === "ImportSpecifier" && imported && exported.length > 0 && !exported.includes(imported.name))
        mistakes.push({
          line: line + lineAt(node.input, start) - 1,
          cell: id,
          spoils: local.name,
          message: `${name} has no “${imported.name}”.${suggestion(imported.name, exported)}`,
        });
  }
  return mistakes;
}

/** The statements of a cell that import from a file beside the page. */
function importsIn({ body }: PageCell["node"]): { statement: Statement; name: string }[] {
  return (body.body ?? []).flatMap((statement) => {
    const name = statement.source?.value;
    return statement.type === "ImportDeclaration" && name && /^\.{0,2}\//.test(name)
      ? [{ statement, name }]
      : [];
  });
}

function targetOf(edition: Edition, path: string, name: string): string {
  return join(rootFolder(edition), name.startsWith("/") ? name : posix.join(posix.dirname(path), name));
}

function moduleAt(edition: Edition, path: string, name: string): string | undefined {
  const target = targetOf(edition, path, name);
  return [target, ...["ts", "jsx", "tsx"].map((end) => target.replace(/js$/, end))].find(existsSync);
}

function fileMistakes(edition: Edition, path: string, { id, line, node }: PageCell): Mistake[] {
  const loaders = new LoaderResolver({ root: edition.root, interpreters: { ".sql": ["sql"] } });
  return node.files.flatMap(({ name, node: { start } }) => {
    const address = posix.join("/", posix.dirname(path), name);
    const found = loaders.find(address);
    const message = found ? missingDataset(edition, address, found.path) : missing(edition, name, address);
    return message ? [{ line: line + lineAt(node.input, start) - 1, cell: id, message }] : [];
  });
}

function missing(edition: Edition, name: string, address: string): string {
  const folder = join(rootFolder(edition), posix.dirname(address));
  const there = existsSync(folder)
    ? readdirSync(folder)
        .filter(
          (file) => /\.[a-z]+\.[a-z]+$|\.(?:csv|json|arrow|parquet)$/i.test(file) && !file.endsWith(".d.ts"),
        )
        .map((file) => file.replace(/(\.[a-z]+)\.[a-z]+$/i, "$1"))
    : [];
  return `There is no file ${name}.${suggestionOfFew(basename(name), there)}`;
}

function missingDataset(edition: Edition, address: string, file: string): string | undefined {
  const name = pageDatasetAt(edition, address);
  const manifest = manifestOf(currentStore());
  if (!name || !manifest || manifest.pages[name] || !declaresDataset(join(rootFolder(edition), file)))
    return undefined;
  return whyMissing(manifest, name);
}

function modulesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /(?<!\.d)\.(?:ts|js)$/.test(file))
    .map((file) => file.replace(/\.ts$/, ".js"));
}

// A long list helps nobody.
function suggestionOfFew(wrong: string, names: string[]): string {
  return names.length > 12 && !nearest(wrong, names) ? "" : suggestion(wrong, names);
}

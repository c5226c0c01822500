import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { wordsForManagers, wordsOfSentences } from "./languages.js";

const forAnalysts = "components/notebook.js";
const forManagers = "components/questions.js";
const importing = /\bimport\s*(?:\{([^}]*)\}|[^"'`{};]*?)\s*(?:from\s*)?(["'])([^"'\n]+)\2/g;
const moduleImport = /\b(?:import|export)\s+(?!type\b)[^;"']*?from\s+"(\.[^"]+)"/g;
const attachment = /FileAttachment\(\s*["'`](?:\.{0,2}\/)*data\/([\w.-]+)["'`]/g;

/**
 * A page's text in the language of another audience, with what it asks that this audience may not have, in words. `folder` is
 * that of the audience's pages, with its links to components and data.
 */
export function textFor(text: string, folder: string): { text: string; lacking: string[] } {
  const isForManagers = /[\\/]briefings$/.test(folder);
  const lacking = new Set<string>();
  const code = codeOf(text);
  const isUsed = (word: string) => new RegExp(`\\b${word}\\b`).test(code);
  const known = dataSetsIn(join(folder, "data"));
  const lack = (dataset: string, by: string): void => {
    if (!known.some((one) => one.test(dataset))) lacking.add(`${by} asks the data set ${dataset}`);
  };
  const put = text.replace(importing, (whole, words: string | undefined, _quote, module: string) => {
    const name = /components\/[\w/.-]+\.js$/.exec(module)?.[0];
    if (name === undefined) return whole;
    const isLanguage = name === forAnalysts || name === forManagers;
    if (isLanguage && isForManagers) {
      const may = wordsIn(words).filter(({ word, name }) => {
        if (wordsForManagers.includes(word) || wordsOfSentences.includes(word)) return true;
        if (isUsed(name)) lacking.add(`“${word}” is a word for analysts alone`);
        return isUsed(name);
      });
      const list = `{ ${may.map(({ whole }) => whole).join(", ")} }`;
      return whole.replace(/\{[^}]*\}/, list).replace(forAnalysts, forManagers);
    }
    if (isLanguage) return whole.replace(forManagers, forAnalysts);
    for (const dataset of attachedBy(join(folder, name))) lack(dataset, name);
    return whole;
  });
  for (const [, dataset] of text.matchAll(attachment)) lack(dataset!, "a cell");
  for (const [, dataset] of sqlOf(text).matchAll(/\bdata\/([\w.-]+)/g)) lack(dataset!, "a query");
  return { text: put, lacking: [...lacking] };
}

/** What runs of a page's text, but for its imports: a word of which only the import is left is not asked. */
function codeOf(text: string): string {
  const cells = text.match(/^(```+|~~~+).*\n[\s\S]*?^\1[^\S\n]*$/gm) ?? [];
  const expressions = text.match(/\$\{[^}]*\}/g) ?? [];
  return [...cells, ...expressions].join("\n").replace(importing, "");
}

/** The words of an import's list, with the names that they have on the page. */
function wordsIn(list = ""): { whole: string; word: string; name: string }[] {
  return list
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)
    .map((whole) => {
      const [word = "", name = word] = whole.split(/\s+as\s+/);
      return { whole, word, name };
    });
}

function sqlOf(text: string): string {
  return /^---\n[\s\S]*?^sql:[^\n]*\n((?:[^\S\n]+[^\n]*\n)+)/m.exec(text)?.[1] ?? "";
}

/** What the names of a folder's data sets match: one with a parameter in its name stands for many. */
function dataSetsIn(folder: string): RegExp[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => {
    const parts = file.replace(/(\.\w+)\.(?:ts|js|sql|sh|py)$/, "$1").split(/\[\w+\]/);
    return new RegExp(`^${parts.map((part) => part.replace(/[.+*^$()|]/g, "\\$&")).join("[\\w-]+")}$`);
  });
}

/** The data sets that a module of components attaches, with all that it is made of. */
function attachedBy(module: string, seen = new Set<string>()): string[] {
  const file = [module.replace(/\.js$/, ".ts"), module].find(existsSync);
  if (!file || seen.has(file)) return [];
  seen.add(file);
  const source = readFileSync(file, "utf8");
  const own = [...source.matchAll(attachment)].map(([, dataset]) => dataset!);
  const others = [...source.matchAll(moduleImport)].map(([, path]) => join(dirname(file), path!));
  return [...own, ...others.flatMap((other) => attachedBy(other, seen))];
}

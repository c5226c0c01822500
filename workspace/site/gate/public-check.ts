import { readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { readSources } from "../../../loaders/registry/source.js";
import type { BuildInput } from "../edition/build-input.js";
import { hashOf } from "./attachments.js";
import type { BuiltEntry } from "./built-files.js";
import { readTables } from "./data-tables.js";
import { asideOf, linesOf, textOf } from "./html.js";
import { citedSources, findInternal, internalsOf } from "./internal.js";
import { plainText } from "./plain-text.js";

/** What Framework makes of pages, modules, styles and packages. */
const built = /^(?:(?:[^_/][^/]*\/)*[^/]+\.html|(?:_file|_import|_npm|_node|_observablehq|_jsr)\/.+)$/;

/**
 * Tells, of an entry of a built public folder, what is wrong with it beyond what is wrong in any edition: it is a file
 * that nobody knows or uses, a copy of an internal data set, or tells what the public is not told.
 * `openData`: by path, the files of open data that it should have.
 */
export async function publicCheck(
  folder: string,
  entries: readonly BuiltEntry[],
  { store, manifest }: BuildInput,
  openData: ReadonlyMap<string, string>,
): Promise<(entry: BuiltEntry) => Promise<string[]>> {
  const internals = internalsOf(readSources(), await citedSources(store), manifest);
  const internalSets = new Map(
    Object.entries(manifest.pages)
      .filter(([, { audience }]) => audience !== "public")
      .map(([name, { sha256 }]) => [sha256, name]),
  );
  const users = entries
    .filter(({ path, kind }) => kind === "file" && /\.(?:html|css|js)$/.test(path))
    .map(({ path }) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  const isUsed = (file: string): boolean =>
    users.some(({ path, text }) => path !== file && text.includes(encodeURI(basename(file))));

  return async ({ path: file, kind }) => {
    const faults = findInternal(plainText(file), internals).map((what) => `its name tells ${what}`);
    if (kind !== "file") return faults;
    const path = join(folder, file);
    const copied = internalSets.get(hashOf(path));
    return [
      ...faults,
      ...(copied ? [`is the internal data set ${copied}`] : []),
      ...strangerFaults(path, file, openData),
      ...(file.startsWith("_") && !isUsed(file) ? ["is used by no page"] : []),
      ...findInternal(await saidIn(path), internals).map((what) => `tells ${what}`),
    ];
  };
}

/** What is wrong with a file that is neither a page nor a part of one: it is not open data as the store gives them. */
function strangerFaults(path: string, file: string, openData: ReadonlyMap<string, string>): string[] {
  if (built.test(file)) return [];
  const given = openData.get(file);
  if (given === undefined) return ["is neither a page, nor a part of one, nor open data"];
  return readFileSync(path, "utf8") === given ? [] : ["is not what the refresh made"];
}

/**
 * All that a file says, in plain text: the cells of columnar files too, and what stands around tags and within them. A page's
 * texts both run together and block by block: a name may be partly in bold, and stand right behind another block.
 */
async function saidIn(path: string): Promise<string> {
  if ([".arrow", ".parquet"].includes(extname(path).toLowerCase())) return cellsOf(path);
  const text = readFileSync(path, "utf8");
  return /\.(?:html|svg)$/.test(path)
    ? [text, textOf(text), ...linesOf(text), ...asideOf(text)].map(plainText).join(" ")
    : plainText(text);
}

async function cellsOf(path: string): Promise<string> {
  const tables = await readTables(path).catch(() => []);
  return plainText(
    JSON.stringify(tables, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
  );
}

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readSources } from "../../../loaders/registry/source.js";
import { TellableError } from "../../../loaders/store/safe-message.js";
import type { BuildInput } from "../edition/build-input.js";
import type { Edition } from "../edition/editions.js";
import { attachmentFaults } from "./attachments.js";
import { type BuiltEntry, builtEntries } from "./built-files.js";
import { isReadable, readTables } from "./data-tables.js";
import { findForeign } from "./foreign.js";
import { elementsOf } from "./html.js";
import { isListOfWork } from "./lists-of-work.js";
import { moduleFaults, pageFaults } from "./origin.js";
import { publicCheck } from "./public-check.js";
import { identifierIn, type RecordNames, recordNames, whyRecordLike } from "./record-like.js";
import { isCatalogue, messagesSaid } from "./said.js";
import { deadLinks } from "./site-links.js";

/**
 * Looks at a built folder as a reader would meet it. Throws, with every fault named, if a page shows an error or a link
 * that leads nowhere, if anything would be fetched from elsewhere, if a file is not what may be in the edition or holds
 * rows like records of children, or if a public file tells what is internal.
 * `openData`: by path, the files of open data that it should have.
 */
export async function checkBuilt(
  edition: Edition,
  folder: string,
  input: BuildInput,
  openData: ReadonlyMap<string, string>,
): Promise<void> {
  refuse(edition, await builtFaults(edition, folder, input, openData));
}

/** Looks at the modules of a built folder one by one, before they are bundled: where each is from, and that it holds no record. */
export function checkModules(edition: Edition, folder: string): void {
  const modules = builtEntries(folder).filter(
    ({ path, kind }) => kind === "file" && /^_import\/.*\.js$/.test(path),
  );
  const faultsOf = (file: string) => [
    ...identifierFaults(file, readFileSync(join(folder, file), "utf8")),
    ...moduleFaults(edition, file),
  ];
  refuse(
    edition,
    modules.flatMap(({ path: file }) => faultsOf(file).map((fault) => ({ file, fault }))),
  );
}

function refuse(edition: Edition, faults: readonly BuiltFault[]): void {
  if (faults.length === 0) return;
  throw new TellableError(
    `The ${edition.name} edition is not fit to publish:\n${faults.map(({ file, fault }) => `  ${file}: ${fault}`).join("\n")}`,
  );
}

/** Something in a built folder that may not be there. */
export interface BuiltFault {
  file: string;
  fault: string;
}

/** All that checkBuilt refuses a built folder for. */
export async function builtFaults(
  edition: Edition,
  folder: string,
  input: BuildInput,
  openData: ReadonlyMap<string, string>,
): Promise<BuiltFault[]> {
  const entries = builtEntries(folder);
  const names = recordNames(readSources());
  let messages: ReadonlySet<string> | undefined;
  const said = () => {
    messages ??= messagesSaid();
    return messages;
  };
  const faultsToPublic =
    edition.name === "public" ? await publicCheck(folder, entries, input, openData) : async () => [];
  const faults: BuiltFault[] = [];
  for (const entry of entries) {
    const own = [
      ...entryFaults(entry),
      ...(entry.kind === "file" ? fileFaults(edition, folder, entry.path, input) : []),
      ...(entry.kind === "file" ? await recordFaults(folder, entry.path, { names, said }) : []),
      ...(await faultsToPublic(entry)),
    ];
    faults.push(...own.map((fault) => ({ file: entry.path, fault })));
  }
  return faults;
}

function entryFaults({ path, kind }: BuiltEntry): string[] {
  return [
    ...(kind === "neither" ? ["is a link, or no file at all. Put the file itself there if it may be"] : []),
    ...(basename(path).startsWith(".") ? ["is hidden"] : []),
  ];
}

function fileFaults(edition: Edition, folder: string, file: string, input: BuildInput): string[] {
  const text = /\.(html|css|js|svg)$/.test(file) ? readFileSync(join(folder, file), "utf8") : "";
  return [
    ...(file.endsWith(".html") ? [...errorsOn(text), ...pageFaults(edition, file, text)] : []),
    ...(file.endsWith(".html") ? deadLinks(folder, file, text) : []).map(
      (address) => `links to ${address}, which is not in this edition`,
    ),
    ...findForeign(file, text).map((address) => `would fetch ${address}, which is not part of the site`),
    ...identifierFaults(file, text),
    ...(file.startsWith("_import/") ? moduleFaults(edition, file) : []),
    ...(file.startsWith("_file/") ? attachmentFaults(edition, folder, file, input) : []),
  ];
}

/** The errors that Framework writes on a page instead of a cell that it does not understand. */
function errorsOn(html: string): string[] {
  return elementsOf(html)
    .filter(({ attributes }) => /(?:^|\s)observablehq--error(?:\s|$)/.test(attributes.get("class") ?? ""))
    .map(({ text }) => `shows an error: ${text}`);
}

/** Identifiers that stand in pages and modules themselves. */
function identifierFaults(file: string, text: string): string[] {
  if (!/\.html$|^_import\//.test(file)) return [];
  const what = identifierIn(text.match(/\b[A-Za-z\d]{10,20}\b/g) ?? []);
  return what ? [`holds ${what}`] : [];
}

async function recordFaults(
  folder: string,
  file: string,
  { names, said }: { names: RecordNames; said: () => ReadonlySet<string> },
): Promise<string[]> {
  // Packages and the index of the search are no data of ours.
  if (!isReadable(file) || /^_(?!file\/)/.test(file)) return [];
  try {
    if (isCatalogue(join(folder, file), said)) return [];
    const tables = await readTables(join(folder, file));
    return tables.flatMap((table) => {
      const why = whyRecordLike(table, names, { isOfWork: isListOfWork(file, table.place) });
      return why ? [`is like records of children${table.place && ` at ${table.place}`}: ${why}`] : [];
    });
  } catch {
    return ["cannot be read as what its name says it is"];
  }
}

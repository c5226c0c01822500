import { realpathSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { currentStore } from "../store/paths.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { findLoaders, isFamily, memberOf } from "./find-loaders.js";
import { beginCheck, pagesAsked } from "./last-check.js";

// What run-loader.js starts where it cannot hand over a page data set as it is. A page data set is brought up to date and handed over; any other loader runs as it stands.
const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error("Name the loader.");
const loader = realpathSync(file);
const dataset = findLoaders().find((found) => realpathSync(found.file) === loader);
if (dataset) await handOver(isFamily(dataset.name) ? memberOf(dataset.name, valueIn(args)) : dataset.name);
else {
  process.argv = [process.argv[0]!, loader, ...args];
  await import(pathToFileURL(loader).href);
}

function valueIn([first = ""]: string[]): string {
  return first.replace(/^--\w+=/, "");
}

async function handOver(name: string): Promise<void> {
  try {
    // Loaded for page data sets alone: any other loader starts at once.
    const check = beginCheck(pagesAsked);
    const { refresh } = await import("./refresh.js");
    const lines: string[] = [];
    const log = (line: string): void => {
      lines.push(line);
      process.stderr.write(`${line}\n`);
    };
    const result = await refresh({ inbox: currentStore().inbox, retry: false, cause: "page", log });
    const { manifest, store } = result;
    const entry = manifest.pages[name];
    if (!entry) {
      const failure = manifest.failures.map((f) => `${f.step}: ${f.reason}`).join("\n");
      throw new TellableError(`${name} could not be made, and there is no earlier version.\n${failure}`);
    }
    const { readPage } = await import("./page-datasets.js");
    process.stdout.write(readPage(store, entry));
    const { keepCheck } = await import("./keep-check.js");
    const pages = Object.entries(manifest.pages).map(([key, { file }]) => [key, join(store.pages, file)]);
    keepCheck(check, result, { lines, pages: Object.fromEntries(pages) });
  } catch (error) {
    process.stderr.write(`${safeMessage(error)}\n`);
    process.exitCode = 1;
  }
}

import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { currentStore } from "../store/paths.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { findLoaders, isFamily, memberOf } from "./find-loaders.js";

// What Framework runs a TypeScript loader with: `node --import tsx run-loader.ts <loader> [--param=value]`.
// A page data set is brought up to date and handed over; any other loader runs as it stands.
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
    const { refresh } = await import("./refresh.js");
    const { manifest, store } = await refresh({
      inbox: currentStore().inbox,
      retry: false,
      log: (line) => process.stderr.write(`${line}\n`),
    });
    const entry = manifest.pages[name];
    if (!entry) {
      const failure = manifest.failures.map((f) => `${f.step}: ${f.reason}`).join("\n");
      throw new TellableError(`${name} could not be made, and there is no earlier version.\n${failure}`);
    }
    const { readPage } = await import("./page-datasets.js");
    process.stdout.write(readPage(store, entry));
  } catch (error) {
    process.stderr.write(`${safeMessage(error)}\n`);
    process.exitCode = 1;
  }
}

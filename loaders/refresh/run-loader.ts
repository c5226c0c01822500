import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { currentStore } from "../store/paths.js";
import { safeMessage, TellableError } from "../store/safe-message.js";
import { findLoaders, readPage } from "./page-datasets.js";
import { refresh } from "./refresh.js";

// What Framework runs a TypeScript loader with: `node --import tsx run-loader.ts <loader> [--param=value]`.
// A page data set is brought up to date and handed over; any other loader runs as it stands.
const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error("Name the loader.");
const loader = realpathSync(file);
const dataset = findLoaders().find((found) => realpathSync(found.file) === loader);
if (dataset) await handOver(dataset.name);
else {
  process.argv = [process.argv[0]!, loader, ...args];
  await import(pathToFileURL(loader).href);
}

async function handOver(name: string): Promise<void> {
  try {
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
    process.stdout.write(readPage(store, entry));
  } catch (error) {
    process.stderr.write(`${safeMessage(error)}\n`);
    process.exitCode = 1;
  }
}

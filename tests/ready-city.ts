import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { withLock } from "../loaders/store/lock.js";
import { type Manifest, readManifest } from "../loaders/store/manifest.js";
import { repositoryRoot, type Store, storeOf } from "../loaders/store/paths.js";
import { commandLine, copyWorkspace, run, sourceHash, withoutNetwork } from "./browser/workspace-copy.js";

const output = join(repositoryRoot, "tests", ".output");
const hour = 3_600_000;

/** A sample city of 3,000 children, refreshed, in a copy of the workspace that many tests share: none may change it. */
export interface ReadyCity {
  copy: string;
  store: Store;
  manifest: Manifest;
}

/** The folder of the ready city of these source files, whether or not it is made. */
export function readyFolder(): string {
  return join(output, `built-${sourceHash()}`);
}

/**
 * The ready city, which whoever asks first makes, with the network cut off; it is not made again while no source file has
 * changed. It is named by its sources, so that two runs of the tests, one of them after a change, do not disturb each other.
 */
export async function readyCity(): Promise<ReadyCity> {
  const copy = readyFolder();
  await once(copy, "refreshed", async () => {
    removeOld();
    copyWorkspace(copy.slice(output.length + 1));
    addOrdinaryPage(copy);
    await runAlone(copy, "sample", "--children", "3000");
    await runAlone(copy, "refresh");
  });
  const store = storeIn(copy);
  return { copy, store, manifest: readManifest(store)! };
}

/** The sites of the ready city, all editions, built below its folder in the same way. */
export async function readySites(): Promise<void> {
  const { copy } = await readyCity();
  await once(copy, "complete", () =>
    runAlone(copy, "build", "workspace", "briefings", "public", "--allow-sample"),
  );
}

/** Does something once for all processes and runs: a stamp in the folder says that it is done. */
async function once(folder: string, stamp: string, work: () => Promise<void>): Promise<void> {
  const file = join(folder, stamp);
  if (existsSync(file)) return;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(file)) return;
    await work();
    writeFileSync(file, "");
  });
}

function storeIn(copy: string): Store {
  const named = storeOf(join(copy, "data", "sample"));
  const folder = join(copy, "data", "store", "sample");
  return Object.fromEntries(
    Object.entries(named).map(([key, path]: [string, string]) => [key, path.replace(named.folder, folder)]),
  ) as unknown as Store;
}

function removeOld(): void {
  mkdirSync(output, { recursive: true });
  for (const name of readdirSync(output)) {
    const { mtimeMs } = statSync(join(output, name));
    if (name.startsWith("built") && !name.endsWith(".lock") && mtimeMs < Date.now() - hour)
      rmSync(join(output, name), { recursive: true });
  }
}

async function runAlone(copy: string, ...words: string[]): Promise<void> {
  const networkLog = join(copy, "network.log");
  if (!existsSync(networkLog)) writeFileSync(networkLog, "");
  const guard = pathToFileURL(join(repositoryRoot, "tests", "browser", "network-guard.mjs")).href;
  const command = withoutNetwork(commandLine(copy, ...words));
  const { code, output: said } = await run(copy, command, {
    NODE_OPTIONS: `--import ${guard}`,
    NETWORK_LOG: networkLog,
  });
  if (code !== 0) throw new Error(`${command.flat().join(" ")} ended with ${code}:\n${said}`);
}

// A page as an analyst would write it for stock Framework.
function addOrdinaryPage(copy: string): void {
  const fixtures = join(repositoryRoot, "tests", "browser", "ordinary");
  for (const [from, to] of [
    ["ordinary.md", "docs/explore/ordinary.md"],
    ["ordinary.csv.ts.txt", "loaders/explore/ordinary.csv.ts"],
  ] as const) {
    mkdirSync(join(copy, to, ".."), { recursive: true });
    writeFileSync(join(copy, to), readFileSync(join(fixtures, from)));
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TestProject } from "vitest/node";
import { withLock } from "../../loaders/store/lock.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { commandLine, copyWorkspace, run, sourceHash, withoutNetwork } from "./workspace-copy.js";

const output = join(repositoryRoot, "tests", ".output");
const hour = 3_600_000;

declare module "vitest" {
  interface ProvidedContext {
    /** The copy of the workspace in which all editions are built. */
    built: string;
  }
}

/**
 * Builds all editions from a small sample, in a copy of the workspace, with the network cut off: once before all
 * browser tests, and not again while no source file has changed. A copy is named by its sources, so that two runs
 * of the tests, one of them after a change, do not disturb each other.
 */
export default async function setup(project: TestProject): Promise<void> {
  const name = `built-${sourceHash()}`;
  await withLock(join(output, `${name}.lock`), () => build(name));
  project.provide("built", join(output, name));
}

async function build(name: string): Promise<void> {
  const stamp = join(output, name, "complete");
  if (existsSync(stamp)) return;
  removeOld();
  const copy = copyWorkspace(name);
  addOrdinaryPages(copy);
  const networkLog = join(copy, "network.log");
  const guard = pathToFileURL(join(repositoryRoot, "tests", "browser", "network-guard.mjs")).href;
  const environment = { NODE_OPTIONS: `--import ${guard}`, NETWORK_LOG: networkLog };
  writeFileSync(networkLog, "");
  const editions = ["workspace", "briefings", "public"];
  await succeed(copy, commandLine(copy, "sample", "--children", "3000"), environment);
  await succeed(copy, withoutNetwork(commandLine(copy, "build", ...editions, "--allow-sample")), environment);
  writeFileSync(stamp, "");
}

function removeOld(): void {
  for (const name of readdirSync(output)) {
    const { mtimeMs } = statSync(join(output, name));
    if (name.startsWith("built") && mtimeMs < Date.now() - hour)
      rmSync(join(output, name), { recursive: true });
  }
}

async function succeed(
  copy: string,
  command: [string, string[]],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { code, output: said } = await run(copy, command, environment);
  if (code !== 0) throw new Error(`${command.flat().join(" ")} ended with ${code}:\n${said}`);
}

// A page as an analyst would write it for stock Framework, and one in the language of pages.
function addOrdinaryPages(copy: string): void {
  const fixtures = join(repositoryRoot, "tests", "browser", "ordinary");
  for (const [from, to] of [
    ["ordinary.md", "docs/explore/ordinary.md"],
    ["question.md", "docs/explore/question.md"],
    ["ordinary.csv.ts.txt", "loaders/explore/ordinary.csv.ts"],
  ] as const) {
    mkdirSync(join(copy, to, ".."), { recursive: true });
    writeFileSync(join(copy, to), readFileSync(join(fixtures, from)));
  }
}

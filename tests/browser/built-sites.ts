import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { commandLine, copyWorkspace, run, sourceHash, withoutNetwork } from "./workspace-copy.js";

export const editionNames = ["workspace", "briefings", "public"] as const;

const copy = join(repositoryRoot, "tests", ".output", "built");
const stamp = join(copy, "made-from");

/** What the build's processes tried to reach outside this machine: it must stay empty. */
export const networkLog = join(copy, "network.log");

/** A built edition's folder. */
export function builtFolder(edition: string): string {
  return join(copy, "dist", edition);
}

/** The addresses of an edition's pages. */
export function builtPages(edition: string): string[] {
  return readdirSync(builtFolder(edition), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .map((file) => `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$|\.html$/, "$1")}`)
    .sort();
}

/**
 * Builds all editions from a small sample, in a copy of the workspace, with the network cut off: once before all
 * browser tests, and not again while no source file has changed.
 */
export default async function setup(): Promise<void> {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  copyWorkspace("built");
  addOrdinaryPage();
  const guard = pathToFileURL(join(repositoryRoot, "tests", "browser", "network-guard.mjs")).href;
  const environment = { NODE_OPTIONS: `--import ${guard}`, NETWORK_LOG: networkLog };
  writeFileSync(networkLog, "");
  await succeed(commandLine(copy, "sample", "--children", "3000"), environment);
  await succeed(withoutNetwork(commandLine(copy, "build", ...editionNames, "--allow-sample")), environment);
  writeFileSync(stamp, hash);
}

async function succeed(command: [string, string[]], environment: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await run(copy, command, environment);
  if (code !== 0) throw new Error(`${command.flat().join(" ")} ended with ${code}:\n${output}`);
}

// A page as an analyst would write it for stock Framework.
function addOrdinaryPage(): void {
  const fixtures = join(repositoryRoot, "tests", "browser", "ordinary");
  for (const [from, to] of [
    ["ordinary.md", "docs/explore/ordinary.md"],
    ["ordinary.csv.ts.txt", "loaders/explore/ordinary.csv.ts"],
  ] as const) {
    mkdirSync(join(copy, to, ".."), { recursive: true });
    writeFileSync(join(copy, to), readFileSync(join(fixtures, from)));
  }
}

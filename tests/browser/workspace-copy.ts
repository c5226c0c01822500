import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { fingerprint } from "../../loaders/store/fingerprint.js";
import { repositoryRoot } from "../../loaders/store/paths.js";

const parts = [
  "components",
  "data",
  "docs",
  "loaders",
  "workspace",
  "observablehq.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
// Data of this workspace's own: everything else below `parts` is source.
const leftOut = ["data/inbox", "data/publications", "data/sample", "data/store"];

/** The workspace's source files, relative to its folder; no links, no caches, no data. */
export function sourceFiles(): string[] {
  return parts.flatMap(filesBelow).sort();
}

function filesBelow(path: string): string[] {
  if (leftOut.includes(path)) return [];
  if (statSync(join(repositoryRoot, path)).isFile()) return [path];
  return readdirSync(join(repositoryRoot, path), { withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink() && !entry.name.startsWith("."))
    .flatMap((entry) => filesBelow(`${path}/${entry.name}`));
}

/** A hash of all source files. */
export function sourceHash(): string {
  return fingerprint(
    sourceFiles().map((file) => [file, fingerprint(readFileSync(join(repositoryRoot, file), "latin1"))]),
  );
}

/**
 * A copy of the workspace without data of its own, below tests/.output, where the packages are still found.
 * What a test does there touches neither the user's stores nor a running preview's cache.
 */
export function copyWorkspace(name: string): string {
  const copy = join(repositoryRoot, "tests", ".output", name);
  rmSync(copy, { recursive: true, force: true });
  for (const file of sourceFiles()) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(repositoryRoot, file), join(copy, file));
  }
  sayInstalled(copy);
  return copy;
}

// Else the way in (workspace/run.js), which what is started in a copy goes back to, installs all packages anew in it. Of the
// packages it looks at the list and at the first that it needs; a link to all of them would be installed through.
function sayInstalled(copy: string): void {
  const [here, there] = [join(repositoryRoot, "node_modules"), join(copy, "node_modules")];
  mkdirSync(there, { recursive: true });
  copyFileSync(join(here, ".package-lock.json"), join(there, ".package-lock.json"));
  symlinkSync(join(here, "tsx"), join(there, "tsx"), "junction");
}

/** What lets Node run TypeScript, for its option --import. */
export const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** The environment of a process that works in a copy: a key of its own, and nothing points to another store. */
export function environmentOf(copy: string): NodeJS.ProcessEnv {
  const { EARLY_YEARS_INBOX, EARLY_YEARS_STORE, EDITION, INIT_CWD, ...rest } = process.env;
  return {
    ...rest,
    EARLY_YEARS_KEY_FILE: join(
      process.env.TESTS_KEYS ?? tmpdir(),
      `early-years-tests-${fingerprint(copy)}`,
      "pseudonym.key",
    ),
  };
}

/** The command and arguments that run the workspace's command line in a copy. */
export function commandLine(copy: string, ...args: string[]): [string, string[]] {
  return [process.execPath, ["--import", tsx, join(copy, "workspace", "cli.ts"), ...args]];
}

export interface Ran {
  code: number | null;
  output: string;
}

/** Runs something in a copy, and gives back its exit code and all that it wrote. */
export function run(
  copy: string,
  [command, args]: [string, string[]],
  more: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = spawn(command, args, { cwd: copy, env: { ...environmentOf(copy), ...more } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** The same command in a network that has nothing in it, where this machine lets us make one. */
export function withoutNetwork([command, args]: [string, string[]]): [string, string[]] {
  const ways = [["--net"], ["--map-root-user", "--net"]];
  const way = ways.find((options) => spawnSync("unshare", [...options, "true"]).status === 0);
  return way ? ["unshare", [...way, command, ...args]] : [command, args];
}

import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { soak } from "../soak.js";

let clone: string;
const npm = () => join(clone, "npm-cli.js");

// A clone with one command, and an npm that writes down how it was called and installs what the way in needs.
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "clone-"));
  mkdirSync(join(clone, "workspace"));
  copyFileSync(join(repositoryRoot, "workspace", "run.js"), join(clone, "workspace", "run.js"));
  write("package.json", '{"type":"module"}');
  write("package-lock.json", lock("1.0.0"));
  write(
    "workspace/cli.ts",
    'export const runCommandLine = async (args: string[]) => { console.log("ran " + args); return 7; };',
  );
  write(
    "npm-cli.js",
    `import { appendFileSync, copyFileSync, mkdirSync, symlinkSync } from "node:fs";
    appendFileSync("npm.log", process.argv.slice(2).join(" ") + "\\n");
    if (process.env.NPM_FAILS) process.exit(1);
    mkdirSync("node_modules", { recursive: true });
    try { symlinkSync(${JSON.stringify(join(repositoryRoot, "node_modules", "tsx"))}, "node_modules/tsx", "junction"); } catch {}
    copyFileSync("package-lock.json", "node_modules/.package-lock.json");`,
  );
});
afterEach(() => rmSync(clone, { recursive: true }));

function write(file: string, content: string): void {
  writeFileSync(join(clone, file), content);
}

function lock(version: string): string {
  const only = { version, integrity: `sha512-${version}` };
  const optional = { version: "1.0.0", optional: true };
  return JSON.stringify({ packages: { "": {}, "node_modules/a": only, "node_modules/b": optional } });
}

function start(environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(clone, "workspace", "run.js"), "a", "b"],
    {
      encoding: "utf8",
      env: { ...process.env, npm_execpath: npm(), ...environment },
    },
  );
  const calls = existsSync(join(clone, "npm.log"))
    ? readFileSync(join(clone, "npm.log"), "utf8").trim().split("\n")
    : [];
  return { status, stdout, stderr, calls };
}

test("a fresh clone is installed once, with progress, and the command's exit code is passed on", () => {
  const first = start();
  expect(first.calls).toEqual(["ci --include=dev --no-audit --no-fund --loglevel=error"]);
  expect(first.stderr).toMatch(
    /Installing packages, as package-lock\.json lists them.*\nInstalled in \d+ s\./,
  );
  expect(first).toMatchObject({ stdout: "ran a,b\n", status: 7 });
  const second = start();
  expect(second).toMatchObject({ stdout: "ran a,b\n", stderr: "", status: 7 });
  expect(second.calls).toHaveLength(1);
});

soak("a new lockfile is installed", () => {
  start();
  write("package-lock.json", lock("1.1.0"));
  expect(start().calls).toHaveLength(2);
});

soak("what another machine needs is not waited for", () => {
  start();
  const installed = JSON.parse(lock("1.0.0"));
  delete installed.packages["node_modules/b"];
  write("node_modules/.package-lock.json", JSON.stringify(installed));
  expect(start().calls).toHaveLength(1);
});

test("an installation that fails says so, and nothing is run", () => {
  const { status, stdout, stderr } = start({ NPM_FAILS: "1" });
  expect(stdout).toBe("");
  expect(stderr).toContain(
    "The packages could not be installed; npm says why above. Is the package registry reachable?",
  );
  expect(status).toBe(1);
});

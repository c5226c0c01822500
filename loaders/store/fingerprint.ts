import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { repositoryRoot } from "./paths.js";

/** A short hash of any JSON-able value; the order of object keys does not matter. */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value, sortKeys)).digest("hex").slice(0, 20);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * By module: a hash of the code that runs when it is imported, its own and that of the modules it imports by relative path,
 * and of the lockfile. What it does not use, types, comments and layout do not count.
 * A module that cannot be read as code is known by its text: whoever imports it hears of the mistake.
 */
export function codeHash(modules: readonly string[]): string[] {
  try {
    return hashesOf(modules);
  } catch {
    return modules.map((module) => {
      try {
        return hashesOf([module])[0]!;
      } catch {
        return hashOf(readFileSync(module));
      }
    });
  }
}

/** The hashes of modules, and the state of all that they rest on. */
interface Known {
  rests: string[];
  state: string;
  hashes: string[];
}

// To bundle every loader takes most of a second of the processor's time, and a process that watches asks at each refresh.
const known = new Map<string, Known>();

function hashesOf(modules: readonly string[]): string[] {
  const key = JSON.stringify(modules);
  const last = known.get(key);
  if (last && last.state === stateOf(last.rests)) return last.hashes;
  const begun = Date.now();
  const { inputs, code } = bundled(modules);
  const lock = lockfile();
  const hashes = code.map((one) => hashOf(one, lock));
  // A file that comes to lie beside another may be imported in its place.
  const rests = [...new Set([...inputs, ...inputs.map((file) => dirname(file)), ...settings])];
  const state = stateOf(rests);
  // What was written meanwhile may have been read before.
  if (rests.every((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? begun) < begun))
    known.set(key, { rests, state, hashes });
  return hashes;
}

const settings = ["package.json", "package-lock.json", "tsconfig.json"].map((file) =>
  join(repositoryRoot, file),
);

function stateOf(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const status = statSync(path, { throwIfNoEntry: false });
      return status ? `${status.ino} ${status.size} ${status.mtimeMs} ${status.ctimeMs}` : "none";
    })
    .join("\n");
}

function bundled(modules: readonly string[]): { inputs: string[]; code: Uint8Array[] } {
  const { outputFiles, metafile } = buildSync({
    entryPoints: Object.fromEntries(modules.map((file, i) => [String(i), resolve(file)])),
    bundle: true,
    packages: "external",
    // A query is a loader too.
    loader: { ".sql": "text" },
    platform: "node",
    format: "esm",
    minifyWhitespace: true,
    write: false,
    metafile: true,
    absWorkingDir: repositoryRoot,
    outdir: repositoryRoot,
    logLevel: "silent",
  });
  const outputs = new Map(outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]));
  return {
    inputs: Object.keys(metafile.inputs).map((file) => join(repositoryRoot, file)),
    code: modules.map((_, i) => outputs.get(String(i))!),
  };
}

function hashOf(code: Uint8Array, lock = lockfile()): string {
  return createHash("sha256").update(lock).update(code).digest("hex").slice(0, 20);
}

function lockfile(): Buffer {
  return readFileSync(join(repositoryRoot, "package-lock.json"));
}

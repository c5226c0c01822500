import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
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
 * Within a process it is worked out again only once one of the files was touched.
 */
export function codeHash(modules: readonly string[]): string[] {
  const asked = modules.join("\n");
  const known = hashed.get(asked);
  if (known && known.state === stateOf(known.files)) return known.hashes;
  try {
    const { outputs, files } = bundled(modules);
    const hashes = outputs.map(hashOf);
    hashed.set(asked, { hashes, files, state: stateOf(files) });
    return hashes;
  } catch {
    return modules.map((module) => {
      try {
        return hashOf(bundled([module]).outputs[0]!);
      } catch {
        return hashOf(readFileSync(module));
      }
    });
  }
}

/** By the modules asked for: their hashes, the files that these were made from, and what those were like then. */
const hashed = new Map<string, { hashes: string[]; files: readonly string[]; state: string }>();

function stateOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const status = statSync(file, { throwIfNoEntry: false });
      return status ? `${status.ino} ${status.size} ${status.mtimeMs} ${status.ctimeMs}` : "";
    })
    .join("\n");
}

function bundled(modules: readonly string[]): { outputs: Uint8Array[]; files: string[] } {
  const { outputFiles, metafile } = buildSync({
    entryPoints: Object.fromEntries(modules.map((file, i) => [String(i), resolve(file)])),
    bundle: true,
    packages: "external",
    // A query is a loader too.
    loader: { ".sql": "text" },
    platform: "node",
    format: "esm",
    minifyWhitespace: true,
    metafile: true,
    absWorkingDir: repositoryRoot,
    write: false,
    outdir: repositoryRoot,
    logLevel: "silent",
  });
  const outputs = new Map(outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]));
  const files = [...Object.keys(metafile.inputs), "package-lock.json"].map((file) =>
    resolve(repositoryRoot, file),
  );
  return { outputs: modules.map((_, i) => outputs.get(String(i))!), files };
}

function hashOf(code: Uint8Array): string {
  return createHash("sha256").update(lockfile()).update(code).digest("hex").slice(0, 20);
}

let lockfileContent: Buffer | undefined;
function lockfile(): Buffer {
  lockfileContent ??= readFileSync(join(repositoryRoot, "package-lock.json"));
  return lockfileContent;
}

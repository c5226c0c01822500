import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
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
 */
export function codeHash(modules: readonly string[]): string[] {
  try {
    return bundled(modules).map(hashOf);
  } catch {
    return modules.map((module) => {
      try {
        return hashOf(bundled([module])[0]!);
      } catch {
        return hashOf(readFileSync(module));
      }
    });
  }
}

function bundled(modules: readonly string[]): Uint8Array[] {
  const { outputFiles } = buildSync({
    entryPoints: Object.fromEntries(modules.map((file, i) => [String(i), resolve(file)])),
    bundle: true,
    packages: "external",
    // A query is a loader too.
    loader: { ".sql": "text" },
    platform: "node",
    format: "esm",
    minifyWhitespace: true,
    write: false,
    outdir: repositoryRoot,
    logLevel: "silent",
  });
  const outputs = new Map(outputFiles.map(({ path, contents }) => [basename(path, ".js"), contents]));
  return modules.map((_, i) => outputs.get(String(i))!);
}

function hashOf(code: Uint8Array): string {
  return createHash("sha256").update(lockfile()).update(code).digest("hex").slice(0, 20);
}

let lockfileContent: Buffer | undefined;
function lockfile(): Buffer {
  lockfileContent ??= readFileSync(join(repositoryRoot, "package-lock.json"));
  return lockfileContent;
}

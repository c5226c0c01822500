import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
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
 * A hash of a module, all modules that it imports by relative path (and theirs), and the lockfile:
 * it changes whenever the code that makes something may have changed.
 */
export function codeHash(entry: string): string {
  const hash = createHash("sha256").update(lockfile());
  for (const file of moduleClosure(entry)) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 20);
}

/** The module and every module it imports by relative path, directly or not, in a fixed order. */
export function moduleClosure(entry: string): string[] {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const source = readFileSync(file, "utf8");
    for (const [, specifier] of source.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)) {
      const imported = resolveModule(dirname(file), specifier!);
      if (imported) visit(imported);
    }
  };
  visit(resolve(entry));
  return [...found].sort();
}

function resolveModule(folder: string, specifier: string): string | undefined {
  const path = resolve(folder, specifier);
  return [path.replace(/\.js$/, ".ts"), path].find((candidate) => existsSync(candidate));
}

let lockfileContent: Buffer | undefined;
function lockfile(): Buffer {
  lockfileContent ??= readFileSync(join(repositoryRoot, "package-lock.json"));
  return lockfileContent;
}

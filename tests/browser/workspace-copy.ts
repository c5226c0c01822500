import { cpSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
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
const leftOut = new Set(["inbox", "sample", "store", ".observablehq"]);

/**
 * A copy of the workspace without data of its own, below tests/.output, where the packages are still found.
 * What a test does there touches neither the user's stores nor a running preview's cache.
 */
export function copyWorkspace(name: string): string {
  const copy = join(repositoryRoot, "tests", ".output", name);
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const part of parts)
    cpSync(join(repositoryRoot, part), join(copy, part), { recursive: true, filter: belongs });
  return copy;
}

// workspace/sample is code; data/sample and the links below docs/ are not.
function belongs(path: string): boolean {
  if (lstatSync(path).isSymbolicLink()) return false;
  return !(
    leftOut.has(basename(path)) &&
    !path.endsWith(join("workspace", "sample")) &&
    !path.includes(`loaders`)
  );
}

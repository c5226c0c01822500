import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { writeFileAtomic } from "../../../loaders/store/write-file.js";
import { findPackage, sharedPackages } from "./bundle.js";
import { notInstalled } from "./packages.js";

const require = createRequire(import.meta.url);

/**
 * Makes Framework's cache below a root fit for use: packages as the lockfile has them, and no page data,
 * which Framework would otherwise use in a build however old it is.
 */
export function freshenCache(root: string): void {
  const cache = join(root, ".observablehq", "cache");
  mkdirSync(cache, { recursive: true });
  const stamp = join(cache, "_npm", ".made-from");
  const wanted = packagesHash();
  if (read(stamp) !== wanted) {
    rmSync(cache, { recursive: true, force: true });
    nameVersions(join(cache, "_npm"));
    writeFileAtomic(stamp, wanted);
  }
  for (const name of readdirSync(cache))
    if (!name.startsWith("_")) rmSync(join(cache, name), { recursive: true, force: true });
}

// An empty folder tells Framework a package's version. It asks for one even of packages that no page uses.
function nameVersions(folder: string): void {
  for (const name of new Set([...sharedPackages(), ...packagesNamedByFramework()]))
    mkdirSync(join(folder, `${name}@${findPackage(name)?.version ?? notInstalled}`), { recursive: true });
}

function packagesNamedByFramework(): string[] {
  const client = join(dirname(require.resolve("@observablehq/framework/package.json")), "dist", "client");
  return readdirSync(client, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => [
      ...readFileSync(join(client, file), "utf8").matchAll(/"npm:((?:@[\w-]+\/)?[\w.-]+)/g),
    ])
    .map((match) => match[1]!);
}

function packagesHash(): string {
  const hash = createHash("sha256").update(readFileSync(join(repositoryRoot, "package-lock.json")));
  for (const file of ["bundle.ts", "packages.ts"])
    hash.update(readFileSync(fileURLToPath(new URL(file, import.meta.url))));
  return hash.digest("hex");
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

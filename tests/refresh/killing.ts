import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readManifest } from "../../loaders/store/manifest.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import type { SmallCity } from "../small-city.js";

/** Starts a refresh of a city in a process of its own, which says at the end WORKED or UNCHANGED. */
export function startRefresh(city: SmallCity): ChildProcess {
  const script = `import { refresh } from ${JSON.stringify(join(repositoryRoot, "loaders/refresh/refresh.ts"))};
    const result = await refresh({ log: (line) => console.log(line) });
    console.log(result.unchanged ? "UNCHANGED" : "WORKED");`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: repositoryRoot,
    env: { ...process.env, ...city.environment },
  });
}

/** All that a process says until it ends; `heard` is told what has come so far. */
export async function outputOf(child: ChildProcess, heard = (_: string) => {}): Promise<string> {
  let output = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (chunk) => {
      output += chunk;
      heard(output);
    });
  await new Promise((resolve) => child.once("close", resolve));
  return output;
}

/** The hashes of the page data sets in use, each of which must be whole; undefined before the first refresh. */
export function pagesOf(city: SmallCity): Record<string, string> | undefined {
  const store = storeOf(city.inbox);
  const manifest = readManifest(store);
  if (!manifest) return undefined;
  for (const page of Object.values(manifest.pages))
    expect(
      createHash("sha256")
        .update(readFileSync(join(store.pages, page.file)))
        .digest("hex"),
    ).toBe(page.sha256);
  return Object.fromEntries(Object.entries(manifest.pages).map(([name, page]) => [name, page.sha256]));
}

/** The page data sets that do not say when they were made. */
export function timeless(pages: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(pages).filter(([name]) => !name.startsWith("briefings/")));
}

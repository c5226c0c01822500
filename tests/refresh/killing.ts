import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
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
  return Object.fromEntries(
    Object.entries(pages).filter(
      ([name]) => !/^briefings\/|\/(?:claims|data-quality|deliveries)\.json$/.test(name),
    ),
  );
}

/** Kills a refresh of a city as soon as it has said something. */
async function killAfter(city: SmallCity, line: RegExp): Promise<void> {
  const child = startRefresh(city);
  const output = await outputOf(child, (said) => line.test(said) && child.kill("SIGKILL"));
  expect(output).toMatch(line);
  expect(output).not.toMatch(/WORKED|UNCHANGED/);
}

/**
 * Takes children out of a city that is refreshed, kills the refresh that follows once at each of the steps, the last of which makes
 * page data sets, and expects the last good state after each, and that the next refresh carries on.
 */
export async function expectCarriedOn(city: SmallCity, steps: readonly RegExp[]): Promise<void> {
  if (!pagesOf(city)) await refresh();
  const made = pagesOf(city)!;
  const folder = join(city.inbox, "child-health-register");
  const file = join(folder, readdirSync(folder)[0]!);
  const lines = readFileSync(file, "latin1").trimEnd().split("\n");
  writeFileSync(file, `${lines.slice(0, -100).join("\n")}\n`, "latin1");
  for (const step of steps) {
    await killAfter(city, step);
    expect(pagesOf(city)).toEqual(made);
  }
  const said: string[] = [];
  await refresh({ log: (line) => said.push(line) });
  const again = said.flatMap((line) => /^page +(\S+):/.exec(line)?.[1] ?? []);
  expect(again).not.toContain("explore/access.json");
  expect(again).toContain("briefings/linkage.json");
  expect(existsSync(join(storeOf(city.inbox).folder, "pages-made.json"))).toBe(false);
  expect(timeless(pagesOf(city)!)).not.toEqual(timeless(made));
}

import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { type SmallCity, smallCity } from "../small-city.js";

let city: SmallCity;
beforeAll(async () => {
  city = await smallCity();
}, 60_000);
afterAll(() => city.remove());

function start(): ChildProcess {
  const script = `import { refresh } from ${JSON.stringify(join(repositoryRoot, "loaders/refresh/refresh.ts"))};
    const result = await refresh({ log: (line) => console.log(line) });
    console.log(result.unchanged ? "UNCHANGED" : "WORKED");`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: repositoryRoot,
    env: { ...process.env, ...city.environment },
  });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = "";
  child.stdout!.on("data", (chunk) => (output += chunk));
  child.stderr!.on("data", (chunk) => (output += chunk));
  await new Promise((resolve) => child.once("exit", resolve));
  return output;
}

function pagesOf(): Record<string, string> | undefined {
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

/** Kills refreshes after ever longer times until one ends by itself. */
async function killUntilDone(whileKilled: () => void): Promise<number> {
  for (let kills = 0, patience = 1500; ; kills++, patience *= 2.5) {
    const child = start();
    const ended = outputOf(child);
    await Promise.race([ended, sleep(patience)]);
    if (child.exitCode !== null) {
      expect(await ended).toMatch(/WORKED|UNCHANGED/);
      return kills;
    }
    child.kill("SIGKILL");
    await ended;
    whileKilled();
  }
}

test("a refresh killed at any moment leaves the last good state, and the next one carries on", async () => {
  expect(await killUntilDone(() => pagesOf())).toBeGreaterThan(1);
  const made = pagesOf()!;

  // A city with other children arrives while the first one's pages are in use. Its files keep their
  // dates: an extract that is the same to the letter stays as it was first delivered.
  const other = await smallCity(1400);
  const firstInbox = join(city.folder, "first");
  cpSync(city.inbox, firstInbox, { recursive: true, preserveTimestamps: true });
  const arrive = (inbox: string) => cpSync(inbox, city.inbox, { recursive: true, preserveTimestamps: true });
  arrive(other.inbox);
  Object.assign(process.env, city.environment);
  await killUntilDone(() => expect(pagesOf()).toEqual(made));
  const afterKills = pagesOf()!;
  expect(afterKills).not.toEqual(made);

  // The same extracts, one after the other, in a store where nothing was ever killed give the same page data sets: what the
  // model's parameters are estimated from is the first that come.
  rmSync(city.environment.EARLY_YEARS_STORE!, { recursive: true });
  rmSync(city.inbox, { recursive: true });
  arrive(firstInbox);
  await refresh();
  arrive(other.inbox);
  other.remove();
  await refresh();
  const volatile = (pages: Record<string, string>) =>
    Object.fromEntries(Object.entries(pages).filter(([name]) => !name.startsWith("briefings/")));
  expect(volatile(pagesOf()!)).toEqual(volatile(afterKills));
}, 300_000);

test("of two refreshes started at once one works and the other finds nothing to do", async () => {
  rmSync(city.environment.EARLY_YEARS_STORE!, { recursive: true, force: true });
  const outputs = await Promise.all([outputOf(start()), outputOf(start())]);
  expect(outputs.map((output) => output.trim().split("\n").at(-1)).sort()).toEqual(["UNCHANGED", "WORKED"]);
}, 120_000);

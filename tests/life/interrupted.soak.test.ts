import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readObjections } from "../../loaders/life/objections.js";
import { readPage } from "../../loaders/refresh/page-datasets.js";
import { refresh } from "../../loaders/refresh/refresh.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { repositoryRoot, type Store, storeOf } from "../../loaders/store/paths.js";
import { beginErasure, readNumber } from "../../workspace/life/erase.js";
import { Random } from "../../workspace/sample/random.js";
import { ask, type SmallCity, smallCity } from "../small-city.js";
import { canMount, smallDisk } from "../small-disk.js";

const kills = Number(process.env.EARLY_YEARS_KILLS ?? 2);

let city: SmallCity;
let whole: string;
let store: Store;
let child: { nhs_number: string; person_id: string };

beforeAll(async () => {
  city = await smallCity();
  // Two sources that hold the same children: enough to erase a child from, and quick to refresh.
  for (const source of readdirSync(city.inbox))
    if (!["child-health-register", "eyfsp-return"].includes(source))
      rmSync(join(city.inbox, source), { recursive: true });
  await refresh();
  [child] = (await ask<typeof child>(
    storeOf(city.inbox).identity,
    `SELECT person_id, max(nhs_number) AS nhs_number FROM person_record JOIN record USING (record_id, source)
     GROUP BY person_id HAVING count(DISTINCT source) = 2 AND count(DISTINCT nhs_number) = 1 ORDER BY person_id LIMIT 1`,
  )) as [typeof child];
  whole = `${city.environment.EARLY_YEARS_STORE}-whole`;
  cpSync(city.environment.EARLY_YEARS_STORE!, whole, { recursive: true, preserveTimestamps: true });
}, 240_000);
afterAll(() => city.remove());

beforeEach(() => {
  process.env.EARLY_YEARS_STORE = city.environment.EARLY_YEARS_STORE!;
  rmSync(process.env.EARLY_YEARS_STORE, { recursive: true, force: true });
  cpSync(whole, process.env.EARLY_YEARS_STORE, { recursive: true, preserveTimestamps: true });
  store = storeOf(city.inbox);
});

/** Erases the child as the command does: begins, then refreshes. Says so in between. */
function erase(): ChildProcess {
  const at = (path: string) => JSON.stringify(join(repositoryRoot, path));
  const script = `
    import { refresh } from ${at("loaders/refresh/refresh.ts")};
    import { storeOf } from ${at("loaders/store/paths.ts")};
    import { beginErasure, readNumber } from ${at("workspace/life/erase.ts")};
    console.log("READY");
    await beginErasure(storeOf(${JSON.stringify(city.inbox)}), readNumber(${JSON.stringify(child.nhs_number)}));
    console.log("BEGUN");
    await refresh({ log: (line) => console.log(line) });`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: repositoryRoot,
    env: process.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function untilItSays(running: ChildProcess, word: string): Promise<void> {
  let said = "";
  while (!said.includes(word)) said += String((await once(running.stdout!, "data"))[0]);
}

const isThere = async (file: string, table: string): Promise<boolean> =>
  (await ask(file, `FROM ${table} WHERE person_id = '${child.person_id}'`)).length > 0;

/** That pages read whole, as the last refresh that came to its end left them. */
function expectPagesWhole(): void {
  const { pages } = readManifest(store)!;
  for (const page of Object.values(pages)) expect(readPage(store, page).length).toBe(page.bytes);
}

/** That nothing of the child is left, and nothing of what was half done either. */
async function expectErased(): Promise<void> {
  expect(readObjections(store)!.pending).toEqual([]);
  expect(await isThere(store.identity, "person_record")).toBe(false);
  expect(await isThere(store.analysis, "person")).toBe(false);
  const names = readdirSync(store.folder, { recursive: true, encoding: "utf8" });
  expect(names.filter((name) => /\.tmp|\.next|\.lock|\.wal/.test(name))).toEqual([]);
  expectPagesWhole();
}

test(`an erasure that is killed, ${kills} times, goes on at the next refresh`, async () => {
  const random = new Random(Number(process.env.EARLY_YEARS_SEED ?? kills));
  for (let kill = 0; kill < kills; kill++) {
    const running = erase();
    const ended = once(running, "close");
    await untilItSays(running, kill === 0 ? "BEGUN" : "READY");
    await sleep(random.next() * 3000);
    running.kill("SIGKILL");
    await ended;
    expectPagesWhole();
    // Begun or not: never half.
    const begun = readObjections(store);
    if (begun) expect(begun.marks.length).toBeGreaterThan(2);
  }
  expect(readObjections(store)).toBeDefined();
  const { manifest } = await refresh();
  expect(manifest.failures).toEqual([]);
  await expectErased();
}, 240_000);

test.skipIf(!canMount)(
  "an erasure on a full disk says so, leaves the last good state, and goes on at the next refresh (needs root on Linux)",
  async () => {
    const disk = smallDisk(400e6);
    const used = (): number => {
      const { blocks, bfree, bsize } = statfsSync(disk.folder);
      return (blocks - bfree) * bsize;
    };
    try {
      cpSync(whole, disk.folder, { recursive: true, preserveTimestamps: true });
      process.env.EARLY_YEARS_STORE = disk.folder;
      store = storeOf(city.inbox);
      const last = readManifest(store);
      // Not even the mark fits.
      disk.resize(used());
      await expect(beginErasure(store, readNumber(child.nhs_number))).rejects.toThrow(
        /no space is left on its disk/,
      );
      expect(readObjections(store)).toBeUndefined();
      expect(await isThere(store.identity, "person_record")).toBe(true);
      // The mark fits, and what is made again does not.
      disk.resize(used() + 1e6);
      await beginErasure(store, readNumber(child.nhs_number));
      await expect(refresh()).rejects.toThrow(
        /no space is left on its disk.* The last good state stays in use\.$/s,
      );
      expect(readManifest(store)).toEqual(last);
      expectPagesWhole();
      expect(readObjections(store)!.pending).toEqual([child.person_id]);
      disk.resize(400e6);
      await refresh();
      await expectErased();
    } finally {
      disk.remove();
    }
  },
  240_000,
);

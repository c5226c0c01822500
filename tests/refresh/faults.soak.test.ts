import { renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { checkSource } from "../../loaders/check/check-source.js";
import { prune } from "../../loaders/pull/prune.js";
import { type RefreshResult, refresh } from "../../loaders/refresh/refresh.js";
import type { Source } from "../../loaders/registry/source.js";
import { Database, type Row } from "../../loaders/store/database.js";
import type { SourceEntry } from "../../loaders/store/manifest.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { endRun, noteLook, readRuns } from "../../loaders/store/runs.js";
import { sizeOf } from "../../loaders/store/storage.js";
import { Random } from "../../workspace/sample/random.js";
import { Desk, sourceFrom } from "../check/desk.js";
import { earlier, type SmallCity, smallCity, twoSources } from "../small-city.js";
import { isTimeLeft, seed } from "../soak.js";
import { outputOf, startRefresh } from "./killing.js";

const visits: Source = sourceFrom(`
location: { type: inbox, files: ["visits_*.csv"], period: "(\\\\d{4}-\\\\d{2})" }
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: day, headers: { any: Day }, type: date, formats: ["%Y-%m-%d"], required: true }
  - { name: n, headers: { any: "N" }, type: integer, required: true }`);

/** Pulls and checks what lies in a desk's inbox, as a refresh does. */
async function take(desk: Desk, db: Database): Promise<SourceEntry | undefined> {
  const { snapshots } = await desk.pull(visits);
  if (!snapshots.length) return undefined;
  const inputs = { extracts: snapshots.map(({ sha256, period }) => `${sha256} ${period}`).join() };
  const plan = { code: "c", inputs, fingerprint: JSON.stringify(inputs) };
  const { entry } = await checkSource(visits, snapshots, db, { store: desk.store, plan, log: () => {} });
  prune(desk.store, [visits], new Set(entry.refused.map(({ sha256 }) => sha256)));
  return entry;
}

const rowsOf = (db: Database): Promise<Row[]> =>
  db.rows("SELECT _period, ward, day, n FROM src_visits ORDER BY ALL");

let desks: Desk[];
beforeEach(() => {
  desks = [];
});
afterEach(() => {
  vi.useRealTimers();
  for (const desk of desks) desk.close();
});
function desk(): Desk {
  const made = new Desk();
  desks.push(made);
  return made;
}

const extract = (random: Random, version: number): string => {
  const many = 120 + Math.floor(random.next() * 60);
  const rows = Array.from(
    { length: many },
    (_, i) => `W${i % 40},2026-01-${String(1 + (i % 28)).padStart(2, "0")},${version * 1000 + i}`,
  );
  return `Ward,Day,N\n${rows.join("\n")}\n`;
};

/** What may befall an extract on its way: each must leave the last good one of its period in use. */
const faults: Record<string, (text: string, random: Random) => string | Buffer> = {
  empty: () => "",
  "header alone": (text) => `${text.split("\n")[0]}\n`,
  "a third of it": (text) => text.slice(0, text.length / 3),
  "no header": (text) => text.slice(text.indexOf("\n") + 1),
  "a column gone": (text) => text.replaceAll(/^([^,]*),[^,]*,/gm, "$1,"),
  "an error page": () => "<!doctype html><html><body><h1>503 Service Unavailable</h1></body></html>",
  noise: (text, random) =>
    Buffer.from(Array.from({ length: text.length }, () => Math.floor(random.next() * 256))),
  "wrong days": (text) => text.replaceAll("2026-01-", "the "),
  "another delimiter within": (text) => text.replaceAll(/^(W\d+),/gm, "$1,,,"),
  zeros: (text) => Buffer.alloc(text.length),
};

test("500 deliveries with faults among them end in the state of the good ones alone", async () => {
  for (let round = 0; round === 0 || (round < 3 && isTimeLeft()); round++) {
    const random = new Random(seed + round);
    const [faulty, clean] = [desk(), desk()];
    const stores = [faulty, clean].map(() => Database.open(":memory:"));
    const [faultyDb, cleanDb] = (await Promise.all(stores)) as [Database, Database];
    const good = new Map<string, string>();
    const names = Object.keys(faults);
    const many = round === 0 ? 500 : 150;
    const compare = async () => {
      for (const [one, content] of good) clean.deliver(`visits_${one}.csv`, content);
      await take(clean, cleanDb);
      expect(await rowsOf(faultyDb)).toEqual(await rowsOf(cleanDb));
    };
    for (let i = 0; i < many && isTimeLeft(); i++) {
      // Deliveries come an hour apart: of what comes within a minute the file's own time says which is newer.
      vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 6, 1, i) });
      const month = `2026-${String(1 + Math.floor(random.next() * 6)).padStart(2, "0")}`;
      const name = `visits_${month}.csv`;
      const text = extract(random, i);
      const isFault = good.has(month) && random.next() < 0.5;
      const fault = names[Math.floor(random.next() * names.length)]!;
      const file = faulty.deliver(name, isFault ? faults[fault]!(text, random) : text);
      // A clock that jumps, on the machine that sends.
      if (random.next() < 0.2) {
        const time = new Date(random.next() < 0.5 ? "1999-01-01" : "2090-01-01");
        utimesSync(file, time, time);
      }
      if (!isFault) good.set(month, text);
      // A run that died, or was not begun: what came is taken with the next.
      if (isFault || random.next() < 0.9) await take(faulty, faultyDb);
      if (!isFault) await take(faulty, faultyDb);
      if (i % 50 === 49) await compare();
      vi.useRealTimers();
    }
    await take(faulty, faultyDb);
    await compare();
    faultyDb.close();
    cleanDb.close();
  }
});

test("three months of daily running leave disk and memory bounded", async () => {
  const one = desk();
  const db = await Database.open(one.store.analysis);
  const random = new Random(seed);
  const begun = { cause: "schedule" as const, host: "office", inbox: one.inbox };
  const sizes: number[] = [];
  const memory: number[] = [];
  const more = Array.from({ length: 2000 }, (_, i) => `x${i},2026-01-01,1\n`).join("");
  for (let i = 0; i < 92; i++) {
    const now = new Date(Date.UTC(2026, 0, 1 + i, 6));
    vi.useFakeTimers({ toFake: ["Date"], now });
    one.deliver("visits_2026-01.csv", extract(random, i) + more);
    const entry = await take(one, db);
    expect(entry!.refused).toEqual([]);
    endRun(one.store, { ...begun, startedAt: now.toISOString() }, { outcome: "done", why: null });
    for (let look = 0; look < 24; look++) noteLook(one.store);
    vi.useRealTimers();
    await db.run("CHECKPOINT");
    sizes.push(sizeOf(one.store.folder));
    memory.push(process.memoryUsage().rss);
  }
  db.close();
  // What grows is a line a run and an entry a delivery.
  expect(sizes.at(-1)!).toBeLessThan(1.5 * sizes[15]! + 200_000);
  expect(memory.at(-1)!).toBeLessThan(1.5 * memory[15]!);
});

describe("a city", () => {
  let city: SmallCity;
  let first: RefreshResult;
  beforeAll(async () => {
    city = await smallCity({ sources: twoSources, without: earlier });
    first = await refresh();
  });
  afterAll(() => city.remove());
  beforeEach(() => Object.assign(process.env, city.environment));
  const pages = () =>
    Object.entries(readManifest(first.store)!.pages).map(([name, { sha256 }]) => [name, sha256]);

  test("a share that disappears fails the run and leaves the last good state; when it is back, nothing is lost", async () => {
    const before = pages();
    const away = `${city.inbox}-away`;
    renameSync(city.inbox, away);
    await expect(refresh({ cause: "schedule" })).rejects.toThrow(/there is no such folder/);
    expect(readRuns(first.store).at(-1)).toMatchObject({ outcome: "failed", cause: "schedule" });
    expect(pages()).toEqual(before);
    renameSync(away, city.inbox);
    expect((await refresh()).unchanged).toBe(true);
    expect(pages()).toEqual(before);
  });

  test("a share that disappears in the middle leaves a good state, and the next run recovers", async () => {
    const away = `${city.inbox}-away`;
    const file = join(city.inbox, "holiday.jpg");
    writeFileSync(file, "x");
    let isAway = false;
    await refresh({
      log: (line) => {
        if (isAway || !/^(?:catalogue|link|page|claims|INBOX)/.test(line)) return;
        isAway = true;
        renameSync(city.inbox, away);
      },
    }).catch(() => {});
    expect(isAway).toBe(true);
    expect(readManifest(first.store)).toBeDefined();
    renameSync(away, city.inbox);
    rmSync(file);
    const { manifest } = await refresh();
    expect(manifest.failures).toEqual([]);
    expect(manifest.sources).toEqual(first.manifest.sources);
  });

  test("three refreshes at once: one works, the others find nothing to do", async () => {
    writeFileSync(join(city.inbox, "another.jpg"), "x");
    const said = await Promise.all([1, 2, 3].map(() => outputOf(startRefresh(city))));
    const ends = said.map((text) => /^(WORKED|UNCHANGED)$/m.exec(text)?.[1]).sort();
    expect(ends).toEqual(["UNCHANGED", "UNCHANGED", "WORKED"]);
  });

  test("a clock that jumps by years and is set right loses no extract", async () => {
    const inUse = () => Object.values(readManifest(first.store)!.sources).flatMap(({ extracts }) => extracts);
    const before = inUse().length;
    for (const day of ["2045-01-01T09:00:00Z", "1999-01-01T09:00:00Z"]) {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date(day) });
      await refresh();
      vi.useRealTimers();
      expect(inUse()).toHaveLength(before);
    }
    await refresh();
    expect(inUse()).toHaveLength(before);
  });
});

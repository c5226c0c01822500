import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { snapshotsInUse } from "../../loaders/pull/choose.js";
import { takeSnapshot } from "../../loaders/pull/copy.js";
import { filesOf } from "../../loaders/pull/inbox.js";
import { prune } from "../../loaders/pull/prune.js";
import { Desk, sourceFrom } from "../check/desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const columns = "columns: [{ name: a, headers: { any: A }, type: text }]";
const visits = sourceFrom(columns);
const terms = sourceFrom(
  `${columns}\nlocation: { type: inbox, files: ["visits_*.csv"], period: "(\\\\d{4}-[a-z]+)" }`,
);

/** Delivers a file as if it had been changed so many days before 31 October 2026. */
function deliver(path: string, content: string, daysAgo = 0): string {
  const file = desk.deliver(path, content);
  const time = Date.UTC(2026, 9, 31 - daysAgo) / 1000;
  utimesSync(file, time, time);
  return file;
}
const names = async (...sources: Parameters<Desk["pull"]>) =>
  (await desk.pull(...sources)).snapshots.map((s) => s.name);
const kept = () => readdirSync(join(desk.store.snapshots, "visits")).sort();

test("the note of a generated sample is no file that nobody recognises", async () => {
  desk.deliver("SAMPLE.txt", "Invented.");
  desk.deliver("nhs/SAMPLE.txt", "Not the sample’s own.");
  expect((await desk.pull(visits)).unrecognised).toHaveLength(1);
});

test("an extract is kept under its hash, as it was, for the owner only", async () => {
  deliver("nhs/Visits.CSV", "A\n1\n", 2);
  const { snapshots } = await desk.pull(visits);
  expect(snapshots).toEqual([
    {
      source: "visits",
      period: null,
      file: join(desk.store.snapshots, "visits", `${snapshots[0]!.sha256}.csv`),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      name: "Visits.CSV",
      bytes: 4,
      dates: {
        covers: null,
        published: null,
        received: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      },
      said: null,
    },
  ]);
  expect(readFileSync(snapshots[0]!.file, "utf8")).toBe("A\n1\n");
  if (process.platform !== "win32") {
    expect(statSync(snapshots[0]!.file).mode & 0o777).toBe(0o600);
    expect(statSync(join(desk.store.snapshots, "visits")).mode & 0o777).toBe(0o700);
  }
  expect(desk.log).toEqual(["pull      visits: new extract aaa/Visits.CSV (4 bytes) (1 KB)."]);
});

test("a file is read again only if its size or time changed", async () => {
  const file = deliver("visits.csv", "A\n1\n");
  const [first] = (await desk.pull(visits)).snapshots;
  deliver("visits.csv", "A\n2\n");
  expect((await desk.pull(visits)).snapshots).toEqual([first]);
  writeFileSync(file, "A\n2\n");
  const [second] = (await desk.pull(visits)).snapshots;
  expect(second!.sha256).not.toBe(first!.sha256);
  expect(kept()).toHaveLength(2);
});

test("where nothing dates two extracts, the file saved last is used, then the last by name", async () => {
  deliver("visits_b.csv", "A\n1\n", 1);
  deliver("visits_a.csv", "A\n2\n", 2);
  expect(await names(visits)).toEqual(["visits_b.csv"]);
  deliver("visits_c.csv", "A\n3\n", 1);
  expect(await names(visits)).toEqual(["visits_c.csv"]);
});

test("what is delivered again under the same name replaces what lay there, though it is older", async () => {
  deliver("visits.csv", "A\nwrong\n", 1);
  await desk.pull(visits);
  deliver("visits.csv", "A\nright\n", 5);
  const [snapshot] = (await desk.pull(visits)).snapshots;
  expect(readFileSync(snapshot!.file, "utf8")).toBe("A\nright\n");
});

test("a restored extract is the extract that was seen first", async () => {
  deliver("visits.csv", "A\n1\n", 3);
  const [first] = (await desk.pull(visits)).snapshots;
  deliver("visits.csv", "A\n2\n", 2);
  await desk.pull(visits);
  deliver("visits.csv", "A\n1\n", 1);
  const [restored] = (await desk.pull(visits)).snapshots;
  expect(restored).toEqual(first);
  expect(kept()).toHaveLength(2);
});

test("the newest extract of each period is used, however the period is cased", async () => {
  deliver("visits_2026-autumn.csv", "A\n1\n", 1);
  deliver("old/visits_2026-autumn.csv", "A\n2\n", 9);
  deliver("visits_2026-Spring_v2.csv", "A\n3\n", 5);
  deliver("visits_2026-spring.csv", "A\n4\n", 6);
  const { snapshots } = await desk.pull(terms);
  expect(snapshots.map((s) => [s.period, s.name])).toEqual([
    ["2026-autumn", "visits_2026-autumn.csv"],
    ["2026-Spring", "visits_2026-Spring_v2.csv"],
  ]);
});

test("a name without the period is told, with the place to mend", async () => {
  deliver("visits_final.csv", "A\n1\n");
  expect((await desk.pull(terms)).waiting).toEqual([
    {
      source: "visits",
      path: "visits_final.csv",
      reason: "its name carries no period. Rename it, or mend location.period in data/sources/visits.yaml",
    },
  ]);
});

test("an extract that vanished stays in use", async () => {
  const file = deliver("visits.csv", "A\n1\n");
  await desk.pull(visits);
  rmSync(file);
  expect(await names(visits)).toEqual(["visits.csv"]);
});

test("without what check refused, the last good extract is used", async () => {
  deliver("visits.csv", "A\n1\n", 2);
  const [good] = (await desk.pull(visits)).snapshots;
  deliver("visits.csv", "A\n2\n", 1);
  const [bad] = (await desk.pull(visits)).snapshots;
  expect(snapshotsInUse(desk.store, visits, new Set([bad!.sha256]))).toEqual([good]);
  expect(snapshotsInUse(desk.store, visits, new Set([bad!.sha256, good!.sha256]))).toEqual([]);
});

test("hidden and unfinished files are no extracts", async () => {
  for (const name of [
    ".visits.csv",
    "~$visits.xlsx",
    "visits.csv.part",
    "visits.csv.crdownload",
    "visits.tmp",
    "visits.csv~",
    "Thumbs.db",
    ".git/visits.csv",
  ])
    deliver(name, "A\n1\n");
  deliver("visits.csv", "A\n2\n");
  deliver("other.csv", "A\n2\n");
  expect(await desk.pull(visits)).toMatchObject({
    snapshots: [{ name: "visits.csv" }],
    unrecognised: ["aaaaa.csv (4 bytes)"],
  });
});

test("an empty file waits, and what was there before stays in use", async () => {
  const file = deliver("visits.csv", "A\n1\n");
  const [first] = (await desk.pull(visits)).snapshots;
  writeFileSync(file, "");
  const { snapshots, waiting } = await desk.pull(visits);
  expect(snapshots).toEqual([first]);
  expect(waiting).toEqual([
    { source: "visits", path: "visits.csv", reason: "it is empty. The next refresh looks again" },
  ]);
  expect(desk.log.at(-1)).toBe(
    "pull      visits: visits.csv was not taken: it is empty. The next refresh looks again.",
  );
});

test.runIf(process.platform !== "win32" && process.getuid?.() !== 0)(
  "a file that may not be read waits",
  async () => {
    chmodSync(deliver("visits.csv", "A\n1\n"), 0);
    expect((await desk.pull(visits)).waiting[0]!.reason).toBe(
      "this user may not read it. The next refresh looks again",
    );
  },
);

test("a file that changes while it is copied waits, and leaves no part behind", async () => {
  const file = deliver("visits.csv", "A\n1\n2\n");
  const [found] = filesOf(desk.inbox);
  const seenEarlier = { ...found!, bytes: 4 };
  expect(await takeSnapshot(desk.store, "visits", seenEarlier)).toEqual({
    waiting: "it is still being copied",
  });
  rmSync(file);
  expect(await takeSnapshot(desk.store, "visits", found!)).toEqual({ waiting: "it went away" });
  expect(kept()).toEqual([]);
});

test("two sources that claim a file are an error that names both, the file and the remedy", async () => {
  deliver("nhs/visits.csv", "A\n1\n");
  const rival = {
    ...sourceFrom(`id: reviews\n${columns}`),
    location: { type: "inbox" as const, files: ["*.csv"] },
  };
  await expect(desk.pull(visits, rival)).rejects.toThrow(
    "aaa/visits.csv (4 bytes): the sources visits and reviews both recognise it. " +
      "Write narrower patterns under location.files in data/sources/visits.yaml or data/sources/reviews.yaml.",
  );
});

test("a file that the source's patterns no longer name is used no more", async () => {
  deliver("visits.csv", "A\n1\n");
  await desk.pull(visits);
  expect(snapshotsInUse(desk.store, { ...visits, location: { type: "inbox", files: ["reviews*"] } })).toEqual(
    [],
  );
});

test("an inbox that holds its own store, and a folder that links to itself, are read once", async () => {
  deliver("visits.csv", "A\n1\n");
  mkdirSync(join(desk.inbox, "more"));
  if (process.platform !== "win32") symlinkSync(desk.inbox, join(desk.inbox, "more", "again"));
  process.env.EARLY_YEARS_STORE = join(desk.inbox, "stores");
  deliver("stores/old/snapshots/visits/visits.csv", "A\nold\n");
  const { snapshots, unrecognised } = await desk.pull(visits);
  expect(snapshots.map((s) => s.name)).toEqual(["visits.csv"]);
  expect(unrecognised).toEqual([]);
});

test("a missing inbox holds nothing", async () => {
  rmSync(desk.inbox, { recursive: true });
  expect(await desk.pull(visits)).toEqual({ snapshots: [], unrecognised: [], waiting: [] });
});

test("what a killed refresh left is removed, and a lost snapshot is taken again", async () => {
  deliver("visits.csv", "A\n1\n");
  const [snapshot] = (await desk.pull(visits)).snapshots;
  const leftover = join(desk.store.snapshots, "visits", "half.tmp");
  writeFileSync(leftover, "A\n");
  rmSync(snapshot!.file);
  expect((await desk.pull(visits)).snapshots).toEqual([snapshot]);
  expect(existsSync(snapshot!.file)).toBe(true);
  expect(existsSync(leftover)).toBe(false);
});

test("a broken index is told with the remedy", async () => {
  deliver("visits.csv", "A\n1\n");
  await desk.pull(visits);
  const index = join(desk.store.snapshots, "index.json");
  writeFileSync(index, "{");
  await expect(desk.pull(visits)).rejects.toThrow(
    `${index}: cannot be read. Remove it: the next refresh takes the extracts from the inbox again.`,
  );
});

test("retention keeps the newest extract and the last good one before it", async () => {
  for (const day of [5, 4, 3, 2, 1]) {
    deliver("visits.csv", `A\n${day}\n`, day);
    await desk.pull(visits);
  }
  const [newest] = snapshotsInUse(desk.store, visits);
  const [second] = snapshotsInUse(desk.store, visits, new Set([newest!.sha256]));
  const [third] = snapshotsInUse(desk.store, visits, new Set([newest!.sha256, second!.sha256]));
  expect(prune(desk.store, [visits], new Set([second!.sha256]))).toEqual({ files: 3, bytes: 12 });
  expect(kept()).toEqual([newest!, third!].map((s) => basename(s.file)).sort());
  expect(prune(desk.store, [visits], new Set())).toEqual({ files: 0, bytes: 0 });
});

test("what was pruned is not taken again while a newer extract is kept", async () => {
  for (const day of [3, 2, 1]) deliver(`visits_${day}.csv`, `A\n${day}\n`, day);
  await desk.pull(visits);
  prune(desk.store, [visits], new Set());
  expect(kept()).toHaveLength(2);
  expect(await names(visits)).toEqual(["visits_1.csv"]);
  expect(kept()).toHaveLength(2);
});

test("pruning leaves the snapshots of a source that is not in the registry", async () => {
  deliver("visits.csv", "A\n1\n");
  await desk.pull(visits);
  expect(prune(desk.store, [], new Set())).toEqual({ files: 0, bytes: 0 });
});

test("an extract that moved inside the inbox is the same extract", async () => {
  const file = deliver("visits.csv", "A\n1\n");
  const [before] = (await desk.pull(visits)).snapshots;
  mkdirSync(join(desk.inbox, "archive"));
  renameSync(file, join(desk.inbox, "archive", "visits.csv"));
  const [after] = (await desk.pull(visits)).snapshots;
  expect(after!.file).toBe(before!.file);
});

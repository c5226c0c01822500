import { readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { layOut } from "../../loaders/pull/as-of.js";
import { prune } from "../../loaders/pull/prune.js";
import { pull } from "../../loaders/pull/pull.js";
import { withhold } from "../../loaders/pull/withheld.js";
import { type Store, storeOf } from "../../loaders/store/paths.js";
import { Desk, sourceFrom } from "../check/desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => {
  vi.useRealTimers();
  desk.close();
});

const columns = "columns: [{ name: a, headers: { any: A }, type: text }]";
const governance = (history: string) =>
  `governance: { controller: Council, lawfulBasis: Article 6(1)(e), sharingAgreement: A1, dpiaReference: D1, retention: 2 years${history} }`;
const visits = sourceFrom(`${columns}\n${governance("")}`);
const kept = sourceFrom(`${columns}\n${governance(", history: 90 days")}`);

/** Delivers and takes an extract on a day. */
async function arrive(day: string, content: string, source = visits): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${day}T12:00:00Z`) });
  // Files of one size that are written within one tick of the disk's clock could not be told apart.
  utimesSync(desk.deliver("visits.csv", content), new Date(day), new Date(day));
  await desk.pull(source);
  prune(desk.store, [source], new Set(), () => false, day);
}

/** What a store that is laid out as of a day has in use, and what it tells as gone. */
async function asOf(day: string, source = visits) {
  const folder = join(desk.folder, "then");
  rmSync(folder, { recursive: true, force: true });
  const other: Store = {
    ...storeOf(join(folder, "inbox")),
    folder: join(folder, "store"),
    snapshots: join(folder, "store", "snapshots"),
  };
  const { gone } = layOut(desk.store, other, [source], { day, timeZone: "Europe/London" });
  const { snapshots } = await pull(other, [source], () => {});
  return {
    texts: snapshots.map(({ file }) => readFileSync(file, "utf8")),
    received: snapshots.map(({ dates }) => dates.received),
    gone: gone.map(({ came }) => came),
  };
}

test("what had come by a day is laid out as it came, whatever came since, and the present store stays as it is", async () => {
  await arrive("2026-03-01", "A\nfirst\n");
  await arrive("2026-04-01", "A\nsecond\n");
  const files = readdirSync(desk.store.snapshots, { recursive: true });
  const index = readFileSync(join(desk.store.snapshots, "index.json"), "utf8");
  expect(await asOf("2026-02-28")).toEqual({ texts: [], received: [], gone: [] });
  expect(await asOf("2026-03-31")).toEqual({
    texts: ["A\nfirst\n"],
    received: ["2026-03-01"],
    gone: [],
  });
  expect((await asOf("2026-04-01")).texts).toEqual(["A\nsecond\n"]);
  expect(readdirSync(desk.store.snapshots, { recursive: true })).toEqual(files);
  expect(readFileSync(join(desk.store.snapshots, "index.json"), "utf8")).toBe(index);
});

test("a day is the city's, in summer time", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-06-30T23:30:00Z") });
  desk.deliver("visits.csv", "A\nat half past midnight\n");
  await desk.pull(visits);
  expect((await asOf("2026-06-30")).texts).toEqual([]);
  expect((await asOf("2026-07-01")).texts).toHaveLength(1);
});

test("history keeps what was superseded, for as long as it says; without it what is gone is told", async () => {
  for (const source of [visits, kept]) {
    for (const month of ["03", "04", "05", "06"]) await arrive(`2026-${month}-01`, `A\n${month}\n`, source);
    const then = await asOf("2026-04-15", source);
    if (source === kept) expect(then).toEqual({ texts: ["A\n04\n"], received: ["2026-04-01"], gone: [] });
    // The one before is no longer kept, either, when the next has come: none is passed off as what was in use.
    else expect(then).toEqual({ texts: [], received: [], gone: ["2026-04-01"] });
    desk.close();
    desk = new Desk();
  }
});

test("what was withdrawn since stays away", async () => {
  await arrive("2026-03-01", "A\nfirst\n");
  const { sha256 } = (await desk.pull(visits)).snapshots[0]!;
  withhold(desk.store, [{ source: "visits", sha256, why: "withdrawn", at: "", covers: null }]);
  expect((await asOf("2026-03-31")).texts).toEqual([]);
});

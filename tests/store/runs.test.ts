import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  beginRun,
  endRun,
  keepInterrupted,
  keepRun,
  lastLook,
  mayHaveJumped,
  noteLook,
  type Run,
  type RunBegun,
  readRuns,
  runUnderWay,
} from "../../loaders/store/runs.js";

let store: { folder: string };
beforeEach(() => {
  store = { folder: mkdtempSync(join(tmpdir(), "runs-")) };
});
afterEach(() => rmSync(store.folder, { recursive: true }));

const begun: RunBegun = {
  startedAt: "2026-11-30T06:00:00.000Z",
  cause: "schedule",
  host: "office",
  inbox: "/srv/inbox",
};
const file = () => join(store.folder, "runs", "runs.jsonl");

test("a run that ends is kept, and no longer under way", () => {
  beginRun(store, begun);
  expect(runUnderWay(store)).toEqual(begun);
  endRun(store, begun, { outcome: "done", why: null, rows: 12, pages: ["explore/areas.json"] });
  expect(runUnderWay(store)).toBeUndefined();
  expect(readRuns(store)).toMatchObject([{ ...begun, outcome: "done", rows: 12, failures: [] }]);
});

test("a run that never ended is kept as interrupted, once", () => {
  beginRun(store, begun);
  keepInterrupted(store);
  keepInterrupted(store);
  expect(readRuns(store).map(({ outcome }) => outcome)).toEqual(["interrupted"]);
});

test("a line that was cut or is none is passed over, and takes no other with it", () => {
  const run = endRun(store, begun, { outcome: "failed", why: "The disk is full." });
  appendFileSync(file(), '{"version":1,"star');
  keepRun(store, run);
  appendFileSync(file(), "{}\n");
  expect(readRuns(store)).toEqual([run, run]);
});

test("years of runs take two files of a bounded size, and the newest are there", () => {
  const run: Run = endRun(store, begun, { outcome: "done", why: null });
  for (let i = 0; i < 200; i++) keepRun(store, { ...run, rows: i }, 10_000);
  const folder = join(store.folder, "runs");
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  expect(sizes).toHaveLength(2);
  expect(Math.max(...sizes)).toBeLessThan(11_000);
  expect(readRuns(store).at(-1)!.rows).toBe(199);
  expect(readFileSync(file(), "utf8").endsWith("\n")).toBe(true);
});

test("a look that found nothing is known by its time", () => {
  expect(lastLook(store)).toBeUndefined();
  noteLook(store);
  expect(Date.now() - Date.parse(lastLook(store)!)).toBeLessThan(60_000);
});

test("after a pause of months nothing goes for good until the clock has stood for a day, and one that is set right again is right", () => {
  const end = Date.parse(endRun(store, begun, { outcome: "done", why: null }).finishedAt);
  const after = (days: number) => mayHaveJumped(store, end + days * 86_400_000);
  expect(after(30)).toBe(false);
  expect([after(400), after(400.5), after(401)]).toEqual([true, true, false]);
  expect([after(0.1), after(1)]).toEqual([false, false]);
  expect([after(4000), after(4000.1)]).toEqual([true, true]);
});

test("a store that was never refreshed has no pause", () => {
  expect(mayHaveJumped(store)).toBe(false);
});

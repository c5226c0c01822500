import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RefreshWorker } from "../../workspace/serve/refresh-child.js";

// In place of a refresh: tells which process it is, as the inbox, and does what the cause says.
const script = `
  process.on("message", ({ options, cause, scheduled }) => {
    if (cause === "start") process.exit(1);
    process.send({ inbox: String(process.pid), changed: [...options, ...scheduled] });
    process.send({ ended: true, memory: cause === "schedule" ? 2000 : 10 });
  });`;

let folder: string;
let state: string;
let worker: RefreshWorker;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "refresh-worker-"));
  writeFileSync(join(folder, "script.cjs"), script);
  state = "as it was";
  worker = new RefreshWorker(join(folder, "script.cjs"), () => state, 1000);
});
afterEach(() => {
  worker.end();
  rmSync(folder, { recursive: true, force: true });
});

const processOf = async (cause: "arrival" | "schedule" = "arrival") =>
  (await worker.refresh("/inbox", cause))?.inbox;

test("one process refreshes again and again, and says what each found", async () => {
  const first = await worker.refresh("/inbox", "arrival");
  expect(first!.changed).toEqual(["--inbox", "/inbox"]);
  expect((await worker.refresh(undefined, "arrival"))!.changed).toEqual([]);
  expect(await processOf()).toBe(first!.inbox);
  expect((await worker.refresh(undefined, "schedule", ["visits"]))!.changed).toEqual(["visits"]);
  expect((await worker.refresh(undefined, "arrival"))!.changed).toEqual([]);
});

test("another takes its place where the code has changed, or it has too much in memory", async () => {
  const first = await processOf();
  state = "another";
  const second = await processOf("schedule");
  expect(second).not.toBe(first);
  const third = await processOf();
  expect(third).not.toBe(second);
  expect(await processOf()).toBe(third);
});

test("one that dies has failed, and the next refresh has another", async () => {
  const first = await processOf();
  expect(await worker.refresh("/inbox", "start")).toBeUndefined();
  expect(await processOf()).not.toBe(first);
});

test("one that is told to end fails what it was at", async () => {
  writeFileSync(join(folder, "script.cjs"), "setInterval(() => {}, 1000);");
  const under = worker.refresh("/inbox", "arrival");
  worker.end();
  expect(await under).toBeUndefined();
});

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "../../loaders/store/lock.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  file = join(folder, "refresh.lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("work under one lock never overlaps, and the lock is gone afterwards", async () => {
  let inside = 0;
  let most = 0;
  const work = () =>
    withLock(file, async () => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
    });
  await Promise.all([work(), work(), work()]);
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test("the lock is given back when the work throws", async () => {
  await expect(withLock(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await withLock(file, () => Promise.resolve("again"))).toBe("again");
});

test("one who waits is told who holds the lock, once", async () => {
  const told: string[] = [];
  const first = withLock(file, () => sleep(250));
  await sleep(10);
  await withLock(
    file,
    () => Promise.resolve(),
    (holder) => told.push(holder),
  );
  await first;
  expect(told).toEqual([`process ${process.pid}`]);
});

test("the lock of a process that was killed is taken over", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdout.write('up'); setTimeout(() => {}, 60000)"]);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  writeFileSync(file, `${child.pid} ${hostname()} 0`);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  expect(await withLock(file, () => Promise.resolve("taken"))).toBe("taken");
});

test("the lock of another machine is taken over once it has been silent for a minute", async () => {
  writeFileSync(file, "1 some-other-machine 0");
  utimesSync(file, new Date(Date.now() - 61_000), new Date(Date.now() - 61_000));
  expect(await withLock(file, () => Promise.resolve("taken"))).toBe("taken");
});

test("an empty lock, left by a process killed while making it, is taken over", async () => {
  writeFileSync(file, "");
  utimesSync(file, new Date(Date.now() - 3_000), new Date(Date.now() - 3_000));
  expect(await withLock(file, () => Promise.resolve("taken"))).toBe("taken");
});

test("the lock of another machine whose clock is ahead is told, with its owner and what to remove, and blocks nobody for ever", async () => {
  writeFileSync(file, "17 north-office 0");
  const ahead = new Date(Date.now() + 3_600_000);
  utimesSync(file, ahead, ahead);
  const told: string[] = [];
  await expect(
    withLock(
      file,
      () => Promise.resolve(),
      (holder) => told.push(holder),
      300,
    ),
  ).rejects.toThrow(
    `${file}: is held by process 17 on north-office, which has given no sign of life for 0 s. If nothing runs there, remove this file and try again.`,
  );
  expect(told).toEqual(["process 17 on north-office"]);
  expect(existsSync(file)).toBe(true);
});

test("the lock of another machine that gives signs of life is waited for", async () => {
  writeFileSync(file, "17 north-office 0");
  let beats = 0;
  const beat = setInterval(() => {
    const ahead = new Date(Date.now() + 3_600_000);
    if (++beats < 8) return utimesSync(file, ahead, ahead);
    clearInterval(beat);
    rmSync(file);
  }, 100);
  expect(await withLock(file, () => Promise.resolve("mine"), undefined, 400)).toBe("mine");
});

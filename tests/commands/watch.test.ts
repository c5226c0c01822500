import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { contentState, filesState, watchState } from "../../workspace/serve/watch.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watch-"));
  mkdirSync(join(folder, "in"));
  writeFileSync(join(folder, "in", "a.csv"), "1");
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

test("the state of files changes with their size, time and number; by content, not with their time", () => {
  const states = () => [filesState([folder]), contentState([folder, join(folder, "none")])];
  const [files, content] = states();
  utimesSync(join(folder, "in", "a.csv"), 1, 1);
  expect(states()[0]).not.toBe(files);
  expect(states()[1]).toBe(content);
  writeFileSync(join(folder, "in", "a.csv"), "2");
  expect(states()[1]).not.toBe(content);
});

/** A state that the test sets, and a count of calls, with a clock that the test moves. */
function watched(onChange = async () => {}, since?: string) {
  vi.useFakeTimers();
  const set = { state: "a" };
  const calls = vi.fn(onChange);
  const stop = watchState(() => set.state, calls, {
    interval: 1000,
    ...(since === undefined ? {} : { since }),
  });
  return { set, calls, stop, pass: (seconds: number) => vi.advanceTimersByTimeAsync(1000 * seconds) };
}

test("a change is acted on once it has stood still", async () => {
  const { set, calls, pass } = watched();
  await pass(3);
  expect(calls).not.toHaveBeenCalled();
  for (const state of ["b", "c", "d"]) {
    set.state = state;
    await pass(1);
  }
  expect(calls).not.toHaveBeenCalled();
  await pass(5);
  expect(calls).toHaveBeenCalledTimes(1);
});

test("what came since an earlier state is acted on", async () => {
  const { calls, pass } = watched(undefined, "earlier");
  await pass(3);
  expect(calls).toHaveBeenCalledTimes(1);
});

test("calls do not overlap, and what came during one is acted on after it", async () => {
  let end: () => void = () => {};
  const { set, calls, pass } = watched(() => new Promise((resolve) => (end = resolve)));
  set.state = "b";
  await pass(3);
  set.state = "c";
  await pass(10);
  expect(calls).toHaveBeenCalledTimes(1);
  end();
  await pass(4);
  expect(calls).toHaveBeenCalledTimes(2);
});

test("it stops", async () => {
  const { set, calls, stop, pass } = watched();
  stop();
  set.state = "b";
  await pass(10);
  expect(calls).not.toHaveBeenCalled();
});

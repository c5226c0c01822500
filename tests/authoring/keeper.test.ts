import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keeper, type KeeperState } from "../../workspace/authoring/page/keeper.js";

let here: string[];
let disk: string[];
let shown: KeeperState["kind"][];
let isDown: boolean;
let isFull: boolean;
const keeper = () =>
  new Keeper({
    here(text) {
      if (!isFull) here.push(text);
      return !isFull;
    },
    onDisk: async (text) => {
      if (isDown) throw new Error("The workspace does not answer.");
      disk.push(text);
    },
    show: ({ kind }) => shown.push(kind),
  });
beforeEach(() => {
  vi.useFakeTimers();
  [here, disk, shown, isDown, isFull] = [[], [], [], false, false];
});
afterEach(() => vi.useRealTimers());

test("what is typed without a pause is in the browser within a second and on disk within two", async () => {
  const one = keeper();
  for (let i = 0; i < 50; i++) {
    one.typed(`text ${i}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(here.length).toBeGreaterThanOrEqual(3);
  expect(disk.length).toBeGreaterThanOrEqual(2);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(disk.at(-1)).toBe("text 49");
  expect(shown.at(-1)).toBe("kept");
});

test("what is typed is on disk at the first rest, so that the page beside it follows", async () => {
  const one = keeper();
  one.typed("a");
  await vi.advanceTimersByTimeAsync(100);
  one.typed("ab");
  await vi.advanceTimersByTimeAsync(200);
  expect(disk).toEqual(["ab"]);
});

test("a server that is away is told, asked again, and loses nothing", async () => {
  const one = keeper();
  isDown = true;
  one.typed("first");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(shown.at(-1)).toBe("here-only");
  expect(here.at(-1)).toBe("first");
  one.typed("second");
  isDown = false;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(disk).toEqual(["second"]);
  expect(shown.at(-1)).toBe("kept");
});

test("what neither the server nor a full browser keeps is told as kept nowhere, until the server is back", async () => {
  const one = keeper();
  [isDown, isFull] = [true, true];
  one.typed("first");
  await vi.advanceTimersByTimeAsync(2_000);
  expect([shown.at(-1), one.isNowhere]).toEqual(["nowhere", true]);
  isDown = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect([shown.at(-1), one.isNowhere, disk]).toEqual(["kept", false, ["first"]]);
});

test("what is flushed is kept at once, and what is saved is kept no more", async () => {
  const one = keeper();
  one.typed("text");
  await one.flush();
  expect([here, disk]).toEqual([["text"], ["text"]]);
  one.typed("more");
  one.forget();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(disk).toEqual(["text"]);
  expect(shown.at(-1)).toBe("clean");
});

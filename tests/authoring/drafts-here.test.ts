import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addressesHere, draftsHere, dropHere, keepHere } from "../../workspace/authoring/page/drafts-here.js";
import { standStorageIn } from "./browser-storage.js";

const address = "explore/plain";
const draft = (id: string, text: string, second: number) => ({
  id,
  text,
  at: `2026-11-30T10:00:0${second}.000Z`,
});
let kept: Map<string, string>;
let isFull: boolean;

beforeEach(() => {
  isFull = false;
  kept = standStorageIn(() => isFull);
});
afterEach(() => void vi.unstubAllGlobals());

test("two windows of one page keep a draft each, the newest is offered first, and one that ends leaves the other", () => {
  const [one, two] = [draft("11111111", "one", 1), draft("22222222", "two", 2)];
  expect(keepHere(address, one)).toBe(true);
  keepHere(address, two);
  keepHere("explore/plain-2", draft("33333333", "another page", 3));
  expect(draftsHere(address)).toEqual([two, one]);
  dropHere(address, "22222222");
  expect(draftsHere(address)).toEqual([one]);
});

test("a browser without room says that it keeps nothing", () => {
  isFull = true;
  expect(keepHere(address, draft("11111111", "one", 1))).toBe(false);
  expect(draftsHere(address)).toEqual([]);
});

test("what is in a browser's storage and is no draft is passed over", () => {
  kept.set(`early-years-draft:${address}:11111111`, "{");
  expect(draftsHere(address)).toEqual([]);
});

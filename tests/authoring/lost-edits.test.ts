import { expect, test } from "vitest";
import { seed } from "../soak.js";
import { lostEdits } from "./lost-edits.js";

test("no edit of two writers and a disk is lost", async () => {
  const { lost, merged, met } = await lostEdits(30, seed);
  expect(lost).toEqual([]);
  expect(Math.min(merged, met)).toBeGreaterThan(0);
});

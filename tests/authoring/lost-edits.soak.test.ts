import { expect, test } from "vitest";
import { isTimeLeft, seed } from "../soak.js";
import { lostEdits } from "./lost-edits.js";

test("no edit is lost in 1,000 by two writers and a disk, a hundred on a page", async () => {
  const lost: string[] = [];
  for (let round = 0; round < 10 && isTimeLeft(); round++) {
    const found = await lostEdits(100, seed + round);
    lost.push(...found.lost.map((mark) => `seed ${seed + round}: ${mark}`));
  }
  expect(lost).toEqual([]);
});

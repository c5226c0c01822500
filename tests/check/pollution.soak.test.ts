// Each fault by itself, and files that have any.
import "./pollution.test.js";
import fc from "fast-check";
import { afterEach, beforeEach, test } from "vitest";
import { cases, seed } from "../soak.js";
import { Desk } from "./desk.js";
import { expectNothingUntold, polluted } from "./pollutions.js";
import { expectNoSheetUntold, pollutedSheet } from "./sheet-pollutions.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

/** What comes of files that are polluted in one way after another. */
async function pollute<File>(
  what: string,
  files: fc.Arbitrary<File>,
  expectTold: (desk: Desk, file: File) => Promise<void>,
): Promise<void> {
  // To share out work on a few rows takes longer than the work.
  await (await desk.db()).run("SET threads = 1");
  let polluted = 0;
  try {
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        await expectTold(desk, file);
        polluted++;
      }),
      { interruptAfterTimeLimit: 3_000_000, ...cases(25, 400) },
    );
  } finally {
    console.log(`Seed ${seed}: ${polluted} ${what} polluted`);
  }
}

test("whatever pollutes a file, no row is wrong and none is lost untold", async () => {
  await pollute("files", polluted, expectNothingUntold);
}, 3_600_000);

test("whatever pollutes a sheet, no row is wrong and none is lost untold", async () => {
  await pollute("sheets", pollutedSheet, expectNoSheetUntold);
}, 3_600_000);

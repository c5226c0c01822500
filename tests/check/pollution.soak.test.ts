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

test("whatever pollutes a file, no row is wrong and none is lost untold", async () => {
  // To share out work on a few rows takes longer than the work.
  await (await desk.db()).run("SET threads = 1");
  let files = 0;
  try {
    await fc.assert(
      fc.asyncProperty(polluted, async (file) => {
        await expectNothingUntold(desk, file);
        files++;
      }),
      { interruptAfterTimeLimit: 3_000_000, ...cases(25, 400) },
    );
  } finally {
    console.log(`Seed ${seed}: ${JSON.stringify({ polluted: files })}`);
  }
}, 3_600_000);

test("whatever pollutes a sheet, no row is wrong and none is lost untold", async () => {
  await (await desk.db()).run("SET threads = 1");
  let files = 0;
  try {
    await fc.assert(
      fc.asyncProperty(pollutedSheet, async (file) => {
        await expectNoSheetUntold(desk, file);
        files++;
      }),
      { interruptAfterTimeLimit: 3_000_000, ...cases(25, 400) },
    );
  } finally {
    console.log(`Seed ${seed}: ${JSON.stringify({ pollutedSheets: files })}`);
  }
}, 3_600_000);

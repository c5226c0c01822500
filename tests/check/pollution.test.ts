import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { oneIn } from "../soak.js";
import { Desk } from "./desk.js";
import { expectNothingUntold, polluted, pollutions } from "./pollutions.js";
import { expectNoSheetUntold, pollutedSheet, sheetPollutions } from "./sheet-pollutions.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

test("of faults that a file may have, no row is wrong and none is lost untold", async () => {
  const [clean] = fc.sample(polluted, { numRuns: 1, seed: 7 });
  for (const fault of oneIn(3, Object.keys(pollutions)))
    await expectNothingUntold(desk, { ...clean!, fault, encoding: "utf-8", delimiter: "," });
  expect(Object.keys(pollutions).length).toBeGreaterThan(30);
});

test("of faults that a sheet may have, no row is wrong and none is lost untold", async () => {
  const [clean] = fc.sample(pollutedSheet, { numRuns: 1, seed: 7 });
  for (const fault of oneIn(3, Object.keys(sheetPollutions)))
    await expectNoSheetUntold(desk, { ...clean!, fault });
  expect(Object.keys(sheetPollutions).length).toBeGreaterThan(40);
});

// Two refreshes at once, and one that is killed at two steps.
import { afterAll, beforeAll, expect, test } from "vitest";
import { earlier, type SmallCity, smallCity, twoSources } from "../small-city.js";
import { expectCarriedOn, outputOf, startRefresh } from "./killing.js";

let city: SmallCity;
beforeAll(async () => {
  city = await smallCity({ sources: twoSources, without: earlier });
});
afterAll(() => city.remove());

test("of two refreshes started at once one works and the other finds nothing to do", async () => {
  const outputs = await Promise.all([outputOf(startRefresh(city)), outputOf(startRefresh(city))]);
  expect(outputs.map((output) => output.trim().split("\n").at(-1)).sort()).toEqual(["UNCHANGED", "WORKED"]);
});

test("a refresh that is killed at two steps leaves the last good state, and the next one carries on", () =>
  expectCarriedOn(city, [/^link +done/m, /^page +explore\/indicators/m]));

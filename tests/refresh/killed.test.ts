import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
import { storeOf } from "../../loaders/store/paths.js";
import { earlier, type SmallCity, smallCity, twoSources } from "../small-city.js";
import { isSoaking, soak } from "../soak.js";
import { outputOf, pagesOf, startRefresh, timeless } from "./killing.js";

// Killed once; killed-twice.soak.test.ts kills at two steps, killed.soak.test.ts at all moments, and compares what comes of
// it with what comes without.
let city: SmallCity;
beforeAll(async () => {
  city = await smallCity({ sources: twoSources, without: earlier });
});
afterAll(() => city.remove());

/** Kills a refresh as soon as it has said something. */
async function killAfter(line: RegExp): Promise<void> {
  const child = startRefresh(city);
  const output = await outputOf(child, (said) => line.test(said) && child.kill("SIGKILL"));
  expect(output).toMatch(line);
  expect(output).not.toMatch(/WORKED|UNCHANGED/);
}

soak("of two refreshes started at once one works and the other finds nothing to do", async () => {
  const outputs = await Promise.all([outputOf(startRefresh(city)), outputOf(startRefresh(city))]);
  expect(outputs.map((output) => output.trim().split("\n").at(-1)).sort()).toEqual(["UNCHANGED", "WORKED"]);
});

test("a refresh that is killed leaves the last good state, and the next one carries on", async () => {
  if (!pagesOf(city)) await refresh();
  const made = pagesOf(city)!;
  const folder = join(city.inbox, "child-health-register");
  const file = join(folder, readdirSync(folder)[0]!);
  const lines = readFileSync(file, "latin1").trimEnd().split("\n");
  writeFileSync(file, `${lines.slice(0, -100).join("\n")}\n`, "latin1");

  if (isSoaking) {
    await killAfter(/^link +done/m);
    expect(pagesOf(city)).toEqual(made);
  }
  await killAfter(/^page +explore\/breakdowns/m);
  expect(pagesOf(city)).toEqual(made);
  const said: string[] = [];
  await refresh({ log: (line) => said.push(line) });
  const again = said.flatMap((line) => /^page +(\S+):/.exec(line)?.[1] ?? []);
  expect(again).not.toContain("explore/breakdowns.arrow");
  expect(again).toContain("briefings/briefing.json");
  expect(existsSync(join(storeOf(city.inbox).folder, "pages-made.json"))).toBe(false);
  expect(timeless(pagesOf(city)!)).not.toEqual(timeless(made));
});

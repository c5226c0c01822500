import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
import { fewSources, type SmallCity, smallCity } from "../small-city.js";
import { outputOf, pagesOf, startRefresh, timeless } from "./killing.js";

// Killed once in each half of the way; killed.soak.test.ts kills at all moments.
let city: SmallCity;
beforeAll(async () => {
  city = await smallCity({ sources: fewSources });
});
afterAll(() => city.remove());

/** Kills a refresh as soon as it has said something. */
async function killAfter(line: RegExp): Promise<void> {
  const child = startRefresh(city);
  const output = await outputOf(child, (said) => line.test(said) && child.kill("SIGKILL"));
  expect(output).toMatch(line);
  expect(output).not.toMatch(/WORKED|UNCHANGED/);
}

test("of two refreshes started at once one works and the other finds nothing to do, though one before was killed", async () => {
  await killAfter(/^check +childrens-centre-registrations/m);
  expect(pagesOf(city)).toBeUndefined();
  const outputs = await Promise.all([outputOf(startRefresh(city)), outputOf(startRefresh(city))]);
  expect(outputs.map((output) => output.trim().split("\n").at(-1)).sort()).toEqual(["UNCHANGED", "WORKED"]);
});

test("a refresh that is killed leaves the last good state, and the next one carries on to the same pages", async () => {
  const made = pagesOf(city)!;
  const aside = join(city.folder, "unkilled");
  cpSync(city.environment.EARLY_YEARS_STORE!, aside, { recursive: true, preserveTimestamps: true });
  const folder = join(city.inbox, "child-health-register");
  const file = join(folder, readdirSync(folder)[0]!);
  const lines = readFileSync(file, "latin1").trimEnd().split("\n");
  writeFileSync(file, `${lines.slice(0, -100).join("\n")}\n`, "latin1");

  await killAfter(/^link +done/m);
  expect(pagesOf(city)).toEqual(made);
  await refresh();
  const after = pagesOf(city)!;
  expect(timeless(after)).not.toEqual(timeless(made));

  process.env.EARLY_YEARS_STORE = aside;
  await refresh();
  expect(timeless(pagesOf(city)!)).toEqual(timeless(after));
});

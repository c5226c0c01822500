import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { realFolder } from "../real/world.js";
import { built, builtFolder, builtPages } from "./built.js";
import { serve, startBrowser } from "./harness.js";
import { type State, States, Visit } from "./states.js";

// Any data set may be empty: each page and level is opened with much, little and nothing. EMPTY_DATA=each leaves out every
// source in turn, and every source but one; by itself a test takes those that differ most.
const exhaustive = process.env.EMPTY_DATA === "each";

let browser: Browser;
let site: { origin: string; close: () => void };
let states: States;

beforeAll(async () => {
  browser = await startBrowser();
  site = await serve(builtFolder("workspace"));
  states = new States(join(built, "data", "sample"));
});
afterAll(async () => {
  states?.remove();
  site?.close();
  await browser?.close();
});

// Guides show no data, what ordinary cells show is their own file's, and take-up is opened by itself.
const elsewhere = /^\/guides\/|^\/explore\/(ordinary|take-up)$/;

/** Opens every page that shows data, and take-up at every level. */
async function faultsOf(state?: State): Promise<string[]> {
  const visit = await Visit.start(browser, site.origin, state);
  try {
    const found = state ? state.manifest.failures.map(({ step, reason }) => `${step}: ${reason}`) : [];
    for (const path of builtPages("workspace").filter((page) => !elsewhere.test(page)))
      found.push(...(await visit.open(path)));
    found.push(...(await visit.open("/explore/take-up")));
    found.push(...(await visit.chooseEach("Level")));
    found.push(...(await visit.open("/explore/take-up?level=ward")));
    found.push(...(await visit.chooseEach("Breakdown")));
    if (exhaustive) found.push(...(await visit.chooseEach("Indicator")));
    return found;
  } finally {
    await visit.close();
  }
}

test("the sample", async () => {
  expect(await faultsOf()).toEqual([]);
});

const there = existsSync(realFolder);
test.skipIf(!there)(
  there
    ? "published data alone"
    : `published data alone (skipped: ${realFolder} is not there; set EARLY_YEARS_REAL)`,
  async () => {
    expect(await faultsOf(await states.from(realFolder))).toEqual([]);
  },
);

const records = [
  "child-health-register",
  "childrens-centre-attendances",
  "childrens-centre-registrations",
  "eligible-two-year-olds",
  "eyfsp-return",
  "funded-childcare-headcount",
  "health-visiting-reviews",
];
const lookups = ["lsoa-ward-lookup", "ward-locality-lookup"];
const outlines = ["lsoa-boundaries", "ward-boundaries"];

test.each([
  ["no look-up, so that only the city is known", lookups],
  ["no outlines", outlines],
  ["no records of children", records],
  ["neither register of places nor population", ["settings-register", "small-area-population"]],
])("all but some: %s", async (_, missing) => {
  const sources = states.sources.filter((source) => !missing.includes(source));
  expect(sources.length).toBe(states.sources.length - missing.length);
  expect(await faultsOf(await states.of(sources))).toEqual([]);
});

test.each([
  ["nothing measured: the look-ups alone", lookups],
  ["one source alone: a return", ["eyfsp-return"]],
  ["one source alone: an index", ["deprivation-2025"]],
])("%s", async (_, sources) => {
  expect(await faultsOf(await states.of(sources))).toEqual([]);
});

test.skipIf(!exhaustive)(
  "every source missing in turn, and every source alone",
  async () => {
    const found: string[] = [];
    for (const source of states.sources)
      for (const sources of [states.sources.filter((other) => other !== source), [source]])
        for (const fault of await faultsOf(await states.of(sources)))
          found.push(`${sources.length > 1 ? "without" : "only"} ${source}: ${fault}`);
    expect(found).toEqual([]);
  },
  3_600_000,
);

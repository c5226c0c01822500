import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { Random } from "../../workspace/sample/random.js";
import { realFolder } from "../real/world.js";
import { isTimeLeft, seed } from "../soak.js";
import { emptied, lookups } from "./emptied.js";

// Any data set may be empty: each page and level is opened with much, little and nothing.
const { states, faultsOf } = emptied();
const choices = ["Level", "Breakdown"];

test("the sample", async () => {
  expect(await faultsOf(undefined, [...choices, "Indicator"])).toEqual([]);
});

const there = existsSync(realFolder);
test.skipIf(!there)(
  there
    ? "published data alone"
    : `published data alone (skipped: ${realFolder} is not there; set EARLY_YEARS_REAL)`,
  async () => {
    expect(await faultsOf(await states().from(realFolder), choices)).toEqual([]);
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
const outlines = ["lsoa-boundaries", "ward-boundaries"];

test.each([
  ["no look-up, so that only the city is known", lookups],
  ["no outlines", outlines],
  ["no records of children", records],
  ["neither register of places nor population", ["settings-register", "small-area-population"]],
])("all but some: %s", async (_, missing) => {
  const sources = states().sources.filter((source) => !missing.includes(source));
  expect(sources.length).toBe(states().sources.length - missing.length);
  expect(await faultsOf(await states().of(sources), choices)).toEqual([]);
});

test.each([
  ["nothing measured: the look-ups alone", lookups],
  ["one source alone: a return", ["eyfsp-return"]],
  ["one source alone: an index", ["deprivation-2025"]],
])("%s", async (_, sources) => {
  expect(await faultsOf(await states().of(sources), choices)).toEqual([]);
});

test("a source missing or alone, in another order each time, a few at a time", async () => {
  const random = new Random(seed);
  const found: string[] = [];
  const { sources: all } = states();
  const cases = all
    .flatMap((source) => [all.filter((other) => other !== source), [source]])
    .map((sources) => ({ sources, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, 3);
  for (const { sources } of cases) {
    if (!isTimeLeft()) break;
    for (const fault of await faultsOf(await states().of(sources), choices))
      found.push(`with ${sources}: ${fault}`);
  }
  expect(found).toEqual([]);
});

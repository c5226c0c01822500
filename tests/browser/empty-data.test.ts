import { expect, test } from "vitest";
import { emptied, lookups } from "./emptied.js";

// Any data set may be empty. Here with nothing to show and with little; empty-data.soak.test.ts leaves out the rest.
const { states, faultsOf } = emptied();

test.each([
  ["nothing measured: the look-ups alone", lookups, []],
  ["one source alone, of no ward: a return", ["eyfsp-return"], ["Level"]],
])("every page with %s", async (_, sources, choices) => {
  expect(await faultsOf(await states().of(sources), choices)).toEqual([]);
});

import { expect, test } from "vitest";
import { emptied } from "./emptied.js";

// Any data set may be empty. Here with little to show; empty-data.soak.test.ts with nothing, and leaves out the rest.
const { states, faultsOf } = emptied();

test("every page with one source alone, of no ward: a return", async () => {
  expect(await faultsOf(await states().of(["eyfsp-return"]))).toEqual([]);
});

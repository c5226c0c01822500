import { expect, test } from "vitest";
import { emptied } from "./emptied.js";

// Any data set may be empty. Here with little to show; empty-data.soak.test.ts opens every page, with nothing too.
const { states, faultsOf } = emptied();

test("a page of each kind with one source alone, of no ward: a return", async () => {
  expect(await faultsOf(await states().of(["eyfsp-return"]))).toEqual([]);
});

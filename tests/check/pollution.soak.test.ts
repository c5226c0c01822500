import fc from "fast-check";
import { afterEach, beforeEach, test } from "vitest";
import { cases } from "../soak.js";
import { Desk } from "./desk.js";
import { expectNothingUntold, polluted } from "./pollutions.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

test("whatever pollutes a file, no row is wrong and none is lost untold", async () => {
  await fc.assert(
    fc.asyncProperty(polluted, (file) => expectNothingUntold(desk, file)),
    { ...cases(25, 40), interruptAfterTimeLimit: 500_000 },
  );
}, 600_000);

import { afterAll, beforeEach } from "vitest";
import { allRemoved } from "./remove-later.js";
import { isTimeLeft } from "./soak.js";

// Once the time of a soak is up, the tests that have not begun are told as skipped.
beforeEach(({ skip }) => skip(!isTimeLeft(), "not reached"));

afterAll(allRemoved);

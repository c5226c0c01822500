import { beforeEach } from "vitest";
import { isTimeLeft } from "./soak.js";

// Once the time of a soak is up, the tests that have not begun are told as skipped.
beforeEach(({ skip }) => skip(!isTimeLeft(), "not reached"));

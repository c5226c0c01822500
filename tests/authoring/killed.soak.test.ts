import { expect, test } from "vitest";
import { Random } from "../../workspace/sample/random.js";
import { isTimeLeft, seed } from "../soak.js";
import { killInSaves } from "./killed.js";

test.runIf(isTimeLeft())(
  "a server that is killed in mid-save at 100 random moments loses nothing",
  async () => {
    const random = new Random(seed);
    const { saved, ...faults } = await killInSaves(100, () => random.next());
    expect(faults).toEqual({ lost: [], torn: [] });
    expect(saved).toBeGreaterThan(0);
  },
);

import { expect } from "vitest";
import { soak } from "../soak.js";
import { killInSaves } from "./killed.js";

soak(
  "a server that is killed in the middle of saves loses nothing that it told, and leaves no half text",
  async () => {
    const moments = [0.1, 0.9];
    const { saved, ...faults } = await killInSaves(2, () => moments.shift()!);
    expect(faults).toEqual({ lost: [], torn: [] });
    expect(saved).toBeGreaterThan(0);
  },
);

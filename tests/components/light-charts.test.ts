import { describe, expect, it } from "vitest";
import { roundLimits } from "../../components/charts/mini-map.js";
import { roundPercent, tell, tellings } from "../../components/words/plain-words.js";

describe("classes of the light map", () => {
  it("are round, cover the values and are at most five", () => {
    expect(roundLimits([57.1, 62, 77.4], 5)).toEqual([55, 60, 65, 70, 75, 80]);
    expect(roundLimits([0.11, 0.42], 5)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(roundLimits([3, 980], 5)).toEqual([0, 200, 400, 600, 800, 1000]);
  });

  it("end at a value that is itself round", () => {
    expect(roundLimits([60, 80], 5)).toEqual([60, 65, 70, 75, 80]);
  });

  it("are one for a single value and none for no value", () => {
    expect(roundLimits([50, 50], 5)).toHaveLength(2);
    expect(roundLimits([], 5)).toEqual([]);
  });
});

describe("figures in plain words", () => {
  const id = "good-level-of-development";

  it("are told as so many in every hundred", () => {
    expect(tell(id, "Aston", { value: 57.3, status: "value" })).toBe(
      "In Aston, about 57 in every 100 children have a “good level of development” when they finish Reception.",
    );
  });

  it("over a hundred are not told as if all had it", () => {
    expect(tell("two-year-old-take-up", "Aston", { value: 104, status: "value" })).toContain(
      "over 100 in every 100",
    );
  });

  it("that are suppressed, not applicable or missing say so, each in its own words", () => {
    const reasons = (["suppressed", "not_applicable", "not_available", "not_collected"] as const).map(
      (status) => tell(id, "Aston", { value: null, status }),
    );
    expect(new Set(reasons).size).toBe(4);
    expect(reasons[0]).toMatch(/^Aston: we left this figure out to protect children’s privacy\./);
    expect(tell(id, "Aston", null)).toBe("Aston: we do not have this figure.");
  });

  it("are whole percentages, or the status", () => {
    expect(roundPercent({ value: 66.6, status: "value" })).toBe("67%");
    expect(roundPercent({ value: null, status: "suppressed" })).toBe("suppressed [c]");
  });

  it("have words for each measure of the page", () => {
    expect(Object.keys(tellings)).toEqual([
      "two-year-old-take-up",
      "three-and-four-year-old-take-up",
      "asq-all-domains",
      "good-level-of-development",
    ]);
  });
});

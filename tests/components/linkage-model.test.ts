import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wholeBits } from "../../components/linkage/linkage-histogram.js";
import { effectText, levelRows, shareText } from "../../components/linkage/linkage-levels.js";
import { falls } from "../../components/linkage/linkage-waterfall.js";
import {
  bandsOf,
  probabilityOf,
  probabilityText,
  quarter,
  signedWeight,
  weightOf,
} from "../../components/linkage/linkage-weight.js";
import { comparisonWords } from "../../components/linkage/linkage-words.js";

const level = (comparison: string, position: number, given: object = {}) => ({
  comparison,
  level: position,
  label: `level ${position}`,
  m: 0.5,
  u: 0.25,
  weight: 1,
  termFrequency: false,
  ...given,
});

describe("weights", () => {
  it("and probabilities stand for each other", () => {
    expect(probabilityOf(0)).toBe(0.5);
    expect(weightOf(0.8)).toBeCloseTo(2, 12);
    fc.assert(
      fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (weight) => {
        expect(weightOf(probabilityOf(weight))).toBeCloseTo(weight, 5);
      }),
    );
  });

  it("are written with their sign, and a probability never as certain when it is not", () => {
    expect([4.24, -2, 0.01].map((weight) => signedWeight(weight))).toEqual(["+4.2", "−2.0", "0"]);
    expect([0.99999, 0.95, 0.00001].map(probabilityText)).toEqual(["over 0.999", "0.950", "under 0.001"]);
    expect(quarter(weightOf(0.95))).toBe(4.25);
  });
});

describe("pairs", () => {
  const bins = [
    { bin: -1.25, pairs: 3, joined: 0 },
    { bin: 4, pairs: 5, joined: 1 },
    { bin: 4.25, pairs: 7, joined: 6 },
    { bin: 4.75, pairs: 1, joined: 1 },
  ];

  it("fall above, between and below the thresholds", () => {
    expect(bandsOf(bins, { potential: 0, match: 4.25 })).toEqual([
      { name: "Match", pairs: 8, joined: 7 },
      { name: "For review", pairs: 5, joined: 1 },
      { name: "Low confidence", pairs: 3, joined: 0 },
    ]);
  });

  it("are all counted once wherever the thresholds stand, even the wrong way round", () => {
    const threshold = fc.integer({ min: -40, max: 40 }).map((n) => n / 4);
    fc.assert(
      fc.property(threshold, threshold, (potential, match) => {
        const bands = bandsOf(bins, { potential, match });
        expect(bands.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(16);
      }),
    );
  });

  it("are drawn by whole bits", () => {
    expect(wholeBits(bins)).toEqual([
      { from: -2, pairs: 3, joined: 0 },
      { from: 4, pairs: 13, joined: 8 },
    ]);
  });
});

describe("levels", () => {
  it("stand under their comparison's name", () => {
    const rows = levelRows([level("date_of_birth", 0), level("date_of_birth", 1), level("nhs_number", 0)]);
    expect(rows.map(({ label, heading }) => (heading ? label.toUpperCase() : label))).toEqual([
      "DATE OF BIRTH",
      "level 0",
      "level 1",
      "NHS NUMBER",
      "level 0",
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("say what they do", () => {
    expect(effectText(level("a", 0, { weight: 3.21 }))).toBe("+3.2");
    expect(effectText(level("a", 0, { weight: null, m: null }))).toBe("never one child");
    expect(effectText(level("a", 0, { weight: 0, m: null }))).toBe("counts for nothing");
    expect(comparisonWords("upn")).toBe("UPN");
    expect([1, 0.01, 0.00037].map(shareText)).toEqual(["all", "1 in 100", "1 in 2,703"]);
  });
});

describe("a waterfall", () => {
  const step = (comparison: string, weight: number) => ({ comparison, level: 0, label: "the same", weight });

  it("goes on where the last step ended, and ends in the sum", () => {
    const bars = falls([
      step("start", -20),
      step("surname", 8.5),
      step("date_of_birth", 12),
      step("rarity", 0.5),
    ]);
    expect(bars.map(({ label, from, to, text }) => [label, from, to, text])).toEqual([
      ["To begin with", 0, -20, "−20.0"],
      ["Surname: the same", -20, -11.5, "+8.5"],
      ["Date of birth: the same", -11.5, 0.5, "+12.0"],
      ["Rare or common values", 0.5, 1, "+0.5"],
      ["Match weight", 0, 1, "+1.0: probability 0.667"],
    ]);
  });
});

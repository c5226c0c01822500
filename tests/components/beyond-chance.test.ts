import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beyondChance, funnelLimits } from "../../components/words/beyond-chance.js";
import { Random } from "../../workspace/sample/random.js";

const counts = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  value: (100 * numerator) / denominator,
  lower: null,
  upper: null,
});

describe("limits for many comparisons", () => {
  // Binomial tails added up in whole numbers (Python fractions): the least and the greatest count with more than one in a
  // thousand at or beyond it. Of 10 at one half, none has 1/1024 and one or none 11/1024.
  it.each([
    [10, 50, 1, 9],
    [100, 50, 35, 65],
    [100, 60, 45, 75],
    [250, 65, 139, 185],
    [1000, 70, 655, 744],
  ])("of %i children around %i%% are %i and %i", (n, comparator, least, greatest) => {
    expect(funnelLimits(comparator, n).map((limit) => (limit * n) / 100)).toEqual([least, greatest]);
    expect(beyondChance(counts(least - 1, n), comparator, "percent")).toBe("lower");
    expect(beyondChance(counts(least, n), comparator, "percent")).toBe("similar");
    expect(beyondChance(counts(greatest, n), comparator, "percent")).toBe("similar");
    expect(beyondChance(counts(greatest + 1, n), comparator, "percent")).toBe("higher");
  });

  it("lie near those of Spiegelhalter's normal approximation where there are many children", () => {
    // 65 ± 3.090232 √(65 · 35 / 4,000) = 62.67 and 67.33.
    const [lower, upper] = funnelLimits(65, 4000);
    expect(lower).toBeCloseTo(62.67, 1);
    expect(upper).toBeCloseTo(67.33, 1);
  });

  it("are Byar's for a rate", () => {
    // 20 visits of 1,000 children, per 1,000: 99.8% limits 8.9228 and 38.0850 (20 (1 − 1/180 − 3.090232/(3√20))³ …).
    const rate = { numerator: 20, denominator: 1000, value: 20, lower: 12.2, upper: 30.9 };
    expect(beyondChance(rate, 8.9, "per 1,000 children")).toBe("higher");
    expect(beyondChance(rate, 8.95, "per 1,000 children")).toBe("similar");
    expect(beyondChance(rate, 38, "per 1,000 children")).toBe("similar");
    expect(beyondChance(rate, 38.1, "per 1,000 children")).toBe("lower");
    // Visits are no independent events: their rate has no interval, and nothing is said of chance.
    expect(beyondChance({ ...rate, lower: null, upper: null }, 8.9, "per 1,000 children")).toBe("unknown");
    // No visit by 1,000 children: at most 9.6 visits, with 95% at most 3.7.
    const none = { numerator: 0, denominator: 1000, value: 0, lower: 0, upper: 3.6838 };
    expect(beyondChance(none, 4, "per 1,000 children")).toBe("similar");
    expect(beyondChance(none, 10, "per 1,000 children")).toBe("lower");
  });

  it("are wider than a 95% interval by 3.09 to 1.96 where there are no counts", () => {
    // 70 ± 5 at 95% is 70 ± 7.88 at 99.8%.
    const mean = { value: 70, lower: 65, upper: 75 };
    expect(beyondChance(mean, 62, "goals")).toBe("higher");
    expect(beyondChance(mean, 62.2, "goals")).toBe("similar");
    expect(beyondChance(mean, 77.9, "goals")).toBe("lower");
  });

  it("say nothing without a comparator or an interval, and of more than all", () => {
    expect(beyondChance(counts(50, 100), null, "percent")).toBe("unknown");
    expect(beyondChance({ value: 3, lower: null, upper: null }, 50, "percent")).toBe("unknown");
    expect(beyondChance(counts(120, 100), 50, "percent")).toBe("unknown");
  });

  it("take estimated denominators as children", () => {
    expect(beyondChance(counts(3, 20.5), 60, "percent")).toBe("lower");
    expect(beyondChance({ ...counts(0.4, 0.6), value: 66 }, 60, "percent")).toBe("similar");
  });

  it("pick out about two wards in a thousand where chance alone is at work, however many are compared", () => {
    const random = new Random(5, 1);
    let [picked, at95] = [0, 0];
    const wards = 4000;
    for (let ward = 0; ward < wards; ward++) {
      const n = 40 + random.below(160);
      let x = 0;
      for (let child = 0; child < n; child++) if (random.chance(0.62)) x++;
      if (beyondChance(counts(x, n), 62, "percent") !== "similar") picked++;
      if (Math.abs(x - 0.62 * n) > 1.96 * Math.sqrt(n * 0.62 * 0.38)) at95++;
    }
    expect(picked / wards).toBeLessThan(0.0035);
    expect(at95 / wards).toBeGreaterThan(0.03);
  });

  it("hold whatever the counts: mirrored, and never for a figure that is the comparator", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (n, part, comparator) => {
          const x = Math.floor(part * n);
          const mirror = {
            higher: "lower",
            lower: "higher",
            similar: "similar",
            unknown: "unknown",
          } as const;
          expect(beyondChance(counts(n - x, n), 100 - comparator, "percent")).toBe(
            mirror[beyondChance(counts(x, n), comparator, "percent")],
          );
          expect(beyondChance(counts(x, n), (100 * x) / n, "percent")).toBe("similar");
          const [lower, upper] = funnelLimits(comparator, n);
          expect(lower).toBeLessThanOrEqual(comparator + 100 / n);
          expect(upper).toBeGreaterThanOrEqual(comparator - 100 / n);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { onTrack, pathTo, projected, shortfall, wholeChildren } from "../../components/words/on-track.js";
import { cases } from "../soak.js";

describe("a gap in children", () => {
  it("is how many more of the same children would have had to", () => {
    expect(wholeChildren(shortfall({ numerator: 130, denominator: 200 }, 75))).toBe(20);
    // 75% of 201 is 150.75: nobody reaches it in part.
    expect(wholeChildren(shortfall({ numerator: 130, denominator: 201 }, 75))).toBe(21);
    expect(wholeChildren(shortfall({ numerator: 150, denominator: 200 }, 75))).toBe(0);
    expect(wholeChildren(shortfall({ numerator: 190, denominator: 200 }, 75))).toBe(0);
  });

  it("adds up: what areas are short and over is what all together are", () => {
    const area = fc
      .integer({ min: 1, max: 500 })
      .chain((denominator) =>
        fc.integer({ min: 0, max: denominator }).map((numerator) => ({ numerator, denominator })),
      );
    fc.assert(
      fc.property(
        fc.array(area, { minLength: 1, maxLength: 70 }),
        fc.integer({ min: 1, max: 100 }),
        (areas, goal) => {
          const whole = {
            numerator: areas.reduce((sum, { numerator }) => sum + numerator, 0),
            denominator: areas.reduce((sum, { denominator }) => sum + denominator, 0),
          };
          const parts = areas.reduce((sum, one) => sum + shortfall(one, goal), 0);
          expect(parts).toBeCloseTo(shortfall(whole, goal), 6);
          for (const one of areas) {
            const reached = one.numerator + wholeChildren(shortfall(one, goal));
            expect((100 * reached) / one.denominator).toBeGreaterThanOrEqual(goal - 1e-6);
          }
        },
      ),
      cases(100),
    );
  });
});

test("a path rises in equal steps, and ends at the goal", () => {
  const path = pathTo({ year: 2024, numerator: 660, denominator: 1000 }, 75, 2027);
  expect(path.map(({ year, value }) => [year, Math.round(value * 10) / 10])).toEqual([
    [2025, 69],
    [2026, 72],
    [2027, 75],
  ]);
  expect(pathTo({ year: 2027, numerator: 660, denominator: 1000 }, 75, 2027)).toEqual([]);
});

describe("a line drawn on", () => {
  const of = (shares: readonly number[], denominator: number) =>
    shares.map((share, i) => ({ year: 2021 + i, numerator: share * denominator, denominator }));

  // By hand: equal weights w = 1000 / 0.25; at two years past the middle of three, the variance is (1/3 + 4/2) / w.
  it("goes through the points, with the error that three counts of one size give", () => {
    const flat = projected(of([0.5, 0.5, 0.5], 1000), 2024)!;
    const half = 1.959964 * Math.sqrt(((1 / 3 + 4 / 2) * 0.25) / 1000) * 100;
    expect(flat.value).toBeCloseTo(50, 9);
    expect(flat.upper - flat.value).toBeCloseTo(half, 6);
    expect(flat.value - flat.lower).toBeCloseTo(half, 6);
    expect(projected(of([0.6, 0.62, 0.64], 1e6), 2026)!.value).toBeCloseTo(70, 1);
  });

  it("is less sure where the years lie further from it than counts of their size would", () => {
    const width = (shares: readonly number[]) => {
      const { lower, upper } = projected(of(shares, 20_000), 2027)!;
      return upper - lower;
    };
    expect(width([0.62, 0.66, 0.63, 0.67])).toBeGreaterThan(2 * width([0.62, 0.635, 0.65, 0.665]));
  });

  it("is not drawn of two years, or of one in which all or none did", () => {
    expect(projected(of([0.6, 0.7], 100), 2027)).toBeUndefined();
    expect(projected(of([0.6, 1, 0.7], 100), 2027)).toBeUndefined();
  });

  it("is on track only if all of its interval reaches the goal, and off it only if none does", () => {
    expect(onTrack({ value: 76, lower: 75, upper: 77 }, 75)).toBe("on track");
    expect(onTrack({ value: 76, lower: 74, upper: 78 }, 75)).toBe("not clear");
    expect(onTrack({ value: 74, lower: 73, upper: 74.9 }, 75)).toBe("off track");
  });
});

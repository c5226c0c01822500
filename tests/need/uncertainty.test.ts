import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { composite, ranksOf } from "../../components/need/composite.js";
import { RankCount } from "../../components/need/rank-count.js";
import { Remembered } from "../../components/need/remembered.js";
import { type Way, ways } from "../../components/need/standardise.js";
import { type Measured, needMatrix, rankIntervals } from "../../components/need/uncertainty.js";
import { leaveOneOut, overWeights } from "../../components/need/weightings.js";

/** Figures with intervals that reach so far to either side. */
const measured = (values: readonly number[], reach: number, isLowNeed = false): Measured => ({
  values: Float64Array.from(values),
  lower: Float64Array.from(values, (value) => value - reach),
  upper: Float64Array.from(values, (value) => value + reach),
  isLowNeed,
});
const draws = { draws: 400, first: 2, seed: 1 };

describe("rank intervals", () => {
  it("are no more than the rank where figures have no error", () => {
    const some = [measured([10, 30, 20], 0)];
    const { lower, upper, amongFirst } = rankIntervals(some, [1], { ...draws, way: "deviations" });
    expect([[...lower], [...upper], [...amongFirst]]).toEqual([
      [3, 1, 2],
      [3, 1, 2],
      [0, 1, 1],
    ]);
  });

  it("tell apart what lies far apart, and leave open what does not", () => {
    const some = [measured([100, 52, 50, 0], 10)];
    const { lower, upper, amongFirst } = rankIntervals(some, [1], { ...draws, way: "range" });
    expect([...lower]).toEqual([1, 2, 2, 4]);
    expect([...upper]).toEqual([1, 3, 3, 4]);
    // The difference of two figures with a standard error of 5.1 each lies 2 from nought: it is more often the greater.
    expect(amongFirst[1]).toBeGreaterThan(0.52);
    expect(amongFirst[1]! + amongFirst[2]!).toBeCloseTo(1, 9);
  });

  it("are the same for the same seed", () => {
    const some = [measured([5, 6, 7, 8, 9], 3), measured([1, 9, 3, 7, 2], 4, true)];
    const of = (seed: number) => rankIntervals(some, [2, 1], { ...draws, seed, way: "rank" });
    expect(of(7)).toEqual(of(7));
    expect(of(7).amongFirst).not.toEqual(of(8).amongFirst);
  });

  it("hold an area's own rank, whatever the figures", () => {
    const column = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        column,
        column,
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom<Way>(...ways),
        (a, b, reach, way) => {
          const some = [measured(a, reach), measured(b, reach, true)];
          const ranks = ranksOf(composite(needMatrix(some, way), [1, 1]));
          const { lower, upper } = rankIntervals(some, [1, 1], { draws: 40, first: 2, seed: 3, way });
          for (const [i, rank] of ranks.entries()) {
            expect(lower[i]).toBeLessThanOrEqual(rank);
            expect(upper[i]).toBeGreaterThanOrEqual(rank);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("counted ranks", () => {
  it("have the limits that the ranks have in order, and a share among the first", () => {
    const order = fc.array(fc.constantFrom(Number.NaN, 1, 2, 3, 4), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(order, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(0, 0.025, 0.05, 0.5, 0.975, 1),
        (orders, share) => {
          const count = new RankCount(4);
          for (const ranks of orders) count.add(Float64Array.from(ranks));
          for (let i = 0; i < 4; i++) {
            const ranks = orders.map((one) => one[i]!).filter((rank) => !Number.isNaN(rank));
            ranks.sort((a, b) => a - b);
            const limit = ranks[Math.round(share * (ranks.length - 1))] ?? Number.NaN;
            expect(count.limit(share)[i]).toBe(limit);
            expect(count.amongFirst(2)[i]).toBe(ranks.filter((rank) => rank <= 2).length / ranks.length);
          }
        },
      ),
    );
  });
});

describe("what was worked out of numbers", () => {
  it("is kept for the same numbers asked in the same way, and not for others, nor for long", () => {
    const remembered = new Remembered<object>(2);
    const of = (about: string, ...numbers: number[]) =>
      remembered.of([Float64Array.from(numbers)], about, () => ({}));
    const first = of("a", 1, Number.NaN);
    expect(of("a", 1, Number.NaN)).toBe(first);
    expect(of("b", 1, Number.NaN)).not.toBe(first);
    expect(of("a", 1, Number.NaN)).toBe(first);
    expect([of("a", 1, 2), of("a", 1), of("a", 1, Number.NaN)]).not.toContain(first);
  });

  it("is not changed by who changes the numbers afterwards", () => {
    const remembered = new Remembered<object>(2);
    const numbers = Float64Array.of(1, 2);
    const first = remembered.of([numbers], "", () => ({}));
    numbers[0] = 5;
    expect(remembered.of([Float64Array.of(1, 2)], "", () => ({}))).toBe(first);
    expect(remembered.of([numbers], "", () => ({}))).not.toBe(first);
  });
});

describe("over all weights", () => {
  // The first is the greater by one indicator, the second by the other; the third is the least by both.
  const matrix = needMatrix([measured([2, 1, 0], 0), measured([1, 2, 0], 0)], "range");

  it("an area is the first as often as the weights make it so", () => {
    const { amongFirst, lower, upper } = overWeights(matrix, { draws: 4000, first: 1, seed: 5 });
    // Each of the two is the greater in half of all weightings.
    expect(amongFirst[0]).toBeCloseTo(0.5, 1);
    expect(amongFirst[0]! + amongFirst[1]!).toBeCloseTo(1, 9);
    expect([amongFirst[2], lower[2], upper[2]]).toEqual([0, 3, 3]);
  });

  it("three indicators that each have another first are as likely as each other", () => {
    const each = needMatrix(
      [measured([1, 0, 0], 0), measured([0, 1, 0], 0), measured([0, 0, 1], 0)],
      "range",
    );
    const { amongFirst } = overWeights(each, { draws: 6000, first: 1, seed: 5 });
    for (const share of amongFirst) expect(Math.abs(share - 1 / 3)).toBeLessThan(0.02);
  });
});

test("leaving one out says who would be among the first instead", () => {
  const matrix = needMatrix([measured([9, 5, 1, 0], 0), measured([0, 5, 9, 1], 0)], "range");
  const without = leaveOneOut(matrix, [3, 1], 1);
  expect(without[0]).toMatchObject({ enter: [2], leave: [0] });
  expect(without[1]).toMatchObject({ enter: [], leave: [] });
  expect(without[0]!.agreement).toBeLessThan(without[1]!.agreement);
  expect(leaveOneOut(matrix, [3, 0], 1)).toEqual([undefined, undefined]);
});

import { describe, expect, test } from "vitest";
import type { Merged } from "../../workspace/audit/built/agree.js";
import { lackOf } from "../../workspace/audit/built/averages.js";

const average = (value: number | "suppressed", lower?: number, upper?: number) =>
  ({ value, lower, upper, decimals: 1 }) as Merged;

describe("what an average tells of the points that children lack", () => {
  test("is how many, and that each who is short lacks one at least and all at most", () => {
    // 1.5 to 2.5 of 170 points.
    expect(lackOf(average(16.8), [10, 10], 17)).toEqual({ points: [2, 2], children: [1, 2] });
    expect(lackOf(average(0), [20, 20], 1)).toEqual({ points: [19, 20], children: [19, 20] });
    expect(lackOf(average(17), [20, 20], 17)).toEqual({ points: [0, 1], children: [0, 1] });
    // 28 to 32 children lack 0.05 to 0.15 points each.
    expect(lackOf(average(16.9), [28, 32], 17)).toEqual({ points: [2, 4], children: [1, 4] });
  });

  test("is nearer with an interval, which tells of squares", () => {
    // Seven children lack 6 points, 12 in squares: three lack two each, or four 1, 1, 1 and 3.
    expect(lackOf(average(3.1, 2.4, 3.9), [7, 7], 4)).toEqual({ points: [6, 6], children: [3, 4] });
    expect(lackOf(average(16, 14.6, 17.4), [10, 10], 17)).toEqual({ points: [10, 10], children: [2, 3] });
  });

  test("is nearer with one end of it", () => {
    expect(lackOf(average(3.1, 2.4), [7, 7], 4)!.children).toEqual([3, 4]);
    expect(lackOf(average(3.1, undefined, 3.9), [7, 7], 4)!.children).toEqual([3, 4]);
  });

  test("is at least as much where an end was cut", () => {
    // Ten children lack ten points, 32 or more in squares: five can lack 6, 1, 1, 1 and 1, and six no more than 30.
    expect(lackOf(average(16, undefined, 17), [10, 10], 17)!.children).toEqual([1, 5]);
    expect(lackOf(average(1, 0), [10, 10], 17)!.children).toEqual([10, 10]);
  });

  test("is nothing without a value or a number of children, and no interval's of groups of any size", () => {
    expect(lackOf(average("suppressed"), [10, 10], 17)).toBeUndefined();
    expect(lackOf(average(16), [1, Number.POSITIVE_INFINITY], 17)).toBeUndefined();
    expect(lackOf(average(16), [0, 10], 17)).toBeUndefined();
    expect(lackOf(average(16, 15, 17), [1, 200], 17)).toEqual({ points: [1, 210], children: [1, 200] });
  });
});

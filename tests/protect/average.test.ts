import { describe, expect, it } from "vitest";
import { fewAbove, fewShort, pointsAskedFor, tellsOfFew } from "../../loaders/protect/average.js";
import type { Indicator } from "../../loaders/registry/indicator.js";
import type { Policy } from "../../loaders/registry/policy.js";

const policy = (rule: Partial<Policy> = {}) =>
  ({ smallestCount: 10, protectionInterval: 10, roundTo: 1, ...rule }) as Policy;
const average = (denominator: number, value: number, lower: number | null = null, upper = lower) => ({
  denominator,
  value,
  lower,
  upper,
});

describe("how many are short of the top", () => {
  it("is what the average leaves: each lacks one point at least, and all of them at most", () => {
    // Ten children lack 1.5 to 2.5 of 170 points.
    expect(fewShort(average(10, 16.8), 17, policy())).toEqual([1, 2]);
    // 167.5 to 168.5 points: nine children have not so many.
    expect(fewAbove(average(10, 16.8), 17, policy())).toEqual([10, 10]);
    expect(fewAbove(average(10, 0.2), 17, policy())).toEqual([1, 2]);
    expect(fewShort(average(10, 0.2), 17, policy())).toEqual([10, 10]);
  });

  it("is no more than there are children, and may be just what is told", () => {
    // 19 to 21 points are lacked of one each.
    expect(fewShort(average(20, 0), 1, policy())).toEqual([19, 20]);
    expect(fewShort(average(20, 17), 17, policy())).toEqual([0, 1]);
  });

  it("reckons with all that the denominator may be before it was rounded", () => {
    // 28 to 32 children lack 0.05 to 0.15 points each: 1.4 to 4.8.
    expect(fewShort(average(30, 16.9), 17, policy({ roundTo: 5 }))).toEqual([1, 4]);
    // Halves are rounded up: 29 or 30 children.
    expect(fewShort(average(30, 16.9), 17, policy({ roundTo: 2 }))).toEqual([1, 4]);
    expect(fewShort(average(40, 16.4), 17, policy({ roundTo: 3 }))).toEqual([2, 26]);
    expect(fewShort(average(2, 0), 1, policy({ roundTo: 5 }))).toEqual([1, 4]);
  });

  it("is nearer with an interval, whose width tells of squares", () => {
    // Ten children lack ten points, and 53 to 59 in squares: two 5 each, with 50, or three 8, 1 and 1, with 66.
    expect(fewShort(average(10, 16), 17, policy())).toEqual([1, 10]);
    expect(fewShort(average(10, 16, 14.6, 17.4), 17, policy())).toEqual([2, 3]);
    // Twenty points, 130 to 138 in squares: three lack 7, 7 and 6, or ten 11 and 1 each.
    expect(fewShort(average(10, 15, 13, 17), 17, policy())).toEqual([3, 10]);
    // All alike: Σ d = 10 · 1, so that all ten lack one.
    expect(fewShort(average(10, 16, 16, 16), 17, policy())).toEqual([10, 10]);
    // Seven children on a scale to four lack 6 points, 12 in squares: three lack two each, or four 3, 1, 1 and 1.
    expect(fewShort(average(7, 3.1, 2.4, 3.9), 4, policy())).toEqual([3, 4]);
    expect(fewAbove(average(7, 0.9, 0.1, 1.6), 4, policy())).toEqual([3, 4]);
    // No children have such an interval.
    expect(fewShort(average(7, 3.1, 3.1, 3.9), 4, policy())).toEqual([0, 0]);
    // The nearer end counts: 47 in squares, so that two, with 50 at least, are too few.
    expect(fewShort(average(10, 16, 14.7, 17.2), 17, policy())).toEqual([3, 4]);
    // Of what each child has or has not there is one width, and none is as wide as the second.
    expect(fewShort(average(20, 0.5, 0.3, 0.7), 1, policy())).toEqual([10, 10]);
    expect(fewShort(average(20, 0.5, 0.2, 0.8), 1, policy())).toEqual([0, 0]);
    // Half an interval tells nothing.
    expect(fewShort({ ...average(10, 16), lower: 14.6 }, 17, policy())).toEqual([1, 10]);
    expect(fewShort({ ...average(10, 16), upper: 17.4 }, 17, policy())).toEqual([1, 10]);
    // 28 to 32 children.
    expect(fewShort(average(30, 16, 15.4, 16.6), 17, policy({ roundTo: 5 }))).toEqual([8, 24]);
  });
});

describe("an average tells of few", () => {
  it("where they may be fewer than the smallest count, and are known more closely than the interval", () => {
    const near = average(10, 16.8);
    expect(tellsOfFew(near, 17, policy())).toBe(true);
    expect(tellsOfFew(near, 17, policy({ smallestCount: 2, protectionInterval: 2 }))).toBe(true);
    // One or two: one is not fewer than one, and one more than one is as wide as is asked.
    expect(tellsOfFew(near, 17, policy({ smallestCount: 1, protectionInterval: 2 }))).toBe(false);
    expect(tellsOfFew(near, 17, policy({ smallestCount: 2, protectionInterval: 1 }))).toBe(false);
  });

  it("at either end of the scale", () => {
    expect(tellsOfFew(average(10, 0.2), 17, policy({ smallestCount: 2, protectionInterval: 2 }))).toBe(true);
    expect(tellsOfFew(average(40, 8), 17, policy())).toBe(false);
    // 24,000 points are lacked of 255,000: by 1,400 children at least.
    expect(tellsOfFew(average(15_000, 15.4, 15.3, 15.5), 17, policy({ roundTo: 5 }))).toBe(false);
  });
});

describe("the points that a share asks for", () => {
  const goals = ["speaking", "number", "writing"];
  const indicator = (numerator: object | undefined) =>
    ({ records: numerator && { numerator } }) as unknown as Indicator;
  const all = indicator({ among: "denominator", total: { columns: goals, equals: "2" } });
  const share = (more: object = {}, every: object = {}) =>
    indicator({
      among: "denominator",
      every: { columns: goals.slice(0, 2), equals: "2", ...every },
      ...more,
    });

  it("are its columns, if the average counts them", () => {
    expect(pointsAskedFor(share(), all)).toBe(2);
    expect(pointsAskedFor(share({}, { columns: ["number", "number"] }), all)).toBe(1);
  });

  it.each<[string, Indicator, Indicator]>([
    ["another column", share({}, { columns: ["speaking", "health"] }), all],
    ["another value", share({}, { equals: "1" }), all],
    ["a condition besides", share({ where: "sex = 'F'" }), all],
    ["a record elsewhere", share({ record: { source: "reviews" } }), all],
    ["no column", indicator({ among: "denominator", where: "is_good" }), all],
    ["a count of a source", indicator({ source: "reviews", every: { columns: goals, equals: "2" } }), all],
    ["nothing that is counted here", indicator(undefined), all],
    ["points of an average that counts none", share(), share()],
    [
      "points of an average of a source",
      share(),
      indicator({ source: "reviews", total: { columns: goals, equals: "2" } }),
    ],
    ["points of an average that is not counted here", share(), indicator(undefined)],
  ])("are not known of %s", (_, those, average) => {
    expect(pointsAskedFor(those, average)).toBeUndefined();
  });
});

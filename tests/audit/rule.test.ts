import { describe, expect, test } from "vitest";
import {
  boundsOfShown,
  faultOfCount,
  faultOfPair,
  leastSuppressed,
  type Rule,
  restOfShown,
} from "../../workspace/audit/rule.js";
import { exact, rounding } from "./desk.js";

test("a rounded count can be any that is rounded so, and is shown", () => {
  expect(boundsOfShown(20, rounding)).toEqual([18, 22]);
  expect(boundsOfShown(10, rounding)).toEqual([10, 12]);
  // Shown by mistake, it tells what it tells.
  expect(boundsOfShown(5, rounding)).toEqual([3, 7]);
  expect(boundsOfShown(0, rounding)).toEqual([0, 0]);
  expect(boundsOfShown(13, rounding)).toEqual([13, 13]);
  // Halves are rounded up.
  expect(boundsOfShown(12, { ...rounding, roundTo: 2 })).toEqual([11, 12]);
  expect(boundsOfShown(7, { ...rounding, smallestCount: 7, roundTo: 7 })).toEqual([7, 10]);
  // All that is rounded so may just be shown.
  expect(boundsOfShown(10, { ...rounding, smallestCount: 12 })).toEqual([12, 12]);
  expect(boundsOfShown(10, { ...rounding, smallestCount: 13 })).toEqual([8, 12]);
  expect(boundsOfShown(7, exact)).toEqual([7, 7]);
});

test("a suppressed count is of somebody where zeros are shown", () => {
  expect(leastSuppressed(exact)).toBe(1);
  expect(leastSuppressed({ ...exact, zeros: "suppressed" })).toBe(0);
});

test("what a count is shown against", () => {
  expect(faultOfCount(0, exact)).toBeUndefined();
  expect(faultOfCount(0, { ...exact, zeros: "suppressed" })).toBe(
    "is shown as 0, though the policy suppresses zeros",
  );
  expect(faultOfCount(2, exact)).toBe("is shown as 2, though the policy suppresses 1 to 2");
  expect(faultOfCount(3, exact)).toBeUndefined();
  expect(faultOfCount(12, rounding)).toBe("is shown as 12, which is not rounded to a multiple of 5");
  expect(faultOfCount(15, rounding)).toBeUndefined();
});

describe("what is left over of a denominator", () => {
  test.each<[string, number, number, Rule, [number, number]]>([
    ["of exact counts is the difference", 30, 40, exact, [10, 10]],
    ["can be nobody", 40, 40, exact, [0, 0]],
    ["of nobody is nobody", 0, 0, rounding, [0, 0]],
    ["is not shown if few: then the policy was not kept", 39, 40, exact, [3, 1]],
    // 18 to 22 of 38 to 42, ten at least.
    ["of rounded counts is between", 20, 40, rounding, [16, 24]],
    ["of rounded counts is many, if anybody", 25, 40, rounding, [11, 19]],
    ["of rounded counts is many even where it may be fewer", 30, 40, rounding, [10, 14]],
    // 58 to 62 of as many: nobody, as up to four are too few.
    ["of nearly equal counts is nobody where so large a group may be", 60, 60, rounding, [0, 0]],
    ["of a group too small for it is not nobody", 40, 40, rounding, [10, 4]],
    ["of a group that may just be large enough is nobody", 50, 50, rounding, [0, 0]],
    ["of a group that cannot be large enough is not", 45, 45, rounding, [10, 4]],
    ["may be nobody or many", 100, 100, { ...rounding, roundTo: 20 }, [0, 19]],
  ])("%s", (_, x, n, rule, rest) => {
    expect(restOfShown(x, n, rule)).toEqual(rest);
  });

  test("may be few where that is no secret", () => {
    expect(restOfShown(39, 40, { ...exact, isRestOpen: true })).toEqual([1, 1]);
    expect(restOfShown(40, 40, { ...rounding, isRestOpen: true })).toEqual([0, 4]);
  });
});

describe("what a count and its denominator are shown against", () => {
  const alike = (x: number, n: number) =>
    `says the same of every child of a group smaller than 50 (${x} of ${n})`;
  const left = (rest: number, n: number) =>
    `leaves over ${rest} of ${n}, though the policy suppresses 1 to 9 wherever they stand`;
  test.each<[string, number, number, Partial<Rule>, string | undefined]>([
    ["none of a small group", 0, 30, {}, alike(0, 30)],
    ["all of a small group", 30, 30, {}, alike(30, 30)],
    ["none of a group that may be as large", 0, 50, {}, undefined],
    ["all of a large group", 60, 60, {}, undefined],
    ["none of nobody", 0, 0, {}, undefined],
    ["some of a small group", 15, 30, {}, undefined],
    ["few left over", 95, 100, {}, left(5, 100)],
    ["many left over", 85, 100, {}, undefined],
    ["all, where few left over are no secret", 30, 30, { isRestOpen: true }, undefined],
    ["none, where few left over are no secret", 0, 30, { isRestOpen: true }, alike(0, 30)],
    ["few left over, where that is no secret", 95, 100, { isRestOpen: true }, undefined],
    ["all of a small group, where no size is asked", 30, 30, { allOrNothingFrom: undefined }, undefined],
    ["none of a small group, where no size is asked", 0, 30, { allOrNothingFrom: undefined }, undefined],
    ["more than all", 70, 60, {}, undefined],
  ])("%s", (_, x, n, more, fault) => {
    expect(faultOfPair(x, n, { ...rounding, ...more })).toBe(fault);
  });
});

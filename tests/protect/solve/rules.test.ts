import { describe, expect, test } from "vitest";
import { isPrimary, restRange, shownCount, shownRange } from "../../../loaders/protect/solve/table/rules.js";
import type { TablePolicy } from "../../../loaders/registry/policy.js";

const exact: TablePolicy = {
  ...{ smallestCount: 5, protectionInterval: 5, roundTo: 1, zeros: "shown" },
  ...{ missing: "zero", dimensions: [], hierarchies: {} },
};
const fives: TablePolicy = { ...exact, roundTo: 5 };
const twos: TablePolicy = { ...exact, roundTo: 2 };

describe("a count is shown", () => {
  test.each([
    [12, 12, exact],
    [12, 10, fives],
    [13, 15, fives],
    // Halves go up.
    [7, 8, twos],
    [0, 0, fives],
  ])("%d as %d", (count, shown, policy) => expect(shownCount(count, policy)).toBe(shown));

  test.each<[number, [number, number], TablePolicy]>([
    [12, [12, 12], exact],
    [0, [0, 0], fives],
    [2, [0, 0], fives],
    // None of those that are shown as 5 is small.
    [5, [5, 7], fives],
    [12, [8, 12], fives],
    [13, [13, 17], fives],
    [8, [7, 8], twos],
  ])("%d as others are: %j", (count, range, policy) => {
    expect(shownRange(count, policy)).toEqual(range);
    const shown = shownCount(count, policy);
    if (shown === 0) return;
    for (const end of range) expect(shownCount(end, policy)).toBe(shown);
    expect(shownCount(range[1]! + 1, policy)).toBeGreaterThan(shown);
  });
});

describe("the rule suppresses", () => {
  test.each<[number, number | undefined, Partial<TablePolicy>, number | undefined, boolean]>([
    [1, undefined, {}, undefined, true],
    [4, undefined, {}, undefined, true],
    [5, undefined, {}, undefined, false],
    [0, undefined, {}, undefined, false],
    [0, undefined, { zeros: "suppressed" }, undefined, true],
    // What is left, and what it is out of.
    [20, 24, {}, undefined, true],
    [20, 25, {}, undefined, false],
    [20, 20, {}, undefined, false],
    [0, 4, {}, undefined, true],
    [0, 5, {}, undefined, false],
    [4, 40, {}, undefined, true],
    [0, 0, {}, undefined, false],
    [0, 0, { allOrNothingFrom: 10 }, undefined, false],
    [20, 20, { zeros: "suppressed" }, undefined, false],
    // Nobody and all of a small group.
    [0, 9, { allOrNothingFrom: 10 }, undefined, true],
    [9, 9, { allOrNothingFrom: 10 }, undefined, true],
    [10, 10, { allOrNothingFrom: 10 }, undefined, false],
    [0, 10, { allOrNothingFrom: 10 }, undefined, false],
    [5, 10, { allOrNothingFrom: 20 }, undefined, false],
    // Too few contributors, however many children.
    [40, undefined, { leastContributors: 2 }, 1, true],
    [40, undefined, { leastContributors: 2 }, 2, false],
    [40, undefined, { leastContributors: 2 }, undefined, false],
    [40, undefined, {}, 0, false],
    [0, 40, { leastContributors: 2 }, 1, true],
    [0, undefined, { leastContributors: 2 }, 0, false],
    [0, 0, { leastContributors: 2 }, 0, false],
  ])("%d of %s by %j, of %s contributors: %s", (count, denominator, more, contributors, is) => {
    expect(isPrimary(count, denominator, { ...exact, ...more }, contributors)).toBe(is);
  });
});

describe("what is left of a denominator is", () => {
  const enough = [5, Number.POSITIVE_INFINITY];
  test.each<[string, [number, number], [number, number], Partial<TablePolicy>, number[]]>([
    ["nobody, where both are nearly one", [20, 22], [22, 24], {}, [0, 0]],
    ["nobody still, at one less than the smallest count", [20, 20], [24, 24], {}, [0, 0]],
    ["enough, where there is a rest", [20, 20], [25, 25], {}, enough],
    [
      "enough or nobody, where rounding leaves both open",
      [18, 22],
      [22, 27],
      {},
      [0, Number.POSITIVE_INFINITY],
    ],
    ["enough, where none would be told", [18, 22], [22, 27], { allOrNothingFrom: 28 }, enough],
    [
      "either, where none may be told",
      [18, 22],
      [22, 27],
      { allOrNothingFrom: 27 },
      [0, Number.POSITIVE_INFINITY],
    ],
  ])("%s", (_, count, denominator, more, rest) => {
    expect(restRange(count, denominator, { ...exact, ...more })).toEqual(rest);
  });
});

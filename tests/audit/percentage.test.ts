import { describe, expect, test } from "vitest";
import { follows, newcombe, originOf, type Percentage } from "../../workspace/audit/percentage.js";
import { exact, rounding } from "./desk.js";

/** "11.8 3.3-34.3" */
function percentage(text: string): Percentage {
  const [value, limits = ""] = text.split(" ") as [string, string?];
  const [lower, upper] = limits.split("-").map((end) => (end ? Number(end) : undefined));
  return { value: Number(value), lower, upper, decimals: value.split(".")[1]?.length ?? 0 };
}

describe("a percentage is that of counts", () => {
  test.each([
    ["11.8", 2, 17],
    ["12", 2, 17],
    // Wilson: 3.29 to 34.34.
    ["11.8 3.3-34.3", 2, 17],
    ["11.8 3.3-", 2, 17],
    ["11.8 -34.3", 2, 17],
    ["12 3-34", 2, 17],
    ["12.5", 1, 8],
    ["150 0-0", 3, 2],
  ])("%s", (text, x, n) => {
    expect(follows(percentage(text), x, n)).toBe(true);
  });

  test.each([
    ["11.7", 2, 17],
    ["11.9", 2, 17],
    ["11", 2, 17],
    ["11.8 3.2-34.3", 2, 17],
    ["11.8 3.4-34.3", 2, 17],
    ["11.8 3.3-34.4", 2, 17],
    ["11.8 3.3-34.2", 2, 17],
    ["11.8 3.4-", 2, 17],
    ["11.8 -34.4", 2, 17],
    ["0", 0, 0],
  ])("and %s is not", (text, x, n) => {
    expect(follows(percentage(text), x, n)).toBe(false);
  });

  test("to the decimals of each", () => {
    const shown = { value: 12, lower: 3.29, upper: 34.34, decimals: 0 };
    expect(follows({ ...shown, limitDecimals: 2 }, 2, 17)).toBe(true);
    // 3 of 25 is 12 %, 4.17 to 29.96.
    expect(follows({ ...shown, limitDecimals: 2 }, 3, 25)).toBe(false);
    expect(follows({ value: 12, lower: 4, upper: 30, decimals: 0 }, 3, 25)).toBe(true);
  });
});

describe("the counts that a percentage can come from", () => {
  const of = (text: string, denominator: number | undefined, rule = exact) =>
    originOf(percentage(text), denominator, rule);

  test("are told by an interval", () => {
    expect(of("11.8 3.3-34.3", undefined)).toEqual({
      isRounded: true,
      counts: [2, 2],
      denominators: [17, 17],
      isAlwaysDisclosive: true,
      examples: [[2, 17]],
    });
    expect(of("50 35-65", undefined)).toMatchObject({ counts: [19, 20], denominators: [38, 40] });
  });

  test("are told by either end of it", () => {
    expect(of("11.8 3.3-", undefined)).toMatchObject({ counts: [2, 2], denominators: [17, 17] });
    expect(of("11.8 -34.3", undefined)).toMatchObject({ counts: [2, 2], denominators: [17, 17] });
  });

  test("are told by a denominator", () => {
    expect(of("12.5", 40)).toMatchObject({
      counts: [5, 5],
      denominators: [40, 40],
      isAlwaysDisclosive: false,
    });
    expect(of("8", 100)).toMatchObject({ counts: [8, 8] });
    expect(of("8", 300)).toMatchObject({
      counts: [23, 25],
      examples: [
        [23, 300],
        [24, 300],
        [25, 300],
      ],
    });
    expect(of("0", 300)).toMatchObject({ counts: [0, 1] });
  });

  test("are none without either, or where none explain it", () => {
    expect(of("12.5", undefined)).toBeUndefined();
    expect(of("12.5", 41)).toBeUndefined();
    expect(of("12.5", 0)).toBeUndefined();
    expect(of("50 0-1", undefined)).toBeUndefined();
  });

  test("are rounded, where rounded ones explain it", () => {
    // 60 of 105, each as it can have been before.
    expect(of("57 48-66", 105, rounding)).toEqual({
      isRounded: true,
      counts: [58, 62],
      denominators: [103, 107],
      isAlwaysDisclosive: false,
      examples: [[60, 105]],
    });
    expect(of("8", 60, rounding)).toMatchObject({ counts: [3, 7], isAlwaysDisclosive: true });
    expect(of("60 51-69", 103, rounding)).toMatchObject({ isRounded: false, counts: [62, 62] });
  });

  test("are always disclosive of a group that has no percentage by the policy", () => {
    const rule = { ...exact, smallestDenominator: 30 };
    expect(of("50", 28, rule)!.isAlwaysDisclosive).toBe(true);
    expect(of("50", 30, rule)!.isAlwaysDisclosive).toBe(false);
    // 25 may be 27, of which there is one from 27 on.
    expect(of("60", 25, { ...rounding, smallestDenominator: 27 })!.isAlwaysDisclosive).toBe(false);
    expect(of("60", 25, { ...rounding, smallestDenominator: 28 })!.isAlwaysDisclosive).toBe(true);
    // One of the pairs is not.
    expect(of("97", 100, { ...exact, smallestCount: 4 })!.isAlwaysDisclosive).toBe(true);
    expect(of("97", 300, { ...exact, smallestCount: 9 })!.isAlwaysDisclosive).toBe(false);
  });

  test("have no end where groups beyond reach have that interval too", () => {
    expect(of("50.0 49.3-50.7", undefined)).toMatchObject({
      counts: [expect.any(Number), Number.POSITIVE_INFINITY],
    });
    expect(of("50.0 48.0-52.0", undefined)!.counts[1]).toBeLessThan(20_000);
  });

  test("are those of a whole percentage where its interval has decimals", () => {
    const shown = { value: 12, lower: 3.29, upper: 34.34, decimals: 2 };
    expect(originOf(shown, undefined, exact)).toMatchObject({ counts: [2, 2], denominators: [17, 17] });
  });

  test("can be more than the denominator", () => {
    expect(of("150", 20)).toMatchObject({ counts: [30, 30], denominators: [20, 20] });
  });
});

test("the interval of a difference is Newcombe's", () => {
  // His tenth method, of 56 of 70 less 48 of 80: 0.0524 to 0.3339.
  const [lower, upper] = newcombe([56, 70], [48, 80]);
  expect(lower).toBeCloseTo(5.24, 2);
  expect(upper).toBeCloseTo(33.39, 2);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OrderedGroup, slopeIndex } from "../../components/inequalities/slope-index.js";

const group = (value: number, of: number, reach = 0): OrderedGroup => ({
  value,
  of,
  lower: value - reach,
  upper: value + reach,
});

describe("the slope index of inequality", () => {
  it("of the Demographic and Health Survey of Nigeria in 2008 gives its published concentration index", () => {
    // International Center for Equity in Health, Pelotas: coverage by fifths of wealth, and an index of 26.5 of them. The
    // concentration index is twice the variance of relative rank, which of fifths is 0.08, times the slope, over the mean.
    const coverage = [17, 28, 41, 58, 75];
    const { sii } = slopeIndex(coverage.map((value) => group(value, 20)))!;
    expect(sii.value).toBeCloseTo(73, 9);
    const mean = coverage.reduce((sum, value) => sum + value, 0) / 5;
    // The fifths are published without decimals.
    expect(Math.abs((100 * 2 * 0.08 * sii.value) / mean - 26.5)).toBeLessThan(0.5);
  });

  it("is the difference and the ratio of the ends, where all lie on a line", () => {
    // 40 + 50 R, at the middles of shares of a tenth, a half and two fifths.
    const { sii, rii } = slopeIndex([group(42.5, 10), group(57.5, 50), group(80, 40)])!;
    expect([sii.value, sii.lower, sii.upper].map((one) => Number(one.toFixed(9)))).toEqual([50, 50, 50]);
    expect(rii!.value).toBeCloseTo(90 / 40, 9);
  });

  it("has limits from the errors of its groups", () => {
    // Of three equal groups the slope is 1.5 times the last less the first: each has an error of 2, and so 4.24 in all.
    const { sii } = slopeIndex([group(50, 1, 2), group(60, 1, 2), group(70, 1, 2)])!;
    expect(sii.value).toBeCloseTo(30, 9);
    expect(sii.upper - sii.value).toBeCloseTo(1.5 * Math.sqrt(8), 9);
  });

  it("is none of fewer than three groups, and no ratio where the line ends below nought", () => {
    expect(slopeIndex([group(50, 10), group(60, 0), group(70, 10)])).toBeUndefined();
    expect(slopeIndex([group(0, 1), group(1, 1), group(9, 1)])!.rii).toBeUndefined();
  });

  it("is HD*Calc's formula, whatever the groups", () => {
    const any = fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 500 })), {
      minLength: 3,
      maxLength: 10,
    });
    fc.assert(
      fc.property(any, (groups) => {
        const n = groups.reduce((sum, [, of]) => sum + of, 0);
        const p = groups.map(([, of]) => of / n);
        const r = p.map((share, j) => p.slice(0, j).reduce((sum, one) => sum + one, 0) + share / 2);
        const over = (of: (j: number) => number) => p.reduce((sum, share, j) => sum + share * of(j), 0);
        const mean = over((j) => groups[j]![0]);
        const expected =
          over((j) => r[j]! * (groups[j]![0] - mean)) / (over((j) => r[j]! ** 2) - over((j) => r[j]!) ** 2);
        expect(slopeIndex(groups.map(([value, of]) => group(value, of)))!.sii.value).toBeCloseTo(expected, 6);
      }),
    );
  });
});

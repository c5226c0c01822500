import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { others, shareBounds, withShare } from "../../components/words/mix.js";

const to1 = (value: number) => ({ value, error: 0.05 });

describe("the share of a group", () => {
  // 2021/22, when the truth is known: 4,937 of Birmingham's 15,083 children had free school meals, 113,882 of England's
  // 622,583. The three percentages alone seemed to say 40% and 21%.
  it.each([
    ["Birmingham", 62.7, 55.3, 67.6, 4937 / 15083],
    ["England", 65.2, 49.1, 69.5, 113882 / 622583],
  ])("is within its bounds in %s in the year that is counted", (_, overall, group, rest, truth) => {
    const naive = (overall - rest) / (group - rest);
    expect(Math.abs(naive - truth)).toBeGreaterThan(0.025);
    const [least, greatest] = shareBounds(
      { overall: to1(overall), group: to1(group), rest: to1(rest) },
      0.1,
    )!;
    expect(least).toBeLessThan(truth);
    expect(greatest).toBeGreaterThan(truth);
  });

  it("is as good as known only where everybody is in one of two groups that differ", () => {
    // 20% of 50 and 80% of 75 is 70.
    const [least, greatest] = shareBounds({ overall: to1(70), group: to1(50), rest: to1(75) })!;
    expect(least).toBeCloseTo(0.196, 3);
    expect(greatest).toBeCloseTo(0.204, 3);
    expect(shareBounds({ overall: to1(70), group: to1(70), rest: to1(70.1) })).toEqual([0, 1]);
    expect(shareBounds({ overall: to1(80), group: to1(50), rest: to1(75) })).toBeNull();
  });

  it("is within its bounds whatever was rounded and whoever is in neither group", () => {
    const percentage = fc.double({ min: 0, max: 100, noNaN: true });
    const round = (value: number) => Math.round(value * 10) / 10;
    fc.assert(
      fc.property(
        percentage,
        percentage,
        percentage,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (group, rest, any, part, unknown) => {
          const share = part * (1 - unknown);
          const overall = share * group + unknown * any + (1 - share - unknown) * rest;
          const bounds = shareBounds(
            { overall: to1(round(overall)), group: to1(round(group)), rest: to1(round(rest)) },
            0.1,
          )!;
          expect(bounds[0]).toBeLessThanOrEqual(share + 1e-9);
          expect(bounds[1]).toBeGreaterThanOrEqual(share - 1e-9);
        },
      ),
      { numRuns: 500, seed: 11 },
    );
  });
});

describe("another mix", () => {
  it("keeps the overall figure where the share is the same", () => {
    expect(withShare({ overall: to1(66.3), group: to1(59.5) }, 0.327, 0.327)!.value).toBeCloseTo(66.3, 9);
    expect(others(66.3, 59.5, 0.327)).toBeCloseTo(69.6, 1);
    expect(others(50, 50, 1)).toBeNull();
  });

  it("of England leaves Birmingham below England: 67.8, where the inferred shares gave 68.7", () => {
    const { value, bounds } = withShare(
      { overall: to1(66.3), group: to1(59.5) },
      4937 / 15083,
      113882 / 622583,
    )!;
    expect(value).toBeCloseTo(67.76, 2);
    expect(bounds[0]).toBeGreaterThan(67.6);
    expect(bounds[1]).toBeLessThan(67.9);
  });
});

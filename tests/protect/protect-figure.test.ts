import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z95 } from "../../components/words/intervals.js";
import { fewAbove, fewShort } from "../../loaders/protect/average.js";
import {
  decimalsOf,
  type Figure,
  heldFigure,
  percentage,
  protectFigure,
  protectGap,
  ratioOf,
  rounded,
  suppressedFigure,
} from "../../loaders/protect/protect-figure.js";
import type { Policy } from "../../loaders/registry/policy.js";
import { readPolicies } from "../../loaders/registry/policy.js";
import { indicator } from "../measure/tiny-city.js";
import { cases } from "../soak.js";

// Without what is different for single indicators.
const policies = readPolicies().map((policy) =>
  policy.id === "children" ? { ...policy, publish: { ...policy.publish, byIndicator: {} } } : policy,
);
const inForce = readPolicies().find((p) => p.id === "children")!;
const children = policies.find((p) => p.id === "children")!;
const hospital = policies.find((p) => p.id === "hospital-statistics")!;
const childcare = policies.find((p) => p.id === "childcare-statistics")!;
const takeUp = indicator("two-year-old-take-up");

const figure = (
  numerator: number | null,
  denominator: number | null,
  more: Partial<Figure> = {},
): Figure => ({
  indicator: takeUp.id,
  source: "funded-childcare-headcount",
  level: "ward",
  area: "W1",
  period: "Autumn 2024",
  period_start: "2024-09-01",
  breakdown: "all",
  category: "all",
  numerator,
  denominator,
  value: numerator !== null && denominator ? (100 * numerator) / denominator : null,
  lower: 1.234,
  upper: 99.876,
  status: denominator === 0 ? "not_applicable" : numerator === 0 ? "zero" : "value",
  note: "12 of them moved.",
  as_of: "2026-10-31",
  ...more,
}); // prettier-ignore

const shown = (numerator: number, denominator: number, policy: Policy) => {
  const made = protectFigure(figure(numerator, denominator), takeUp, policy);
  return [made.status, made.numerator, made.denominator, made.value];
};
const suppressed = ["suppressed", null, null, null];

describe("a figure of an indicator of which a small rest is no secret", () => {
  it.each([
    ["a small number left over", 54, 63, ["value", 55, 65, 85]],
    ["all of a small group", 49, 49, ["value", 50, 50, 100]],
    ["none of a small group", 0, 49, suppressed],
    ["a small numerator", 9, 63, suppressed],
    ["too few for a percentage", 27, 29, suppressed],
  ])("%s: %i of %i", (_name, numerator, denominator, wanted) => {
    expect(shown(numerator, denominator, inForce)).toEqual(wanted);
  });

  it("is one whose being left over is a choice: of development it is a secret", () => {
    const exempt = Object.entries(inForce.publish.byIndicator).filter(([, e]) => e.smallRest === "shown");
    expect(exempt.map(([id]) => id).sort()).toEqual([
      "childrens-centre-reach",
      "three-and-four-year-old-take-up",
      "two-year-old-take-up",
      "two-year-review-coverage",
    ]);
  });
});

describe("a figure under the children's policy: counts from 10, nearest 5, none or all from 50, percentages of 30", () => {
  it.each([
    ["enough above, below and left over", 42, 63, ["value", 40, 65, 62]], // 40 of 65 is 61.5 %
    ["the smallest count that is shown", 10, 40, ["value", 10, 40, 25]],
    ["a small numerator", 9, 63, suppressed],
    ["a single child", 1, 500, suppressed],
    ["a small number left over", 54, 63, suppressed],
    ["the smallest number left over that is shown", 53, 63, ["value", 55, 65, 85]],
    ["a small denominator", 9, 9, suppressed],
    ["too few for a percentage", 14, 29, suppressed],
    ["just enough for a percentage", 14, 30, ["value", 15, 30, 50]],
    ["none of a large group", 0, 50, ["zero", 0, 50, 0]],
    ["none of a small group", 0, 49, suppressed],
    ["all of a large group", 50, 50, ["value", 50, 50, 100]],
    ["all of a small group", 49, 49, suppressed],
    ["what would round to all of a small group", 32, 31, suppressed],
    ["nobody to count", 0, 0, ["not_applicable", null, null, null]],
    ["more than it is counted out of", 66, 60, ["value", 65, 60, 108]],
    ["one decimal from 4,000", 2651, 4001, ["value", 2650, 4000, 66.3]],
  ])("%s: %d of %d", (_name, x, n, wanted) => {
    expect(shown(x, n, children)).toEqual(wanted);
  });

  it("carries none of measure's own notes", () => {
    expect(protectFigure(figure(42, 63), takeUp, children).note).toBeNull();
    expect(protectFigure(figure(66, 60), takeUp, children).note).toBe(
      "More were counted than the number that they are counted out of, so no interval is given.",
    );
    expect(
      protectFigure(figure(42, 63, { note: "In progress: to 2 May 2025. 7 moved." }), takeUp, children).note,
    ).toBe("In progress: to 2 May 2025.");
    expect(
      protectFigure(
        figure(null, null, { status: "not_available", note: "No extract of 3." }),
        takeUp,
        children,
      ).note,
    ).toBe("Not available yet.");
  });

  it("works the interval out from the rounded counts", () => {
    // Wilson, 40 of 65: 49.4 to 72.4 %.
    const { lower, upper } = protectFigure(figure(42, 63), takeUp, children);
    expect([lower, upper]).toEqual([49, 72]);
  });
});

describe("a figure without a number", () => {
  const without = (status: string, policy: Policy, more: Partial<Figure> = {}) =>
    protectFigure(figure(null, null, { status, ...more }), takeUp, policy);

  it("keeps why there is none, and is what was made safe here", () => {
    for (const status of ["not_applicable", "not_available", "not_collected", "suppressed"])
      expect(without(status, children)).toMatchObject({
        status,
        basis: "protected",
        value: null,
        lower: null,
      });
  });

  it("hides that there was nobody to count where a policy hides zeros, and no other reason", () => {
    const strict = { ...children, zeros: "suppressed" as const };
    expect(without("not_applicable", strict).status).toBe("suppressed");
    expect(without("not_available", strict).status).toBe("not_available");
    expect(shown(0, 500, strict)).toEqual(suppressed);
    expect(shown(0, 500, children)).toEqual(["zero", 0, 500, 0]);
  });

  it("is suppressed where it has a value of which either count is missing", () => {
    expect(protectFigure(figure(null, 60, { status: "value", value: 50 }), takeUp, children)).toMatchObject({
      status: "suppressed",
      denominator: null,
      value: null,
    });
    expect(protectFigure(figure(30, null, { status: "value", value: 50 }), takeUp, children).status).toBe(
      "suppressed",
    );
    expect(suppressedFigure(figure(42, 63))).toMatchObject({
      status: "suppressed",
      numerator: null,
      denominator: null,
      value: null,
      lower: null,
      upper: null,
      note: null,
      basis: "protected",
      area: "W1",
    });
  });

  it("is not shown of a kind that protection does not know", () => {
    const rate = { ...takeUp, kind: "rate" as const };
    expect(protectFigure(figure(420, 630), rate, children)).toMatchObject({
      status: "suppressed",
      value: null,
    });
  });
});

describe("a ratio", () => {
  const places = indicator("places-per-child");
  const ratio = (x: number, n: number, policy = children) => protectFigure(figure(x, n), places, policy);

  it("is of the rounded counts, to two decimals, without an interval, whichever is the greater", () => {
    // 120 places for 45 children.
    expect(ratio(118, 47)).toMatchObject({
      status: "value",
      numerator: 120,
      denominator: 45,
      value: 2.67,
      lower: null,
      upper: null,
      basis: "protected",
    });
    expect(ratioOf(2, 3)).toBe(0.67);
  });

  it("is suppressed where either count is small, and told of none where there are none", () => {
    expect(ratio(9, 60).status).toBe("suppressed");
    expect(ratio(60, 9).status).toBe("suppressed");
    expect(ratio(10, 10)).toMatchObject({ status: "value", value: 1 });
    expect(ratio(0, 60)).toMatchObject({ status: "zero", numerator: 0, denominator: 60, value: 0 });
    expect(ratio(60, 0)).toMatchObject({ status: "not_applicable", numerator: null, value: null });
  });
});

describe("a published figure that is held", () => {
  const held = (note: string | null) =>
    heldFigure({ ...protectFigure(figure(42, 63), takeUp, children), note });

  it("stays as it is to the last digit, with none but the sentences that tell no count", () => {
    expect(held(null)).toEqual(protectFigure(figure(42, 63), takeUp, children));
    expect(held("Held since 3 children moved.").note).toBeNull();
    expect(held("In progress: to 2 May 2025. Out of the estimate for 2024. 3 moved.").note).toBe(
      "In progress: to 2 May 2025. Out of the estimate for 2024.",
    );
    const over = "More were counted than the number that they are counted out of, so no interval is given.";
    expect(held(`${over} In progress: to 12 May 2025.`).note).toBe(`${over} In progress: to 12 May 2025.`);
  });
});

describe("a percentage", () => {
  it("carries one decimal from the policy's denominator on, or as many as the policy gives", () => {
    expect([decimalsOf(3999, children), decimalsOf(4000, children)]).toEqual([0, 1]);
    expect(decimalsOf(100_000, { ...children, oneDecimalFrom: undefined })).toBe(0);
    expect(decimalsOf(10, { ...children, decimals: 2, oneDecimalFrom: undefined })).toBe(2);
  });

  it("has Wilson's interval, and none where more were counted than there are", () => {
    // 20 of 40: 35.2 to 64.8 %.
    expect(percentage(20, 40, children)).toEqual({ value: 50, lower: 35, upper: 65 });
    expect(percentage(40, 40, children).upper).toBe(100);
    expect(protectFigure(figure(50, 50), takeUp, children).note).toBeNull();
    expect(percentage(45, 40, children)).toEqual({ value: 113, lower: null, upper: null });
  });
});

describe("the other ready policies", () => {
  it("hospital statistics: 0 stays 0, 1 to 7 are suppressed, others to the nearest 5", () => {
    expect(shown(0, 20, hospital)).toEqual(["zero", 0, 20, 0]);
    expect(shown(7, 20, hospital)).toEqual(suppressed);
    expect(shown(8, 20, hospital)).toEqual(["value", 10, 20, 50]);
    expect(shown(12, 22, hospital)).toEqual(["value", 10, 20, 50]);
  });

  it("childcare statistics: below 6 suppressed, others exact", () => {
    expect(shown(5, 20, childcare)).toEqual(suppressed);
    expect(shown(6, 20, childcare)).toEqual(["value", 6, 20, 30]);
    expect(shown(15, 20, childcare)).toEqual(suppressed);
  });
});

describe("an average", () => {
  const goals = indicator("average-goals-met");
  const average = (n: number, more: Partial<Figure> = {}) =>
    protectFigure(
      figure(n * 13.5, n, { indicator: goals.id, value: 13.4567, lower: 12.987, upper: 13.926, ...more }),
      goals,
      children,
    );

  it("is given to one decimal with its rounded denominator, without the sum behind it", () => {
    expect(average(63)).toMatchObject({
      status: "value",
      numerator: null,
      denominator: 65,
      value: 13.5,
      lower: 13,
      upper: 13.9,
    });
  });
  it("is suppressed of too few, or where all of a small group are alike", () => {
    expect(average(29).status).toBe("suppressed");
    expect(average(40, { lower: 17, upper: 17, value: 17 }).status).toBe("suppressed");
    expect(average(60, { lower: 17, upper: 17, value: 17 }).status).toBe("value");
  });

  it("is suppressed where only few children can have missed any goal", () => {
    // 35 children lack 0.2 × 35 = 7 goals among them: at most 7 children, and with all rounding 9.
    expect(average(35, { value: 16.8, lower: 16.5, upper: 17 }).status).toBe("suppressed");
    expect(average(35, { value: 0.2, lower: 0, upper: 0.5 }).status).toBe("suppressed");
    expect(average(35, { value: 14.8, lower: 14.1, upper: 15.5 }).status).toBe("value");
  });

  it("is suppressed where a small group is alike at the bottom, or has no interval at all", () => {
    expect(average(40, { value: 0, lower: 0, upper: 0, status: "zero" }).status).toBe("suppressed");
    expect(average(49, { lower: null, upper: null }).status).toBe("suppressed");
    expect(average(50, { lower: null, upper: null })).toMatchObject({
      status: "value",
      value: 13.5,
      lower: null,
      upper: null,
    });
    expect(average(60, { value: 0, lower: 0, upper: 0, status: "zero" })).toMatchObject({
      status: "zero",
      value: 0,
    });
    const many = { ...children, allOrNothingFrom: undefined };
    const alike = figure(40 * 17, 40, { indicator: goals.id, value: 17, lower: 17, upper: 17 });
    expect(protectFigure(alike, goals, many).status).toBe("value");
  });

  it("is shown of just enough children, and not of one fewer", () => {
    expect(average(30).status).toBe("value");
    expect(average(29).status).toBe("suppressed");
  });

  it("has no interval that passes or touches an end of the scale, however many are away from it", () => {
    // Of 200 children 11 at least are away from both ends.
    const many = (value: number, lower: number | null, upper: number | null) => {
      const made = average(200, { value, lower, upper });
      return [made.status, made.value, made.lower, made.upper];
    };
    expect(many(16, 15, 16.9)).toEqual(["value", 16, 15, 16.9]);
    expect(many(16, 15, 17)).toEqual(["value", 16, null, null]);
    expect(many(16, 15, 17.1)).toEqual(["value", 16, null, null]);
    expect(many(1, 0.1, 2)).toEqual(["value", 1, 0.1, 2]);
    expect(many(1, 0, 2)).toEqual(["value", 1, null, null]);
    expect(many(1, -0.1, 2)).toEqual(["value", 1, null, null]);
    expect(many(16, 15, null)).toEqual(["value", 16, null, null]);
  });

  it("has no interval within the scale either where that tells of few", () => {
    // 35 children lack 31 goals; so narrow an interval is made by children who lack a few each, and a wide one by few.
    const wide = average(35, { value: 16.1, lower: 14.9, upper: 16.9 });
    expect(wide).toMatchObject({ status: "value", value: 16.1, lower: null, upper: null });
  });

  it("keeps its interval where its scale has no known end", () => {
    const endless = { ...goals, records: undefined } as typeof goals;
    const high = figure(40 * 16.8, 40, { indicator: goals.id, value: 16.84, lower: 16.5, upper: 17.1 });
    expect(protectFigure(high, endless, children)).toMatchObject({ value: 16.8, lower: 16.5, upper: 17.1 });
  });

  it("has no interval where that reaches the end of the scale", () => {
    expect(average(45, { value: 15.9, lower: 14.6, upper: 17.1 })).toMatchObject({
      value: 15.9,
      lower: null,
      upper: null,
    });
    // 35 children lack 31 goals; with a deviation of 3.6 at most 11 children do.
    expect(average(35, { value: 16.1, lower: 14.9, upper: 17 })).toMatchObject({ value: 16.1, lower: null });
  });

  it("never bounds those short of the top away from the truth, whatever their points are", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 17 }), { minLength: 30, maxLength: 60 }), (points) => {
        const [n, total] = [points.length, points.reduce((a, b) => a + b, 0)];
        const deviations = points.reduce((sum, p) => sum + (p - total / n) ** 2, 0);
        const half = z95 * Math.sqrt(deviations / (n - 1) / n);
        const one = (value: number) => Math.round(value * 10) / 10;
        const shown = { value: one(total / n), lower: one(total / n - half), upper: one(total / n + half) };
        const average = { ...shown, denominator: rounded(n, children) };
        const isWithin = (count: number, [least, most]: [number, number]) => least <= count && count <= most;
        expect(isWithin(points.filter((p) => p < 17).length, fewShort(average, 17, children))).toBe(true);
        expect(isWithin(points.filter((p) => p > 0).length, fewAbove(average, 17, children))).toBe(true);
      }),
    );
  });
});

describe("a gap", () => {
  const gap = indicator("good-level-of-development-fsm-gap");
  const gld = indicator("good-level-of-development");
  const side = (x: number, n: number) =>
    protectFigure(figure(x, n, { indicator: gld.id, breakdown: "fsm" }), gld, children);
  const row = figure(null, null, { indicator: gap.id, value: -13.6, status: "value" });

  it("is the difference of the protected percentages", () => {
    // 40 of 65 less 75 of 100: 61.54 − 75 = −13.46. Wilson's bounds are 49.4 and 72.4, 65.7 and 82.5, so the interval reaches
    // √(12.15² + 7.46²) = 14.26 down and √(10.86² + 9.31²) = 14.30 up.
    expect(protectGap(row, side(42, 63), side(74, 102), children)).toMatchObject({
      status: "value",
      numerator: null,
      denominator: null,
      value: -13,
      lower: -28,
      upper: 1,
    });
  });
  it("says that there is no difference where there is none", () => {
    expect(protectGap(row, side(50, 100), side(50, 100), children)).toMatchObject({
      status: "zero",
      value: 0,
    });
  });

  it("has an interval where all are counted on either side", () => {
    // All of 100 less half of 100. Wilson's bounds are 96.3 and 100, 40.4 and 59.6.
    expect(protectGap(row, side(100, 100), side(50, 100), children)).toMatchObject({
      value: 50,
      lower: 40,
      upper: 60,
    });
    expect(protectGap(row, side(50, 100), side(100, 100), children)).toMatchObject({
      lower: -60,
      upper: -40,
    });
  });

  it("carries as many decimals as the smaller of its denominators", () => {
    const large = side(2651, 4001);
    // 2,650 of 4,000 is 66.25 %, 40 of 65 61.54 %.
    expect(protectGap(row, large, side(42, 63), children).value).toBe(5);
    expect(protectGap(row, side(42, 63), large, children).value).toBe(-5);
    expect(protectGap(row, large, side(3000, 4001), children).value).toBe(-8.7);
  });

  it("has no interval where on either side more were counted than there are", () => {
    const over = protectFigure(figure(66, 60), takeUp, children);
    const under = protectFigure(figure(42, 63), takeUp, children);
    for (const [of, minus] of [
      [over, under],
      [under, over],
    ] as const)
      expect(protectGap(row, of, minus, children)).toMatchObject({
        status: "value",
        lower: null,
        upper: null,
      });
  });

  it("is not there where it was never measured, and says why", () => {
    const missing = (status: string) =>
      protectGap(
        { ...row, status, value: null, note: "No extract of 3." },
        side(42, 63),
        side(74, 102),
        children,
      );
    expect(missing("not_available")).toMatchObject({
      status: "not_available",
      value: null,
      note: "Not available yet.",
    });
    expect(missing("not_collected")).toMatchObject({ status: "not_collected", value: null, note: null });
  });

  it("is suppressed unless all four counts may be shown", () => {
    expect(protectGap(row, side(42, 63), side(95, 102), children)).toMatchObject({
      status: "suppressed",
      value: null,
      lower: null,
      upper: null,
    });
    expect(protectGap(row, side(9, 63), side(74, 102), children).status).toBe("suppressed");
    expect(protectGap(row, undefined, side(74, 102), children).status).toBe("suppressed");
    expect(protectGap(row, side(74, 102), undefined, children).status).toBe("suppressed");
    const known = side(74, 102);
    for (const gone of ["value", "numerator", "denominator"] as const)
      expect(protectGap(row, { ...known, [gone]: null }, known, children).status).toBe("suppressed");
  });
});

describe("whatever the counts", () => {
  const counts = fc.nat(400).chain((n) => fc.tuple(fc.oneof(fc.nat(n), fc.nat(400)), fc.constant(n)));
  const anyPolicy = fc.constantFrom(...policies, { ...children, zeros: "suppressed" as const });
  const holds = (property: (x: number, n: number, policy: Policy) => void) =>
    fc.assert(
      fc.property(counts, anyPolicy, ([x, n], policy) => property(x, n, policy)),
      cases(500, 20),
    );
  const made = (x: number, n: number, policy: Policy) => protectFigure(figure(x, n), takeUp, policy);

  it("no shown count lies between 1 and the smallest, and all are rounded", () => {
    holds((x, n, policy) => {
      for (const count of [made(x, n, policy).numerator, made(x, n, policy).denominator])
        if (count !== null) {
          expect(count === 0 || count >= policy.smallestCount).toBe(true);
          expect(count % policy.roundTo).toBe(0);
        }
    });
  });

  it("nothing is shown where fewer than the smallest count are left over", () => {
    holds((x, n, policy) => {
      if (n - x > 0 && n - x < policy.smallestCount)
        expect(made(x, n, policy)).toMatchObject({ status: "suppressed", value: null });
    });
  });

  it("none or all is only shown of a large group", () => {
    holds((x, n, policy) => {
      const { value, denominator } = made(x, n, policy);
      if (value === 0 || value === 100)
        expect(denominator).toBeGreaterThanOrEqual(policy.allOrNothingFrom ?? 0);
    });
  });

  it("suppressed is not zero: a suppressed figure has no number, and zero is only shown of nobody", () => {
    holds((x, n, policy) => {
      const { status, numerator, denominator, value, lower, upper } = made(x, n, policy);
      if (status === "suppressed")
        expect([numerator, denominator, value, lower, upper]).toEqual([null, null, null, null, null]);
      if (status === "zero" || numerator === 0 || value === 0) expect([status, x]).toEqual(["zero", 0]);
    });
  });

  it("the value follows from the rounded counts alone", () => {
    holds((x, n, policy) => {
      const first = made(x, n, policy);
      if (first.value === null) return;
      const again = made(rounded(x, policy), rounded(n, policy), policy);
      if (again.status !== "suppressed") expect({ ...again, note: null }).toEqual({ ...first, note: null });
    });
  });
});

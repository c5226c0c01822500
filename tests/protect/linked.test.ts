import { describe, expect, it } from "vitest";
import { nothingBefore } from "../../loaders/protect/before.js";
import { type IsKnown, nothingKnown } from "../../loaders/protect/known.js";
import { type Candidate, linkedProblem } from "../../loaders/protect/linked.js";
import type { Figure } from "../../loaders/protect/protect-figure.js";
import { chooseSecondary } from "../../loaders/protect/secondary.js";
import { type Indicator, readIndicators } from "../../loaders/registry/indicator.js";
import { readPolicies } from "../../loaders/registry/policy.js";

const policy = { ...readPolicies().find((p) => p.id === "childcare-statistics")!, known: [] };
const indicators = readIndicators();
const named = (id: string): Indicator => indicators.find((indicator) => indicator.id === id)!;
const parentOf = new Map([
  ["W1", "L"],
  ["W2", "L"],
  ["W3", "L"],
  ["L", "C"],
]);
const context = {
  policy,
  parentOf,
  open: new Set<string>(),
  isKnown: nothingKnown,
  wasShown: nothingBefore.wasShown,
};

function candidate(given: Partial<Figure> & { x: number; n: number }): Candidate {
  const { x, n, ...rest } = given;
  const figure: Figure = {
    indicator: "good-level-of-development",
    source: "eyfsp-return",
    level: "ward",
    area: "W1",
    period: "2024/25",
    period_start: "2024-09-01",
    breakdown: "all",
    category: "all",
    numerator: x,
    denominator: n,
    value: (100 * x) / n,
    lower: null,
    upper: null,
    status: "value",
    note: null,
    as_of: null,
    ...rest,
  };
  const small = (count: number) => count > 0 && count < policy.smallestCount;
  return {
    figure,
    indicator: named(figure.indicator),
    withheld: false,
    primary: small(x) || small(n) || small(n - x),
  };
}

async function hidden(candidates: Candidate[]): Promise<string[]> {
  const { places } = await chooseSecondary(candidates, context);
  return [...places].map((at) => {
    const { area, breakdown, category } = candidates[at]!.figure;
    return `${area} ${breakdown} ${category}`;
  });
}

describe("linked counts of figures", () => {
  it("are summed over areas and categories, and what is left makes the denominator", () => {
    const { problem } = linkedProblem(
      [
        candidate({ level: "locality", area: "L", x: 60, n: 100 }),
        candidate({ area: "W1", x: 20, n: 40 }),
        candidate({ area: "W2", x: 40, n: 60 }),
        candidate({ area: "W1", breakdown: "sex", category: "female", x: 12, n: 22 }),
        candidate({ area: "W1", breakdown: "sex", category: "male", x: 8, n: 18 }),
      ],
      context,
    );
    const told = problem.equations.map(({ total, parts }) =>
      [problem.cells[total]!.value, ...parts.map((part) => problem.cells[part]!.value)].join(" "),
    );
    expect(told.sort()).toEqual([
      "100 40 60",
      "100 60 40",
      "18 8 10",
      "20 12 8",
      "22 12 10",
      "40 20 20",
      "40 22 18",
      "60 20 40",
      "60 40 20",
    ]);
  });

  it("are summed by each breakdown apart", () => {
    const { problem } = linkedProblem(
      [
        candidate({ x: 20, n: 40 }),
        candidate({ breakdown: "sex", category: "female", x: 12, n: 22 }),
        candidate({ breakdown: "sex", category: "male", x: 8, n: 18 }),
        candidate({ breakdown: "fsm", category: "yes", x: 5, n: 11 }),
        candidate({ breakdown: "fsm", category: "no", x: 15, n: 29 }),
      ],
      context,
    );
    const told = problem.equations.map(({ total, parts }) =>
      [problem.cells[total]!.value, ...parts.map((part) => problem.cells[part]!.value)].join(" "),
    );
    expect(told).toEqual(expect.arrayContaining(["40 22 18", "40 11 29", "20 12 8", "20 5 15"]));
  });

  it("say what parts lack of their total", () => {
    const { problem } = linkedProblem(
      [
        candidate({ level: "locality", area: "L", x: 60, n: 103 }),
        candidate({ area: "W1", x: 20, n: 40 }),
        candidate({ area: "W2", x: 40, n: 60 }),
      ],
      context,
    );
    expect(problem.equations.flatMap(({ missing }) => missing || [])).toEqual([3]);
  });

  it("leave the count of a withheld category open, and in the sum", () => {
    const { problem } = linkedProblem(
      [
        candidate({ x: 20, n: 40 }),
        candidate({ breakdown: "ethnic_group", category: "White", x: 18, n: 33 }),
        { ...candidate({ breakdown: "ethnic_group", category: "Not known", x: 2, n: 7 }), withheld: true },
      ],
      context,
    );
    expect(problem.cells.find(({ value }) => value === 7)).toEqual({
      value: 7,
      shown: [0, Infinity],
      hidden: [0, Infinity],
      guarded: false,
    });
    expect(problem.units).toHaveLength(2);
  });

  it("share a cell where two indicators have one denominator", () => {
    const { problem } = linkedProblem(
      [candidate({ x: 20, n: 40 }), candidate({ indicator: "average-goals-met", x: 520, n: 40 })],
      context,
    );
    expect(problem.cells.filter(({ value }) => value === 40)).toHaveLength(1);
    expect(problem.units).toHaveLength(2);
  });

  it("hold that who is well in all domains is well in communication", () => {
    const { problem } = linkedProblem(
      [
        candidate({ indicator: "asq-communication", x: 30, n: 40 }),
        candidate({ indicator: "asq-all-domains", x: 25, n: 40 }),
      ],
      context,
    );
    const told = problem.equations.map(({ total, parts }) =>
      [problem.cells[total]!.value, ...parts.map((part) => problem.cells[part]!.value)].join(" "),
    );
    expect(told).toContain("30 25 5");
  });
});

describe("secondary suppression of figures", () => {
  it("hides another ward where one could be worked out from the locality", async () => {
    const wards = [
      candidate({ area: "W1", x: 3, n: 40 }),
      candidate({ area: "W2", x: 30, n: 60 }),
      candidate({ area: "W3", x: 200, n: 400 }),
    ];
    const locality = candidate({ level: "locality", area: "L", x: 233, n: 500 });
    expect(await hidden([locality, ...wards])).toEqual(["W2 all all"]);
  });

  it("hides nothing where the total is not shown", async () => {
    expect(
      await hidden([candidate({ area: "W1", x: 3, n: 40 }), candidate({ area: "W2", x: 30, n: 60 })]),
    ).toEqual([]);
  });

  it("hides the other category of a ward", async () => {
    expect(
      await hidden([
        candidate({ area: "W1", x: 33, n: 80 }),
        candidate({ area: "W1", breakdown: "sex", category: "female", x: 3, n: 38 }),
        candidate({ area: "W1", breakdown: "sex", category: "male", x: 30, n: 42 }),
      ]),
    ).toEqual(["W1 sex male"]);
  });

  it("never hides that there is nobody, where zeros are shown", async () => {
    const figures = [
      candidate({ area: "W1", x: 33, n: 80 }),
      candidate({ area: "W1", breakdown: "sex", category: "female", x: 3, n: 38 }),
      candidate({ area: "W1", breakdown: "sex", category: "male", x: 0, n: 0 }),
      candidate({ area: "W1", breakdown: "sex", category: "Not known", x: 30, n: 42 }),
    ];
    expect(await hidden(figures)).toEqual(["W1 sex Not known"]);
  });

  it("does not count on a ward that was shown before as it would be now", async () => {
    const figures = [
      candidate({ level: "locality", area: "L", x: 233, n: 500 }),
      candidate({ area: "W1", x: 3, n: 40 }),
      candidate({ area: "W2", x: 30, n: 60 }),
      candidate({ area: "W3", x: 200, n: 400 }),
    ];
    const shown = (number: number) => ({
      ...context,
      wasShown: (figure: Figure, count: string, now: number) =>
        figure.area === "W2" && count === "numerator" && now === number,
    });
    const names = async (before: typeof context) =>
      [...(await chooseSecondary(figures, before)).places].map((at) => figures[at]!.figure.area);
    expect(await names(shown(30))).toEqual(["W3"]);
    // It has changed since: what was shown does not tell what it is.
    expect(await names(shown(45))).toEqual(["W2"]);
  });

  it("takes a count that others publish as known in every figure that shows it", () => {
    const isKnown: IsKnown = ({ indicator }, count) =>
      indicator === "good-level-of-development" && count === "denominator";
    const { problem } = linkedProblem(
      [
        candidate({ indicator: "average-goals-met", level: "city", area: "C", x: 900, n: 63 }),
        candidate({ level: "city", area: "C", x: 30, n: 63 }),
      ],
      { ...context, isKnown },
    );
    expect(problem.cells.filter(({ value }) => value === 63)).toEqual([
      { value: 63, shown: [63, 63], hidden: [63, 63], guarded: false },
    ]);
  });
});

describe("what has no counts, or no such counts, is no choice", () => {
  const one = candidate({ x: 20, n: 40 });
  const changed = (figure: Partial<Figure>): Candidate => ({ ...one, figure: { ...one.figure, ...figure } });

  it("without a numerator or denominator, or of a part of a child", () => {
    expect(linkedProblem([one], context).candidateOf).toEqual([0]);
    for (const figure of [{ numerator: null }, { denominator: null }, { denominator: 40.5 }])
      expect(linkedProblem([changed(figure)], context).problem.cells).toEqual([]);
  });

  it("of an average beyond its scale, or of parts of points", () => {
    const average = (numerator: number, denominator = 40): Candidate => ({
      ...one,
      indicator: named("average-goals-met"),
      figure: { ...one.figure, indicator: "average-goals-met", numerator, denominator },
    });
    const of = (given: Candidate) => linkedProblem([given], context).averages.map(({ top }) => top);
    expect(of(average(17 * 40))).toEqual([17]);
    expect(of(average(0))).toEqual([17]);
    for (const wrong of [average(17 * 40 + 1), average(-1), average(10.5), average(10, 40.5)])
      expect(of(wrong)).toEqual([]);
  });
});

it("figures of all children of large areas are lost last", () => {
  const cost = (given: Partial<Figure>, n = 99) =>
    linkedProblem([candidate({ x: 20, n, ...given })], context).problem.units[0]!.cost;
  const ward = cost({});
  expect(ward).toBe(150);
  expect(cost({ breakdown: "sex", category: "female" })).toBe(3);
  expect(cost({ level: "locality", area: "L" })).toBe(1500);
  expect(cost({ level: "city", area: "C" })).toBe(15_000);
  expect(cost({}, 999)).toBe(200);
});

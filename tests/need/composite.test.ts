import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { agreement, composite, matrixOf, ranksOf } from "../../components/need/composite.js";
import { standardised, type Way, ways } from "../../components/need/standardise.js";
import { achievement, columns, goalposts, schooling } from "./achievement.js";

const countries = achievement.map(([country]) => country);

describe("the handbook's own figures", () => {
  it.each(["deviations", "range"] as const)("of schooling come out of %s as in its Table 15", (way) => {
    const all = standardised(columns[6]!, way);
    for (const [country, value] of Object.entries(schooling[way]))
      expect(Math.abs(all[countries.indexOf(country)]! - value), country).toBeLessThan(0.0075);
  });

  test("with equal weights rank the 23 countries as in its Table 23", () => {
    // The goalposts come first, as two countries with the least and the most of all.
    const scaled = columns.map((column, j) =>
      standardised(
        [...goalposts[j]!, ...column.map((figure) => Math.min(figure, goalposts[j]![1]))],
        "range",
      ),
    );
    const index = composite(matrixOf(scaled), new Float64Array(8).fill(1));
    const ranks = ranksOf(index.slice(2));
    expect([...ranks]).toEqual(countries.map((_, i) => i + 1));
    // Published to three decimals; telephones and electricity stand in the handbook as logarithms with two.
    expect(index[2]).toBeCloseTo(0.744, 2);
    expect(index[2 + countries.indexOf("Korea")]).toBeCloseTo(0.666, 2);
  });
});

test("ranks stand between none and all, and those who are level share the middle", () => {
  expect([...standardised([5, 1, 5, 9, Number.NaN], "rank")]).toEqual([0.5, 0, 0.5, 1, Number.NaN]);
});

test("what is the same everywhere moves no area", () => {
  for (const way of ["deviations", "range"] as const)
    expect([...standardised([0.1, 0.1, 0.1], way)]).toEqual([0, 0, 0]);
});

test("an area is placed by what it has, if that is half of the weight", () => {
  const [none] = [Number.NaN];
  const matrix = matrixOf([
    [1, none, none],
    [0, 2, none],
    [0, none, 3],
  ]);
  expect([...composite(matrix, [2, 1, 1])]).toEqual([0.5, none, none]);
  expect([...composite(matrix, [1, 2, 1])]).toEqual([0.25, 2, none]);
  expect([...ranksOf(composite(matrix, [1, 2, 1]))]).toEqual([2, 1, none]);
});

test("a rank is one more than how many have a greater index, however they lie", () => {
  const value = fc.oneof(
    fc.constant(Number.NaN),
    fc.integer({ min: -3, max: 3 }),
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    fc.double({ noNaN: true, min: -1e-9, max: 1e-9 }),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 40 }), (values) => {
      const ranks = values.map((one) =>
        Number.isNaN(one) ? Number.NaN : 1 + values.filter((other) => other > one).length,
      );
      expect([...ranksOf(Float64Array.from(values))]).toEqual(ranks);
    }),
    { examples: [[[0, 5e-324]], [[-Number.MAX_VALUE, Number.MAX_VALUE, 0]], [[1e-308, 0, 2e-308]]] },
  );
});

test("orders agree by Spearman's coefficient", () => {
  // 1 − 6 Σd² / n(n² − 1), with differences of 1, 1, 1, 1 and 0.
  const [one, other] = [
    [1, 2, 3, 4, 5],
    [2, 1, 4, 3, 5],
  ].map((ranks) => Float64Array.from(ranks));
  expect(agreement(one!, other!)).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
});

describe("whatever the figures", () => {
  const figures = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 9, maxLength: 9 });
  const three = fc.tuple(figures, figures, figures);
  const weights = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 3, maxLength: 3 });
  const way = fc.constantFrom<Way>(...ways);
  const indexOf = (some: readonly (readonly number[])[], how: Way, by: readonly number[]) =>
    composite(matrixOf(some.map((column) => standardised(column, how))), by);

  it("only the proportion of weights matters", () => {
    fc.assert(
      fc.property(three, weights, way, fc.integer({ min: 2, max: 9 }), (some, by, how, times) => {
        const [one, other] = [by, by.map((weight) => weight * times)].map((each) => indexOf(some, how, each));
        for (const [i, value] of one!.entries()) {
          if (Number.isNaN(value)) expect(other![i]).toBeNaN();
          else expect(other![i]).toBeCloseTo(value, 9);
        }
      }),
    );
  });

  it("no unit and no zero of an indicator matters", () => {
    fc.assert(
      fc.property(
        figures,
        way,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: -50, max: 50 }),
        (some, how, times, more) => {
          const moved = standardised(
            some.map((value) => value * times + more),
            how,
          );
          for (const [i, value] of standardised(some, how).entries()) expect(moved[i]).toBeCloseTo(value, 6);
        },
      ),
    );
  });

  it("more of one indicator and no less of the others is no less need", () => {
    fc.assert(
      fc.property(three, weights, way, (some, by, how) => {
        const index = indexOf(some, how, by);
        for (const [a] of some[0].entries())
          for (const [b] of some[0].entries())
            if (some.every((column) => column[a]! >= column[b]!) && !Number.isNaN(index[a]))
              expect(index[a]! - index[b]!).toBeGreaterThan(-1e-9);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amongText,
  countBounds,
  leftOutText,
  rangeText,
  surelyExtreme,
} from "../../components/words/extremes.js";
import { mapWords } from "../../components/words/public-words.js";
import type { Status } from "../../components/words/status.js";
import { rounded } from "../../loaders/protect/protect-figure.js";
import type { Summary } from "../../loaders/public/summary.json.js";
import { readPolicies } from "../../loaders/registry/policy.js";

const wards: [string, string] = ["ward", "wards"];

describe("the ends of a range", () => {
  const options = { unit: "percent", nameOf: (row: { name: string }) => row.name, areas: wards };
  const row = (name: string, value: number | null) => ({
    name,
    value,
    status: (value === null ? "suppressed" : "value") as Status,
  });

  it("name the one that has them, and count those that share them as they are written", () => {
    const rows = [row("Aston", 40.04), row("Moseley", 39.96), row("Nechells", 80), row("Sparkhill", null)];
    expect(rangeText(rows, options)).toBe("from 40.0% in 2 wards to 80.0% in Nechells");
    expect(rangeText(rows.slice(0, 2), options)).toBe("40.0% in each");
    expect(rangeText(rows.slice(3), options)).toBe("");
  });
});

/** A ward's true counts. */
const truth = fc.record({ x: fc.nat(14), n: fc.integer({ min: 6, max: 14 }) });

const published = (base: number) => (count: number) => Math.floor(count / base + 0.5) * base;

/** All true counts that would be published as this one. */
const worlds = (count: number, base: number) =>
  Array.from({ length: count + base + 1 }, (_, i) => i).filter((i) => published(base)(i) === count);

describe("an extreme that is sure", () => {
  it("rounds as protection does", () => {
    const policy = readPolicies().find(({ inUse }) => inUse)!;
    for (let count = 0; count < 60; count += 1)
      expect(published(policy.roundTo)(count)).toBe(rounded(count, policy));
  });

  it("holds the counts that a published one can stand for, and no others", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 10 }), (count, base) => {
        const shown = published(base)(count);
        const [least, greatest] = countBounds(shown, { base });
        expect(worlds(shown, base)).toEqual(
          Array.from({ length: greatest - least + 1 }, (_, i) => least + i),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("is one in every world that would be published so, and no other is", () => {
    fc.assert(
      fc.property(
        fc.array(truth, { minLength: 2, maxLength: 4 }),
        fc.constantFrom(1, 2, 3, 5),
        (truths, base) => {
          const round = published(base);
          const figures = truths.map(({ x, n }, i) => ({
            i,
            numerator: round(x),
            denominator: round(n),
            value: round(n) > 0 ? (100 * round(x)) / round(n) : 0,
            status: "value" as Status,
          }));
          fc.pre(figures.every(({ denominator }) => denominator > base));
          const ranges = figures.map(({ numerator, denominator }) => {
            const values = worlds(numerator, base).flatMap((x) =>
              worlds(denominator, base).map((n) => x / n),
            );
            return [Math.min(...values), Math.max(...values)] as const;
          });
          // Counts of one ward tell nothing of another's, so the worst world of each pair is a world of all.
          const surelyLowest = figures.find(({ i }) =>
            ranges.every((other, j) => i === j || ranges[i]![1] < other[0]),
          );
          const surelyHighest = figures.find(({ i }) =>
            ranges.every((other, j) => i === j || ranges[i]![0] > other[1]),
          );
          const extremes = surelyExtreme(figures, { base });
          expect(extremes.lowest?.i).toBe(surelyLowest?.i);
          expect(extremes.highest?.i).toBe(surelyHighest?.i);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("never contradicts the truth of the wards that are shown", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: fc.nat(200), n: fc.integer({ min: 30, max: 400 }) }), {
          minLength: 2,
          maxLength: 8,
        }),
        (truths) => {
          const round = published(5);
          const figures = truths.map(({ x, n }, i) => ({
            i,
            numerator: round(x),
            denominator: round(n),
            value: (100 * round(x)) / round(n),
            status: "value" as Status,
          }));
          const { lowest, highest } = surelyExtreme(figures, { base: 5 });
          const shares = truths.map(({ x, n }) => x / n);
          if (lowest) expect(shares.filter((share) => share <= shares[lowest.i]!)).toHaveLength(1);
          if (highest) expect(shares.filter((share) => share >= shares[highest.i]!)).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is among those that can be shown, and the others are said to be left out", () => {
    const extremes = { lowest: undefined, highest: undefined, shown: 54, leftOut: 15, missing: 0 };
    expect(amongText(extremes, wards)).toBe("among the 54 wards that can be shown");
    expect(leftOutText(extremes, wards)).toBe("15 wards are left out to protect privacy.");
    expect(amongText({ ...extremes, shown: 69, leftOut: 0 }, wards)).toBe("among all 69 wards");
    expect(leftOutText({ ...extremes, leftOut: 1, missing: 2 }, wards)).toBe(
      "1 ward is left out to protect privacy and 2 wards have no figure.",
    );
  });
});

const none = { numerator: null, denominator: null, value: null, lower: null, upper: null };

type Measure = Summary["measures"][number];

describe("the public map", () => {
  const map = (figures: [name: string, numerator: number | null, denominator: number | null][]) => {
    const measure = {
      id: "good-level-of-development",
      wards: figures.map(([, numerator, denominator]) => ({
        numerator,
        denominator,
        value:
          numerator === null || denominator === null ? null : Math.round((100 * numerator) / denominator),
        lower: null,
        upper: null,
        status: numerator === null ? "suppressed" : "value",
      })),
    } as unknown as Summary["measures"][number];
    return mapWords(measure, {
      roundedTo: 5,
      wards: figures.map(([name]) => ({ code: name, name, path: "" })),
    });
  };

  // 32 of 43 children are published as 30 of 45, 67%; 28 of 40 as 30 of 40, 75%: Aston truly has more.
  it("does not name a ward that is only lowest once it is rounded", () => {
    const { title, description } = map([
      ["Aston", 30, 45],
      ["Moseley", 30, 40],
    ]);
    expect(title).toBe("How children are doing at the end of Reception, ward by ward, among all 2 wards");
    expect(`${title} ${description}`).not.toMatch(/lowest in|highest in/);
    expect(description).toContain("it cannot be told which ward is lowest or highest");
  });

  it("names a ward that is surely so, among those that are shown", () => {
    const { title, description } = map([
      ["Aston", 20, 100],
      ["Moseley", 60, 100],
      ["Nechells", 65, 105],
      ["Sparkhill", null, null],
    ]);
    expect(title).toBe(
      "How children are doing at the end of Reception: lowest in Aston (20 in every 100), among the 3 wards that can be shown",
    );
    expect(description).toBe(
      "Map of 4 wards. In the 3 wards shown it is from 20 to 62 in every 100, as rounded. Lowest in Aston (20 in every 100), among the 3 wards that can be shown. Counts are rounded, so it cannot be told which ward is highest. 1 ward is left out to protect privacy.",
    );
  });

  it("says that all are left out", () => {
    expect(map([["Aston", null, null]]).title).toMatch(
      /: left out in every ward, to protect children’s privacy$/,
    );
  });

  it("does not call a figure left out that there is none of", () => {
    const figures = ["suppressed", "suppressed", "not_applicable"].map((status) => ({ ...none, status }));
    const measure = { id: "good-level-of-development", wards: figures } as unknown as Measure;
    const named = ["Aston", "Moseley", "Nechells"].map((name) => ({ code: name, name, path: "" }));
    const { title, description } = mapWords(measure, { roundedTo: 5, wards: named });
    expect(title).toMatch(/: left out in the 2 wards that have a figure, to protect children’s privacy$/);
    expect(description).toBe(
      "Map of 3 wards. 2 wards are left out to protect privacy and 1 ward has no figure.",
    );
  });
});

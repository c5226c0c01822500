import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  type Known,
  type Move,
  movesBetween,
  movesFrom,
  type Stood,
  verdictOf,
  type Whose,
} from "../../components/words/moves.js";
import { cases } from "../soak.js";

const percent = () => "percent";
const known: Known = {
  at: "2026-11-23T08:00:00.000Z",
  unitOf: percent,
  extractsOf: () => undefined,
  isRedefined: () => false,
  isOtherMethod: false,
};

/** So many of so many children, in a school year that begins then. */
function stood(numerator: number, denominator: number, year = 2024, given: Partial<Stood> = {}): Stood {
  return {
    numerator,
    denominator,
    value: (100 * numerator) / denominator,
    status: numerator === 0 ? "zero" : "value",
    period: `${year}/${year - 1999}`,
    start: `${year}-09-01`,
    source: "profile-return",
    apart: false,
    lower: null,
    upper: null,
    ...given,
  };
}

const north: Whose = { indicator: "outcomes", level: "ward", area: "North" };
const between = (from: Stood | undefined, to: Stood | undefined, given: Partial<Known> = {}) =>
  movesBetween(from ? [{ ...north, ...from }] : [], to ? [{ ...north, ...to }] : [], { ...known, ...given });

describe("why a figure moved", () => {
  const one = stood(60, 100);
  const other = stood(70, 100);
  it.each<[string, Stood | undefined, Stood | undefined, Partial<Known>, string[]]>([
    ["a later period", one, stood(60, 100, 2025), { extractsOf: () => "late" }, ["period"]],
    ["an extract that was replaced", one, other, { extractsOf: () => "corrected" }, ["corrected"]],
    ["records that came later", one, other, { extractsOf: () => "late" }, ["late"]],
    ["an extract that was taken away", one, undefined, {}, ["withdrawn"]],
    ["an earlier period", stood(60, 100, 2025), one, {}, ["withdrawn"]],
    [
      "a definition, whatever else",
      one,
      other,
      { isRedefined: () => true, extractsOf: () => "late" },
      ["definition"],
    ],
    ["other code", one, other, { isOtherMethod: true }, ["method"]],
    ["another source", one, stood(70, 100, 2024, { source: "published" }), {}, ["source"]],
    ["nothing else that is known", one, other, {}, ["recounted"]],
    ["the first of them", undefined, one, {}, ["first"]],
  ])("is told: %s", (_, from, to, given, why) => {
    expect(between(from, to, given).flatMap(({ causes }) => causes)).toEqual(why);
  });
});

test("what reads as it did has not moved, whatever came", () => {
  // 600.3 and 600.1 of 1,000: both are written 60.0%.
  const moves = between(stood(600.3, 1000), stood(600.1, 1000), { extractsOf: () => "corrected" });
  expect(moves).toEqual([]);
  expect(between(undefined, stood(1, 2, 2024, { value: null, status: "suppressed" }))).toEqual([]);
});

describe("what a move comes to", () => {
  const move = (from: Stood | null, to: Stood | null, causes: Move["causes"] = ["period"]): Move => ({
    ...north,
    ...{ at: known.at, from, to, causes },
  });
  it.each<[string, Move, string]>([
    ["beyond chance between two years", move(stood(600, 1000), stood(700, 1000, 2025)), "up"],
    // z = 2.4, which 95% limits would pick out.
    ["not beyond chance at 99.8%", move(stood(598, 1000), stood(650, 1000, 2025)), "unclear"],
    ["the same children counted again", move(stood(600, 1000), stood(598, 1000), ["corrected"]), "down"],
    ["another definition", move(stood(600, 1000), stood(700, 1000), ["definition"]), "apart"],
    ["a series that breaks", move(stood(600, 1000, 2018, { apart: true }), stood(700, 1000)), "apart"],
    ["the same in a new year", move(stood(600, 1000), stood(60, 100, 2025)), "same"],
    ["none before", move(null, stood(60, 100)), "new"],
    ["none any more", move(stood(60, 100), null), "gone"],
  ])("is told: %s", (_, given, verdict) => {
    expect(verdictOf(given, "percent", "yes")).toBe(verdict);
  });

  it("goes by the figures alone where chance has no part", () => {
    expect(verdictOf(move(stood(59, 100), stood(60, 100, 2025)), "percent", "no")).toBe("up");
  });
});

/** Figures of three areas as they stood after some refreshes; null where there is none. */
const histories = fc.array(
  fc.array(
    fc.option(fc.record({ x: fc.integer({ min: 0, max: 4 }), year: fc.integer({ min: 2023, max: 2025 }) })),
    {
      minLength: 3,
      maxLength: 3,
    },
  ),
  { minLength: 2, maxLength: 6 },
);

test("moves told together lead from where figures stood to where they stand, and nothing else is told", () => {
  fc.assert(
    fc.property(histories, fc.nat(), (history, pick) => {
      const figures = history.map((areas) =>
        areas.flatMap((given, i) =>
          given ? [{ ...north, area: String(i), ...stood(given.x, 4, given.year) }] : [],
        ),
      );
      const timeOf = (turn: number) => `2026-11-0${turn}T08:00:00.000Z`;
      const moves = figures
        .slice(1)
        .flatMap((now, i) => movesBetween(figures[i]!, now, { ...known, at: timeOf(i + 1) }));
      const first = 1 + (pick % (figures.length - 1));
      const told = movesFrom(moves, timeOf(first), percent);
      const atOnce = movesBetween(figures[first - 1]!, figures.at(-1)!, known);
      const ends = (some: readonly Move[]) =>
        some.map(({ area, from, to }) => ({ area, from, to })).sort((a, b) => (a.area < b.area ? -1 : 1));
      expect(ends(told)).toEqual(ends(atOnce));
      expect(movesFrom(moves, timeOf(9), percent)).toEqual([]);
    }),
    cases(200),
  );
});

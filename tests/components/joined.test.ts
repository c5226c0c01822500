import { describe, expect, it } from "vitest";
import { comparisonTable } from "../../components/figures/joined-figures.js";
import {
  differenceOf,
  type JoinedFigure,
  sidesOf,
  splitOf,
  withStatus,
} from "../../components/figures/joined-split.js";
import { answerJoined, type JoinedData } from "../../components/joined/asked.js";
import { newcombe } from "../../components/words/intervals.js";
import {
  countsInWords,
  differenceInterval,
  differenceWords,
  withUnit,
} from "../../components/words/joined-text.js";
import { shownDifference } from "../../components/words/numbers.js";

const definition = {
  breakdown: "funded_childcare",
  title: "funded place",
  definition: "",
  source: "headcount",
  categories: ["had one", "none found", "could not be joined"],
};

const row = (
  category: string,
  numerator: number,
  denominator: number,
  bounds?: [number, number],
): JoinedFigure =>
  withStatus({
    indicator: "gld",
    joined: "funded_childcare",
    threshold: null,
    level: "city",
    area: "C",
    area_name: "City",
    period: "2025/26",
    period_start: "2025-09-01",
    within: "all",
    within_category: "all",
    category,
    numerator,
    denominator,
    value: denominator > 0 ? (100 * numerator) / denominator : null,
    lower: bounds?.[0] ?? null,
    upper: bounds?.[1] ?? null,
  });

// Wilson's limits of 56 of 70 and 48 of 80, the example of Newcombe's paper.
const had = row("had one", 56, 70, [69.2, 87.69]);
const none = row("none found", 48, 80, [49.04, 70.06]);
const unknown = row("could not be joined", 2, 2);

describe("a breakdown by another source", () => {
  it("is split in the order of its definition", () => {
    expect(splitOf([unknown, none, had], definition)).toEqual({
      found: had,
      notFound: none,
      notJoined: unknown,
    });
    expect(splitOf([had], definition).notFound).toBeUndefined();
  });

  it("gives Newcombe's interval of the difference", () => {
    const found = differenceOf(had, none)!;
    const exact = newcombe([56, 70], [48, 80]);
    expect(found.value).toBeCloseTo(20, 10);
    expect(found.lower!).toBeCloseTo(100 * exact.lower, 1);
    expect(found.upper!).toBeCloseTo(100 * exact.upper, 1);
    expect(found.lower!).toBeCloseTo(5.24, 1);
    expect(found.upper!).toBeCloseTo(33.39, 1);
  });

  it("gives no difference where a side has nobody, and no bounds where a side has none", () => {
    expect(differenceOf(had, row("none found", 0, 0))).toBeNull();
    expect(differenceOf(undefined, had)).toBeNull();
    expect(differenceOf(had, unknown)).toEqual({ value: -20, lower: null, upper: null });
  });

  it("tells where those who did not reach it had been, and those who did", () => {
    const { missed, reached } = sidesOf([none, unknown, had], definition)!;
    // 14 + 32 + 0 did not; 56 + 48 + 2 did.
    expect(missed.map((s) => [s.category, s.children, s.total])).toEqual([
      ["had one", 14, 46],
      ["none found", 32, 46],
      ["could not be joined", 0, 46],
    ]);
    expect(reached.map((s) => [s.children, s.total])).toEqual([
      [56, 106],
      [48, 106],
      [2, 106],
    ]);
    expect(missed[1]!.value).toBeCloseTo((100 * 32) / 46, 10);
    expect(missed[2]!.status).toBe("zero");
  });

  it("tells no sides of an average, nor where a side is empty", () => {
    expect(sidesOf([row("had one", 140, 10)], definition)).toBeNull();
    expect(sidesOf([row("had one", 10, 10)], definition)).toBeNull();
    expect(sidesOf([], definition)).toBeNull();
  });

  it("makes a table with the difference and how many could not be joined; who is nobody is not zero", () => {
    const { rows } = comparisonTable(
      [
        { name: "North", rows: [had, none, unknown] },
        { name: "South", rows: [row("had one", 0, 3), row("none found", 0, 0)] },
      ],
      definition,
      "percent",
      "Ward",
    );
    expect(rows[0]).toMatchObject({ found: { value: 80 }, notFoundChildren: 80, notJoined: 2 });
    expect(rows[0]!.difference).toBeCloseTo(-20, 10);
    expect(rows[1]).toMatchObject({
      found: { value: 0, status: "zero" },
      notFound: { value: null, status: "not_applicable" },
      difference: null,
    });
  });

  it("has words for differences", () => {
    expect(differenceWords(-5.04, "percent")).toBe("5.0 percentage points lower");
    expect(differenceWords(0.354, "goals")).toBe("0.35 goals higher");
    expect(differenceWords(-0.01, "percent")).toBe("no different");
  });

  it("tells a difference as of the numbers shown, and its interval by side", () => {
    // 67.44 less 61.96 is 5.48; a reader who takes 62.0 from 67.4 finds 5.4.
    expect(shownDifference(61.96, 67.44, "percent")).toBe(-5.4);
    expect(shownDifference(14.004, 13.996, "goals")).toBe(0);
    expect(shownDifference(1234.4, 234.6, "count")).toBe(999);
    expect(differenceInterval(-7.94, -2.81, "percent")).toBe("2.8 to 7.9 lower");
    expect(differenceInterval(2.81, 7.94, "percent")).toBe("2.8 to 7.9 higher");
    expect(differenceInterval(-34.7, 18.5, "percent")).toBe("34.7 lower to 18.5 higher");
  });

  it("counts nobody and one in words", () => {
    expect(
      countsInWords([row("had one", 0, 1), row("could not be joined", 2, 2)], definition, "percent"),
    ).toBe("1 child had a place, no child had none that was found and 2 children could not be joined");
    expect(withUnit(67.35, "percent")).toBe("67.4%");
    expect(withUnit(13.6, "goals")).toBe("13.60 goals");
  });
});

describe("a question about joined children", () => {
  const indicator = { id: "gld", shortName: "Good level", joined: [definition], breakdowns: ["fsm"] };
  const about = { city: { name: "City" }, asOf: "2026-10-31", sample: true, linkage: [], sourceTitles: {} };
  const at = (one: JoinedFigure, given: Partial<JoinedFigure>) => ({ ...one, ...given });
  const north = { level: "locality", area: "N", area_name: "North" };
  const data = {
    about: { ...about, categories: {}, indicators: [indicator] } as unknown as JoinedData["about"],
    divided: [],
    rows: [
      had,
      none,
      at(had, { period: "2024/25", period_start: "2024-09-01" }),
      at(had, { threshold: 0.99 }),
      at(had, { within: "fsm", within_category: "yes" }),
      at(had, north),
    ],
  };
  const ask = (choices = {}) => answerJoined(data, "funded_childcare", choices);

  it("is answered for the city in the newest period, as linked, and says what can be chosen", () => {
    const asked = ask();
    expect(asked.choices).toEqual({ outcome: "gld", period: "2025/26", area: "C", probability: "as linked" });
    expect(asked.rows).toEqual([had, none]);
    expect(asked.offers.area.map(([, words]) => words)).toEqual(["City, whole city", "North (locality)"]);
    expect(asked.steps.map(({ name }) => name)).toEqual(["as linked", "0.99 and over"]);
    expect(asked.groupings).toEqual(["all", "fsm"]);
  });

  it("takes a locality by its code and by its name, which old addresses have", () => {
    for (const area of ["N", "North"]) {
      const asked = ask({ area });
      expect([asked.where, asked.isAsAsked("area", area)]).toEqual(["North", true]);
    }
  });

  it("has the usual value for a choice that there is none of", () => {
    const asked = ask({ period: "1999/00", probability: "0.2" });
    expect(asked.choices).toMatchObject({ period: "2025/26", probability: "as linked" });
    expect(asked.isAsAsked("period", "1999/00")).toBe(false);
  });

  it("is not available where nobody could be joined", () => {
    const asked = answerJoined({ ...data, rows: [] }, "funded_childcare", {});
    expect([asked.available, asked.where, asked.areasOf("ward")]).toEqual([false, "City", []]);
    expect(asked.why).toBe("No extract of both sources has come.");
  });
});

import { expect, test } from "vitest";
import { type CrossChoice, crossCounts } from "../../components/query/cross-counts.js";

const rows: [string, string, string, number, number][] = [
  ["A", "2024", "girls", 1, 2],
  ["A", "2025", "girls", 3, 4],
  ["B", "2024", "girls", 5, 8],
  ["B", "2025", "boys", 0, 16],
  // Of another indicator.
  ["A", "2024", "girls", 70, 70],
];

function counted(given: Partial<CrossChoice>) {
  const coded = (place: 0 | 1 | 2) => {
    const entries = [...new Set(rows.map((row) => row[place]))];
    return { entries, codes: rows.map((row) => entries.indexOf(row[place])) };
  };
  const { views, whole } = crossCounts(
    {
      area: coded(0),
      period: coded(1),
      category: coded(2),
      numerator: rows.map((row) => row[3]),
      denominator: rows.map((row) => row[4]),
    },
    [0, 1, 2, 3],
    { area: [], period: [], category: [], ...given },
  );
  const shares = (view: keyof typeof views) =>
    Object.fromEntries(
      [...views[view]]
        .sort()
        .map(([key, { numerator, denominator }]) => [key, `${numerator}/${denominator}`]),
    );
  return {
    area: shares("area"),
    period: shares("period"),
    category: shares("category"),
    whole: `${whole.numerator}/${whole.denominator}`,
  };
}

test("nothing chosen means all of the rows", () => {
  expect(counted({})).toEqual({
    area: { A: "4/6", B: "5/24" },
    period: { 2024: "6/10", 2025: "3/20" },
    category: { boys: "0/16", girls: "9/14" },
    whole: "9/30",
  });
});

test("what is chosen on one view counts for the others, not for itself", () => {
  expect(counted({ area: ["B"] })).toEqual({
    area: { A: "4/6", B: "5/24" },
    period: { 2024: "5/8", 2025: "0/16" },
    category: { boys: "0/16", girls: "5/8" },
    whole: "5/24",
  });
  expect(counted({ area: ["A"], period: ["2025"], category: ["girls"] })).toEqual({
    area: { A: "3/4" },
    period: { 2024: "1/2", 2025: "3/4" },
    category: { girls: "3/4" },
    whole: "3/4",
  });
});

test("a choice of nobody is none", () => {
  expect(counted({ area: ["Nowhere"] }).whole).toBe("0/0");
});

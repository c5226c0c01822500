import { describe, expect, it } from "vitest";
import { briefingInWords } from "../../components/briefing/briefing.js";
import { compareLists } from "../../components/need/compare-lists.js";
import { briefing, figure, gld } from "../components/small-briefing.js";

const counts = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  value: (100 * numerator) / denominator,
});
// Half of all; North and South are lower by more than chance, East is not.
const told = briefingInWords(
  briefing({
    areas: ["North", "South", "East"].map((name) => ({ code: name, name, level: "ward" })),
    wards: [
      figure({ area: "North", ...counts(20, 100) }),
      figure({ area: "South", ...counts(25, 100) }),
      figure({ area: "East", ...counts(105, 100) }),
    ],
    series: [figure({ level: "city", area: "City", ...counts(150, 300) })],
  }),
);
const need = told.need(told.byWard(gld));
const compared = (...codes: string[]) => compareLists(need, codes);

describe("a list beside the data", () => {
  it("has wards in both, in the data alone and on the list alone", () => {
    const { wards, both, onlyData, onlyList, summary } = compared("East", "South");
    expect(wards.map(({ name, place, worseIn }) => [name, place, worseIn.length])).toEqual([
      ["South", "both", 1],
      ["North", "data", 1],
      ["East", "list", 0],
    ]);
    expect([both, onlyData, onlyList]).toEqual([1, 1, 1]);
    expect(summary).toBe(
      "Of the 2 wards on your list, 1 is among the 2 wards where the figures show need beyond chance. The figures show need in 1 ward that is not on it: North.",
    );
    expect(wards[0]!.figures[0]!.figure).toMatchObject({ value: 25, denominator: 100 });
  });

  it("says so where it has all of them, or none", () => {
    expect(compared("North", "South").summary).toMatch(
      /2 are among the 2 wards .* The figures show no other\.$/,
    );
    expect(compared("East").summary).toMatch(/^The ward on your list is not among the 2 wards where/);
  });

  it("says so where no ward is in need beyond chance", () => {
    const calm = { ...need, measured: need.measured.map((one) => ({ ...one, city: undefined })) };
    expect(compareLists(calm, ["East"]).summary).toBe(
      "The figures show need beyond chance in no ward, so the one on your list does not stand out.",
    );
    expect(compareLists(calm, ["East", "South"]).summary).toMatch(/so none of the 2 on your list stands out/);
  });

  it("that is empty, or of no ward of the city, says nothing, and shows the data", () => {
    expect(compared().summary).toBe("");
    expect(compared("Moon")).toMatchObject({ summary: "", onlyList: 0, onlyData: 2 });
  });
});

import { describe, expect, it } from "vitest";
import { beyondChance } from "../../components/words/beyond-chance.js";
import { pooled } from "../../components/words/findings.js";
import { wilson } from "../../components/words/intervals.js";
import { sampleWards } from "./sample-wards.js";

const row = ([numerator, denominator]: readonly number[]) => ({
  numerator: numerator!,
  denominator: denominator!,
});

/** How many wards have a whole 95% interval below a figure. */
function below95(wards: readonly (readonly number[])[], figure: number): number {
  return wards.filter(([x, n]) => x! <= n! && 100 * wilson(x!, n!).upper < figure).length;
}

describe("wards of the sample city", () => {
  it.each([
    ["two-year-old-take-up", { right: 59.5, mixed: 61.3, were: 12, are: 8, low: 2, high: 3 }],
    ["three-and-four-year-old-take-up", { right: 89.8, mixed: 91.9, were: 27, are: 16, low: 6, high: 12 }],
  ] as const)(
    "in %s are set beside all wards together, by limits that allow for their number",
    (id, wanted) => {
      const { wards, unplaced } = sampleWards[id];
      const right = pooled(wards.map(row))!;
      const mixed = pooled([...wards, unplaced].map(row))!;
      expect([right, mixed].map((figure) => Number(figure.toFixed(1)))).toEqual([wanted.right, wanted.mixed]);
      // A figure that holds children who are in no ward lies above what wards can reach: more of them seem low.
      expect([below95(wards, mixed), below95(wards, right)]).toEqual([wanted.were, wanted.are]);
      const judged = wards.map((ward) =>
        beyondChance({ ...row(ward), lower: null, upper: null }, right, "percent"),
      );
      expect(judged.filter((one) => one === "lower")).toHaveLength(wanted.low);
      expect(judged.filter((one) => one === "higher")).toHaveLength(wanted.high);
    },
  );

  it("taken as two groups lie on both sides of all together, whichever the groups are", () => {
    const { wards } = sampleWards["two-year-old-take-up"];
    const all = pooled(wards.map(row))!;
    for (let size = 1; size < wards.length; size++) {
      const [some, others] = [wards.slice(0, size), wards.slice(size)].map(
        (group) => pooled(group.map(row))!,
      );
      expect((some! - all) * (others! - all)).toBeLessThanOrEqual(1e-9);
    }
  });
});

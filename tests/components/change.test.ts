import { expect, test } from "vitest";
import { changed, ofShares } from "../../components/words/change.js";

const counts = (numerator: number, denominator: number) => ({
  ...{ numerator, denominator, lower: null, upper: null },
  value: (100 * numerator) / denominator,
});
const mean = (value: number, half: number) => ({ value, lower: value - half, upper: value + half });

// statsmodels' documentation of proportions_ztest: 5 of 83 beside 12 of 99, p = 0.159, which is z = −1.4078.
test("two shares are tested as statsmodels tests them", () => {
  expect(ofShares(counts(5, 83), counts(12, 99))).toBeCloseTo(-1.4078, 4);
  expect(changed(counts(5, 83), counts(12, 99), "percent")).toBe("unclear");
});

test("a share that moved by more than chance is up or down, and one that may not have is unclear", () => {
  expect(changed(counts(700, 1000), counts(600, 1000), "percent")).toBe("up");
  expect(changed(counts(600, 1000), counts(700, 1000), "percent")).toBe("down");
  // At 95% it would have moved: z = 2.4.
  expect(changed(counts(650, 1000), counts(598, 1000), "percent")).toBe("unclear");
  expect(changed(counts(10, 10), counts(10, 10), "percent")).toBe("unclear");
});

test("figures without counts go by their intervals, and those with neither are not judged", () => {
  expect(changed(mean(14, 0.2), mean(13, 0.2), "goals")).toBe("up");
  expect(changed(mean(13.2, 0.2), mean(13, 0.2), "goals")).toBe("unclear");
  expect(changed({ value: 3, lower: null, upper: null }, mean(13, 0.2), "goals")).toBe("unknown");
  expect(changed(mean(60, 1), mean(70, 1), "percent")).toBe("down");
});

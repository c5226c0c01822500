import { expect, test } from "vitest";
import { overlapping } from "../../../loaders/protect/solve/table/overlaps.js";

test.each([
  [
    ["0", "0-1", "0-2"],
    ["0-1", "0"],
  ],
  [
    ["Under 1", "Under 2"],
    ["Under 2", "Under 1"],
  ],
  [
    ["<18", "16+"],
    ["16+", "<18"],
  ],
  [
    ["Aged 2 to 4", "Aged 3 to 5 years"],
    ["Aged 2 to 4", "Aged 3 to 5 years"],
  ],
  [
    ["3 or over", "4 years"],
    ["3 or over", "4 years"],
  ],
])("%j: one of two holds some of the other's", (categories, two) => {
  expect(overlapping(categories)).toEqual(two);
});

test.each([
  [["0", "1", "2"]],
  [["0-1", "2-3", "4+"]],
  [["<18", "18+"]],
  // Beside each other, whichever of them has the end.
  [["0-5", "5-10"]],
  [["2023", "2023-2024", "2023/24"]],
  [["Ward 1", "Ward 1-2", "Acorn"]],
  [["0-1", "0 to 1"]],
])("%j: none does", (categories) => {
  expect(overlapping(categories)).toBeUndefined();
});

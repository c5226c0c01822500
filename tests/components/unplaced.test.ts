import { expect, it } from "vitest";
import { ungroupedText, unplacedText } from "../../components/words/unplaced.js";

const row = { numerator: 91, denominator: 2, value: null, status: "not_applicable" as const, note: null };

it("who is in no area is told with the total, and how they fare where that is known of the same children", () => {
  expect(unplacedText(row, "percent")).toBe(
    "Not counted here, as their small area is not known or is outside the city: 91 in the numerator, 2 in the denominator. They come from two sources and need not be the same children, so the one is not set against the other.",
  );
  expect(
    unplacedText({ ...row, numerator: 57, denominator: 92, value: 61.9565, status: "value" }, "percent"),
  ).toBe("Not counted here: 92 children whose small area is not known or is outside the city (62.0%).");
  expect(
    unplacedText(
      {
        ...row,
        numerator: 2833,
        note: "Out of the estimate for 2020. By type: childminders 2,764 in 400 settings, full day care 69 in 2 settings.",
      },
      "places per child",
    ),
  ).toBe(
    "Not counted here: 2,833 places of which nobody can tell the ward, as the address is withheld or not known. By type: childminders 2,764 in 400 settings, full day care 69 in 2 settings.",
  );
});

it("nobody is told of where there is nobody", () => {
  expect(unplacedText(undefined, "percent")).toBeUndefined();
  expect(unplacedText({ ...row, numerator: 0, denominator: 0 }, "percent")).toBeUndefined();
  expect(ungroupedText({ numerator: null, denominator: 0 }, "sex")).toBeUndefined();
});

it("who is in no group is told with the groups", () => {
  expect(ungroupedText({ numerator: 3, denominator: 1204 }, "sex")).toBe(
    "In no other group, as their sex is not known: 3 in the numerator, 1,204 in the denominator. With them the groups add up to all.",
  );
});

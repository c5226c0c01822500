import { expect, test } from "vitest";
import { askedIn, changed, chosenIn, toggled, withChoice } from "../../components/query/cross-choice.js";

const offered = [{ id: "take-up" }, { id: "reviewed" }] as Parameters<typeof askedIn>[1]["offered"];
const breakdownsOf = (indicator: string) => (indicator === "take-up" ? ["sex", "ethnicity"] : ["ethnicity"]);
const areas = [{ code: "A" }, { code: "B" }];
const divided = { periods: [{ code: "2024", start: "2023-09-01" }], categories: ["girls", "boys"] };
const choice = {
  ...{ indicator: "take-up", breakdown: "sex" },
  ...{ area: ["A", "B"], period: ["2024"], category: ["girls"] },
};

test("a choice is read from the address as it was written, beside what else stands there", () => {
  const search = withChoice("?other=1", choice);
  expect(search).toBe("?other=1&indicator=take-up&breakdown=sex&lsoa=A.B&period=2024&group=girls");
  expect({ ...askedIn(search, { offered, breakdownsOf }), ...chosenIn(search, areas, divided) }).toEqual(
    choice,
  );
});

test("an address that asks for what there is not asks for the first, and chooses all", () => {
  const search = "?indicator=none&breakdown=none&lsoa=A.Z&period=1066&group=none";
  expect(askedIn(search, { offered, breakdownsOf })).toEqual({ indicator: "take-up", breakdown: "sex" });
  expect(chosenIn(search, areas, divided)).toEqual({ area: [], period: [], category: [] });
});

test("another indicator keeps the areas, and what of the rest it has", () => {
  expect(changed(choice, { indicator: "reviewed" }, { breakdownsOf })).toEqual({
    ...{ indicator: "reviewed", breakdown: "ethnicity", area: ["A", "B"], period: [], category: [] },
  });
  expect(changed(choice, { breakdown: "ethnicity" }, { breakdownsOf })).toMatchObject({
    ...{ area: ["A", "B"], period: ["2024"], category: [] },
  });
  expect(changed(choice, { area: [] }, { breakdownsOf })).toEqual({ ...choice, area: [] });
});

test("what is pressed again is no longer chosen", () => {
  expect(toggled(["A"], "B")).toEqual(["A", "B"]);
  expect(toggled(["A", "B"], "A")).toEqual(["B"]);
});

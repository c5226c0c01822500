import { describe, expect, test } from "vitest";
import type { ClaimTest } from "../../components/claims/claim-schema.js";
import { figuresInWords, testClaim } from "../../components/claims/test-claim.js";
import { smallData } from "../notebook/small-data.js";

// Ash 20 of 100, Birch and Cedar 60 of 100, the city 140 of 300; a year before Ash 50 of 100 and the city 150 of 300.
const of = (given: Omit<ClaimTest, "indicator">) => testClaim({ indicator: "take-up", ...given }, smallData);
const stateOf = async (given: Omit<ClaimTest, "indicator">) => (await of(given)).state;

describe("a claim holds, or no longer", () => {
  test.each<[Omit<ClaimTest, "indicator">, "holds" | "fails"]>([
    [{ area: "Ash", is: "lower", than: "city" }, "holds"],
    [{ area: "E05000001", is: "higher", than: "city" }, "fails"],
    [{ area: "Ash", is: "clearly lower", than: "city" }, "holds"],
    [{ area: "Birch", is: "clearly higher", than: "city" }, "fails"],
    [{ area: "Birch", is: "not clearly different", than: "city" }, "holds"],
    [{ area: "Birch", is: "clearly higher", than: "Ash" }, "holds"],
    [{ area: "Birch", is: "higher", than: "Cedar" }, "fails"],
    [{ is: "lower", value: 50 }, "holds"],
    [{ is: "lower", since: "a year before" }, "holds"],
    [{ is: "clearly lower", since: "2024/25" }, "fails"],
    [{ area: "Ash", is: "clearly lower", since: "2024/25" }, "holds"],
    [{ area: "Ash", is: "lowest" }, "holds"],
    // It shares the highest with another, so that it is not the one.
    [{ area: "Birch", is: "highest" }, "fails"],
    [{ areas: "ward", is: "higher", than: "city", atLeast: 2 }, "holds"],
    [{ areas: "ward", is: "higher", than: "city", atMost: 1 }, "fails"],
    [{ areas: "ward", is: "clearly lower", than: "city" }, "holds"],
    [{ areas: "ward", is: "lower", since: "a year before", atLeast: 1 }, "holds"],
    [{ breakdown: "sex", group: "female", area: "Ash", is: "clearly lower", than: "city" }, "holds"],
  ])("%j: %s", async (given, state) => expect(await stateOf(given)).toBe(state));

  test("with the figures that it rests on, their period, date and source", async () => {
    const { figures, asOf } = await of({ area: "Ash", is: "clearly lower", than: "city" });
    expect(figuresInWords(figures)).toBe("Ash, 2025/26: 20.0%; Treeton, 2025/26: 46.7%");
    expect(figures[0]).toMatchObject({ source: "Headcount", asOf: "2026-08-31" });
    expect(asOf).toBe("2026-08-31");
    expect(figuresInWords((await of({ areas: "ward", is: "higher", than: "city" })).figures)).toBe(
      "Wards higher than the city, 2025/26: 2 of 3 wards; Treeton, 2025/26: 46.7%",
    );
  });
});

test("one group is set beside another of the same area", async () => {
  const girls = (await smallData.divided()).get("take-up")!;
  const boys = girls.map((row) => ({ ...row, category: "male", numerator: 40, value: 80, denominator: 50 }));
  const data = { ...smallData, divided: async () => new Map([["take-up", [...girls, ...boys]]]) };
  const found = await testClaim(
    {
      ...{ indicator: "take-up", area: "Ash", breakdown: "sex", group: "female" },
      ...{ is: "clearly lower", thanGroup: "male" },
    },
    data,
  );
  expect(found.state).toBe("holds");
  expect(figuresInWords(found.figures)).toBe("Ash, 2025/26: 20.0% (Girls); Ash, 2025/26: 80.0% (Boys)");
});

describe("what the figures do not tell is unknown, and what to mend is said", () => {
  test.each<[Omit<ClaimTest, "indicator"> & { indicator?: string }, string]>([
    [
      { indicator: "takeup", is: "lower", value: 1 },
      "There is no indicator “takeup” among the data of this page. Did you mean “take-up”?",
    ],
    [
      { area: "Ahs", is: "lower", value: 1 },
      "There is no area “Ahs” with this figure among the data of this page. Did you mean “Ash”?",
    ],
    [
      { is: "lower", value: 1, period: "2025/27" },
      "Treeton has no figure for 2025/27. Did you mean “2025/26”?",
    ],
    [{ area: "Birch", is: "lower", since: "a year before" }, "Birch has no figure a year before 2025/26."],
    [
      { is: "lower" },
      "“lower” needs one thing to be set beside: write than (an area), thanGroup (a group), value (a number) or since (a period).",
    ],
    [{ is: "highest" }, "“highest” needs an area: write area, its code or name."],
    [{ is: "lower", value: 1, atMost: 3 }, "atLeast and atMost count areas: write areas too, such as ward."],
    [{ is: "within its interval", value: 46 }, "Take-up has no interval here."],
  ])("%j: %s", async (given, why) =>
    expect(await of(given)).toMatchObject({ state: "unknown", why, figures: [] }),
  );
});

import { describe, expect, it, test } from "vitest";
import { readNeedChoices, writeNeedChoices } from "../../components/need/choices.js";
import { isMixed, likenessTitle, type Trait, traitsOf } from "../../components/need/likeness.js";
import { weighed } from "../../components/need/weighed.js";
import { listOf, needWords } from "../../components/need/words.js";
import { smallData } from "../notebook/small-data.js";

const both = (one: number, other: number) => [
  { id: "take-up", weight: one },
  { id: "reviews", weight: other, isLowNeed: false },
];

describe("an index over page data sets", () => {
  it("takes low figures as need where high ones are good", async () => {
    const need = await weighed({ weights: [{ id: "take-up", weight: 5 }] }, smallData);
    expect(need.inOrder.map(({ name, rank }) => [name, rank])).toEqual([
      ["Ash", 1],
      ["Birch", 2],
      ["Cedar", 2],
    ]);
    // 20, 60 and 60: a mean of 46.7 and a deviation of 23.1.
    expect(need.inOrder[0]!.index).toBeCloseTo(1.155, 3);
  });

  it("weighs indicators against each other, as their directions are chosen", async () => {
    const first = async (one: number, other: number) =>
      (await weighed({ weights: both(one, other) }, smallData)).inOrder[0]!.name;
    expect([await first(5, 4), await first(4, 5)]).toEqual(["Ash", "Birch"]);
    const { used } = await weighed({ weights: both(6, 2) }, smallData);
    expect(used.map(({ share, isLowNeed }) => [share, isLowNeed])).toEqual([
      [0.75, true],
      [0.25, false],
    ]);
  });

  it("takes the newest period that is over", async () => {
    const figures = async () => {
      const known = await smallData.figures();
      const more = known
        .get("take-up")!
        .map((row) =>
          row.period === "2025/26"
            ? { ...row, note: "The period is in progress: of part of the children." }
            : row,
        );
      return new Map([...known, ["take-up", more]]);
    };
    const { used } = await weighed({ weights: both(5, 5) }, { ...smallData, figures });
    expect(used.map(({ column }) => column.period)).toEqual(["2024/25", "2025/26"]);
  });

  it("has usual indicators where an address asks for none that there is", async () => {
    const need = await weighed({ weights: [{ id: "moon", weight: 3 }], level: "city" }, smallData);
    expect(need.used.map(({ indicator }) => indicator.id)).toEqual(["take-up", "reviews"]);
    expect(need.level).toBe("ward");
  });

  it("is of no area where no indicator has figures", async () => {
    const about = await smallData.indicators();
    const indicators = async () => ({
      ...about,
      indicators: about.indicators.filter(({ levels }) => levels.length === 0),
    });
    const need = await weighed({}, { ...smallData, indicators });
    expect([need.available, need.inOrder.length, need.withoutPlace.length]).toEqual([false, 0, 3]);
  });

  it("says which areas, how sure, and that no figures can make an index", async () => {
    const told = needWords(await weighed({ weights: both(9, 1) }, smallData));
    expect(told.lead).toBe(
      "By 2 indicators at these weights, the most need is in Ash, Birch and Cedar. Wards are put in order by: Take-up; Reviews.",
    );
    expect(told.error).toMatch(/^None of these figures has an interval/);
    expect(told.carried).toBe(
      "The order rests most on Take-up: without it Birch and Cedar would be among the first 1 and Ash would not.",
    );
    const need = await weighed({ weights: both(9, 1) }, smallData);
    expect(listOf(need, ["E05000001", "Moon"])).toBe("Of the first 1, 1 is on your list of 1 ward.");
    expect(listOf(need, ["E05000002", "E05000003"])).toBe(
      "Of the first 1, none is on your list of 2 wards. Not on it: Ash.",
    );
    expect(listOf(need, [])).toBe("");
    const none = await weighed({ weights: both(0, 0) }, smallData);
    expect([none.available, needWords(none).lead]).toEqual([false, ""]);
  });
});

describe("choices in an address", () => {
  const choices = { level: "lsoa", way: "rank" as const, weights: both(10, 0) };

  it("are read as they were written, beside what else stands there", () => {
    const search = writeNeedChoices("?note=1", choices);
    expect(search).toBe("?note=1&level=lsoa&scale=rank&weights=take-up_10.reviews_0_high");
    expect(readNeedChoices(search)).toEqual(choices);
    expect(writeNeedChoices(search, {})).toBe("?note=1");
  });

  it.each(["", "weights=take-up", "weights=take-up_11", "weights=a_1.a_2", "scale=moon"])(
    "make no sense as %j",
    (search) => expect(readNeedChoices(`?${search}`)).toEqual({}),
  );
});

describe("whether high need is one kind of place", () => {
  const trait = (below: number, above: number) => ({ below, above }) as Trait;

  it("is said as the characteristics have it", () => {
    expect([trait(3, 7), trait(1, 9), trait(0, 10)].map(isMixed)).toEqual([true, false, false]);
    const words: [string, string] = ["ward", "wards"];
    const title = (traits: Trait[]) => likenessTitle(traits, 10, words);
    expect(title([trait(3, 7), trait(1, 9)])).toBe(
      "High need is not one kind of place: in 1 of 2 characteristics the first 10 wards lie on either side of the middle",
    );
    expect(title([trait(3, 7), trait(1, 9), trait(10, 0), trait(0, 10)])).toMatch(/are much alike/);
    expect(title([trait(0, 10), trait(0, 10)])).toMatch(/one side of the middle in all 2 characteristics/);
  });

  test("sides are those of the middle of all areas", async () => {
    const need = await weighed({ weights: both(9, 1) }, smallData);
    const [one] = await traitsOf(need, ["take-up"]);
    expect([one!.middle, one!.below, one!.above]).toEqual([60, 1, 0]);
  });
});

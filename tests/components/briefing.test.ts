import { describe, expect, it } from "vitest";
import { briefingInWords } from "../../components/briefing/briefing.js";
import { dataSetsOf } from "../../components/data-sets/briefing.js";
import { answer } from "../../components/notebook/answer.js";
import { originText } from "../../components/words/narrative.js";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { briefing, figure, gld } from "./small-briefing.js";

const takeUp = "two-year-old-take-up";

// All together 200 of 400. North is below by more than chance in both measures, South in none.
const counted = (area: string, numerator: number, denominator: number, indicator = gld) =>
  figure({
    indicator,
    level: area === "City" ? "city" : "ward",
    area,
    numerator,
    denominator,
    value: (100 * numerator) / denominator,
  });
const small = briefing({
  wards: [
    counted("North", 60, 200),
    counted("South", 140, 200),
    counted("North", 50, 200, takeUp),
    counted("South", 150, 200, takeUp),
  ],
  series: [
    counted("City", 200, 400),
    counted("City", 200, 400, takeUp),
    figure({ level: "country", area: "England", value: 60 }),
  ],
});

describe("what a briefing tells", () => {
  const told = briefingInWords(small);
  const outcomes = told.byWard(gld);

  it("has a measure's words and numbers ready for sentences", () => {
    expect(outcomes).toMatchObject({
      available: true,
      period: "2024/25",
      below: "1 of 2 wards is below all wards together, 1 of them by more than chance",
      lowest: "The lowest is North with 30.0%.",
      range: "from 30.0% in North to 70.0% in South",
      apart: "",
    });
    expect(outcomes.worse).toMatchObject({ available: true, text: "one ward", named: ": North" });
    expect(outcomes.city).toMatchObject({ value: 50, available: true });
    expect(originText(outcomes.city.origin)).toMatch(
      /2024\/25\. Source: Profile return, as of 31 October 2026/,
    );
  });

  it("takes wards together from their counts, and leaves them out of the others", () => {
    const takenUp = told.byWard(takeUp);
    expect(takenUp.within(outcomes.worse)).toMatchObject({ text: "25.0%" });
    expect(takenUp.outside(outcomes.worse)).toMatchObject({ text: "75.0%" });
    expect(takenUp.alsoWorse(outcomes.worse).count).toBe("1");
    expect(takenUp.alsoWorseText(outcomes.worse)).toBe(
      "North fared worse than all wards together, too, by more than chance",
    );
    expect(told.need(outcomes, takenUp)).toMatchObject({
      wards: { count: 1, of: "2 wards" },
      severalWays: { count: 1, names: "North" },
    });
  });

  it("sets the city beside its country", () => {
    expect(told.beside(gld)).toMatchObject({
      available: true,
      gap: "10.0 percentage points below England",
      neighbours: expect.stringMatching(/^No list of statistical neighbours has come/),
    });
  });
});

describe("a briefing without figures", () => {
  const told = briefingInWords(briefing({ wards: [], series: [] }));
  const outcomes = told.byWard(gld);

  it("has everything that a page asks for, and none of it available", () => {
    const all = [
      outcomes,
      outcomes.worse,
      outcomes.city,
      outcomes.within(outcomes.worse),
      told.byWard("an indicator that nobody declared"),
      told.need(outcomes),
      told.beside(gld),
      told.mix(outcomes),
      told.same(outcomes),
    ];
    expect(all.map(({ available }) => available)).toEqual(all.map(() => false));
  });

  it("and no text in it says that something is undefined", () => {
    const texts = [outcomes, told.need(outcomes), told.beside(gld), told.mix(outcomes), told.same(outcomes)];
    const { found: _, ...plain } = outcomes;
    expect(JSON.stringify([texts, plain])).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe("a question over the briefing", () => {
  const ask = (data: Briefing, choices = {}) =>
    answer(
      choices,
      dataSetsOf(async () => data),
      { level: "ward" },
    );

  it("is answered in the words of every other question", async () => {
    const asked = await ask(small, { indicator: takeUp });
    expect(asked).toMatchObject({
      measure: takeUp,
      period: "2024/25",
      lowest: { name: "North", value: 25 },
      highest: { name: "South", value: 75 },
      city: { value: 50 },
      clearly: { lower: { text: "1 ward" } },
      comparator: { name: "All wards together", value: 50 },
    });
    expect(asked.provenance).toMatchObject({ source: "Profile return", sample: true });
  });

  it("offers the measures that have figures; without any, all that are declared", async () => {
    const offered = async (data: Briefing) => (await ask(data)).offers.indicator.map(({ value }) => value);
    expect(await offered(small)).toEqual([gld, takeUp]);
    expect(await offered(briefing({}))).toEqual([gld, takeUp, "late"]);
    expect((await ask(briefing({}))).available).toBe(false);
  });
});

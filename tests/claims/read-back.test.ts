import { describe, expect, test } from "vitest";
import { isTenable, type PageClaim } from "../../components/claims/kept-claim.js";
import { checkClaims } from "../../loaders/claims/check-claims.js";
import { isListed } from "../../loaders/claims/keep-claims.js";
import { madeSentences } from "../../loaders/claims/made-sentences.js";
import { readBack } from "../../loaders/claims/read-back.js";
import { tellClaim } from "../../loaders/claims/tell-claims.js";
import { smallData } from "../notebook/small-data.js";

// Ash 20 of 100, Birch and Cedar 60 of 100, the city 140 of 300; of the other measure no ward is apart from the city.
const stateOf = async (sentence: string, indicators = ["take-up"]) =>
  (await readBack(sentence, { indicators, period: "2025/26" }, smallData)).state;

describe("a sentence that a component made is judged by what it says", () => {
  test.each<[string, string]>([
    ["1 of 3 wards is below all wards together, 1 of them by more than chance", "holds"],
    ["Take-up: 2 of 3 wards are below all wards together, 1 of them by more than chance", "fails"],
    ["1 of 3 wards is below all wards together, none of them by more than chance", "fails"],
    ["2 of 3 wards are above all wards together, none of them by more than chance", "holds"],
    ["Take-up: no ward is lower than all together by more than chance", "fails"],
    ["Take-up: no ward is higher than all together by more than chance", "holds"],
    ["Treeton is 26.7 percentage points above Ash", "holds"],
    ["Treeton is 26.7 percentage points below Ash", "fails"],
    ["Take-up: Treeton is 26.6 percentage points above Ash in 2025/26", "fails"],
    ["Treeton is level with Ash", "fails"],
    ["Take-up: lowest in Ash (20 in every 100), among all 3 wards", "holds"],
    ["Take-up: lowest in Ash (21 in every 100), among all 3 wards", "fails"],
    ["Take-up: lowest in Birch (60 in every 100), among all 3 wards", "fails"],
    ["Take-up: lowest in Ash (20 in every 100), among the 2 wards that can be shown", "fails"],
    ["Take-up, ward by ward, among all 3 wards", "holds"],
    ["Take-up: left out in every ward, to protect children’s privacy", "fails"],
    ["Treeton: 47 in every 100", "holds"],
    ["In Treeton, about 48 in every 100 two-year-olds have one.", "fails"],
    ["Treeton: we do not have this figure.", "fails"],
    ["In Ash, about 20 in every 100 two-year-olds have one.", "holds"],
    ["In Birch, about 20 in every 100 two-year-olds have one.", "fails"],
    ["In Oak, about 20 in every 100 two-year-olds have one.", "unknown"],
    ["Things look up", "unknown"],
  ])("%s: %s", async (sentence, state) => expect(await stateOf(sentence)).toBe(state));

  test("wards that are worse in two measures are counted over both", async () => {
    const both = (wards: string) => `${wards} worse than all wards together in both by more than chance`;
    expect(await stateOf(both("1 ward is"), ["take-up", "reviews"])).toBe("holds");
    expect(await stateOf(both("No ward is"), ["take-up", "reviews"])).toBe("fails");
    expect(await stateOf(both("1 ward is"), ["take-up", "unmeasured"])).toBe("fails");
  });
});

describe("what the profile of an area says first", () => {
  const figure = (value: number, numerator: number, denominator: number) => ({
    ...{ value, numerator, denominator, lower: value - 5, upper: value + 5, status: "value", note: null },
  });
  const measure = (id: string, own: object, polarity = "high") => ({
    ...{ id, name: id, shortName: id, unit: "percent", polarity, kind: "share", theme: "outcomes" },
    ...{ chance: "yes", period: "2025/26", start: "2025-09-01", source: "Headcount", sourceId: "headcount" },
    ...{ asOf: "2026-08-31", own, all: figure(60, 6000, 10_000), country: null, similar: [], before: null },
  });
  const best = measure("Good places", figure(90, 900, 1000));
  const good = measure("Visits", figure(70, 700, 1000));
  const high = measure("Waits", figure(80, 800, 1000), "low");
  const even = measure("Reviews", figure(61, 61, 100));
  const profileOf = (...indicators: object[]) =>
    ({ code: "A", name: "Ash", level: "ward", sample: true, indicators, country: null }) as never;
  const judged = async (sentence: string, ...indicators: object[]) => {
    const data = { ...smallData, profile: async () => profileOf(...indicators) };
    return (await readBack(sentence, { indicators: [], area: "A" }, data)).state;
  };
  const rate = { ...best, unit: "per 1,000 children", own: figure(90, 90, 1000) };
  const strength =
    "Its clearest strength is good places: 90.0% (2025/26), beside 60.0% in all wards together.";
  const inAll = "by more than chance.";

  test.each<[string, object[], string]>([
    [strength, [best, good, high], "holds"],
    [strength, [good, high], "fails"],
    [strength, [{ ...best, polarity: "low" }], "fails"],
    [strength.replace("90.0%", "90.1%"), [best], "fails"],
    [strength.replaceAll("0%", "0").replace("90.0", "90.0 per 1,000 children"), [rate], "holds"],
    [strength.replaceAll("0%", "0"), [rate], "fails"],
    [strength.replace("beside 60.0%", "beside 61.0%"), [best], "fails"],
    [strength.replace("2025/26", "2024/25"), [best], "fails"],
    [strength.replace("good places: 90.0%", "visits: 70.0%"), [best, good], "fails"],
    [strength.replace("strength", "need"), [best], "fails"],
    ["Its clearest need is waits: 80.0% (2025/26), beside 60.0% in all wards together.", [high], "holds"],
    [`In no measure is Ash better than all wards together ${inAll}`, [high, even], "holds"],
    [`In no measure is Ash better than all wards together ${inAll}`, [best], "fails"],
    [`In no measure is it worse ${inAll}`, [best, even], "holds"],
    [`In no measure is it worse ${inAll}`, [high], "fails"],
    [
      `In the one measure that can be judged, reviews, Ash does not differ from all wards together ${inAll}`,
      [even],
      "holds",
    ],
    [
      `In none of the 2 measures that can be judged does Ash differ from all wards together ${inAll}`,
      [even],
      "fails",
    ],
    [
      "Of 4 measures that can be judged it is better than all wards together in 2 and worse in 1, by more than chance.",
      [best, good, high, even],
      "holds",
    ],
    [
      "Of 4 measures that can be judged it is better than all wards together in 2 and worse in none, by more than chance.",
      [best, good, high, even],
      "fails",
    ],
    ["Reviews: 61.0% (2025/26), beside 60.0% in all wards together.", [even], "holds"],
    ["Reviews: 61.0% (2025/26).", [even], "holds"],
    ["Reviews: 62.0% (2025/26).", [even], "fails"],
    ["No extract gives a figure of how children or services do in Ash yet.", [], "holds"],
    ["No extract gives a figure of how children or services do in Ash yet.", [even], "fails"],
  ])("%s", async (sentence, indicators, state) => expect(await judged(sentence, ...indicators)).toBe(state));

  test("cannot be checked where there is no profile", async () => {
    expect((await readBack(strength, { indicators: [], area: "A" }, smallData)).state).toBe("unknown");
  });
});

const page = `---
title: Help
editions: [public]
---

import { bars, summary } from "./components/public.js";
const takeUp = told.measure("two-year-old-take-up", asked);

\${takeUp.answer}

bars(takeUp)
`;
const summary = (city: object) => (name: string) =>
  name === "public/summary.json"
    ? Buffer.from(
        JSON.stringify({
          ...{ city: { code: "C", name: "Treeton" }, sample: false, wards: [], roundedTo: 5 },
          measures: [
            {
              ...{ id: "two-year-old-take-up", shortName: "Take-up", unit: "percent" },
              ...{ period: "2025/26", periodStart: "2025-09-01", source: "Headcount", asOf: "2026-08-31" },
              ...{ city, country: null, wards: [] },
            },
          ],
        }),
      )
    : undefined;
const shown = summary({ value: 62, lower: 61, upper: 63, status: "value" });

test("what components say of the measures that a page asks for is found in its text, and nothing of other pages", () => {
  const sentences = [
    "In Treeton, about 62 in every 100 two-year-olds who can have a free place have one.",
    "Treeton: 62 in every 100",
  ];
  expect(madeSentences("public", page, shown).map(({ sentence }) => sentence)).toEqual(sentences);
  expect(madeSentences("public", page.replace("components/public.js", "mine.js"), shown)).toEqual([]);
  const left = summary({ value: null, lower: null, upper: null, status: "suppressed" });
  expect(madeSentences("public", page, left)[0]!.sentence).toContain("we left this figure out");
});

test("a page that stands for many wards says it of each, and is not listed for each", async () => {
  const text = page.replace("components/public.js", "../components/ward.js");
  const own = (name: string, value: number) =>
    JSON.stringify({
      wards: [{ code: name, name }],
      measures: [{ id: "two-year-old-take-up", city: { value: 62 }, wards: [{ value, status: "value" }] }],
    });
  const sets: Record<string, string> = {
    "public/area-pages.json": JSON.stringify([{ slug: "ash" }, { slug: "birch" }]),
    "public/ward-ash.json": own("Ash", 20),
    "public/ward-birch.json": own("Birch", 60),
  };
  const read = (name: string) => (sets[name] ? Buffer.from(sets[name]) : undefined);
  expect(madeSentences("public", text, read).map(({ sentence }) => sentence.slice(0, 32))).toEqual([
    "In Ash, about 20 in every 100 tw",
    "In Birch, about 60 in every 100 ",
  ]);
  const claim = { page: "public/areas/[slug].md", made: { indicators: ["two-year-old-take-up"] } };
  expect(isListed({ ...claim, state: "holds" })).toBe(false);
  expect(isListed({ ...claim, state: "fails" })).toBe(true);
});

test("one that its figures do not bear out holds a public page back, and nobody can stand by it", async () => {
  const [, title] = madeSentences("public", page, shown);
  const { sentence, ...made } = title!;
  const claim: PageClaim = {
    ...{ page: "public/index.md", title: "Help", line: 1, audience: "public", editions: ["public"] },
    ...{ sentence, made },
  };
  const check = async (value: number) => {
    const city = { value, lower: 61, upper: 65, status: "value" };
    return (await checkClaims([claim], summary(city), { now: "2026-11-23T09:00:00.000Z" }))[0]!;
  };
  expect(isTenable(await check(62))).toBe(true);
  const wrong = await check(64);
  expect(isTenable(wrong)).toBe(false);
  expect(tellClaim(wrong).join("\n")).toMatch(
    /^docs\/public\/index\.md:1: “Treeton: 62 in every 100” no longer holds, since 23 November 2026\.\n {2}Now: Treeton, 2025\/26: 64\.0%\.\n {2}A component has made this sentence/,
  );
});

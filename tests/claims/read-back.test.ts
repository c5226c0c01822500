import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isTenable, type PageClaim } from "../../components/claims/kept-claim.js";
import { checkClaims } from "../../loaders/claims/check-claims.js";
import { generatedSentences } from "../../loaders/claims/generated-sentences.js";
import { isListed } from "../../loaders/claims/keep-claims.js";
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

  // Published without counts or limits: nothing tells them from chance.
  const published = (id: string, value: number, beside: number, peers: number[], given: object = {}) => ({
    ...measure(id, { ...figure(value, 0, 0), numerator: null, denominator: null, lower: null, upper: null }),
    ...{ all: null, country: { value: beside, status: "value" }, range: { least: value, greatest: value } },
    similar: peers.map((one, i) => ({ code: `N${i}`, value: one, status: "value" })),
    ...given,
  });
  const below = published("Places", 59.1, 65.2, [50, 60]);
  const near = published("Outcomes", 66.3, 68.3, [60, 70]);
  const above = published("Meals", 59.5, 51.3, [50, 60]);
  const counts = (better: string, worse: string) =>
    `Of 3 measures with a figure of England it is better in ${better} and worse in ${worse}; best and worst are told by how widely the statistical neighbours range.`;
  const alone = {
    ...{ ...best, all: null, before: { ...figure(60, 600, 1000), period: "2022/23" } },
    range: { least: 90, greatest: 90 },
  };
  const gained = "By more than chance, good places has got better: 90.0% (2025/26), from 60.0% in 2022/23.";

  test.each<[string, object[], string]>([
    ["Beside England it does best in meals: 59.5% (2025/26), beside 51.3%.", [below, near, above], "holds"],
    ["Beside England it does best in meals: 59.5% (2025/26), beside 51.4%.", [below, near, above], "fails"],
    ["Beside England it does best in places: 59.1% (2025/26), beside 65.2%.", [below, near, above], "fails"],
    ["It does worst in places: 59.1% (2025/26), beside 65.2%.", [below, near, above], "holds"],
    ["It does worst in outcomes: 66.3% (2025/26), beside 68.3%.", [below, near, above], "fails"],
    ["It does worst in places: 59.1% (2025/26), beside 65.2%.", [below, near, best], "fails"],
    ["In no measure does Ash do better than England.", [below, near], "holds"],
    ["In no measure does Ash do better than England.", [below, above], "fails"],
    ["In none does it do worse.", [above], "holds"],
    ["In none does it do worse.", [{ ...above, polarity: "low" }], "fails"],
    [counts("1", "2"), [below, near, above], "holds"],
    [counts("2", "1"), [below, near, above], "fails"],
    [counts("1", "2"), [below, above], "fails"],
    [gained, [alone], "holds"],
    [gained.replace("better", "worse"), [alone], "fails"],
    [gained.replace("60.0%", "61.0%"), [alone], "fails"],
    [gained.replace("2022/23", "2021/22"), [alone], "fails"],
    ["No measure has got better by more than chance.", [alone], "fails"],
    ["None has got worse by more than chance.", [alone], "holds"],
    ["No figure of England has come to set Ash beside.", [alone], "holds"],
    ["No figure of England has come to set Ash beside.", [alone, below], "fails"],
  ])("%s", async (sentence, indicators, state) => expect(await judged(sentence, ...indicators)).toBe(state));

  test("cannot be checked where there is no profile", async () => {
    expect((await readBack(strength, { indicators: [], area: "A" }, smallData)).state).toBe("unknown");
  });
});

describe("what the page of an area says of itself", () => {
  const figure = (numerator: number, denominator: number) => ({
    ...{
      numerator,
      denominator,
      value: (100 * numerator) / denominator,
      lower: 0,
      upper: 100,
      status: "value",
    },
  });
  const [few, some, most] = [figure(90, 300), figure(150, 300), figure(210, 300)];
  const hidden = { numerator: null, denominator: null, value: null, status: "suppressed" };
  const point = (period: string, own: object) => ({ level: "ward", area: "A", period, ...own });
  const points = [
    point("2022/23", few),
    point("2023/24", some),
    point("2024/25", hidden),
    point("2025/26", most),
  ];
  const pageOf = (of: object[] = points, pooled?: object) =>
    ({
      wards: [{ code: "A", name: "Ash" }],
      measures: [
        {
          ...{ id: "take-up", unit: "percent", source: "Headcount", asOf: "2026-08-31" },
          pooled: pooled ? { period: "Autumn terms 2023 to 2025", wards: [pooled] } : null,
        },
      ],
      trends: [{ id: "take-up", points: of }],
    }) as never;
  const judged = async (sentence: string, page = pageOf()) =>
    (
      await readBack(
        sentence,
        { indicators: ["take-up"], area: "ash" },
        { ...smallData, areaPage: async (slug) => (slug === "ash" ? page : undefined) },
      )
    ).state;
  const overTime =
    "Over time: 30 in every 100 (2022/23), 50 in every 100 (2023/24) and 70 in every 100 (2025/26). That is up by more than chance.";

  // Ash 20 of 100, Birch and Cedar 60 of 100, the city 140 of 300.
  test.each<[string, string]>([
    ["Ash is lower than Treeton by more than chance. That says where to look, not why.", "holds"],
    ["Ash is higher than Treeton by more than chance. That says where to look, not why.", "fails"],
    ["Birch is lower than Treeton by more than chance. That says where to look, not why.", "fails"],
    ["The difference between Ash and Treeton is small enough to be chance.", "fails"],
    ["The difference between Birch and Treeton is small enough to be chance.", "holds"],
    ["The difference between Oak and Treeton is small enough to be chance.", "unknown"],
    [overTime, "holds"],
    [overTime.replace("up", "down"), "fails"],
    [overTime.replace("That is up by more than chance", "A change this small can be chance"), "fails"],
    [overTime.replace("50 in", "51 in"), "fails"],
    [overTime.replace("2023/24", "2024/25"), "fails"],
    // A period between is passed over, and one at the end.
    [overTime.replace(", 50 in every 100 (2023/24)", ""), "fails"],
    [overTime.replace(" and 70 in every 100 (2025/26)", ""), "fails"],
    ["Over time: 70 in every 100 (2025/26). That is up by more than chance.", "fails"],
  ])("%s: %s", async (sentence, state) => expect(await judged(sentence)).toBe(state));

  test("a change that chance may have made is said to be none", async () => {
    const still = pageOf([point("2024/25", some), point("2025/26", figure(152, 300))]);
    const said = "Over time: 50 in every 100 (2024/25) and 51 in every 100 (2025/26).";
    expect(await judged(`${said} A change this small can be chance.`, still)).toBe("holds");
    expect(await judged(`${said} That is up by more than chance.`, still)).toBe("fails");
  });

  test.each([
    ["", "holds"],
    ["about 71 in", "fails"],
    ["autumn terms 2022", "fails"],
    ["in Birch", "fails"],
  ])("several periods together, %s: %s", async (other, state) => {
    const said =
      "Over the autumn terms 2023 to 2025 taken together: in Ash, about 70 in every 100 two-year-olds who can have a free place have one.";
    const sentence = said.replace(/about 70 in/, other.startsWith("about") ? other : "$&");
    const changed = sentence
      .replace("autumn terms 2023", other.startsWith("autumn") ? other : "$&")
      .replace("in Ash", other.startsWith("in") ? other : "$&");
    expect(await judged(changed, pageOf(points, most))).toBe(state);
  });

  test("cannot be checked where the page of the area is not there", async () => {
    const { state } = await readBack(overTime, { indicators: ["take-up"], area: "oak" }, smallData);
    expect(state).toBe("unknown");
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
  expect(generatedSentences("public", page, shown).map(({ sentence }) => sentence)).toEqual(sentences);
  expect(generatedSentences("public", page.replace("components/public.js", "mine.js"), shown)).toEqual([]);
  const left = summary({ value: null, lower: null, upper: null, status: "suppressed" });
  expect(generatedSentences("public", page, left)[0]!.sentence).toContain("we left this figure out");
});

test("a page that stands for many wards says it of each, and is not listed for each", async () => {
  const text = page.replace("components/public.js", "../components/ward.js");
  const own = (name: string, value: number) =>
    JSON.stringify({
      ...{ wards: [{ code: name, name }], trends: [], city: { name: "Treeton" } },
      measures: [{ id: "two-year-old-take-up", city: { value: 62 }, wards: [{ value, status: "value" }] }],
    });
  const sets: Record<string, string> = {
    "public/area-pages.json": JSON.stringify([{ slug: "ash" }, { slug: "birch" }]),
    "public/ward-ash.json": own("Ash", 20),
    "public/ward-birch.json": own("Birch", 60),
  };
  const read = (name: string) => (sets[name] ? Buffer.from(sets[name]) : undefined);
  expect(generatedSentences("public", text, read).map(({ sentence }) => sentence.slice(0, 32))).toEqual([
    "In Ash, about 20 in every 100 tw",
    "In Birch, about 60 in every 100 ",
  ]);
  const claim = { page: "public/areas/[slug].md", generated: { indicators: ["two-year-old-take-up"] } };
  expect(isListed({ ...claim, state: "holds" })).toBe(false);
  expect(isListed({ ...claim, state: "fails" })).toBe(true);
});

test("a page that stands for many wards says how each differs and went, in the words that it has in English", () => {
  const figure = (numerator: number) => ({
    ...{ numerator, denominator: 300, value: numerator / 3, lower: 0, upper: 100, status: "value" },
  });
  const [early, late] = [figure(90), figure(210)];
  const text = page
    .replace("components/public.js", "../components/ward.js")
    .replace(/\$\{takeUp\.answer\}/, `$& \${takeUp.difference}\${only(takeUp.difference)} \${takeUp.trend}`);
  const ash = {
    ...{ wards: [{ code: "A", name: "Ash" }], city: { name: "Treeton" } },
    measures: [
      {
        ...{ id: "two-year-old-take-up", unit: "percent", city: { value: 50, status: "value" } },
        ...{ wards: [{ ...late, value: null, status: "suppressed" }] },
        pooled: { period: "2023/24 to 2025/26", wards: [late] },
      },
    ],
    trends: [
      {
        id: "two-year-old-take-up",
        points: [
          { period: "2024/25", ...early },
          { period: "2025/26", ...late },
        ],
      },
    ],
  };
  const { messages } = parse(readFileSync("data/translations/en.yaml", "utf8"));
  const sets: Record<string, object> = {
    "public/area-pages.json": [{ slug: "ash" }],
    "public/ward-ash.json": ash,
    "public/messages-areas-en.json": {
      ...{ language: "en", awaiting: [] },
      messages: { ...messages.areas, "site.and": messages.site.and, "site.comma": messages.site.comma },
    },
  };
  const said = (sets: Record<string, object>) =>
    generatedSentences("public", text, (name) => sets[name] && Buffer.from(JSON.stringify(sets[name])));
  const trend =
    "Over time: 30 in every 100 (2024/25) and 70 in every 100 (2025/26). That is up by more than chance.";
  expect(
    said(sets).map(({ sentence, area }) => [area, sentence.replace(/(?<=figure out|two-year).*/, "")]),
  ).toEqual([
    ["ash", "Ash: we left this figure out"],
    ["ash", "Over the years 2023/24 to 2025/26 taken together: in Ash, about 70 in every 100 two-year"],
    ["ash", trend],
  ]);
  const [measure] = ash.measures;
  const shown = { ...ash, measures: [{ ...measure, wards: [late], pooled: null }] };
  expect(said({ ...sets, "public/ward-ash.json": shown }).map(({ sentence }) => sentence)).toContain(
    "Ash is higher than Treeton by more than chance. That says where to look, not why.",
  );
});

test("one that its figures do not bear out holds a public page back, and nobody can stand by it", async () => {
  const [, title] = generatedSentences("public", page, shown);
  const { sentence, ...generated } = title!;
  const claim: PageClaim = {
    ...{ page: "public/index.md", title: "Help", line: 1, audience: "public", editions: ["public"] },
    ...{ sentence, generated },
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

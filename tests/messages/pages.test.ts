import { describe, expect, test } from "vitest";
import { confirmedSaid, inspectionSaid, openingSaid } from "../../components/directory/said.js";
import { fundedHours, type Service, serviceKinds } from "../../components/directory/service.js";
import { inspectionWords, openingWords } from "../../components/directory/words.js";
import { aboutRows, card } from "../../components/find/card.js";
import { finder } from "../../components/find/finder.js";
import { findPageOf, sourcesLine } from "../../components/find/places.js";
import { askSaid, countSaid, howFar } from "../../components/find/words.js";
import { languages } from "../../components/messages/languages.js";
import { spokenPage } from "../../components/messages/page-language.js";
import type { Speaker } from "../../components/messages/speaker.js";
import { answerSaid, pooledSaid } from "../../components/public/said.js";
import { partList, partsPageOf } from "../../components/ward/parts.js";
import { contents, placeList, toldWard } from "../../components/ward/ward.js";
import { tell, tellings, tellPooled } from "../../components/words/plain-words.js";
import { statuses } from "../../components/words/status.js";
import type { FindPlaces } from "../../loaders/public/find-places.json.js";
import type { WardPage } from "../../loaders/public/ward-[slug].json.js";
import { messagesOf, readTranslations } from "../../loaders/registry/translations.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { firstOf } from "../soak.js";
import { englishOf, speakersOf } from "./speakers.js";

standInBrowser();

const base: Service = { id: "1", name: "Acorn", kind: "nursery", origins: {}, confirmed: null };
const full: Service = {
  ...base,
  ...{ phone: "0121 496 0001", youngest: 2, oldest: 4, weeks: 51, places: 40, meals: true, ward: "W1" },
  ...{ confirmed: "2026-10-31", languages: ["Urdu", "Polish"], latitude: 52.5, longitude: -1.9 },
  funded: Object.keys(fundedHours) as Service["funded"],
  sessions: [
    { days: "MO,TU,WE,TH,FR", opens: "07:30", closes: "18:00" },
    { days: "SA", opens: "09:00", closes: "12:00", what: "Stay and play" },
  ],
  inspection: {
    overall: { grade: "good", date: "2024-03-05" },
    areas: {
      grades: [{ area: "Inclusion", grade: "strong standard" }],
      safeguarding: "met",
      date: "2026-02-03",
    },
  },
};
const services: Service[] = [
  base,
  full,
  { ...full, oldest: undefined, weeks: 20, meals: false, funded: [] },
  { ...full, youngest: 0, weeks: 38, inspection: { overall: { grade: null, date: "2025-01-02" } } },
  { ...full, youngest: undefined, ward: undefined, inspection: { overall: { grade: null, date: null } } },
];
const figure = (value: number | null, status: string) =>
  ({ value, status, lower: value, upper: value, numerator: null, denominator: null }) as never;
const places: FindPlaces = {
  ...{ city: "Treeton", sample: true, available: true, languages: ["Urdu"], anywhere: [base] },
  wards: [{ code: "W1", name: "Acorn", slug: "acorn", latitude: 52.5, longitude: -1.9, served: true }],
  sources: [{ id: "a", title: "Register", asOf: "2026-10-31" }],
};
// Names of schemes and benefits stay as forms and letters have them.
const isName = /^help\.(?:q\.benefits\.|\w+\.title$)/;
const keeping = { has: () => false, toggle: () => {} };
const wishes = ["kind", "age", "funded", "hours", "year", "needs", "language", "meals", "good"] as const;

/** All that the finder says of services and of what it found. */
function foundTexts(speaker: Speaker): string[] {
  const found = services.map((service, i) => ({
    ...{ service, miles: i / 10, isAbout: i % 2 === 0 },
    unknown: wishes.slice(0, i * 2),
  }));
  return [
    finder(findPageOf(places, speaker)).textContent!,
    ...found.map((one) => card(speaker, one, keeping, "Acorn").textContent!),
    ...services.flatMap((service) => aboutRows(speaker, service, undefined).flat()),
    ...[0, 1, 2, 3, 5, 11, 100].map((n) => countSaid(speaker, found.concat(found).slice(0, n), "Acorn")),
    askSaid(speaker, { ...found[0]!, unknown: [...wishes] }),
    howFar(speaker),
    sourcesLine(findPageOf(places, speaker)),
  ];
}

/** All that is told of figures and of a ward. */
function areaTexts(speaker: Speaker): string[] {
  const measures = Object.keys(tellings).map((id) => ({
    ...{ id, name: id, unit: "percent", period: "2025/26", city: figure(60, "value") },
    wards: [figure(50, "value")],
  }));
  const data = {
    ...{ slug: "acorn", level: "ward", locality: "East", licence: "OGL", services, anywhere: [base] },
    ...{ within: [], wards: [{ code: "W1", name: "Acorn" }], city: { code: "C", name: "Treeton" }, measures },
    trends: [],
  } as unknown as WardPage;
  const ward = toldWard(data, speaker);
  return [
    ...Object.keys(tellings).flatMap((id) => [
      ...statuses.map((status) =>
        answerSaid(speaker, id, "Acorn", figure(status === "value" ? 57.4 : null, status)),
      ),
      answerSaid(speaker, id, "Acorn", figure(104, "value")),
      answerSaid(speaker, id, "Acorn", null),
      pooledSaid(speaker, id, "Acorn", figure(61, "value"), "2023/24 to 2025/26"),
      ...Object.values(ward.measure(id)).filter((text) => typeof text === "string"),
    ]),
    ward.kind,
    ward.here.textContent!,
    contents(ward).textContent!,
    placeList(ward).textContent!,
  ];
}

// English, and one that is read from right to left.
describe.each(
  firstOf(
    2,
    languages.map(({ code }) => code),
  ),
)("in %s", (code) => {
  const of = (page: string) => speakersOf(page).find((one) => one.code === code)!;

  test("no message is missing, whatever is found and told", () => {
    const texts = [...foundTexts(of("find")), ...areaTexts(of("ward"))];
    expect(texts.length).toBeGreaterThan(80);
    expect(texts.join("\n")).not.toMatch(/[{}]|undefined|NaN|null/);
  });

  test("no sentence of the page's own is left in English", () => {
    if (code === "en") return;
    const english = messagesOf(readTranslations().find(({ language }) => language === "en")!);
    const own = messagesOf(readTranslations().find(({ language }) => language === code)!);
    const same = [...own].filter(
      ([key, text]) =>
        !isName.test(key) &&
        text === english.get(key) &&
        /[a-z]{4,}.* [a-z]/.test(text.replace(/\{[^}]*\}/g, "")),
    );
    expect(same).toEqual([]);
  });
});

test("in English a service and a figure are told as the files and the claims tell them", () => {
  const find = englishOf("find");
  for (const service of services) {
    expect(openingSaid(find, service)).toEqual(openingWords(service));
    expect(inspectionSaid(find, service.inspection)).toEqual(inspectionWords(service.inspection));
  }
  expect(confirmedSaid(find, full)).toBe("Confirmed 31 October 2026");
  const areas = englishOf("areas");
  for (const id of Object.keys(tellings)) {
    for (const one of [
      ...statuses.map((status) => figure(status === "value" ? 57.5 : null, status)),
      figure(104, "value"),
      null as never,
    ])
      expect(answerSaid(areas, id, "Acorn", one)).toBe(tell(id, "Acorn", one));
    const period = "Autumn terms 2023 to 2025";
    expect(pooledSaid(areas, id, "Acorn", figure(61, "value"), period)).toBe(
      tellPooled(id, "Acorn", figure(61, "value"), period),
    );
  }
  for (const [kind, words] of Object.entries(serviceKinds))
    expect(find.say(`places.kind.${kind}`)).toBe(words);
  for (const [key, words] of Object.entries(fundedHours))
    expect(find.say(`places.funded.${key}`)).toBe(words);
});

test("a page speaks its language, says what stays in English, and its links keep the language", async () => {
  const speaker = speakersOf("find").find(({ code }) => code === "ur")!;
  document.body.innerHTML = `<a class="ey-skip" href="#m">Skip</a><nav id="observablehq-sidebar"><ol><li><a href="./find">Find</a></li></ol></nav>
    <main><a href="./help#a">Help</a><a href="./open-data/a.csv">A file</a><a href="https://www.gov.uk/">Elsewhere</a></main>
    <footer id="observablehq-footer"><span data-say="footer" data-city="Treeton">The footer.</span></footer>`;
  const page = spokenPage(speaker, { title: speaker.say("title") });
  const main = document.querySelector("main")!;
  main.append(page.languages());
  const hrefs = () =>
    [...main.querySelectorAll(":scope > a, :scope > p > a")].map((a) => a.getAttribute("href"));
  expect(hrefs()).toEqual(["./help?lang=ur#a", "./open-data/a.csv", "https://www.gov.uk/"]);
  expect([main.lang, main.dir, document.documentElement.lang]).toEqual(["ur", "rtl", "ur"]);
  const frame = ["nav#observablehq-sidebar a", "footer span", ".ey-skip"].map(
    (one) => document.querySelector<HTMLElement>(one)!,
  );
  expect(frame.map(({ textContent }) => textContent!.replace(/[\u2066-\u2069]/g, ""))).toEqual([
    speaker.say("site.find"),
    speaker.say("site.footer", { city: "Treeton" }).replace(/[\u2066-\u2069]/g, ""),
    speaker.say("site.skip"),
  ]);
  expect(frame.map(({ lang }) => lang)).toEqual(["ur", "ur", "ur"]);
  main.innerHTML += '<p><a href="./">Home</a></p>';
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(hrefs().at(-1)).toBe("./?lang=ur");
  const chart = page.english(document.createElement("figure")) as HTMLElement;
  expect([chart.lang, chart.dir, chart.textContent]).toEqual(["en", "ltr", speaker.say("site.inEnglish")]);
});

test("a ward's page says that a figure of the ward is not known before it tells the city's", () => {
  const [english] = speakersOf("ward").filter(({ code }) => code === "en");
  const measure = { id: "good-level-of-development", city: figure(68, "value"), wards: [] };
  const data = {
    ...{ level: "ward", locality: "East", services: [], anywhere: [], within: [], trends: [] },
    ...{ wards: [{ code: "W1", name: "Acorn" }], city: { code: "C", name: "Treeton" } },
  };
  const answer = (of: object) =>
    toldWard({ ...data, measures: [{ ...measure, ...of }] } as unknown as WardPage, english!).measure(
      measure.id,
    ).answer;
  expect(answer({})).toMatch(/^Acorn: we do not have this figure\. In Treeton, about 68 in every 100/);
  expect(answer({ wards: [figure(57, "value")] })).toMatch(/^In Acorn, about 57 in every 100/);
});

describe("the list of all parts of the city", () => {
  const area = (code: string, name: string, locality = "") => ({
    ...{ code, name, locality, slug: name.toLowerCase().replaceAll(" ", "-"), city: "Treeton" },
    ...{
      level: locality || code === "W3" ? ("ward" as const) : ("locality" as const),
      kind: "",
      description: "",
    },
  });
  const areas = [
    ...[area("W1", "Acorn", "L1"), area("W2", "Beech", "L1"), area("W3", "Elm")],
    area("L1", "East locality"),
  ];
  const page = partsPageOf(areas, englishOf("areas"));
  const list = partList(page);
  const field = list.querySelector("input")!;
  const type = async (text: string) => {
    field.value = text;
    field.dispatchEvent(new Event("input"));
    await new Promise((resolve) => setTimeout(resolve, 0));
    return [...list.querySelectorAll("li")]
      .filter((item) => !item.hidden && !item.closest("section")!.hidden)
      .map((item) => item.textContent);
  };

  test("has wards under their localities, each with its page", () => {
    expect([...list.querySelectorAll("h2, li")].map((node) => node.textContent)).toEqual([
      ...["East locality", "Acorn", "Beech", "Elm"],
    ]);
    expect([...list.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual([
      ...["./east-locality", "./acorn", "./beech", "./elm"],
    ]);
    expect(page.city).toBe("Treeton");
  });

  test("leaves those whose name or locality is meant, and all with a word where none is", async () => {
    expect(await type("bee")).toEqual(["Beech"]);
    expect(await type("EAST")).toEqual(["Acorn", "Beech"]);
    expect(await type("zzz")).toEqual(["Acorn", "Beech", "Elm"]);
    expect(list.querySelector("[role=status]")!.textContent).toBe(englishOf("areas").say("lost"));
    expect(await type("")).toEqual(["Acorn", "Beech", "Elm"]);
    expect(list.querySelector("[role=status]")!.textContent).toBe("");
  });

  test("finds a ward by its postcode, in the files of the site", async () => {
    const before = globalThis.fetch;
    const asked: unknown[] = [];
    globalThis.fetch = (async (address: unknown) => {
      asked.push(address);
      return Response.json({ units: "1AA 52.5 -1.9 W3;1AB 52.5 -1.9 W1" });
    }) as typeof fetch;
    try {
      expect(await type("b8 1aa")).toEqual(["Elm"]);
      expect(asked).toEqual(["../open-data/postcodes/B8.json"]);
    } finally {
      globalThis.fetch = before;
    }
  });
});

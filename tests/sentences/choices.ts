import { usual } from "../../components/access/choices.js";
import type { Reach } from "../../components/access/reach.js";
import { accessInWords } from "../../components/access/sentences.js";
import type { CatalogueSearch } from "../../components/catalogue/catalogue.js";
import { deliveryInWords } from "../../components/catalogue/deliveries.js";
import { type CatalogueInWords, foundSources } from "../../components/catalogue/sentences.js";
import { dataSetsOf as briefingDataSets } from "../../components/data-sets/briefing.js";
import { readJoined, readObservations } from "../../components/figures/read-arrow.js";
import { answerJoined, type JoinedChoices, type JoinedData } from "../../components/joined/asked.js";
import type { ModelInWords } from "../../components/linkage-model/sentences.js";
import type { NeedChoices } from "../../components/need/choices.js";
import { ways } from "../../components/need/standardise.js";
import { weighed } from "../../components/need/weighed.js";
import { answer } from "../../components/notebook/answer.js";
import type { Asked, Choices } from "../../components/notebook/asked.js";
import { Kept } from "../../components/notebook/kept.js";
import { pathwayInWords } from "../../components/pathway/sentences.js";
import type { SummaryInWords } from "../../components/public/summary.js";
import type { ReturnsInWords } from "../../components/quality/returns.js";
import { besideOf } from "../../components/trends/sentences.js";
import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import type { Deliveries } from "../../loaders/explore/deliveries.json.js";
import type { Pathway } from "../../loaders/explore/pathway.json.js";
import { dataSetsOf } from "../notebook/data-sets-of.js";
import type { Page } from "./page.js";

/** What the controls of a page are set to, by the names of its cells. */
export type Setting = Record<string, unknown>;

/** For each page, every choice that its sentences turn on. Pages without choices have one reading. */
export const choicesOf: Record<string, (page: Page, all: boolean) => AsyncIterable<Setting> | Setting[]> = {
  "public/index": publicChoices,
  "public/download": () => [{}],
  "public/help": () => [{}],
  "public/find": () => [{}],
  "briefings/index": () => [{}],
  "briefings/linkage": linkageChoices,
  "briefings/our-list": listChoices,
  "briefings/catalogue": catalogueChoices,
  index: () => [{}],
  "explore/index": () => [{}],
  "explore/data-quality": () => [{}],
  "explore/returns": returnsChoices,
  "explore/deliveries": deliveryChoices,
  "explore/access": accessChoices,
  "explore/pathway": pathwayChoices,
  "explore/linkage-model": modelChoices,
  "explore/childcare-and-outcomes": outcomeChoices,
  "explore/need": needPages,
  "explore/inequalities": inequalityChoices,
  "explore/take-up": takeUpPages,
  "explore/trends": trendChoices,
};

/** Every combination with `all`; else every indicator twice, with its levels, breakdowns, groups and periods in turn. */
async function* takeUpPages(page: Page, all: boolean): AsyncGenerator<{ asked: Asked }> {
  if (all) {
    yield* takeUpChoices(page, all);
    return;
  }
  const question = questionOf(page);
  const { offers } = await question({});
  const ids = offers.indicator.map(({ value }) => value);
  const levels = offers.level.map(({ value }) => value);
  for (const [i, indicator] of [...ids, ...ids].entries()) {
    // The second time round falls on other levels, whatever their number.
    const level = inTurn(levels, i < ids.length ? i : i - ids.length + 1 + Math.floor(levels.length / 2))!;
    const choices: Choices = { indicator, level };
    for (const name of ["breakdown", "group", "period"] as const) {
      const offer = inTurn((await question(choices)).offers[name], i);
      if (offer) choices[name] = offer.value;
    }
    const codes = (await question(choices)).shapes.map(({ code }) => code);
    yield {
      asked: await question({
        ...choices,
        ...(i % 3 === 0 ? {} : { [level]: codes.slice(i % 5, (i % 5) + (i % 4)).join(".") }),
        show: i % 2 === 0 ? "chosen" : "all",
      }),
    };
  }
}

/** Every indicator that is divided by some group, and one that is not. */
async function* inequalityChoices(page: Page): AsyncGenerator<Setting> {
  const question = questionOf(page);
  const { about } = await question({});
  const divided = about.indicators.filter(({ breakdowns }) => breakdowns.length > 0);
  const whole = about.indicators.filter(({ breakdowns }) => breakdowns.length === 0).slice(0, 1);
  for (const { id } of [...divided, ...whole])
    yield { asked: await question({ indicator: id, level: "ward" }) };
}

/** Every other indicator of the city beside all that there is, and some wards of the others. */
async function* trendChoices(page: Page): AsyncGenerator<Setting> {
  const question = questionOf(page);
  const { about } = await question({});
  for (const [i, { id }] of about.indicators.entries()) {
    const codes = (await question({ level: "ward" })).shapes.map(({ code }) => code);
    const ward = codes.slice(i, i + 2).join(".");
    const asked = await question(
      i % 2 === 0 ? { indicator: id, level: "city" } : { indicator: id, level: "ward", ward },
    );
    yield { asked, beside: (await besideOf(asked)).map(({ code }) => code) };
  }
}

/** The usual index, one of a single indicator, one of many in each way, and of small areas. */
async function* needPages(page: Page, all: boolean): AsyncGenerator<Setting> {
  const data = dataSetsOf(page.data);
  const { offered } = await weighed({}, data);
  const some = (from: number, to: number) =>
    offered.slice(from, to).map(({ id }, i) => ({ id, weight: (3 * i + from) % 11 }));
  const settings: NeedChoices[] = [
    {},
    { weights: some(1, 2) },
    { way: "range", weights: some(3, 8) },
    { way: "rank", weights: some(6, 11) },
    ...(all ? [...ways.map((way) => ({ way, weights: some(0, offered.length) })), { level: "lsoa" }] : []),
  ];
  for (const choices of settings)
    yield { need: Object.assign(await weighed(choices, data), { toJSON: () => choices }) };
}

/** Answers choices as a page does that has the workspace's data sets. */
function questionOf(page: Page): (choices: Choices) => Promise<Asked> {
  const data = dataSetsOf(page.data);
  return async (choices) => {
    const asked = await answer(choices, data);
    // What a fault is told with.
    return Object.assign(asked, { toJSON: () => asked.choices });
  };
}

/** Answers choices as a page for service managers does. */
export function briefingQuestionOf(page: Page): (choices: Choices) => Promise<Asked> {
  const bytes = page.data("briefings/briefing.json");
  const data = briefingDataSets(async () => JSON.parse(Buffer.from(bytes).toString()) as Briefing);
  return (choices) => answer(choices, data, { level: "ward" });
}

/** As it stands, each kind of setting with other children, and settings opened and closed. */
async function* accessChoices(page: Page): AsyncGenerator<Setting> {
  const data = await page.ask<Reach>("data");
  const { areas, settings } = data.data;
  const opened = areas[0] && { at: areas[0].at, places: 40 };
  for (const choices of [
    ...[{}, { age: "two", way: "alike", reach: 1, kind: "day" }, { age: "three", kind: "school", opened }],
    ...[{ judged: "good", open: "long", closed: settings.slice(0, 2).map(({ urn }) => urn) }],
    { kind: "sessional", open: "year", opened, closed: settings.slice(0, 1).map(({ urn }) => urn) },
  ] as Partial<typeof usual>[]) {
    const access = accessInWords(data, { ...usual, ...choices });
    const drawn = { kept: new Kept(), choose: () => {}, placesOfNew: () => 40, toJSON: () => choices };
    yield { access: Object.assign(access, drawn) };
  }
}

async function* pathwayChoices(page: Page): AsyncGenerator<Setting> {
  const data = await page.ask<Pathway>("data");
  if (data.cohorts.length === 0) yield { pathway: pathwayInWords(data, 0) };
  for (const [i, { year }] of data.cohorts.entries())
    yield { pathway: pathwayInWords(data, year, i === 0 ? undefined : inTurn(data.areas, 7 * i)?.code) };
}

async function* returnsChoices(page: Page): AsyncGenerator<Setting> {
  const { checks } = await page.ask<ReturnsInWords>("checks");
  if (checks.length === 0) yield {};
  for (const check of checks) yield { check };
}

async function* deliveryChoices(page: Page): AsyncGenerator<Setting> {
  const data = await page.ask<Deliveries>("data");
  for (const { id } of data.sources) yield { delivery: deliveryInWords(data, id) };
}

function inTurn<T>(values: readonly T[], turn: number): T | undefined {
  return values[turn % values.length];
}

/**
 * Every indicator, level, breakdown and category; of periods the newest and then each in turn, so that all are met.
 * With `all`, every period of each.
 */
export async function* takeUpChoices(page: Page, all: boolean): AsyncGenerator<{ asked: Asked }> {
  const question = questionOf(page);
  let turn = 0;
  const { offers } = await question({});
  for (const { value: indicator } of offers.indicator)
    for (const [nthLevel, { value: level }] of offers.level.entries())
      for (const { value: breakdown } of (await question({ indicator, level })).offers.breakdown)
        for (const [nth, { value: group }] of (
          await question({ indicator, level, breakdown })
        ).offers.group.entries()) {
          // Of the groups of a breakdown every other one at each level, so that all are met at one or another.
          if (!all && breakdown !== "all" && (nth + nthLevel) % 2 === 1) continue;
          const choices = { indicator, level, breakdown, group };
          const first = await question(choices);
          const periods = first.offers.period.map(({ value }) => value);
          const codes = first.shapes.map(({ code }) => code);
          turn += 1;
          const some =
            breakdown === "all" && level !== "lsoa"
              ? periods
              : periods.slice(turn % Math.max(periods.length, 1)).slice(0, 1);
          for (const [i, period] of (all ? periods : some).entries()) {
            // No area, some that change from turn to turn, and all.
            const from = (7 * (turn + i)) % Math.max(codes.length, 1);
            const chosen = [[], codes.slice(from, from + 1 + (turn % 3)), codes][
              (turn + i) % (level === "lsoa" ? 2 : 3)
            ]!;
            yield {
              asked: await question({
                ...choices,
                period,
                ...(chosen.length > 0 ? { [level]: chosen.join(".") } : {}),
                show: i % 2 === 0 ? "chosen" : "all",
              }),
            };
          }
          if (periods.length === 0) yield { asked: first };
        }
}

async function* outcomeChoices(page: Page, all: boolean): AsyncGenerator<Setting> {
  const bytes = (name: string) => Uint8Array.from(page.data(`explore/${name}`));
  const data: JoinedData = {
    about: JSON.parse(Buffer.from(bytes("indicators.json")).toString()) as JoinedData["about"],
    divided: readObservations(bytes("breakdowns.arrow").buffer),
    rows: readJoined(bytes("joined.arrow").buffer),
  };
  const answered = (choices: JoinedChoices) => answerJoined(data, "funded_childcare", choices);
  const keys = (offers: readonly (readonly [string, string])[]) => offers.map(([key]) => key);
  for (const outcome of keys(answered({}).offers.outcome))
    for (const period of keys(answered({ outcome }).offers.period)) {
      const { offers } = answered({ outcome, period });
      const thresholds = keys(offers.probability);
      for (const [i, area] of keys(offers.area).entries()) {
        // Of wards every twelfth.
        if (!all && i >= 6 && i % 12 !== 0) continue;
        const { groupings } = answered({ outcome, period, area });
        // The city at every threshold and within every grouping, which other areas have in turn.
        const some = i === 0 || all ? Math.max(thresholds.length, groupings.length) : 1;
        for (let turn = i; turn < i + some; turn += 1) {
          const choices = { outcome, period, area, probability: inTurn(thresholds, turn)! };
          yield {
            asked: Object.assign(answered(choices), { toJSON: () => choices }),
            grouping: inTurn(groupings, turn),
            level: turn % 2 === 0 ? "locality" : "ward",
          };
        }
      }
    }
  yield { asked: answered({}) };
}

async function* publicChoices(page: Page): AsyncGenerator<Setting> {
  yield {};
  const { byWard, data } = await page.ask<SummaryInWords>("figures");
  const asked = (measure: string, ward: string) => ({ asked: { measure, ward, choose: () => {} } });
  for (const { id } of byWard) yield asked(id, "");
  if (byWard.length > 0)
    for (const [i, { code }] of data.wards.entries()) yield asked(byWard[i % byWard.length]!.id, code);
}

async function* linkageChoices(page: Page): AsyncGenerator<Setting> {
  yield {};
  const { rates } = await page.ask<{ rates: { id: string }[] }>("links");
  for (const { id } of rates) yield { source: id };
}

/** No list, some wards and every ward. */
async function* listChoices(page: Page): AsyncGenerator<Setting> {
  const { wards } = JSON.parse(Buffer.from(page.data("briefings/briefing.json")).toString()) as Briefing;
  const codes = [...new Set(wards.map(({ area }) => area))].sort();
  for (const count of [0, 1, 12, codes.length]) yield { codes: codes.slice(0, count) };
}

async function* catalogueChoices(page: Page): AsyncGenerator<Setting> {
  const sources = await page.ask<CatalogueInWords>("sources");
  const searches: Partial<CatalogueSearch>[] = [
    {},
    { words: "no source has these words" },
    { words: "census" },
    ...(["current", "overdue", "refused", "missing"] as const).map((state) => ({ state })),
    ...(["records", "table", "directory", "geography"] as const).map((kind) => ({ kind })),
  ];
  for (const search of searches)
    yield { found: foundSources(sources, { words: "", state: "", kind: "", ...search }) };
}

async function* modelChoices(page: Page): AsyncGenerator<Setting> {
  yield {};
  const { data } = await page.ask<ModelInWords>("model");
  for (const { example } of data.examples) yield { example: String(example) };
  for (const [match, potential] of [
    [20, 10],
    [0, 5],
    [-7, -7],
    [60, 60],
  ])
    yield { match, potential };
}

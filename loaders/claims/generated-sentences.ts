import { MessageFormat } from "messageformat";
import type { PageClaim } from "../../components/claims/kept-claim.js";
import type { claimDataOf } from "../../components/data-sets/summary.js";
import type { Catalogue } from "../../components/messages/catalogue.js";
import { type Speaker, speakerBy } from "../../components/messages/speaker-by.js";
import { countSentence, judge, leadSentences, sentenceText } from "../../components/words/area-lead.js";
import {
  bothTitle,
  gapText,
  mapTitle,
  mealsTitle,
  neighboursTitle,
  standingText,
  trendTitle,
} from "../../components/words/briefing-titles.js";
import { byMeals, byWard, compareWithCountry, worseWards } from "../../components/words/findings.js";
import { tell, tellPooled } from "../../components/words/plain-words.js";
import { barsTitle, mapWords } from "../../components/words/public-words.js";
import { hasValue } from "../../components/words/status.js";
import { differenceSaid, trendSaid } from "../../components/words/ward-words.js";
import type { Audience } from "../page-dataset.js";
import type { ReadDataset } from "./audience-data.js";

type Briefing = Parameters<typeof byWard>[0];
type AreaProfile = Parameters<typeof judge>[0];
type Summary = Awaited<ReturnType<Parameters<typeof claimDataOf>[0]>>;
type AreaPage = Summary & {
  slug: string;
  trends: readonly { id: string; points: Parameters<typeof trendSaid>[1] }[];
};

/** A sentence that a component makes from the figures, and what it is about. */
export type GeneratedSentence = { sentence: string } & NonNullable<PageClaim["generated"]>;

/**
 * The titles and leads that components make from the figures on a page as its reader meets it first, by what is asked for in
 * the page's text: `wardMap(outcomes)` where `outcomes` is a measure by ward, `${outcomes.below}`. None where the page's data
 * set is not there.
 */
export function generatedSentences(audience: Audience, text: string, read: ReadDataset): GeneratedSentence[] {
  const json = <T>(name: string) => {
    const bytes = read(`${audience}/${name}`);
    return bytes && (JSON.parse(Buffer.from(bytes).toString()) as T);
  };
  if (audience === "briefings" && /components\/briefing\.js"/.test(text)) {
    const data = json<Briefing>("briefing.json");
    return data ? ofBriefing(text, data) : [];
  }
  if (audience === "briefings" && /\bareaOf\(/.test(text))
    return (json<{ area: string }[]>("area-list.json") ?? []).flatMap(({ area }) => {
      const data = json<AreaProfile>(`area-${area}.json`);
      return data ? ofProfile(text, data) : [];
    });
  if (audience === "public" && /components\/public\.js"/.test(text)) {
    const data = json<Summary>("summary.json");
    return data ? ofSummary(text, data) : [];
  }
  if (audience === "public" && /components\/ward\.js"/.test(text)) {
    const words = json<Catalogue>("messages-areas-en.json");
    const english = words && speakerBy(MessageFormat, words);
    return (json<{ slug: string }[]>("area-pages.json") ?? []).flatMap(({ slug }) => {
      const data = json<AreaPage>(`ward-${slug}.json`);
      return data ? ofArea(text, { ...data, slug }, english) : [];
    });
  }
  return [];
}

function ofBriefing(text: string, data: Briefing): GeneratedSentence[] {
  const name = (id: string) => data.indicators.find((one) => one.id === id)?.shortName ?? id;
  const byWards = namesOf(text, "byWard");
  const besides = namesOf(text, "beside");
  const mixes = new Map(
    [...text.matchAll(/const (\w+) = \w+\.mix\((\w+)\)/g)].flatMap(([, own, of]) =>
      byWards.has(of!) ? [[own!, byWards.get(of!)!] as const] : [],
    ),
  );
  const wards = of(byWards, (id) => byWard(data, id));
  const compared = of(besides, (id) => compareWithCountry(data, id));
  const meals = of(mixes, (id) => byMeals(data, id));
  const city = data.city.name;
  return [
    ...wards(asked(text, "below"), (id, found) => [standingText(found), found.period]),
    ...compared(asked(text, "gap"), (id, found) => [`${city} is ${gapText(found)}`, found.period]),
    ...wards(drawn(text, "wardMap"), (id, found) => [mapTitle(name(id), found), found.period]),
    ...compared(drawn(text, "countryTrend"), (id, found) => [
      trendTitle(name(id), city, found),
      found.period,
    ]),
    ...compared(drawn(text, "neighbourBars"), (id, found) =>
      found.neighbours.length > 0 ? [neighboursTitle(city, found), found.period] : undefined,
    ),
    ...meals(drawn(text, "mealsBars"), (id, found) => [mealsTitle(city, found), found.yes.period]),
    ...[...text.matchAll(/\bwardScatter\((\w+), (\w+)\)/g)].flatMap(([, across, up]) => {
      const [x, y] = [across!, up!].map((variable) => byWard(data, byWards.get(variable) ?? ""));
      if (!x || !y) return [];
      const worse = worseWards(y).filter(({ code }) => worseWards(x).some((ward) => ward.code === code));
      return { sentence: bothTitle(worse.length), indicators: [x.indicator.id, y.indicator.id] };
    }),
  ];
}

/** What the profile of an area says of it before its measures. */
function ofProfile(text: string, data: AreaProfile): GeneratedSentence[] {
  const { measures } = judge(data);
  const about = { indicators: measures.map(({ id }) => id), area: data.code };
  const lead = /\$\{\w+\.lead\}/.test(text) ? leadSentences(data).map(sentenceText) : [];
  const count = /\$\{\w+\.count\}/.test(text) ? countSentence(data) : "";
  return [...lead, ...(count ? [count] : [])].map((sentence) => ({ sentence, ...about }));
}

function ofSummary(text: string, data: Summary): GeneratedSentence[] {
  const measures = namesOf(text, "measure");
  const city = data.city.name;
  const known = (variable: string) =>
    data.measures.find(({ id, city }) => id === measures.get(variable) && city !== null);
  const counted = <T extends object>(figure: T) => ({ ...figure, numerator: null, denominator: null });
  const maps = /\bwardMap\(/.test(text)
    ? data.measures.filter(({ city, wards }) => city !== null && wards.length > 0)
    : [];
  const said = (variables: readonly string[], sentence: (one: Summary["measures"][number]) => string) =>
    variables.flatMap((variable) => {
      const one = known(variable);
      return one ? [{ sentence: sentence(one), indicators: [one.id] }] : [];
    });
  return [
    ...maps.map((one) => ({ sentence: mapWords(one, data).title, indicators: [one.id] })),
    ...said(asked(text, "answer"), (one) => tell(one.id, city, one.city)),
    ...said(drawn(text, "bars"), (one) => barsTitle({ name: city, figure: counted(one.city!) })),
  ];
}

/**
 * What a page for each area says of its own, in English: other languages say the same messages of the same figures. Its data
 * set is the summary of that area alone, with its figures of earlier periods.
 */
function ofArea(text: string, page: AreaPage, english: Speaker | undefined): GeneratedSentence[] {
  const { measures, wards, trends, slug, city } = page;
  const [area] = wards;
  const ids = namesOf(text, "measure");
  const said = (
    field: string,
    sentences: (one: AreaPage["measures"][number]) => string[],
  ): GeneratedSentence[] =>
    asked(text, field).flatMap((variable) => {
      const one = measures.find(({ id, city }) => id === ids.get(variable) && city !== null);
      return one
        ? sentences(one)
            .filter(Boolean)
            .map((sentence) => ({ sentence, indicators: [one.id], area: slug }))
        : [];
    });
  if (!area) return [];
  const { name } = area;
  return [
    ...said("answer", ({ id, wards: [own], pooled }) => {
      const longer = pooled?.wards[0];
      if (!own) return [];
      return hasValue(own) || !longer || !hasValue(longer)
        ? [tell(id, name, own)]
        : [tell(id, name, own), tellPooled(id, name, longer, pooled!.period)];
    }),
    ...(english
      ? [
          ...said("difference", (one) => [differenceSaid(english, one, name, city.name)]),
          ...said("trend", ({ id, unit }) => [
            trendSaid(english, trends.find((trend) => trend.id === id)?.points ?? [], unit),
          ]),
        ]
      : []),
  ];
}

/** Variables of a page that hold a measure, with the id of its indicator: `const outcomes = told.byWard("an-indicator")`. */
function namesOf(text: string, word: string): Map<string, string> {
  const pattern = new RegExp(`const (\\w+) = \\w+\\.${word}\\("([^"]+)"`, "g");
  return new Map([...text.matchAll(pattern)].map(([, name, id]) => [name!, id!]));
}

/** The variables that a word draws with no title of the page's own. */
function drawn(text: string, word: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${word}\\((\\w+)\\)`, "g"))].map(([, variable]) => variable!);
}

/** The variables whose words of this name stand in the page's sentences. */
function asked(text: string, field: string): string[] {
  return [
    ...new Set([...text.matchAll(new RegExp(`\\$\\{(\\w+)\\.${field}\\}`, "g"))].map(([, name]) => name!)),
  ];
}

function of<Found>(ids: ReadonlyMap<string, string>, find: (id: string) => Found | undefined) {
  return (
    variables: readonly string[],
    say: (id: string, found: Found) => [sentence: string, period: string] | undefined,
  ): GeneratedSentence[] =>
    variables.flatMap((variable) => {
      const id = ids.get(variable);
      const found = id === undefined ? undefined : find(id);
      const said = found && say(id!, found);
      return said ? [{ sentence: said[0], indicators: [id!], period: said[1] }] : [];
    });
}

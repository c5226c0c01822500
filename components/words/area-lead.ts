import type { AreaIndicator, AreaProfile } from "../../loaders/briefings/area-schema.js";
import { besideOf, clearness, lookOfIndicator, standingOf } from "./area-standing.js";
import { formatDate, inSentence, plural } from "./format.js";
import type { Numbered } from "./narrative.js";
import { formatValue, hasValue } from "./status.js";

/** A sentence in its pieces: words, and figures that carry where they come from. */
export type Sentence = readonly (string | Numbered)[];

/** How an area stands in the measures that say how its children and services do. */
export interface Judgement {
  /** Measures that have a better side. */
  measures: AreaIndicator[];
  /** What it is set beside: "all wards together"; of the city "England". */
  beside: string;
  /** The measures that can be told from chance. */
  known: AreaIndicator[];
  /** Those of them that stand out by more than chance, the clearest first. */
  better: AreaIndicator[];
  worse: AreaIndicator[];
}

/** Judges an area's measures. */
export function judge(data: AreaProfile): Judgement {
  const measures = data.indicators.filter(
    ({ polarity, theme, kind }) =>
      polarity !== "none" && kind !== "count" && theme !== "deprivation" && theme !== "people",
  );
  const known = measures.filter((one) => standingOf(one) !== "unknown");
  const having = (look: string) =>
    known.filter((one) => lookOfIndicator(one) === look).sort((a, b) => clearness(b) - clearness(a));
  const beside = data.level === "city" ? (data.country ?? "the country") : "all wards together";
  return { measures, beside, known, better: having("better"), worse: having("worse") };
}

/** What an area does best and what it needs most. */
export function leadSentences(data: AreaProfile): Sentence[] {
  const { measures, beside, known, better, worse } = judge(data);
  const { name } = data;
  if (measures.length === 0)
    return [[`No extract gives a figure of how children or services do in ${name} yet.`]];
  if (known.length === 0) return [besideWhat(data, measures[0]!, beside)];
  if (better.length + worse.length === 0)
    return [
      [
        known.length === 1
          ? `In the one measure that can be judged, ${inSentence(known[0]!.shortName)}, ${name} does not differ from ${beside} by more than chance.`
          : `In none of the ${known.length} measures that can be judged does ${name} differ from ${beside} by more than chance.`,
      ],
    ];
  const [strength, need] = [better[0], worse[0]];
  return [
    strength
      ? clearest(data, strength, beside, "strength")
      : [`In no measure is ${name} better than ${beside} by more than chance.`],
    need ? clearest(data, need, beside, "need") : ["In no measure is it worse by more than chance."],
  ];
}

// Where chance has no part in a figure it says how much, and no more.
function besideWhat(data: AreaProfile, one: AreaIndicator, beside: string): Sentence {
  const other = besideOf(one);
  const own = [`${one.shortName}: `, figureIn(data, one, one.own), `${rateWords(one.unit)} (${one.period})`];
  return other ? [...own, ", beside ", figureIn(data, one, other), ` in ${beside}.`] : [...own, "."];
}

function clearest(data: AreaProfile, one: AreaIndicator, beside: string, what: string): Sentence {
  return [
    `Its clearest ${what} is ${inSentence(one.shortName)}: `,
    figureIn(data, one, one.own),
    `${rateWords(one.unit)} (${one.period}), beside `,
    figureIn(data, one, besideOf(one)!),
    ` in ${beside}.`,
  ];
}

/** What a rate is of, as it follows its figure in a sentence: " per 1,000 children"; nothing of any other unit. */
export function rateWords(unit: string): string {
  return unit.startsWith("per ") ? ` ${unit}` : "";
}

/** In how many measures an area is better and worse; empty where none stands out. */
export function countSentence(data: AreaProfile): string {
  const { known, better, worse, beside } = judge(data);
  if (better.length + worse.length === 0) return "";
  return `Of ${plural(known.length, "measure")} that can be judged it is better than ${beside} in ${better.length || "none"} and worse in ${worse.length || "none"}, by more than chance.`;
}

/** A figure of an area as it stands in a sentence. */
export function figureIn(
  { sample }: AreaProfile,
  { name, unit, period, source, asOf }: AreaIndicator,
  figure: AreaIndicator["own"],
): Numbered & { available: boolean } {
  return {
    ...figure,
    available: hasValue(figure),
    origin: { measure: name, unit, period, note: figure.note, source, asOf: formatDate(asOf), sample },
  };
}

/** A sentence as its reader reads it. */
export function sentenceText(sentence: Sentence): string {
  return sentence
    .map((part) => {
      if (typeof part === "string") return part;
      return "text" in part ? part.text : formatValue(part, part.origin.unit ?? "count");
    })
    .join("");
}

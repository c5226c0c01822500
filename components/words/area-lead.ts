import type { AreaIndicator, AreaProfile } from "../../loaders/briefings/area-schema.js";
import { besideOf, clearness, lookOfIndicator, standingOf } from "./area-standing.js";
import { changed } from "./change.js";
import { formatDate, inSentence, levelName, plural } from "./format.js";
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
  if (known.length === 0) return unjudged(data, measures, beside);
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

// Where nothing tells a difference from chance: what is furthest on either side, else what has changed, else a figure.
function unjudged(data: AreaProfile, measures: readonly AreaIndicator[], beside: string): Sentence[] {
  const { better, worse } = sidesOf(measures);
  if (better.length + worse.length > 1)
    return [
      better[0]
        ? extreme(data, better[0], beside, "best")
        : [`In no measure does ${data.name} do better than ${beside}.`],
      worse[0] ? extreme(data, worse[0], beside, "worst") : ["In none does it do worse."],
    ];
  const [one] = [...better, ...worse];
  if (one) return [besideWhat(data, one, beside)];
  const { gained, lost } = changesOf(measures);
  if (gained.length + lost.length === 0) return [besideWhat(data, measures[0]!, beside)];
  return [
    gained[0] ? change(data, gained[0], "better") : ["No measure has got better by more than chance."],
    lost[0] ? change(data, lost[0], "worse") : ["None has got worse by more than chance."],
  ];
}

/** Measures on the better and on the worse side of what they are set beside, the furthest first as their peers range. */
function sidesOf(measures: readonly AreaIndicator[]): Record<"better" | "worse", AreaIndicator[]> {
  const distance = (one: AreaIndicator): number => {
    const other = besideOf(one)?.value;
    if (typeof other !== "number" || !hasValue(one.own)) return 0;
    const peers = one.similar.map(({ value }) => value);
    const ends = [one.range.least, one.range.greatest, one.own.value, other, ...peers].filter(
      (value) => value !== null,
    );
    const away = (one.own.value - other) * (one.polarity === "low" ? -1 : 1);
    return away === 0 ? 0 : away / (Math.max(...ends) - Math.min(...ends));
  };
  const inOrder = measures.map((one) => ({ one, away: distance(one) })).sort((a, b) => b.away - a.away);
  return {
    better: inOrder.filter(({ away }) => away > 0).map(({ one }) => one),
    worse: inOrder
      .filter(({ away }) => away < 0)
      .map(({ one }) => one)
      .reverse(),
  };
}

function changesOf(measures: readonly AreaIndicator[]): Record<"gained" | "lost", AreaIndicator[]> {
  const went = (good: "high" | "low") =>
    measures.filter(({ own, before, unit, polarity }) => {
      if (!before || !hasValue(own) || !hasValue(before)) return false;
      const way = changed(own, before, unit);
      return way === (polarity === good ? "up" : "down");
    });
  return { gained: went("high"), lost: went("low") };
}

function extreme(data: AreaProfile, one: AreaIndicator, beside: string, what: string): Sentence {
  return [
    `${what === "best" ? `Beside ${beside} it does best` : "It does worst"} in ${inSentence(one.shortName)}: `,
    figureIn(data, one, one.own),
    `${rateWords(one.unit)} (${one.period}), beside `,
    figureIn(data, one, besideOf(one)!),
    ".",
  ];
}

function change(data: AreaProfile, one: AreaIndicator, what: string): Sentence {
  const before = one.before!;
  return [
    `By more than chance, ${inSentence(one.shortName)} has got ${what}: `,
    figureIn(data, one, one.own),
    `${rateWords(one.unit)} (${one.period}), from `,
    figureIn(data, { ...one, period: before.period }, before),
    ` in ${before.period}.`,
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
  const { measures, known, better, worse, beside } = judge(data);
  if (known.length === 0) return unjudgedCount(data, measures, beside);
  if (better.length + worse.length === 0) return "";
  return `Of ${plural(known.length, "measure")} that can be judged it is better than ${beside} in ${better.length || "none"} and worse in ${worse.length || "none"}, by more than chance.`;
}

function unjudgedCount(data: AreaProfile, measures: readonly AreaIndicator[], beside: string): string {
  const set = measures.filter((one) => hasValue(one.own) && typeof besideOf(one)?.value === "number");
  const { better, worse } = sidesOf(set);
  if (better.length + worse.length < 2)
    return set.length === 0 && measures.length > 1
      ? `No figure of ${beside} has come to set ${data.name} beside.`
      : "";
  const peers = levelName(data.level === "city" ? "neighbour" : data.level, true);
  return `Of ${plural(set.length, "measure")} with a figure of ${beside} it is better in ${better.length || "none"} and worse in ${worse.length || "none"}; best and worst are told by how widely the ${peers} range. These figures come without what would tell a difference from chance.`;
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

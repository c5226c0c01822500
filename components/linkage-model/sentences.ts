import { FileAttachment } from "observablehq:stdlib";
import type { LinkageModel } from "../../loaders/explore/linkage-model.json.js";
import { type Band, bandsOf, bandText, quarter, signedWeight, weightOf } from "../linkage/linkage-weight.js";
import { comparisonWords } from "../linkage/linkage-words.js";
import { formatDate, inSentence, plural } from "../words/format.js";
import type { Numbered } from "../words/narrative.js";
import { formatCount } from "../words/numbers.js";

type Level = LinkageModel["levels"][number];
type Weighed = Level & { weight: number; m: number };

/** A level of the model as it stands in a sentence. */
interface LevelInWords {
  comparison: string;
  level: string;
  weight: Numbered;
}

/** The linkage model, as a page tells it. Not available where none was used at the last refresh. */
export interface ModelInWords {
  available: boolean;
  data: LinkageModel;
  origin: { source: string; asOf: string; sample: boolean };
  /** The probability that two records taken at random are of one child, and its weight. */
  prior: Numbered;
  start: Numbered;
  /** The probabilities from which a pair is a match, is for review, and is kept. */
  match: Numbered;
  review: Numbered;
  least: Numbered;
  /** The same thresholds as weights in bits, and between what weights a reader can move them. */
  weights: { match: number; potential: number; least: number; most: number };
  /** When and from what it was estimated, in sentences. */
  estimated: string;
  /** Levels that have a weight, the strongest evidence for one child first. */
  weighed: Weighed[];
  strongest: LevelInWords;
  against: LevelInWords;
}

/** Fetches the linkage model. */
export async function linkageModel(): Promise<ModelInWords> {
  return modelInWords(await FileAttachment("../../data/linkage-model.json").json<LinkageModel>());
}

/** What a data set of the linkage model tells. */
export function modelInWords(data: LinkageModel): ModelInWords {
  const { settings, weights: bins } = data;
  const origin = {
    source: "The linkage model and the pairs that it compared at the last refresh",
    asOf: formatDate(data.asOf),
    sample: data.sample,
  };
  const counted = (text: string, measure: string): Numbered => ({
    text,
    origin: { measure, period: "at the last refresh", ...origin },
  });
  const weighed = data.levels
    .filter((level): level is Weighed => level.weight !== null && level.m !== null)
    .toSorted((a, b) => b.weight - a.weight);
  const levelInWords = (level: Weighed | undefined): LevelInWords => ({
    comparison: inSentence(comparisonWords(level?.comparison ?? "nothing")),
    level: level?.label ?? "none",
    weight: counted(`${signedWeight(level?.weight ?? 0)} bits`, "Match weight of the level"),
  });
  const prior = Number(settings.prior ?? 0.5);
  const [first, last] = [bins[0], bins.at(-1)];
  return {
    available: data.levels.length > 0,
    data,
    origin,
    prior: counted(prior.toPrecision(2), "Prior"),
    start: counted(`${signedWeight(weightOf(prior))} bits`, "Match weight of the prior"),
    match: counted(settings.match ?? "0.95", "Threshold of a match"),
    review: counted(settings.potential ?? "0.5", "Threshold of review"),
    least: counted(settings.low ?? "0.01", "Least probability of a pair that is kept"),
    weights: {
      match: quarter(weightOf(Number(settings.match ?? 0.95))),
      potential: quarter(weightOf(Number(settings.potential ?? 0.5))),
      least: first ? Math.floor(first.bin) : -7,
      most: last ? Math.ceil(last.bin) + 1 : 20,
    },
    estimated: estimatedText(data),
    weighed,
    strongest: levelInWords(weighed[0]),
    against: levelInWords(weighed.at(-1)),
  };
}

/** Where pairs fall between two thresholds in bits. Not available where no pair was compared. */
export interface BandsInWords {
  available: boolean;
  thresholds: { match: number; potential: number };
  /** "+4.25 bits". */
  from: string;
  bands: Band[];
  above: Numbered;
  between: Numbered;
  below: Numbered;
  /** Why pairs above the threshold of a match were not joined, in a sentence; empty where all were. */
  apart: string;
}

/** Where pairs would fall with other thresholds in bits. */
export function bandsAt(model: ModelInWords, thresholds: { match: number; potential: number }): BandsInWords {
  const { data, origin } = model;
  const bands = bandsOf(data.weights, thresholds);
  const inWords = (i: number, measure: string): Numbered => ({
    text: bandText(bands[i]!),
    origin: { measure, period: "at the last refresh", ...origin },
  });
  const apart = bands[0]!.pairs - bands[0]!.joined;
  return {
    available: data.weights.length > 0,
    thresholds,
    from: `${signedWeight(thresholds.match, 2)} bits`,
    bands,
    above: inWords(0, "Pairs above the match threshold"),
    between: inWords(1, "Pairs between the thresholds"),
    below: inWords(2, "Pairs below the review threshold"),
    apart:
      apart > 0
        ? `${plural(apart, "pair")} above the match threshold ${apart === 1 ? "was" : "were"} not joined: two children of one birth, two records of a source that lists a child once, several children who fit about as well, a record without a forename, or a person’s decision.`
        : "",
  };
}

function estimatedText({ settings, sample }: LinkageModel): string {
  const on = settings["estimated on"];
  return [
    on &&
      `The parameters were estimated on ${formatDate(on)} from ${formatCount(Number(settings["records estimated from"]))} records: ${settings["estimated from"]}.`,
    settings["parameters of"] === "the sample" &&
      !sample &&
      "They are the sample’s until there are enough of this city’s own records to estimate them from: weights and probabilities are a first guess.",
  ]
    .filter(Boolean)
    .join(" ");
}

import { writeAddress } from "../inputs/url-state.js";
import { type Way, ways } from "./standardise.js";

/** An indicator that is weighed, as a reader has it. */
export interface Chosen {
  id: string;
  /** From 0 to 10. */
  weight: number;
  /** Whether low figures are need; as the indicator's polarity has it if left out. */
  isLowNeed?: boolean | undefined;
}

/** What a reader chooses of a need index. What is left out has its usual value. */
export interface NeedChoices {
  level?: string | undefined;
  way?: Way | undefined;
  weights?: readonly Chosen[] | undefined;
}

/** The greatest weight, and the one that an indicator has at first. */
export const weightMost = 10;
export const weightUsual = 5;

/** Weights as an address has them: "good-level-of-development_5.idaci_3_low". */
export function weightsText(weights: readonly Chosen[]): string {
  return weights
    .map(({ id, weight, isLowNeed }) =>
      [id, weight, ...(isLowNeed === undefined ? [] : [isLowNeed ? "low" : "high"])].join("_"),
    )
    .join(".");
}

/** The weights that a text of an address holds; undefined where it makes no sense. */
export function readWeights(text: string): Chosen[] | undefined {
  const read = text.split(".").map((part): Chosen | undefined => {
    const found = /^([a-z0-9-]+)_(10|\d)(?:_(low|high))?$/.exec(part);
    if (!found) return undefined;
    return {
      id: found[1]!,
      weight: Number(found[2]),
      ...(found[3] && { isLowNeed: found[3] === "low" }),
    };
  });
  const known = read.filter((one) => one !== undefined);
  const isOnce = new Set(known.map(({ id }) => id)).size === known.length;
  return known.length === read.length && isOnce ? known : undefined;
}

/** The choices that an address holds. What makes no sense in it is left out. */
export function readNeedChoices(search: string): NeedChoices {
  const given = new URLSearchParams(search);
  const way = ways.find((one) => one === given.get("scale"));
  const weights = readWeights(given.get("weights") ?? "");
  const level = given.get("level") ?? undefined;
  return { ...(level && { level }), ...(way && { way }), ...(weights && { weights }) };
}

/** The address with these choices in place of those that it holds. */
export function writeNeedChoices(search: string, { level, way, weights }: NeedChoices): string {
  const texts = { level: level ?? "", scale: way ?? "", weights: weights ? weightsText(weights) : "" };
  return Object.entries(texts).reduce((written, [name, text]) => writeAddress(written, name, text), search);
}

import type { Speaker } from "../messages/speaker.js";
import { pooledInWords } from "../words/pooled-period.js";
import { type Figured, hasValue, type Status } from "../words/status.js";

/** How messages call a measure that families are told of. */
const measureKeys: Record<string, string> = {
  "two-year-old-take-up": "two",
  "three-and-four-year-old-take-up": "later",
  "asq-all-domains": "review",
  "good-level-of-development": "reception",
};

/** A message of a measure, by the id of its indicator: `short` is its name, `means` what it means. */
export function ofMeasure(
  { say }: Speaker,
  what: "short" | "question" | "note" | "means" | "unknown",
  id: string,
): string {
  return say(`${what}.${measureKeys[id]}`);
}

/** “In Birmingham, about 64 in every 100 two-year-olds …”, or why there is no number. In English as `tell` says it. */
export function answerSaid({ say }: Speaker, id: string, place: string, figure: Figured | null): string {
  if (!figure || !hasValue(figure)) return say("why", { place, why: say(whyNot(figure?.status)) });
  const share = figure.value > 100 ? say("shareOver") : say("share", { n: Math.round(figure.value) });
  return say(`answer.${measureKeys[id]}`, { place, share });
}

/** The same of several periods together, for a place whose figure is left out for each of them. */
export function pooledSaid(
  speaker: Speaker,
  id: string,
  place: string,
  figure: Figured,
  period: string,
): string {
  const answer = answerSaid(speaker, id, place, figure);
  // The names of periods are those of the figures’ own tables.
  return speaker.code === "en"
    ? speaker.say("pooled", { period: pooledInWords(period), answer: answer.replace(/^In/, "in") })
    : speaker.say("pooled", { period, answer });
}

function whyNot(status: Status | undefined): string {
  switch (status) {
    case "suppressed":
      return "why.suppressed";
    case "not_applicable":
      return "why.nobody";
    case "not_collected":
      return "why.notCollected";
    default:
      return "why.none";
  }
}

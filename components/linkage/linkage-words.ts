import { capital } from "../words/format.js";

/** A title as a sentence writes it: “health visitors’ reviews”. A name in capitals stays as it is. */
export function inSentence(title: string): string {
  const [first = "", ...rest] = title.split(" ");
  if (/^[A-Z]{2}/.test(first) || rest.some((word) => /^[A-Z]/.test(word))) return title;
  return [first.toLowerCase(), ...rest].join(" ");
}

/** The name of a comparison, or of a step beside the comparisons, for a reader. */
export function comparisonWords(name: string): string {
  if (name === "start") return "To begin with";
  if (name === "rarity") return "Rare or common values";
  return capital(name.replaceAll("_", " ").replace(/^nhs /, "NHS ").replace(/^upn$/, "UPN"));
}

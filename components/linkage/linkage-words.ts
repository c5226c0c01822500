import { capital } from "../words/format.js";

/** The name of a comparison, or of a step beside the comparisons, for a reader. */
export function comparisonWords(name: string): string {
  if (name === "start") return "To begin with";
  if (name === "rarity") return "Rare or common values";
  return capital(name.replaceAll("_", " ").replace(/^nhs /, "NHS ").replace(/^upn$/, "UPN"));
}

import type { Level } from "../model/schema.js";

/** What two records have in common on a level, in words for a reader. `else` is whatever no other level fits. */
export function levelWords(level: Omit<Level, "m" | "u">): string {
  if (!level.field) return wordsOf(level);
  const field = fieldWords(level.field);
  return level.test === "exact" ? `same ${field}` : `${field}: ${wordsOf(level)}`;
}

function wordsOf(level: Omit<Level, "m" | "u">): string {
  const { test, least, most = 0, with: other = "", of = [] } = level;
  switch (test) {
    case "exact":
      return "the same";
    case "alias":
      return "forms of one name";
    case "different-names":
      return "different names";
    case "part-of":
      return "all words of the shorter in the longer";
    case "titles":
      return "titles alone";
    case "half-swapped":
      return `one is the other’s ${fieldWords(other)}`;
    case "only-shared":
      return "only a widely shared name in common";
    case "initial":
      return "one begins the other";
    case "jaro-winkler":
      return `alike in spelling (at least ${least})`;
    case "levenshtein":
    case "damerau-levenshtein":
      return most === 1 ? "one character different" : `up to ${most} characters different`;
    case "words-shared":
      return least === 1 ? "all words of the shorter shared" : "some words shared";
    case "swapped":
      return `swapped with ${fieldWords(other)}`;
    case "day-month-swapped":
      return "day and month swapped";
    case "digits-wrong":
      return most === 1 ? "one digit different" : `up to ${most} digits different`;
    case "default-date":
      return "same year, one a day for an unknown date";
    case "within-days":
      return most === 1 ? "a day apart" : `up to ${most} days apart`;
    case "same-year-month":
      return "same year and month";
    case "same-month-day":
      return "same day and month";
    case "same-year":
      return "same year";
    case "sector":
      return "same postcode sector";
    case "district":
      return "same postcode district";
    case "username":
      return "same before the @";
    case "within":
      return `within ${most}`;
    case "all":
      return of.map(levelWords).join(", ");
    case "any":
      return of.map(levelWords).join(" or ");
    case "else":
      return "anything else";
  }
}

/** A field's or comparison's name in words. */
export function fieldWords(name: string): string {
  return name.replaceAll("_", " ").replace(/^nhs /, "NHS ").replace(/^upn$/, "UPN");
}

import type { Level, Test } from "../../loaders/link/model/schema.js";
import type { ReviewKind } from "../../loaders/link/review-pairs.js";

/** What it means that two records are on a level of a comparison, in words. Undefined is the level of pairs of which a record has no value. */
export function levelWords(level: Level | Test | undefined): string {
  if (!level) return "not compared: a record has no usable value";
  const words = testWords(level);
  return level.field ? `${nameOf(level.field)}: ${words}` : words;
}

function testWords(level: Level | Test): string {
  const { most = 0, least = 0 } = level;
  switch (level.test) {
    case "exact":
      return "the same";
    case "alias":
      return "two forms of one name";
    case "different-names":
      return "each has a name in its own right that the other has not";
    case "part-of":
      return "all words of the shorter are in the longer";
    case "titles":
      return "both are titles or no family's name";
    case "half-swapped":
      return `what is the ${nameOf(level.with!)} of the other record`;
    case "only-shared":
      return "only a title or a widely shared name is the same";
    case "initial":
      return "one is the beginning of the other";
    case "jaro-winkler":
      return least < 0.85 ? "spelt somewhat alike" : "spelt much alike";
    case "levenshtein":
    case "damerau-levenshtein":
      return most === 1
        ? "one letter or digit is different"
        : `up to ${most} letters or digits are different`;
    case "words-shared":
      return least === 1 ? "all words of the shorter are in the longer" : "some words are the same";
    case "swapped":
      return `has changed places with ${nameOf(level.with!)}`;
    case "day-month-swapped":
      return "day and month have changed places";
    case "digits-wrong":
      return most === 1 ? "one digit is different" : `up to ${most} digits are different`;
    case "default-date":
      return "the same year, and one is a day that stands for an unknown one";
    case "within-days":
      return `no more than ${most} days apart`;
    case "same-year-month":
      return "the same month and year";
    case "same-month-day":
      return "the same day and month, another year";
    case "same-year":
      return "the same year";
    case "sector":
      return "the same postcode but for its last two letters";
    case "district":
      return "the same postcode district";
    case "username":
      return "the same before the @";
    case "within":
      return `no more than ${most} apart`;
    case "all":
      return of(level).join(" and ");
    case "any":
      return of(level).join(" or ");
    case "else":
      return "different";
  }
}

function of(level: Level | Test): string[] {
  return ("of" in level ? (level.of ?? []) : []).map(levelWords);
}

/** Why a pair waits that does not wait for the model's doubt, in a sentence. */
export const kindWords: Record<ReviewKind, string> = {
  "two numbers":
    "They bear two valid numbers of one kind, and are alike in all else. One child may have been given a second number, as after an adoption; or one of the two is a twin, or a child of the same name.",
  "one number":
    "They bear one number, and little else is alike. The number was typed wrongly or used twice, or all of the child's names were changed.",
  "several fit":
    "The two agree as well as records of one child do, and one of them fits another child about as well.",
  "no forename":
    "One of them has no forename yet. Whom it is of cannot be told by the rest, which twins share.",
  "another name": "All but the forename is alike. It is a child who is known by another name, or a twin.",
  "changed name":
    "Forename and date of birth are alike, surname and address are not, and neither is known elsewhere. It may be one child who was adopted or moved to the other parent, or chance.",
};

/** A field's name as people say it. */
export function nameOf(field: string): string {
  const acronyms: Record<string, string> = { nhs_number: "NHS number", upn: "UPN" };
  return acronyms[field] ?? field.replaceAll("_", " ");
}

/** How much a match weight (bits) says, and for which side. */
export function weightWords(weight: number): string {
  const size = Math.abs(weight);
  if (size < 0.5) return "says nothing either way";
  const strength = size < 2 ? "slightly " : size < 5 ? "" : size < 9 ? "strongly " : "very strongly ";
  return `${strength}${weight > 0 ? "for" : "against"} one child`;
}

const terms = ["spring", "summer", "autumn"];

/** Periods as they are said, oldest first: `2024-autumn` is autumn 2024. Periods that are no terms stay as they are. */
export function periodWords(periods: readonly string[]): string[] {
  return periods
    .map((period) => {
      const [, year, term] = /^(\d{4})-(spring|summer|autumn)$/.exec(period) ?? [];
      if (!year || !term) return { words: period, order: period };
      return { words: `${term} ${year}`, order: `${year} ${terms.indexOf(term)}` };
    })
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ words }) => words);
}

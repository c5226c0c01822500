import { identifier } from "../../store/database.js";
import { areDifferent, areForms, isPartOf, shareOnlyShared } from "../name-table.js";
import { type Comparison, fieldOf, type Level, type Test } from "./schema.js";

/** SQL: the position of a pair's level in a comparison, −1 where either record has no value. Records are `l` and `r`. */
export function levelSql(comparison: Comparison): string {
  const field = identifier(fieldOf(comparison));
  const cases = comparison.levels
    .filter(({ test }) => test !== "else")
    .map((level, i) => `WHEN ${testSql(level, fieldOf(comparison))} THEN ${i}`);
  return `(CASE
    WHEN l.${field} IS NULL OR r.${field} IS NULL THEN -1
    ${cases.join("\n    ")}
    ELSE ${cases.length}
  END)::TINYINT`;
}

/** A level in a word or two, as the output writes it. */
export function levelName(level: Level | undefined): string {
  if (!level) return "null";
  const inner = level.of?.map(levelName).join(level.test === "all" ? " and " : " or ");
  const setting = level.least ?? level.most ?? level.with;
  const own = inner ?? [level.test, setting].filter((x) => x !== undefined).join(" ");
  return level.field ? `${level.field} ${own}` : own;
}

function testSql(level: Level | Test, own: string): string {
  const name = level.field ?? own;
  const l = `l.${identifier(name)}`;
  const r = `r.${identifier(name)}`;
  const both = (sql: (column: string) => string): string => `${sql(l)} = ${sql(r)}`;
  switch (level.test) {
    case "exact":
      return `${l} = ${r}`;
    case "alias":
      return areForms(partOf(name));
    // Names in their own right, such as Amina and Amira, however like they are spelt.
    case "different-names":
      return areDifferent(partOf(name));
    case "part-of":
      return isPartOf(partOf(name));
    case "titles":
      return `(l.${partOf(name)("only_titles")} AND r.${partOf(name)("only_titles")})`;
    case "only-shared":
      return shareOnlyShared(partOf(name));
    case "initial":
      return `(starts_with(${l}, ${r}) OR starts_with(${r}, ${l}))`;
    case "jaro-winkler":
      // Told what is wanted, the function gives up early where it cannot be reached.
      return `jaro_winkler_similarity(${l}, ${r}, ${level.least}) >= ${level.least}`;
    case "levenshtein":
      return `levenshtein(${l}, ${r}) <= ${level.most}`;
    case "damerau-levenshtein":
      // A swap of two letters is two steps of the plain distance, which is several times faster and settles most pairs.
      return `(CASE WHEN levenshtein(${l}, ${r}) <= ${2 * level.most!} THEN damerau_levenshtein(${l}, ${r}) <= ${level.most} ELSE false END)`;
    case "words-shared":
      return `len(list_intersect(${wordsOf(l)}, ${wordsOf(r)})) >= ${level.least} * least(len(${wordsOf(l)}), len(${wordsOf(r)}))`;
    case "swapped": {
      const other = identifier(level.with!);
      return `(${l} = r.${other} AND l.${other} = ${r})`;
    }
    case "half-swapped": {
      const other = identifier(level.with!);
      return `(${l} = r.${other} OR l.${other} = ${r})`;
    }
    // Texts of year, month and day in eight digits.
    case "day-month-swapped":
      return `(left(${l}, 4) = left(${r}, 4) AND substr(${l}, 5, 2) = right(${r}, 2) AND right(${l}, 2) = substr(${r}, 5, 2))`;
    case "digits-wrong":
      // The function fails on texts of two lengths.
      return `(CASE WHEN length(${l}) = length(${r}) THEN hamming(${l}, ${r}) <= ${level.most} ELSE false END)`;
    // One of them is a day that stands for an unknown one of the same year.
    case "default-date":
      return `(${both((c) => `left(${c}, 4)`)} AND (l.${identifier(`${name} default`)} OR r.${identifier(`${name} default`)}))`;
    case "within-days":
      return `abs(l.${identifier(`${name} day`)} - r.${identifier(`${name} day`)}) <= ${level.most}`;
    case "same-year-month":
      return both((c) => `left(${c}, 6)`);
    case "same-month-day":
      return both((c) => `right(${c}, 4)`);
    case "same-year":
      return both((c) => `left(${c}, 4)`);
    case "sector":
      return `(length(${l}) >= 5 AND ${both((c) => `left(${c}, -2)`)})`;
    case "district":
      return `(length(${l}) >= 5 AND ${both((c) => `left(${c}, -3)`)})`;
    case "username":
      return both((c) => `split_part(${c}, '@', 1)`);
    case "within":
      return `abs(${l} - ${r}) <= ${level.most}`;
    case "all":
    case "any":
      return `(${(level as Level).of!.map((inner) => testSql(inner, own)).join(level.test === "all" ? " AND " : " OR ")})`;
    case "else":
      return "true";
  }
}

const partOf =
  (field: string) =>
  (part: string): string =>
    identifier(`${field} ${part}`);

const wordsOf = (text: string): string => `string_split(${text}, ' ')`;

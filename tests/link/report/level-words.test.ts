import { expect, test } from "vitest";
import { fieldWords, levelWords } from "../../../loaders/link/report/level-words.js";

type Level = Parameters<typeof levelWords>[0];

test.each<[Partial<Level>, string]>([
  [{ test: "exact" }, "the same"],
  [{ test: "exact", field: "date_of_birth" }, "same date of birth"],
  [{ test: "exact", field: "nhs_number" }, "same NHS number"],
  [{ test: "alias", field: "forename" }, "forename: forms of one name"],
  [{ test: "different-names" }, "different names"],
  [{ test: "part-of" }, "all words of the shorter in the longer"],
  [{ test: "titles" }, "titles alone"],
  [{ test: "half-swapped", with: "last_name" }, "one is the other’s last name"],
  [{ test: "only-shared" }, "only a widely shared name in common"],
  [{ test: "initial" }, "one begins the other"],
  [{ test: "jaro-winkler", least: 0.9 }, "alike in spelling (at least 0.9)"],
  [{ test: "levenshtein", most: 1 }, "one character different"],
  [{ test: "levenshtein", most: 2 }, "up to 2 characters different"],
  [{ test: "damerau-levenshtein", most: 1 }, "one character different"],
  [{ test: "words-shared", least: 1 }, "all words of the shorter shared"],
  [{ test: "words-shared", least: 0.5 }, "some words shared"],
  [{ test: "swapped", with: "upn" }, "swapped with UPN"],
  [{ test: "day-month-swapped" }, "day and month swapped"],
  [{ test: "digits-wrong", most: 1 }, "one digit different"],
  [{ test: "digits-wrong", most: 2 }, "up to 2 digits different"],
  [{ test: "default-date" }, "same year, one a day for an unknown date"],
  [{ test: "within-days", most: 1 }, "a day apart"],
  [{ test: "within-days", most: 5 }, "up to 5 days apart"],
  [{ test: "same-year-month" }, "same year and month"],
  [{ test: "same-month-day" }, "same day and month"],
  [{ test: "same-year" }, "same year"],
  [{ test: "sector" }, "same postcode sector"],
  [{ test: "district" }, "same postcode district"],
  [{ test: "username" }, "same before the @"],
  [{ test: "within", most: 3 }, "within 3"],
  [{ test: "else" }, "anything else"],
])("%j reads “%s”", (level, words) => expect(levelWords(level as Level)).toBe(words));

test("levels together read as each of them", () => {
  const of = [{ test: "exact", field: "upn" }, { test: "sector" }] as Level["of"];
  expect(levelWords({ test: "all", of } as Level)).toBe("same UPN, same postcode sector");
  expect(levelWords({ test: "any", of } as Level)).toBe("same UPN or same postcode sector");
});

test("a field is called as a reader would call it", () => {
  expect(["nhs_number", "upn", "upn_former", "date_of_birth"].map(fieldWords)).toEqual([
    "NHS number",
    "UPN",
    "upn former",
    "date of birth",
  ]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { fits } from "../../loaders/registry/pattern.js";

test.each([
  ["visits.csv", "visits.csv", true],
  ["visits.csv", "2026/October/VISITS.CSV", true],
  ["visits.csv", String.raw`2026\October\Visits.csv`, true],
  ["visits.csv", "my visits.csv", false],
  ["visits*.csv", "visits 2026-10.csv", true],
  ["visits*.csv", "visits.csv.zip", false],
  ["visits?.csv", "visits1.csv", true],
  ["visits?.csv", "visits12.csv", false],
  ["visits_20[0-9][0-9].csv", "visits_2026.csv", true],
  ["visits_[!0-9]*.csv", "visits_2026.csv", false],
  ["visits.{csv,xlsx}", "visits.xlsx", true],
  ["visits.{csv,xlsx}", "visits.json", false],
  ["a,b.csv", "a,b.csv", true],
  ["visits (1).csv", "visits (1).csv", true],
  ["visits.csv", "visitsxcsv", false],
  ["nhs/visits*.csv", "2026/nhs/visits1.csv", true],
  ["nhs/visits*.csv", "nhs/visits1.csv", true],
  ["nhs/visits*.csv", String.raw`2026\NHS\visits1.csv`, true],
  ["nhs/visits*.csv", "mynhs/visits1.csv", false],
  ["nhs/visits*.csv", "nhs/old/visits1.csv", false],
  ["/nhs/visits.csv", "nhs/visits.csv", true],
  ["nhs/**/visits.csv", "nhs/2026/10/visits.csv", true],
  ["nhs/**/visits.csv", "nhs/visits.csv", true],
  ["*/visits.csv", "nhs/visits.csv", true],
  ["été*.csv", "ÉTÉ.csv", true],
  ["naïve😀.csv", "naïve😀.csv", true],
  ["{a,{b,c}d}.csv", "cd.csv", true],
  ["{a,{b,c}d}.csv", "c.csv", false],
  ["{,old }visits.csv", "visits.csv", true],
  ["{visits.csv", "{visits.csv", true],
  ["visits}.csv", "visits}.csv", true],
])("%s and %s: %s", (pattern, path, expected) => expect(fits(pattern, path)).toBe(expected));

test("a pattern means what the same regular expression means", () => {
  const parts = {
    a: "a",
    b: "b",
    "*": "[^/]*",
    "?": "[^/]",
    "[!a]": "[^a]",
    "{a,bb}": "(?:a|bb)",
    "{,*b}": "(?:|[^/]*b)",
  };
  const pattern = fc.array(fc.constantFrom(...(Object.keys(parts) as (keyof typeof parts)[])), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 }), (keys, name) => {
      const expected = new RegExp(`^${keys.map((key) => parts[key]).join("")}$`).test(name);
      expect(fits(keys.join(""), name)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

// A regular expression would try 2 to the power of 40 ways, or fail on the choices.
test("a pattern made to be slow is not", () => {
  const name = `${"a".repeat(250)}!`;
  expect(fits(`${"*a".repeat(40)}b`, name)).toBe(false);
  expect(fits(`${"{a,*a,**a}".repeat(60)}b`, name)).toBe(false);
  expect(fits(`${"{a*,".repeat(50)}${"}".repeat(50)}b`, name)).toBe(false);
});

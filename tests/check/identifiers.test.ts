import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  defineIdentifierMacros,
  isTemporaryUpn,
  isValidNhsNumber,
  isValidUpn,
} from "../../loaders/check/identifiers.js";
import { Database } from "../../loaders/store/database.js";
import { cases } from "../soak.js";

let db: Database;
beforeAll(async () => {
  db = await Database.open(":memory:");
  await defineIdentifierMacros(db);
});
afterAll(() => db.close());

const nhsNumbers: [text: string, valid: boolean][] = [
  ["8429141456", true],
  ["6437927186", true],
  ["842 914 1456", true],
  [" 643-792-7186 ", true],
  ["8429141457", false],
  ["6437927187", false],
  // Its check would be 10.
  ["1000000010", false],
  ["0000000000", false],
  ["9999999999", false],
  ["842914145", false],
  ["84291414566", false],
  ["842914145X", false],
  ["", false],
];

test.each(nhsNumbers)("NHS number %s: %s", async (text, valid) => {
  expect(isValidNhsNumber(text)).toBe(valid);
  expect(await db.row("SELECT is_valid_nhs_number($1) AS valid", [text])).toEqual({ valid });
});

const upns: [text: string, valid: boolean][] = [
  ["H801200001001", true],
  ["X00180001701A", true],
  [" h801200001001 ", true],
  ["A801200001001", false],
  ["I801200001001", false],
  ["G801200001001", false],
  ["H80120000100", false],
  ["H8012000010011", false],
  ["UN1", false],
  ["", false],
];

test.each(upns)("UPN %s: %s", async (text, valid) => {
  expect(isValidUpn(text)).toBe(valid);
  expect(await db.row("SELECT is_valid_upn($1) AS valid", [text])).toEqual({ valid });
});

test("a UPN that ends in a letter is temporary", async () => {
  expect(isTemporaryUpn("X00180001701A")).toBe(true);
  expect(isTemporaryUpn("H801200001001")).toBe(false);
  expect(
    await db.row("SELECT is_temporary_upn('X00180001701A') AS a, is_temporary_upn('H801200001001') AS b"),
  ).toEqual({
    a: true,
    b: false,
  });
});

test("nothing is neither valid nor invalid", async () => {
  expect(
    await db.row(
      "SELECT is_valid_nhs_number(NULL) AS a, is_valid_upn(NULL) AS b, nhs_number_digits('12') AS c",
    ),
  ).toEqual({ a: null, b: null, c: null });
});

test("the macros agree with the functions", async () => {
  const letters = "ABCDEFGHJKLMNPQRTUVWXYZIOS0123456789 ";
  await fc.assert(
    fc.asyncProperty(
      fc.stringMatching(/^[0-9]{10}$/),
      fc.tuple(fc.constantFrom(...letters), fc.stringMatching(/^[0-9]{11}$/), fc.constantFrom(...letters)),
      async (nhs, [first, digits, last]) => {
        const upn = first + digits + last;
        expect(
          await db.row("SELECT is_valid_nhs_number($1) AS nhs, is_valid_upn($2) AS upn", [nhs, upn]),
        ).toEqual({
          nhs: isValidNhsNumber(nhs),
          upn: isValidUpn(upn),
        });
      },
    ),
    cases(30),
  );
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { compactPostcode, nameEvidence, normalisedName, postcodeEvidence } from "../../loaders/link/names.js";
import { Database, literal } from "../../loaders/store/database.js";

let db: Database;
beforeAll(async () => {
  db = await Database.open(":memory:");
});
afterAll(() => db.close());

async function apply(expression: string, given: string): Promise<string | null> {
  const { result } = await db.row<{ result: string | null }>(
    `SELECT ${expression} AS result FROM (SELECT ${literal(given)} AS given, ${compactPostcode("given")} AS compact)`,
  );
  return result;
}

test.each([
  ["Zoë", "ZOE"],
  ["  o'brien ", "OBRIEN"],
  ["O’Brien", "OBRIEN"],
  ["Smith-Jones", "SMITH JONES"],
  ["St. John  Smith", "ST JOHN SMITH"],
  ["Łukasz", "LUKASZ"],
  ["Weiß", "WEISS"],
  ["Søren", "SOREN"],
  ["محمد", "محمد"],
  ["Khan 2", "KHAN"],
  ["--", null],
  ["", null],
])("the name “%s” is compared as %s", async (given, expected) => {
  expect(await apply(normalisedName("given"), given)).toBe(expected);
});

test.each([
  "BABY",
  "BABY GIRL",
  "BABY BOY SMITH",
  "TWIN",
  "TWIN ONE",
  "FEMALE TWIN TWO",
  "TRIPLET C",
  "INFANT OF",
  "INFANT OF SMITH",
  "SON OF SARAH",
  "NEWBORN",
  "MALE INFANT",
  "THE BABY",
  "UNKNOWN",
  "NOT KNOWN",
  "NOT YET NAMED",
  "TBC",
])("the forename %s is no evidence", async (given) => {
  expect(await apply(nameEvidence("forename", "given"), given)).toBeNull();
});

test.each([
  "AMELIA",
  "A",
  "SON",
  "BABETTE",
  "TWINKLE",
  "CHILDE",
  "TEDDY",
  "INFANTA",
  "MALEEHA",
  "NAME ME",
  "IVY",
])("the forename %s is a name", async (given) => {
  expect(await apply(nameEvidence("forename", "given"), given)).toBe(given);
});

test("as a surname, Child, Boy and Male are names, and Unknown is not", async () => {
  for (const name of ["CHILD", "BOY", "MALE", "GIRLING"])
    expect(await apply(nameEvidence("surname", "given"), name)).toBe(name);
  for (const name of ["UNKNOWN", "NOT KNOWN", "TWIN ONE", "BABY"])
    expect(await apply(nameEvidence("surname", "given"), name)).toBeNull();
});

test.each([
  ["b1 1aa", "B11AA"],
  ["B11AA ", "B11AA"],
  ["B33 3CC", "B333CC"],
  ["EC1A 1BB", "EC1A1BB"],
  ["ZZ99 3VZ", null],
  ["B1", null],
  ["unknown", null],
  ["", null],
])("the postcode “%s” is compared as %s", async (given, expected) => {
  expect(await apply(postcodeEvidence("compact"), given)).toBe(expected);
});

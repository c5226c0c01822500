import { expect, test } from "vitest";
import { mistype, placeholder, record, shorten, typedPostcode } from "../../workspace/sample/faults.js";
import { ethnicities } from "../../workspace/sample/names/ethnicity.js";
import type { Child } from "../../workspace/sample/people/family.js";
import { Random } from "../../workspace/sample/random.js";
import { type Rates, rates } from "../../workspace/sample/rates.js";

const without = Object.fromEntries(Object.keys(rates.register).map((k) => [k, 0])) as unknown as Rates;
const amelia = {
  forename: "Amelia",
  surname: "Hussain",
  sex: "female",
  multiple: false,
  order: 1,
  family: { ethnicity: ethnicities[0] },
} as unknown as Child;
const birth = { year: 2023, month: 4, date: 9 };

/** All that a system with one fault may write. */
function outcomes(fault: Partial<Rates>): Set<string> {
  const random = new Random(4);
  return new Set(
    Array.from({ length: 300 }, () => {
      const { forename, surname, birth: b } = record(amelia, birth, { ...without, ...fault }, random);
      return `${forename}|${surname}|${b.year}-${b.month}-${b.date}`;
    }),
  );
}

test("without faults a record is true", () => {
  expect([...outcomes({})]).toEqual(["Amelia|Hussain|2023-4-9"]);
});

test("day and month are exchanged", () => {
  expect([...outcomes({ swappedDayMonth: 1 })]).toEqual(["Amelia|Hussain|2023-9-4"]);
});

test("names are exchanged", () => {
  expect([...outcomes({ swappedNames: 1 })]).toEqual(["Hussain|Amelia|2023-4-9"]);
});

test("names have other spellings and nicknames", () => {
  const found = [...outcomes({ variant: 1 })].join();
  expect(found).toContain("Millie|");
  expect(found).toContain("|Hussein|");
  expect(found).not.toContain("Amelia|Hussain|");
});

test("an impossible date is one that no calendar has, or that stands for none", () => {
  expect([...outcomes({ impossibleDate: 1 })].sort()).toEqual([
    "Amelia|Hussain|1900-1-1",
    "Amelia|Hussain|2023-2-30",
  ]);
});

test("a slip of the keyboard is one letter out, in or exchanged", () => {
  const random = new Random(8);
  const slips = new Set(Array.from({ length: 400 }, () => mistype("Khan", random)));
  for (const slip of ["Kan", "Khhan", "Kahn", "Kgan", "Khab"]) expect(slips).toContain(slip);
  expect(slips).not.toContain("Khan");
});

test("compound names lose their hyphen or a part; others stay", () => {
  const random = new Random(8);
  const found = new Set(Array.from({ length: 200 }, () => shorten("Smith-Jones", random)));
  expect([...found].sort()).toEqual(["Jones", "Smith", "Smith Jones", "SmithJones"]);
  expect(shorten("Khan", random)).toBe("Khan");
});

test("a baby without a name is called by its sex or its mother, a twin by its number", () => {
  const random = new Random(8);
  const found = new Set(Array.from({ length: 100 }, () => placeholder(amelia, random)));
  expect([...found].sort()).toEqual(["Baby", "Baby Girl", "Infant of Hussain"]);
  expect(placeholder({ ...amelia, multiple: true, order: 2 }, random)).toBe("Twin Two");
});

test("a careless postcode can mostly still be read", () => {
  const random = new Random(8);
  const found = Array.from({ length: 200 }, () => typedPostcode("B51 2AB", 1, random));
  const read = found.filter((p) => p.replaceAll(" ", "").toUpperCase() === "B512AB");
  expect(read.length).toBeGreaterThan(140);
  expect(read.length).toBeLessThan(200);
});

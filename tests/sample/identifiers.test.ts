import { expect, test } from "vitest";
import {
  makeUpn,
  NhsNumbers,
  nhsCheckDigit,
  upnCheckLetter,
  wrongDigit,
} from "../../workspace/sample/identifiers.js";
import { Random } from "../../workspace/sample/random.js";

test("check digits of NHS numbers are those of published examples", () => {
  expect(nhsCheckDigit("842914145")).toBe(6);
  expect(nhsCheckDigit("643792718")).toBe(6);
});

test("NHS numbers are valid, each once, and in the range that is kept for tests", () => {
  const numbers = new NhsNumbers();
  const drawn = Array.from({ length: 50_000 }, () => numbers.next());
  expect(new Set(drawn).size).toBe(drawn.length);
  const wrong = drawn.filter((n) => !/^999\d{7}$/.test(n) || nhsCheckDigit(n.slice(0, 9)) !== Number(n[9]));
  expect(wrong).toEqual([]);
});

test("more NHS numbers than that range has are of ranges that are not issued either", () => {
  const numbers = new NhsNumbers();
  for (let i = 0; i < 920_000; i++) numbers.next();
  expect(numbers.next()).toMatch(/^998\d{7}$/);
});

test("check letters of UPNs are those of published examples", () => {
  expect(upnCheckLetter("801200001001")).toBe("H");
  expect(upnCheckLetter("00180001701A")).toBe("X");
});

test("a UPN names school, year and serial; a temporary one ends in a letter", () => {
  expect(makeUpn("3309001", 2024, 12)).toMatch(/^[A-Z]330900124012$/);
  expect(makeUpn("3309001", 2024, 12, true)).toMatch(/^[A-Z]33090012401[A-Z]$/);
});

test("a wrong digit never leaves a valid number", () => {
  const random = new Random(1);
  for (let i = 0; i < 500; i++) {
    const number = wrongDigit("9990000026", random);
    expect(nhsCheckDigit(number.slice(0, 9))).not.toBe(Number(number[9]));
  }
});

import type { Random } from "./random.js";

/** Numbers from 999 000 0000 are reserved for testing and never issued. */
const testRange = 999;

/**
 * Valid NHS numbers, each once, none of which was or will be given to a person.
 *
 * They come from the range reserved for testing, 999 000 0000 to 999 999 9999. It holds about
 * 900,000; when a very large sample has used it up, the ranges below it, from 998 down to 900,
 * follow: numbers that begin with 9 are not issued either.
 */
export class NhsNumbers {
  private drawn = 0;

  next(): string {
    for (;;) {
      const block = testRange - Math.floor(this.drawn / 1_000_000);
      // 617,393 has no factor in common with a million: each number comes once, in no order that shows.
      const rest = (this.drawn++ * 617_393 + 271_828) % 1_000_000;
      const nine = `${block}${String(rest).padStart(6, "0")}`;
      const check = nhsCheckDigit(nine);
      if (check !== null) return nine + check;
    }
  }
}

/** The tenth digit of an NHS number (modulus 11); null where the nine digits can have none. */
export function nhsCheckDigit(nine: string): number | null {
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += (nine.charCodeAt(i) - 48) * (10 - i);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? null : check;
}

const upnLetters = "ABCDEFGHJKLMNPQRTUVWXYZ";

/**
 * A unique pupil number: check letter, authority and school (7 digits), year (2), serial (3).
 * A temporary one ends in a letter.
 */
export function makeUpn(school: string, year: number, serial: number, temporary = false): string {
  const digits = String(serial % 1000).padStart(3, "0");
  const last = temporary ? upnLetters[serial % upnLetters.length]! : digits[2]!;
  const body = `${school}${String(year % 100).padStart(2, "0")}${digits.slice(0, 2)}${last}`;
  return upnCheckLetter(body) + body;
}

/** The first letter of a UPN from its other twelve characters: position times value, modulus 23. */
export function upnCheckLetter(body: string): string {
  let sum = 0;
  for (let i = 0; i < 12; i++) {
    const letter = upnLetters.indexOf(body[i]!);
    sum += (i + 2) * (letter < 0 ? Number(body[i]) : letter);
  }
  return upnLetters[sum % 23]!;
}

/** A number with one digit changed, so that its check digit no longer fits. */
export function wrongDigit(digits: string, random: Random): string {
  const at = random.between(3, digits.length - 1);
  const digit = (Number(digits[at]) + random.between(1, 9)) % 10;
  return `${digits.slice(0, at)}${digit}${digits.slice(at + 1)}`;
}

import type { Parts } from "./calendar.js";
import { forenameVariants, surnameVariants } from "./names/variants.js";
import type { Child } from "./people/family.js";
import type { Random } from "./random.js";
import type { Rates } from "./rates.js";

/** A child's particulars as a system has them. */
export interface Recorded {
  forename: string;
  surname: string;
  /** May be a date that does not exist. */
  birth: Parts;
}

/** Writes down a child's names and date of birth with the faults of a system. */
export function record(child: Child, birth: Parts, rates: Rates, random: Random): Recorded {
  let forename = variant(child.forename, forenameVariants, rates.variant, random);
  let surname = variant(child.surname, surnameVariants, rates.variant, random);
  if (random.chance(rates.compound)) forename = shorten(forename, random);
  if (random.chance(rates.compound)) surname = shorten(surname, random);
  if (random.chance(rates.typo)) forename = mistype(forename, random);
  if (random.chance(rates.typo)) surname = mistype(surname, random);
  if (random.chance(rates.swappedNames)) [forename, surname] = [surname, forename];
  if (random.chance(rates.spacing)) surname = random.pick([` ${surname}`, `${surname} `, `${surname}  `]);
  if (random.chance(rates.casing))
    surname = random.chance(0.5) ? surname.toUpperCase() : surname.toLowerCase();
  return { forename, surname, birth: wrongDate(birth, rates, random) };
}

/** What stands for a forename before a baby has one. */
export function placeholder(child: Child, random: Random): string {
  if (child.multiple) return `Twin ${["One", "Two", "Three"][child.order - 1]}`;
  const kind = random.next();
  if (kind < 0.6) return child.sex === "female" ? "Baby Girl" : "Baby Boy";
  return kind < 0.85 ? "Baby" : `Infant of ${child.surname}`;
}

function variant(name: string, variants: Map<string, string[]>, rate: number, random: Random): string {
  const others = variants.get(name);
  return others && random.chance(rate) ? random.pick(others) : name;
}

/** A name of several parts without its hyphen, or in part; others as they are. */
export function shorten(name: string, random: Random): string {
  const names = name.split(/[- ]/);
  if (names.length < 2) return name;
  const kind = random.next();
  if (kind < 0.35) return names.join(" ");
  if (kind < 0.65) return names[0]!;
  return kind < 0.9 ? names[names.length - 1]! : names.join("");
}

const rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** One slip of the keyboard: a letter left out, doubled, exchanged with the next, or its neighbour on the keyboard. */
export function mistype(name: string, random: Random): string {
  if (name.length < 3) return name;
  const at = random.between(1, name.length - 1);
  const kind = random.next();
  if (kind < 0.25) return name.slice(0, at) + name.slice(at + 1);
  if (kind < 0.4) return name.slice(0, at) + name[at] + name.slice(at);
  if (kind < 0.65 && at + 1 < name.length)
    return name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2);
  const row = rows.find((r) => r.includes(name[at]!));
  if (!row) return name.slice(0, at) + name.slice(at + 1);
  const column = row.indexOf(name[at]!);
  const neighbour = row[column === 0 ? 1 : column - 1]!;
  return name.slice(0, at) + neighbour + name.slice(at + 1);
}

function wrongDate(date: Parts, rates: Rates, random: Random): Parts {
  if (random.chance(rates.swappedDayMonth) && date.date <= 12)
    return { ...date, date: date.month, month: date.date };
  if (random.chance(rates.wrongDate)) {
    const kind = random.next();
    if (kind < 0.5) return { ...date, date: 1 + ((date.date + random.pick([1, 9, 10, 26])) % 28) };
    if (kind < 0.75) return { ...date, month: 1 + (date.month % 12) };
    return { ...date, year: date.year + (date.year > 2019 ? -1 : 1) };
  }
  if (random.chance(rates.impossibleDate))
    return random.chance(0.5) ? { ...date, month: 2, date: 30 } : { ...date, year: 1900, month: 1, date: 1 };
  return date;
}

/** A postcode as people type it: mostly right, at times without its space or in small letters. */
export function typedPostcode(postcode: string, rate: number, random: Random): string {
  if (!random.chance(rate)) return postcode;
  const kind = random.next();
  if (kind < 0.4) return postcode.replace(" ", "");
  if (kind < 0.6) return postcode.toLowerCase();
  if (kind < 0.8) return `${postcode} `;
  return mistype(postcode.toLowerCase(), random).toUpperCase();
}

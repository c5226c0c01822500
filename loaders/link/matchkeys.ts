import type { Rule } from "./linker.js";
import { areDifferent, areForms, isPartOf, shareOnlyShared } from "./name-table.js";

/** A rule of the deterministic linker, as conditions on two records `l` and `r` of table `distinct_record`. */
export interface Matchkey extends Rule {
  /** Columns that both records have and agree in; a pair is a column of the left and one of the right record. */
  equal: readonly (string | readonly [left: string, right: string])[];
  /** A further condition, the same if l and r change places. */
  and?: string;
}

const sameForename = "l.forename = r.forename";

const partsOf =
  (name: "forename" | "surname") =>
  (part: string): string =>
    `${name}_${part}`;

/** SQL: forms of one name. */
export const aliasForename = areForms(partsOf("forename"));
const aliasSurname = areForms(partsOf("surname"));

/** SQL: each forename has a name that the other has not. */
export const differentForenames = areDifferent(partsOf("forename"));

// Two spellings of a forename beside a surname that is a title, such as Begum, are as well two sisters.
const surnameTells = "NOT (l.surname_only_titles AND r.surname_only_titles)";

// A forename that very many children share tells no child from another beside a different surname.
const forenameTells = "NOT (l.forename_only_shared AND r.forename_only_shared)";

// One letter wrong in a name of four letters or more, two in a surname of seven; but not the first letter.
const misspelt = (name: "forename" | "surname") => {
  const length = `least(length(l.${name}), length(r.${name}))`;
  const mostWrong =
    name === "surname" ? `CASE WHEN ${length} >= 7 THEN 2 WHEN ${length} >= 4 THEN 1 ELSE 0 END` : "1";
  return `(left(l.${name}, 1) = left(r.${name}, 1) AND ${length} >= 4
      AND damerau_levenshtein(l.${name}, r.${name}) <= ${mostWrong})`;
};

// Two names in their own right are two children, however like they are spelt; so are names of which only a widely
// shared one is the same: Muhammad, and Muhammad Ali.
const notTwoNames = `NOT ${differentForenames} AND NOT ${shareOnlyShared(partsOf("forename"))}`;

// All words of the shorter name are in the longer: Smith and Smith-Jones, Sara and Sara Jane.
const partOf = (name: "forename" | "surname") =>
  `(${isPartOf(partsOf(name))} AND length(l.${name}) > 1 AND length(r.${name}) > 1)`;

/** SQL: one surname, as far as it is the same name. */
export const sameSurname = `coalesce(l.surname = r.surname OR ${aliasSurname} OR ${partOf("surname")} OR ${misspelt("surname")}, false)`;

const initialOrPrefix = "(starts_with(l.forename, r.forename) OR starts_with(r.forename, l.forename))";

// Exactly one of day, month and year differs, or day and month have changed places.
const nearlySameBirth = `(
      (day(l.date_of_birth) = day(r.date_of_birth))::INTEGER
      + (month(l.date_of_birth) = month(r.date_of_birth))::INTEGER
      + (year(l.date_of_birth) = year(r.date_of_birth))::INTEGER = 2
      OR (year(l.date_of_birth) = year(r.date_of_birth)
        AND day(l.date_of_birth) = month(r.date_of_birth) AND month(l.date_of_birth) = day(r.date_of_birth)
        AND l.date_of_birth <> r.date_of_birth)
    )`;

// A misread or missing date of birth is made good by the name. The surname alone will do only for a child without
// a forename: otherwise a brother's number, entered by mistake, would join the two.
const identifierByName = `(l.date_of_birth IS NULL OR r.date_of_birth IS NULL OR ${nearlySameBirth})
    AND (${sameForename} OR ${aliasForename} OR ${misspelt("forename")}
      OR ((l.forename IS NULL OR r.forename IS NULL) AND l.surname = r.surname))`;

/**
 * The deterministic linker's rules, strictest first. Each rests on what the rules before it have joined: a record
 * that a name rule would join to two different children is joined to neither.
 */
export const matchkeys: readonly Matchkey[] = [
  { name: "NHS number and date of birth", evidence: "identifier", equal: ["nhs_number", "date_of_birth"] },
  { name: "UPN and date of birth", evidence: "identifier", equal: ["upn", "date_of_birth"] },
  { name: "NHS number and name", evidence: "identifier", equal: ["nhs_number"], and: identifierByName },
  { name: "UPN and name", evidence: "identifier", equal: ["upn"], and: identifierByName },
  {
    name: "name, date of birth and postcode",
    evidence: "name",
    loose: true,
    equal: ["forename", "surname", "date_of_birth", "postcode"],
  },
  {
    name: "forename and surname swapped, date of birth and postcode",
    evidence: "name",
    equal: [["forename", "surname"], ["surname", "forename"], "date_of_birth", "postcode"],
  },
  {
    name: "form of the forename, surname, date of birth and postcode",
    evidence: "name",
    forenames: "form",
    equal: ["surname", "date_of_birth", "postcode"],
    and: `${aliasForename} AND ${surnameTells}`,
  },
  {
    name: "forename, similar surname, date of birth and postcode",
    evidence: "name",
    equal: ["forename", "date_of_birth", "postcode"],
    and: `(${misspelt("surname")} OR ${aliasSurname} OR ${partOf("surname")} OR ${shareOnlyShared(partsOf("surname"))}) AND ${forenameTells}`,
  },
  {
    name: "name, nearly the same date of birth, and postcode",
    evidence: "name",
    equal: ["forename", "surname", "postcode"],
    and: nearlySameBirth,
  },
  // Not on a date that stands for an unknown one: the model weighs how rare the name is.
  {
    name: "name and date of birth",
    evidence: "name",
    equal: ["forename", "surname", "date_of_birth"],
    and: "l.date_tells AND r.date_tells",
  },
  {
    name: "similar forename, surname, date of birth and postcode",
    evidence: "name",
    forenames: "spelling",
    equal: ["surname", "date_of_birth", "postcode"],
    and: `(${misspelt("forename")} OR ${partOf("forename")}) AND ${notTwoNames} AND ${surnameTells}`,
  },
  {
    name: "forename's beginning, surname, date of birth and postcode",
    evidence: "name",
    forenames: "form",
    equal: ["surname", "date_of_birth", "postcode"],
    and: `${initialOrPrefix} AND ${notTwoNames} AND ${surnameTells}`,
  },
  {
    name: "forename, date of birth and postcode",
    evidence: "name",
    equal: ["forename", "date_of_birth", "postcode"],
    and: `length(l.forename) > 1 AND ${forenameTells}`,
  },
];

import { identifier, literal } from "../../store/database.js";
import { compactPostcode, nameEvidence, normalisedName } from "../names.js";
import type { Field } from "./schema.js";

/** Whole values, in capitals and without spaces and punctuation, that stand for none. */
const standsForNone = [
  ...[
    "NULL",
    "NONE",
    "NIL",
    "NA",
    "NAN",
    "NK",
    "UNK",
    "UNKNOWN",
    "MISSING",
    "BLANK",
    "REDACTED",
    "TBC",
    "TBA",
  ],
  ...["KNOWN", "STATED", "GIVEN", "RECORDED", "AVAILABLE", "APPLICABLE"].map((word) => `NOT${word}`),
];

/** SQL: a field's value as it is compared, from the text column that holds what the file says; null for none. */
export function fieldSql(field: Field, column: string): string {
  const value = valueSql(field, column);
  if (field.kind === "raw" || field.kind === "number" || field.kind === "date") return value;
  const none = standsForNone.map(literal).join(", ");
  return `CASE WHEN regexp_replace(upper(${identifier(column)}), '[\\s[:punct:]]', '', 'g') NOT IN ('', ${none}) THEN ${value} END`;
}

function valueSql({ kind, order }: Field, column: string): string {
  const given = identifier(column);
  const plain = `nullif(trim(regexp_replace(strip_accents(upper(${given})), '[\\s,.;]+', ' ', 'g')), '')`;
  switch (kind) {
    case "raw":
      return `nullif(${given}, '')`;
    case "text":
      return plain;
    case "forename":
    case "surname":
      return nameEvidence(kind, normalisedName(column));
    case "postcode": {
      const compact = compactPostcode(column);
      return `CASE WHEN NOT starts_with(${compact}, 'ZZ99') THEN nullif(${compact}, '') END`;
    }
    // A value of one digit or letter throughout stands for none.
    case "identifier": {
      const compact = compactPostcode(column);
      return `CASE WHEN replace(${compact}, left(${compact}, 1), '') <> '' OR length(${compact}) = 1 THEN nullif(${compact}, '') END`;
    }
    case "email":
      return `nullif(lower(trim(${given})), '')`;
    case "number":
      return `TRY_CAST(trim(${given}) AS DOUBLE)`;
    case "date":
      return dateSql(given, order);
  }
}

/**
 * SQL: a date as eight characters, year first. One that is not in the calendar is kept, and so is a letter read in
 * place of a digit: the other digits may be right.
 */
function dateSql(given: string, order: Field["order"]): string {
  const [first, second] = order === "day-first" ? ["\\1", "\\2"] : ["\\2", "\\1"];
  const digit = "[0-9A-Z]";
  const trimmed = `upper(trim(${given}))`;
  const padded = `regexp_replace(regexp_replace(regexp_replace(${trimmed}, '^([0-9][-/. ])', '0\\1'), '([-/. ])([0-9][-/. ])', '\\10\\2'), '([-/. ])([0-9])$', '\\10\\2')`;
  const yearLast = `^(${digit}{2})[-/. ](${digit}{2})[-/. ](${digit}{4})(?:[T ].*)?$`;
  const yearFirst = `^(${digit}{4})[-/. ](${digit}{2})[-/. ](${digit}{1,2})(?:[T ].*)?$`;
  const spaced = `regexp_replace(${trimmed}, '[-/.,\\s]+', ' ', 'g')`;
  const monthNamed = `try_strptime(${spaced}, ['%d %b %Y', '%d %B %Y', '%b %d %Y', '%B %d %Y', '%Y %b %d'])`;
  return `CASE
      WHEN regexp_matches(${trimmed}, '[A-Z]{3}') AND ${monthNamed} IS NOT NULL THEN strftime(${monthNamed}, '%Y%m%d')
      WHEN regexp_matches(${trimmed}, '^[0-9]{8}$') AND substr(${trimmed}, 5, 2) <= '17' THEN ${trimmed}
      WHEN regexp_matches(${trimmed}, '^[0-9]{8}$') AND substr(${trimmed}, 5, 2) IN ('18', '19', '20')
        THEN regexp_replace(${trimmed}, '^(..)(..)(....)$', '\\3${second}${first}')
      WHEN regexp_matches(${padded}, '${yearFirst}')
        THEN regexp_replace(${padded}, '${yearFirst}', '\\1\\2\\3')
      WHEN regexp_matches(${padded}, '${yearLast}')
        THEN regexp_replace(${padded}, '${yearLast}', '\\3${second}${first}')
      WHEN length(regexp_replace(${trimmed}, '[^0-9]', '', 'g')) >= 6 THEN regexp_replace(${trimmed}, '[^0-9A-Z]', '', 'g')
    END`;
}

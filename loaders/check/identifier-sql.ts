import type { Column } from "../registry/column.js";

/**
 * SQL for an identifier in one form, whatever a spreadsheet made of it: 943 476 5919, 9434765919.0, 9,434,765,919, '9434765919
 * and 9.434765919E+09 are 9434765919. The text itself for a column that identifies nobody.
 */
export function identifierSql({ type, role, identifier }: Column, text: string): string {
  if (type !== "text" || !(identifier || role)) return text;
  const cases = [
    `WHEN regexp_full_match(${text}, '\\d+\\.0+') THEN split_part(${text}, '.', 1)`,
    // As many digits as the exponent wants: none is lost.
    `WHEN ${isShortened(text, role)} AND ${digitsKept(text)} THEN printf('%.0f', TRY_CAST(${text} AS DOUBLE))`,
    `WHEN regexp_full_match(${text}, '\\d{1,3}(,\\d{3})+(\\.0+)?') THEN replace(split_part(${text}, '.', 1), ',', '')`,
    // By an apostrophe a spreadsheet is told that digits are a text.
    `WHEN regexp_full_match(${text}, '''\\d+') THEN substr(${text}, 2)`,
  ];
  if (role === "nhs_number") {
    const between = "\\s()_/\\x{00a0}\\x{2000}-\\x{2015}\\x{202f}\\x{2060}\\x{2212}-";
    const digits = `regexp_replace(${text}, '^''|^"+|"+$|^(?i:nhs ?(no|num|number)?[.:]?)|[.,]0+$|[${between}]', '', 'g')`;
    cases.unshift(
      `WHEN regexp_full_match(${digits}, '\\d{10}') THEN ${digits}`,
      `WHEN regexp_full_match(${text}, '\\d{3}\\.\\d{3}\\.\\d{4}') THEN replace(${text}, '.', '')`,
    );
  }
  if (role === "upn") {
    const upn = `regexp_replace(${text}, '^''|[\\s\\x{00a0}-]', '', 'g')`;
    cases.unshift(`WHEN regexp_full_match(${upn}, '[A-Za-z]\\d{11}[0-9A-Za-z]') THEN ${upn}`);
  }
  // What is a name, or ten digits, was made into nothing else: nothing has to be tried.
  const asItIs =
    role === "nhs_number"
      ? `regexp_full_match(${text}, '\\d{10}')`
      : role === "upn"
        ? ""
        : startsOtherwise(text);
  return `CASE ${asItIs && `WHEN ${asItIs} THEN ${text} `}${cases.join(" ")} ELSE ${text} END`;
}

/** True, in SQL, of a text that begins neither with a digit nor with an apostrophe. */
const startsOtherwise = (text: string): string =>
  `(${text} >= ':' OR (${text} < '0' AND NOT starts_with(${text}, '''')))`;

/** SQL that is true of an identifier whose last digits a spreadsheet lost; undefined for a column that identifies nobody. */
export function digitsLost({ type, role, identifier }: Column, text: string): string | undefined {
  if (type !== "text" || !(identifier || role)) return undefined;
  const sign = role === "nhs_number" ? `contains(upper(${text}), 'E')` : `contains(${text}, '+')`;
  return `(${text} >= '0' AND ${text} < ':' AND ${sign} AND ${isShortened(text, role)})`;
}

/** No NHS number has a letter; another identifier may, as 1E5 has, and is a number only with a plus in it. */
function isShortened(text: string, role: Column["role"]): string {
  const plus = role === "nhs_number" ? "\\+?" : "\\+";
  return `regexp_full_match(${text}, '\\d([.,]\\d+)?[eE]${plus}\\d{1,3}')`;
}

function digitsKept(text: string): string {
  const fraction = `length(regexp_extract(${text}, '\\.(\\d+)', 1))`;
  const exponent = `TRY_CAST(regexp_extract(${text}, '(\\d+)$', 1) AS INTEGER)`;
  return `${fraction} = ${exponent} AND ${exponent} < 15`;
}

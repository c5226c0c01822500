import type { Database } from "../store/database.js";

/** Letters that a UPN's check may be; a letter's value is its place. */
const upnLetters = "ABCDEFGHJKLMNPQRTUVWXYZ";

/** The ten digits of an NHS number however it is spaced, or null if there are not ten. */
export function nhsNumberDigits(text: string): string | null {
  const digits = text.replace(/[\s\u00a0-]/g, "");
  return /^\d{10}$/.test(digits) ? digits : null;
}

/**
 * True for an NHS number whose check digit holds: the first nine digits weighted 10 to 2, the sum taken from the next
 * multiple of 11; a number whose check would be 10 is never issued. Ten digits all the same pass the sum, stand for "unknown", and are invalid.
 */
export function isValidNhsNumber(text: string): boolean {
  const digits = nhsNumberDigits(text);
  if (digits === null || /^(.)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < 9; i++) sum += Number(digits[i]) * (10 - i);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

/**
 * True for a unique pupil number whose check letter holds: the twelve characters after it weighted 2 to 13, their sum
 * modulo 23 the place of the letter. A letter at the end marks a temporary number, which is valid too.
 */
export function isValidUpn(text: string): boolean {
  const upn = text.trim().toUpperCase();
  if (!upnForm.test(upn)) return false;
  let sum = 0;
  for (let i = 1; i < 13; i++) sum += upnValue(upn[i]!) * (i + 1);
  return upnLetters[sum % 23] === upn[0];
}

/** True for a unique pupil number that a school gave for the time being: it ends in a letter. */
export function isTemporaryUpn(text: string): boolean {
  return /[A-Z]$/i.test(text.trim());
}

const upnForm = new RegExp(`^[${upnLetters}]\\d{11}[\\d${upnLetters}]$`);

function upnValue(character: string): number {
  return /\d/.test(character) ? Number(character) : upnLetters.indexOf(character);
}

/**
 * Makes the same rules available in a database's session, as macros over a text: `nhs_number_digits`, `is_valid_nhs_number`,
 * `upn_text`, `is_valid_upn`, `is_temporary_upn`. Each is null for null; a test is false for a text of the wrong form.
 */
export async function defineIdentifierMacros(db: Database): Promise<void> {
  const weighted = Array.from(
    { length: 9 },
    (_, i) => `${10 - i} * TRY_CAST(digits[${i + 1}] AS INTEGER)`,
  ).join(" + ");
  const numerals = Array.from({ length: 11 }, (_, i) => `${i + 2} * TRY_CAST(upn[${i + 2}] AS INTEGER)`).join(
    " + ",
  );
  const lastValue = `coalesce(TRY_CAST(upn[13] AS INTEGER), strpos('${upnLetters}', upn[13]) - 1)`;
  const macros = [
    `nhs_number_digits(t) AS nullif(regexp_extract(regexp_replace(t, '[\\s\\x{00a0}-]', '', 'g'), '^\\d{10}$'), '')`,
    `nhs_number_sum(digits) AS (${weighted}) % 11`,
    `nhs_number_check_holds(digits) AS
      digits <> repeat(digits[1], 10)
      AND (11 - nhs_number_sum(digits)) % 11 = TRY_CAST(digits[10] AS INTEGER)`,
    `is_valid_nhs_number(t) AS CASE WHEN t IS NOT NULL THEN coalesce(nhs_number_check_holds(nhs_number_digits(t)), false) END`,
    `upn_text(t) AS upper(trim(t))`,
    `upn_check_holds(upn) AS regexp_matches(upn, '${upnForm.source}') AND '${upnLetters}'[(${numerals} + 13 * ${lastValue}) % 23 + 1] = upn[1]`,
    `is_valid_upn(t) AS CASE WHEN t IS NOT NULL THEN upn_check_holds(upn_text(t)) END`,
    `is_temporary_upn(t) AS regexp_matches(upn_text(t), '[A-Z]$')`,
  ];
  for (const macro of macros) await db.run(`CREATE OR REPLACE TEMP MACRO ${macro}`);
}

import { identifier } from "../store/database.js";

/**
 * SQL: a name as it is compared. Upper case, accents and punctuation removed, white space collapsed; null where
 * no letter is left. Hyphens part words; apostrophes, full stops and what stands for a letter that was lost do not.
 */
export function normalisedName(column: string): string {
  const plain = `strip_accents(upper(${identifier(column)}::VARCHAR))`;
  const latin = `replace(replace(replace(replace(translate(${plain}, 'ŁØĐİ', 'LODI'), 'ẞ', 'SS'), 'Æ', 'AE'), 'Œ', 'OE'), 'Þ', 'TH')`;
  const joined = `regexp_replace(${latin}, '[''’‘ʼ\`´.?\uFFFD]', '', 'g')`;
  return `nullif(trim(regexp_replace(${joined}, '[^\\p{L}\\p{M}]+', ' ', 'g')), '')`;
}

const unnamed =
  "UNKNOWN|UNNAMED|UNREGISTERED|NAME|NO NAME|NOT (?:YET )?(?:KNOWN|NAMED|STATED|GIVEN|RECORDED)|NK|NA|TBC|TBA|TEST";
const child = "BABY|BABE|INFANT|NEWBORN|NEW BORN|NEONATE|TWIN|TRIPLET|QUADRUPLET";
const kinds = `${child}|CHILD|BOY|GIRL|MALE|FEMALE`;
const counters = "OF|THE|ONE|TWO|THREE|FIRST|SECOND|THIRD|I|II|III|A|B|C|D";

/** Whole normalised forenames that stand for “not named yet”, and openings that make the rest no name of the child's. */
const placeholderForename = `^(?:(?:${unnamed})|(?:(?:${counters}) )*(?:${kinds})(?: (?:${kinds}|${counters}))*|(?:${child}|SON|DAUGHTER|CHILD|BOY|GIRL) .*)$`;
const placeholderSurname = `^(?:${unnamed}|NO SURNAME|SURNAME|(?:${child})(?: (?:${kinds}|${counters}))*)$`;

/** SQL: a normalised name, or null where it is a placeholder such as “baby girl”: that is no evidence of who the child is. */
export function nameEvidence(role: "forename" | "surname", normalised: string): string {
  const placeholder = role === "forename" ? placeholderForename : placeholderSurname;
  return `CASE WHEN NOT regexp_matches(${normalised}, '${placeholder}') THEN ${normalised} END`;
}

/** SQL: a text without all that is no letter or digit, in capitals, as `postcodeEvidence` reads it. */
export function compactPostcode(column: string): string {
  return `regexp_replace(upper(${identifier(column)}::VARCHAR), '[^A-Z0-9]', '', 'g')`;
}

/** SQL: a compact postcode; null where it is not of a postcode's form or means “no fixed address”. */
export function postcodeEvidence(compact: string): string {
  return `CASE WHEN regexp_matches(${compact}, '^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$') AND NOT starts_with(${compact}, 'ZZ99') THEN ${compact} END`;
}

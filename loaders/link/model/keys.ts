import { identifier } from "../../store/database.js";

/*
 * A blocking key is a field, or a part of one after a colon (surname:3, date_of_birth:year, postcode:sector), or
 * two fields without order: sorted(forename, surname).
 */

const whole = /^[a-z][a-z0-9_]*$/;
const part = /^([a-z][a-z0-9_]*):([a-z0-9-]+)$/;
const first = /^[1-9][0-9]?$/;
const last = /^last-([1-9][0-9]?)$/;
const sorted = /^sorted\(\s*([a-z][a-z0-9_]*)\s*,\s*([a-z][a-z0-9_]*)\s*\)$/;

const parts: Record<string, (column: string) => string> = {
  year: (c) => `left(${c}, 4)`,
  month: (c) => `substr(${c}, 5, 2)`,
  day: (c) => `right(${c}, 2)`,
  "year-month": (c) => `left(${c}, 6)`,
  "month-day": (c) => `right(${c}, 4)`,
  "year-day": (c) => `left(${c}, 4) || right(${c}, 2)`,
  sector: (c) => `CASE WHEN length(${c}) >= 5 THEN left(${c}, length(${c}) - 2) END`,
  district: (c) => `CASE WHEN length(${c}) >= 5 THEN left(${c}, length(${c}) - 3) END`,
  // The sound of a name, near enough: its first letter and its later consonants, none twice running.
  consonants: (c) =>
    `left(${c}, 1) || ${undoubled(`regexp_replace(substr(${c}, 2), '[^BCDFGJKLMNPQRSTVXZ]', '', 'g')`)}`,
  username: (c) => `split_part(${c}, '@', 1)`,
  "first-word": (c) => `split_part(${c}, ' ', 1)`,
};

/** What is wrong with a key's text, or undefined. */
export function keyMistake(text: string): string | undefined {
  const [, , which] = part.exec(text) ?? [];
  if (which !== undefined && (which in parts || first.test(which) || last.test(which))) return undefined;
  if (whole.test(text) || sorted.test(text)) return undefined;
  return `must be a field, a field and a part of it (a number of first letters, last- and a number, or ${Object.keys(parts).join(", ")}), such as “surname:3”, or “sorted(forename, surname)”.`;
}

/** The fields that a key is made of. */
export function keyFields(text: string): string[] {
  const [, ...both] = sorted.exec(text) ?? [];
  return both.length ? both : [text.split(":")[0]!];
}

/**
 * SQL: a key's value for a record; null where it has none, and then the record is in none of the rule's pairs.
 * `values` is SQL for the values of the key's fields. Without: the columns of their names.
 */
export function keySql(text: string, ...values: string[]): string {
  const [x, y] = values.length ? values : keyFields(text).map(identifier);
  if (y) return `CASE WHEN ${x} <= ${y} THEN ${x} || '|' || ${y} ELSE ${y} || '|' || ${x} END`;
  const [, , which] = part.exec(text) ?? [];
  if (!which) return x!;
  const fromEnd = last.exec(which)?.[1];
  const [side, length] = fromEnd ? ["right", fromEnd] : ["left", which];
  const value = parts[which]?.(x!) ?? `CASE WHEN length(${x}) >= ${length} THEN ${side}(${x}, ${length}) END`;
  return `nullif(${value}, '')`;
}

function undoubled(text: string): string {
  return [..."BCDFGKLMNPRSTZ"].reduce(
    (sql, letter) => `replace(${sql}, '${letter}${letter}', '${letter}')`,
    text,
  );
}

/** Whether two rules have the same keys in the same order. */
export function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

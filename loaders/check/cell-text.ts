import { shapeLength } from "../registry/shape.js";
import { literal } from "../store/database.js";

/** White space of every kind, with no-break spaces, zero-width marks and byte-order marks among it. */
const space = "\\s\u00a0\u200b\u2060\ufeff";
const spaces = new RegExp(`[${space}]+`, "gu");
/** Marks that nobody sees: hyphens where a line may be broken, joiners, and those that say which way a text runs. */
export const unseen = "\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
const unseenMarks = new RegExp(`[${unseen}]`, "gu");
const spaceCharacters = `${unseen} \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff`;

/** A header as it is compared: in lower case, runs of white space as one space, references to notes and unseen marks left out. */
export function headerKey(header: string): string {
  return header
    .replace(noteReference, " ")
    .replace(unseenMarks, "")
    .replace(spaces, " ")
    .trim()
    .toLowerCase();
}

// Official statistics write [note 3] beside a header, and the number changes between releases; what prints pages, (continued).
const noteReference = /\[note [^\]]*\]|\(cont(?:inued|'d|\.)?\)/gi;

const untidy = `'^[${spaceCharacters}]|[${spaceCharacters}]\\z|\u00a0|^="'`;

/**
 * SQL for a cell's text: white space and ="…" around it taken away, no-break spaces inside as plain ones, null if nothing is
 * left. `isTidy`: it is known to have neither around it, nor a no-break space in it, and to be null where it is empty.
 */
export function cellSql(expression: string, isTidy = false): string {
  if (isTidy) return expression;
  // ="0123" is how a spreadsheet is told to leave a text as it is.
  const bare = `regexp_replace(${expression}, '^\\s*="([^"]*)"\\s*$', '\\1')`;
  const tidied = `trim(replace(${bare}, '\u00a0', ' '), ${literal(spaceCharacters)})`;
  // Trimming so many characters is slow, and few cells need it.
  return `nullif(CASE WHEN regexp_matches(${expression}, ${untidy}) THEN ${tidied} ELSE ${expression} END, '')`;
}

/** SQL for the shape of a text, as shapeOf gives it. */
export function shapeSql(expression: string): string {
  const steps = [
    ["[\\p{Lu}\\p{Lt}]", "A"],
    ["[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]", "a"],
    ["\\p{N}", "9"],
  ];
  const shaped = steps.reduce(
    (sql, [pattern, sign]) => `regexp_replace(${sql}, '${pattern}', '${sign}', 'g')`,
    expression,
  );
  return `left(${shaped}, ${shapeLength})`;
}

/**
 * What is wrong with a regular expression that an engine matches which never goes back (RE2, github.com/google/re2/wiki/Syntax),
 * so that no pattern can be slow; undefined of one that it takes.
 */
export function patternMistake(pattern: string): string | undefined {
  if (!isRegExp(pattern) || /\(\?<?[=!]|\\[1-9]|\\k</.test(pattern))
    return "must be a regular expression, without look-ahead, look-behind or references to groups.";
  if (/\(\?</.test(pattern)) return "has a group with a name. Write it without, as in (…).";
  const odd = unknownEscape.exec(pattern)?.[0];
  if (odd) return `has ${odd}, which is no sign of it. Write the letter itself, or \\x{00E9} for its code.`;
  const [, kind] = [...pattern.matchAll(/\[:\^?(\w*):\]/g)].find(([, name]) => !classes.has(name!)) ?? [];
  if (kind !== undefined) return `has [:${kind}:], which is no kind of letters. Write one as in [:alpha:].`;
  const property = [...pattern.matchAll(/\\[pP]\{\^?([^}]*)\}?/g)].find(
    ([, name]) => !isProperty(name!),
  )?.[1];
  if (property !== undefined)
    return `has \\p{${property}}, which is no property. Write one as in \\p{L} for letters.`;
  if (
    [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].some(
      ([, from, to]) => Math.max(Number(from), Number(to || 0)) > 1_000,
    )
  )
    return "repeats something more than 1,000 times. Write fewer.";
  if (/\{\d+,?\d*(?![\d,}])/.test(pattern))
    return "has a { that is not closed. Close it, or write \\{ for the sign.";
  return undefined;
}

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

/** A letter behind a backslash that stands for nothing there. */
const unknownEscape = /(?<!\\)(?:\\\\)*\\[^\W_\dafnrtvdDsSwWbBAzpPxQEC]/;
const classes = new Set(
  "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".split(" "),
);
const scripts = new Set(
  "Arabic Bengali Common Cyrillic Devanagari Greek Gujarati Gurmukhi Han Hebrew Latin Tamil".split(" "),
);
const isProperty = (name: string): boolean => /^[CLMNPSZ][a-z]?$/.test(name) || scripts.has(name);

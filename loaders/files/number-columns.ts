/** True of a text that is a number however it is written: "12.5%", "1,234", "£7", "(3)", "4e1", "45 per 1,000". */
function looksNumeric(text: string): boolean {
  return /^[\s£$€(+\-−~<>≤≥=]*\.?\d[\d.,\s\u00a0]*(?:e[+-]?\d+)?[\s)%‰]*(?:(?:per|in|of|out of)\b[\s\d.,%]*)?$/i.test(
    text,
  );
}

// "four", "seven children"
const inWords =
  /^(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: (?:child|children|boys?|girls?|pupils?|famil(?:y|ies)|places?))?$/i;

/** A text with its digits as 0 to 9, whatever script or width they are of, and a half as .5. */
function withPlainDigits(text: string): string {
  return text
    .replace(/\s?[¼-¾⅐-⅞]/g, ".5")
    .normalize("NFKC")
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0)!;
      let zero = code;
      while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
      return String(code - zero);
    });
}

const ahead =
  /^\W*(?:about|approx(?:imately)?|circa|ca?|n|rank|top|bottom|lowest|highest|under|over|at (?:least|most)|up to|(?:fewer|less|more) than|decile|quintile|quartile|percentile)[\s.:=]*\d[\d.,]*(?:\W*|st|nd|rd|th)$/i;
const behind =
  /^\W*\d[\d.,]*\s*(?:[/:]\s*\d[\d.,]*\s*%?$|(?:out )?of\b|%|per ?cent\b|in \d|(?:st|nd|rd|th)(?:\s+\w+tile)?$|sd\b|points?\b|pp\b|percentage\b|(?:child|children|boys?|girls?|bab(?:y|ies)|pupils?|famil(?:y|ies)|places?)\b|[*†‡(]|(?:–|-|to)\s*\d[\d.,]*\s*%?$)/i;
const period = /^(?:19|20)\d\d[/–-]\d\d\b/;
const clock = /^\d{1,2}:\d\d\b/;

/**
 * True of a text that a reader takes a number from: one that is a number, and "7 of 40", "7/40", "7 children", "7*", "7 to 9",
 * "about 7", "3rd", "decile 4". Not of a period, such as 2024/25, of a time of day, or of a name with a number in it.
 */
export function tellsNumber(text: string): boolean {
  const trimmed = withPlainDigits(text).trim();
  if (looksNumeric(trimmed)) return true;
  return (ahead.test(trimmed) || behind.test(trimmed)) && !period.test(trimmed) && !clock.test(trimmed);
}

// Above or below the average, red or green: not a number, and yet it bounds one.
const standing =
  /^(?:(?:very|much|well|far|significantly|statistically|slightly)\s+)*(?:(?:above|below|better|worse|higher|lower|similar|same|greater|less|more|fewer)\b.*|high|medium|low|red|amber|green)$/i;

// "Girls (n=45)"
const sizeInName = /\bn\s*=\s*\d/i;

// "Acorn: 4", "Acorn (4)"
const numberBehind = /\p{L}.*?[^\p{L}\d](\d[\d,]*)\D*$/u;

/** Whether the names of at least two rows end with their rows' counts, and of none with another number. */
function endsWithCount(texts: readonly string[], counts: readonly (number | undefined)[]): boolean {
  const ends = texts.flatMap((text, row) => {
    const [, number] = numberBehind.exec(withPlainDigits(text)) ?? [];
    const count = counts[row];
    return number === undefined || count === undefined ? [] : [Number(number.replaceAll(",", "")) === count];
  });
  return ends.length > 1 && ends.every(Boolean);
}

function tellsOfRow(text: string): boolean {
  return tellsNumber(text) || standing.test(text.trim()) || inWords.test(text.trim());
}

/**
 * The first column that holds a number about each row, or how it compares, rather than what the row is about: without it rows
 * are still told apart, or it is the size of a group behind its name. `rows` have a text a column, `counts` are theirs as far
 * as they are known; `declared` columns say what rows are about, whatever they hold.
 */
export function columnAboutRows(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  declared: readonly string[],
  counts: readonly (number | undefined)[] = [],
): string | undefined {
  const isToldBy = (at: number) =>
    columns.length > 1 &&
    new Set(rows.map((row) => JSON.stringify(row.filter((_, i) => i !== at)))).size === rows.length;
  return columns.find(
    (column, at) =>
      !declared.includes(column) &&
      (rows.some((row) => sizeInName.test(row[at]!)) ||
        endsWithCount(
          rows.map((row) => row[at]!),
          counts,
        ) ||
        (rows.some((row) => tellsOfRow(row[at]!)) && isToldBy(at))),
  );
}

/** True of a text that is a number however it is written: "12.5%", "1,234", "£7", "(3)", "45 per 1,000". */
function looksNumeric(text: string): boolean {
  return /^[\s£$€(+\-−~<>≤≥=]*\.?\d[\d.,\s\u00a0]*[\s)%‰]*(?:(?:per|in|of|out of)\b[\s\d.,%]*)?$/i.test(text);
}

const ahead =
  /^\W*(?:about|approx(?:imately)?|circa|ca?|n|rank|top|bottom|lowest|highest|under|over|at (?:least|most)|up to|(?:fewer|less|more) than|decile|quintile|quartile|percentile)[\s.:=]*\d[\d.,]*(?:\W*|st|nd|rd|th)$/i;
const behind =
  /^\W*\d[\d.,]*\s*(?:[/:]\s*\d[\d.,]*\s*%?$|(?:out )?of\b|%|per ?cent\b|in \d|(?:st|nd|rd|th)(?:\s+\w+tile)?$|sd\b|points?\b|(?:child|children|boys?|girls?|bab(?:y|ies)|pupils?|famil(?:y|ies)|places?)\b|[*†‡(]|(?:–|-|to)\s*\d[\d.,]*\s*%?$)/i;
const period = /^(?:19|20)\d\d[/–-]\d\d\b/;
const clock = /^\d{1,2}:\d\d\b/;

/**
 * True of a text that a reader takes a number from: one that is a number, and "7 of 40", "7/40", "7 children", "7*", "7 to 9",
 * "about 7", "3rd", "decile 4". Not of a period, such as 2024/25, of a time of day, or of a name with a number in it.
 */
export function tellsNumber(text: string): boolean {
  const trimmed = text.trim();
  if (looksNumeric(trimmed)) return true;
  return (ahead.test(trimmed) || behind.test(trimmed)) && !period.test(trimmed) && !clock.test(trimmed);
}

// Above or below the average, red or green: not a number, and yet it bounds one.
const standing =
  /^(?:(?:very|much|well|far|significantly|statistically|slightly)\s+)*(?:(?:above|below|better|worse|higher|lower|similar|same|greater|less|more|fewer)\b.*|high|medium|low|red|amber|green)$/i;

// "Girls (n=45)"
const sizeInName = /\bn\s*=\s*\d/i;

/**
 * The first column that holds a number about each row, or how it compares, rather than what the row is about: without it rows
 * are still told apart, or it is the size of a group behind its name. `rows` have a text a column; `declared` columns say
 * what rows are about, whatever they hold.
 */
export function columnAboutRows(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  declared: readonly string[],
): string | undefined {
  const isToldBy = (at: number) =>
    columns.length > 1 &&
    new Set(rows.map((row) => JSON.stringify(row.filter((_, i) => i !== at)))).size === rows.length;
  return columns.find(
    (column, at) =>
      !declared.includes(column) &&
      (rows.some((row) => sizeInName.test(row[at]!)) ||
        (rows.some((row) => tellsNumber(row[at]!) || standing.test(row[at]!.trim())) && isToldBy(at))),
  );
}

/** True of a text that is a number however it is written: "12.5%", "1,234", "£7", "(3)", "45 per 1,000". */
export function looksNumeric(text: string): boolean {
  return /^[\s£$€(+\-−~<>≤≥=]*\d[\d.,\s\u00a0]*[\s)%‰]*(?:(?:per|in|of|out of)\b[\s\d.,%]*)?$/i.test(text);
}

/**
 * The first column that holds a number about each row, rather than what the row is about: without it rows are still told
 * apart. `rows` have a text a column; `declared` columns say what rows are about, whatever they hold.
 */
export function columnAboutRows(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  declared: readonly string[],
): string | undefined {
  if (columns.length < 2) return undefined;
  return columns.find(
    (column, at) =>
      !declared.includes(column) &&
      rows.some((row) => looksNumeric(row[at]!)) &&
      new Set(rows.map((row) => JSON.stringify(row.filter((_, i) => i !== at)))).size === rows.length,
  );
}

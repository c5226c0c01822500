import { statusShorthand } from "../../../../components/words/status.js";
import { headersText } from "../../../files/header-text.js";
import { columnAboutRows } from "../../../files/number-columns.js";
import { headerOf } from "../../../files/open-table.js";
import { readRows } from "../../../files/read-rows.js";
import { TellableError } from "../../../store/safe-message.js";

/** What stands for a suppressed number. */
export const suppressedMark = statusShorthand.suppressed!;

/** A table in long form. */
export interface Table {
  /** The file's name, for messages. */
  name: string;
  /** Columns in the file's order. */
  columns: string[];
  /** The columns that say what a row is about, in the order of their names. */
  dimensions: string[];
  countColumn: string;
  denominatorColumn: string | undefined;
  /** Says how many settings or schools stand behind a count. It is not written again, as it tells of what is suppressed. */
  contributorsColumn?: string | undefined;
  rows: TableRow[];
}

export interface TableRow {
  /** All of the row, as in the file. */
  texts: Record<string, string | null>;
  /** Its category in each of the dimensions. */
  key: string[];
  count: number;
  denominator: number | undefined;
  contributors?: number | undefined;
}

/**
 * Reads a table in long form, CSV or Parquet: dimension columns, `count`, and perhaps `denominator` and `contributors`. `option` is what
 * the file was given to, for messages; `declared` are columns of numbers that the policy says are dimensions. In a table that
 * `isPublished` a count may be suppressed: it is NaN.
 *
 * Throws a TellableError for a file that cannot be read, a missing column, a count that is not a whole number of 0 or
 * more, a denominator below its count, a category that is missing, and a cell that is there twice.
 */
export async function readTable(
  file: string,
  option: string,
  declared: readonly string[] = [],
  isPublished = false,
): Promise<Table> {
  const read = await readRows(file, option);
  const { name, headers, rows } = read;
  const countColumn = headerOf(read, ["count"]);
  if (countColumn === undefined)
    throw new TellableError(
      `${name}: has no column “count”, only ${headersText(headers, declared)}. Name the column that holds the counts so.`,
    );
  const denominatorColumn = headerOf(read, ["denominator"]);
  const contributorsColumn = declared.includes("contributors") ? undefined : headerOf(read, ["contributors"]);
  const measures = [countColumn, denominatorColumn, contributorsColumn];
  const dimensions = headers.filter((h) => !measures.includes(h)).sort();
  if (!dimensions.length)
    throw new TellableError(
      `${name}: has no column that says what a count is of. Add one for each dimension, such as area or sex.`,
    );
  const columns = headers.filter((h) => h !== contributorsColumn);
  const table = { name, columns, dimensions, countColumn, denominatorColumn, contributorsColumn };
  const cells = rows.map(({ row, texts }) => ({
    row,
    texts: Object.fromEntries(headers.map((header, i) => [header, texts[i]!])),
  }));
  refuseNumbers(table, cells, declared);
  return { ...table, rows: checked(table, cells, isPublished) };
}

/** A cell as messages call it: area Aston, sex female. */
export function cellName(dimensions: string[], key: string[]): string {
  return dimensions.map((dimension, i) => `${dimension} ${key[i]}`).join(", ");
}

/** Something that no category contains, to make one text of a key. */
export const keyOf = (key: string[]): string => key.join("\u0000");

/** The first of many, and how many more there are. */
export function some(texts: string[], most = 5): string {
  return texts.length <= most
    ? texts.join("; ")
    : `${texts.slice(0, most).join("; ")}; and ${texts.length - most} more`;
}

// A number about each row would be written as it is, and tell what is suppressed beside it: a rate, another count, how
// many there are. A column of numbers that tells rows apart says what they are about, such as an age.
function refuseNumbers(
  { name, dimensions, countColumn }: Omit<Table, "rows">,
  rows: readonly Cells[],
  declared: readonly string[],
): void {
  const found = columnAboutRows(
    dimensions,
    rows.map(({ texts }) => dimensions.map((dimension) => texts[dimension]!)),
    declared,
    rows.map(({ texts }) => wholeNumber(texts[countColumn] ?? null)),
  );
  if (found !== undefined)
    throw new TellableError(
      `${name}: column ${found}: holds a number about each row, which would tell what is suppressed beside it. Take it out, and work it out anew from the protected table; make rows of columns that are counts; or, if it says what the row is about, add it to the policy: dimensions: [${found}]`,
    );
}

interface Cells {
  /** As a spreadsheet counts: the heading is row 1. */
  row: number;
  texts: Record<string, string>;
}

function checked(table: Omit<Table, "rows">, rows: readonly Cells[], isPublished: boolean): TableRow[] {
  const whole = (text: string | null) =>
    isPublished && text?.trim() === suppressedMark ? Number.NaN : wholeNumber(text);
  const { name, dimensions, countColumn, denominatorColumn, contributorsColumn } = table;
  const mistakes: string[] = [];
  const seen = new Map<string, number>();
  const numbers = rows.map(({ row, texts }) => {
    const place = `row ${row}`;
    const key = dimensions.map((d) => (texts[d] ?? "").trim());
    const empty = dimensions.find((_, d) => key[d] === "");
    if (empty !== undefined) mistakes.push(`${place} has no ${empty}`);
    const first = seen.get(keyOf(key));
    if (first !== undefined) mistakes.push(`rows ${first} and ${row} are the same cell`);
    seen.set(keyOf(key), row);
    const count = whole(texts[countColumn] ?? null);
    if (count === undefined) mistakes.push(`${place}: ${countColumn} is not a whole number`);
    const denominator = denominatorColumn === undefined ? undefined : whole(texts[denominatorColumn] ?? null);
    if (denominatorColumn !== undefined && denominator === undefined)
      mistakes.push(`${place}: ${denominatorColumn} is not a whole number`);
    if (count !== undefined && denominator !== undefined && denominator < count)
      mistakes.push(`${place}: ${denominatorColumn} is less than ${countColumn}`);
    if (contributorsColumn === undefined) return { texts, key, count: count ?? 0, denominator };
    const contributors = whole(texts[contributorsColumn] ?? null);
    if (contributors === undefined) mistakes.push(`${place}: ${contributorsColumn} is not a whole number`);
    return { texts, key, count: count ?? 0, denominator, contributors };
  });
  if (mistakes.length)
    throw new TellableError(
      `${name}: ${some(mistakes)}. Correct the table: each cell once, with its ${isPublished ? "counts as they were published" : "true counts"}, written as digits alone, up to a thousand million${isPublished ? `, or ${suppressedMark}` : ""}.`,
    );
  return numbers;
}

// Files that were numbers once give 12.0 for 12. Beyond what is exact as a number nothing can be worked out.
function wholeNumber(text: string | null): number | undefined {
  if (text === null || !/^\s*\+?\d+(\.0*)?\s*$/.test(text)) return undefined;
  const number = Number(text);
  return number <= 1e9 ? number : undefined;
}

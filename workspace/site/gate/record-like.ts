import { isValidNhsNumber, isValidUpn } from "../../../loaders/check/identifiers.js";
import type { Source } from "../../../loaders/registry/source.js";
import type { DataRow, DataTable } from "./data-tables.js";

/** From so many rows on, rows are told apart or repeat by more than chance. */
const fewRows = 100;

/** What column names give a table of records away. */
export interface RecordNames {
  /** Names that only a record of a child bears. */
  identifying: ReadonlySet<string>;
  /** By source of records, the names of what it tells of a child besides. */
  published: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The names that the registry declares for records of children, in every spelling, and those that link adds. */
export function recordNames(sources: Source[]): RecordNames {
  const open = new Set(
    sources
      .filter(({ sensitivity }) => sensitivity === "open")
      .flatMap((source) => namesOf(source, () => true)),
  );
  const records = sources.filter(({ kind }) => kind === "records");
  const declared = records.flatMap((source) => namesOf(source, ({ identifier }) => identifier));
  return {
    identifying: new Set([...linkNames, ...declared.filter((name) => !open.has(name))]),
    published: new Map(records.map((source) => [source.id, new Set(namesOf(source, (c) => !c.identifier))])),
  };
}

const linkNames = [
  "personid",
  "recordid",
  "distinctid",
  "pseudonym",
  "birthmonth",
  "dateofbirth",
  "nhsnumber",
  "upn",
];

function namesOf(source: Source, chosen: (column: Source["columns"][number]) => boolean): string[] {
  return source.columns
    .filter(chosen)
    .flatMap(({ name, headers }) => [name, ...Object.values(headers).flat()].map(bare));
}

/**
 * Why a table is one of records, a row a child, rather than of figures; undefined if it is not. It is, if
 * - a column is named as an identifier, a date or month of birth, or a person's or record's number;
 * - a cell holds an NHS number, a unique pupil number or one of our pseudonyms;
 * - a column of text or whole numbers tells all rows of a long table apart, and they are not areas or settings;
 * - a column of a long table holds more different days than there are periods to report, and they are not settings';
 * - it counts nothing, and three of its columns or more are named as one source tells of a child;
 * - it counts nothing, and of a long table of three columns or more a fifth of the rows are the same as another: cases, not groups.
 * A long table has a hundred rows or more. The reason names columns, never a value. `isOfWork`: a list of what people write,
 * deliver or publish, whose rows all differ or repeat as they may; names of columns and identifiers count in it, too.
 */
export function whyRecordLike(
  { lists }: DataTable,
  names: RecordNames,
  { isOfWork = false } = {},
): string | undefined {
  const rows = lists.flat();
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const values = new Map(
    columns.map((column) => [column, rows.map((row) => alone(row[column])).filter(isThere)]),
  );
  for (const [column, cells] of values) {
    if (names.identifying.has(bare(column))) return `has a column ${column}, as records of children have`;
    const what = identifierIn(cells);
    if (what) return `holds ${what} in column ${column}`;
  }
  const hasPlaces = [...values].some(([column, cells]) => isPlace(column, cells, rows.length));
  const isLong = rows.length >= fewRows && !isOfWork;
  if (isLong && !hasPlaces)
    for (const [column, cells] of values) {
      if (!isCount(column) && tellsApart(cells, rows.length))
        return `has a column ${column} that tells ${rows.length} rows apart, and is no code of an area or setting`;
      if (differentDays(cells) > fewRows) return `has a column ${column} of more different days than periods`;
    }
  if (columns.some((column) => counts(column, values.get(column)!))) return undefined;
  for (const [source, ofSource] of names.published) {
    const found = columns.filter((column) => ofSource.has(bare(column)));
    if (found.length >= 3) return `has the columns ${found.join(", ")} of ${source}, and counts nothing`;
  }
  return isLong && columns.length >= 3 && repeats(lists) >= rows.length / 5
    ? "has many rows that are the same, and counts nothing"
    : undefined;
}

/** What kind of identifier is among the cells: an NHS number, a unique pupil number or a pseudonym; undefined if none. */
export function identifierIn(cells: readonly unknown[]): string | undefined {
  for (const cell of cells) {
    const text = typeof cell === "string" ? cell : Number.isInteger(cell) ? String(cell) : "";
    if (isValidNhsNumber(text)) return "an NHS number";
    if (isValidUpn(text)) return "a unique pupil number";
    if (/^[0-9a-f]{20}$/.test(text)) return "a pseudonym";
  }
  return undefined;
}

/** Each row an area or a setting: their codes are public. */
function isPlace(column: string, cells: unknown[], rows: number): boolean {
  const isCode =
    ["urn", "serviceid"].includes(bare(column)) || cells.every((cell) => /^[A-Z]\d{8}$/.test(String(cell)));
  return isCode && tellsApart(cells, rows);
}

function tellsApart(cells: unknown[], rows: number): boolean {
  const areNames = cells.every((cell) => typeof cell === "string" && !isFraction(cell));
  const areNumbers = cells.every((cell) => Number.isInteger(Number(cell)));
  const least = areNames ? 0.95 * rows : rows;
  return (areNames || areNumbers) && new Set(cells).size >= least;
}

// CSV has its numbers as texts.
function isFraction(text: string): boolean {
  return /^-?\d*\.\d+$/.test(text);
}

function differentDays(cells: unknown[]): number {
  return new Set(cells.filter((cell) => typeof cell === "string" && /^\d{4}-\d\d-\d\d/.test(cell))).size;
}

const countNames =
  /^(?:numerator|denominator|value|lower|upper|count|n|total|children|persons|pairs|records|rows|linked|places)$/;

function isCount(column: string): boolean {
  return countNames.test(bare(column));
}

/** A column of counts or figures, which may all be suppressed. Ones alone count nothing. */
function counts(column: string, cells: unknown[]): boolean {
  return isCount(column) && (cells.length === 0 || cells.some((cell) => Number(cell) !== 1));
}

/** Rows that are the same as an earlier one of their own list. */
function repeats(lists: DataRow[][]): number {
  return lists.reduce((n, rows) => n + rows.length - new Set(rows.map((row) => text(row))).size, 0);
}

function text(row: DataRow): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

// A list of one value says that value, and an empty one nothing.
function alone(value: unknown): unknown {
  return Array.isArray(value) && value.length < 2 ? value[0] : value;
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

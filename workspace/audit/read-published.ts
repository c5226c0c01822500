import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { dsvFormat } from "d3";
import { readCell } from "../../components/tables/csv-cells.js";
import { Database, literal } from "../../loaders/store/database.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import type { Percentage } from "./percentage.js";
import type { Shown } from "./rule.js";

/** A table in long form: one row a cell. */
export interface Table {
  file: string;
  dimensions: string[];
  hasDenominator: boolean;
  cells: Cell[];
}

export interface Cell {
  /** As a spreadsheet shows it: the heading is row 1. */
  row: number;
  /** One category a dimension, in their order. */
  categories: string[];
  count: Shown;
  denominator: Shown;
  percentage?: Percentage | undefined;
  rank?: number | undefined;
  /** How many schools or settings stand behind it; of true counts alone. */
  contributors?: number | undefined;
}

/** Columns that are not dimensions. Letter case does not matter. */
const measures = ["count", "denominator", "percentage", "lower", "upper", "rank"] as const;
type Measure = (typeof measures)[number] | "contributors";

/** A limit without a percentage, or a rank that is needed to tell rows apart, is a dimension like any other. */
function measuresOf(names: string[], rows: string[][], isTruth: boolean): Map<Measure, number> {
  const found = new Map<Measure, number>();
  for (const measure of isTruth ? ([...measures, "contributors"] as const) : measures) {
    const at = names.findIndex((name) => name.toLowerCase() === measure);
    if (at < 0 || ((measure === "lower" || measure === "upper") && !found.has("percentage"))) continue;
    found.set(measure, at);
  }
  const keys = rows.map((row) => JSON.stringify(row.filter((_, i) => ![...found.values()].includes(i))));
  if (new Set(keys).size < keys.length) found.delete("rank");
  return found;
}

/**
 * Reads a CSV or Parquet file of dimension columns, `count`, and optionally `denominator`, `percentage` with `lower`
 * and `upper`, and `rank`. A suppressed number is `c`. Other columns of numbers must be `declared` to be dimensions.
 * Throws a TellableError that names file, row and column.
 */
export function readPublished(file: string, declared: readonly string[] = []): Promise<Table> {
  return read(file, declared, false);
}

/** Reads true counts as readPublished does, with a column `contributors` where there is one: what is published has none. */
export function readTruth(file: string, declared: readonly string[] = []): Promise<Table> {
  return read(file, declared, !declared.includes("contributors"));
}

async function read(file: string, declared: readonly string[], isTruth: boolean): Promise<Table> {
  const name = basename(file);
  if (!existsSync(file)) throw new TellableError(`${file}: there is no such file. Correct the name.`);
  const [header, ...lines] = /\.(?:parquet|pq)$/i.test(file) ? await readParquet(file) : readCsv(file);
  const names = (header?.values ?? []).map((column, i) => column.trim() || `column ${i + 1}`);
  const rows = lines.map(({ values }) => values);
  const wrong = (text: string): never => {
    throw new TellableError(`${name}: ${text}`);
  };
  const places = measuresOf(names, rows, isTruth);
  if (!places.has("count"))
    wrong(`has no column “count”, but ${names.join(", ") || "nothing"}. Name the column of counts “count”.`);
  const twice = names.find((column, i) => names.indexOf(column) !== i);
  if (twice !== undefined) wrong(`has two columns “${twice}”. Rename or remove one.`);
  const isDimension = (i: number) => ![...places.values()].includes(i);
  const dimensions = names.filter((_, i) => isDimension(i));
  if (!dimensions.length) wrong("has no column besides its counts. Add at least one dimension column.");
  if (!rows.length) wrong("has no rows below its heading. Add one row a cell.");
  const hidden = names.find(
    (column, i) => isDimension(i) && !declared.includes(column) && isOfRows(i, rows, isDimension),
  );
  if (hidden !== undefined)
    wrong(
      `column ${hidden}: holds numbers that the audit does not know, and they may tell what is suppressed. Call it percentage, lower, upper or rank if it is one, or take it out; if it says what the row is about, add it to the policy: dimensions: [${hidden}]`,
    );
  const seen = new Map<string, number>();
  const cells = lines.map(({ row, values }): Cell => {
    if (values.length !== names.length)
      wrong(`row ${row}: has ${values.length} values under ${names.length} headings. Correct the row.`);
    const text = (column: Measure) => (values[places.get(column) ?? -1] ?? "").trim();
    const categories = values.filter((_, at) => isDimension(at)).map((category) => category.trim());
    const empty = categories.indexOf("");
    if (empty >= 0) wrong(`row ${row}: has no ${dimensions[empty]}. Write the category, such as Total.`);
    const key = JSON.stringify(categories);
    if (seen.has(key))
      wrong(`row ${row}: is the same cell as row ${seen.get(key)} (${categories.join(", ")}). Remove one.`);
    seen.set(key, row);
    const count = whole(name, row, "count", text("count"));
    const denominator = places.has("denominator")
      ? whole(name, row, "denominator", text("denominator"))
      : undefined;
    if (typeof count === "number" && typeof denominator === "number" && count > denominator)
      wrong(
        `row ${row}: the count ${count} is more than its denominator ${denominator}. Correct one of them.`,
      );
    const number = (column: Measure) =>
      places.has(column) ? decimal(name, row, column, text(column)) : undefined;
    const value = number("percentage");
    return {
      row,
      categories,
      count,
      denominator,
      percentage:
        value === undefined
          ? undefined
          : {
              value,
              lower: number("lower"),
              upper: number("upper"),
              decimals: decimalsOf(text("percentage")),
            },
      rank: number("rank"),
      contributors: number("contributors"),
    };
  });
  return { file: name, dimensions, hasDenominator: places.has("denominator"), cells };
}

/**
 * Whether a column holds a number about each row, rather than what the row is about: without it rows are still told apart.
 * It may be written as "12.5%", "1,234", "£7" or "45 per 1,000".
 */
function isOfRows(at: number, rows: string[][], isDimension: (i: number) => boolean): boolean {
  if (!rows.some((row) => looksNumeric(row[at] ?? ""))) return false;
  const others = (row: string[]) => row.filter((_, i) => i !== at && isDimension(i));
  if (!others(rows[0]!).length) return false;
  return new Set(rows.map((row) => JSON.stringify(others(row)))).size === rows.length;
}

/** Whether a reader takes a text for a number: "12.5%", "1,234", "£7", "45 per 1,000". */
export function looksNumeric(text: string): boolean {
  return numeric.test(text);
}

const numeric = /^[\s£$€(+\-−~<>≤≥=]*\d[\d.,\s\u00a0]*[\s)%‰]*(?:(?:per|in|of|out of)\b[\s\d.,%]*)?$/i;

function whole(file: string, row: number, column: string, text: string): Shown {
  if (text === "c") return "suppressed";
  if (/^\d+(\.0+)?$/.test(text)) return Number(text);
  throw new TellableError(
    `${file}: row ${row}, column ${column}: is “${text}”. Write a whole number from 0, or c where it is suppressed.`,
  );
}

function decimal(file: string, row: number, column: string, text: string): number | undefined {
  if (text === "c" || text === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new TellableError(
    `${file}: row ${row}, column ${column}: is “${text}”. Write a number, or c where it is suppressed.`,
  );
}

/** Decimals that a number is written with. */
export function decimalsOf(text: string): number {
  return /\.(\d+)$/.exec(text.trim())?.[1]?.length ?? 0;
}

interface Line {
  /** As a spreadsheet shows it. */
  row: number;
  values: string[];
}

function readCsv(file: string): Line[] {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  // A spreadsheet program may name its separator in a line of its own, as sep=;
  const isAside = (line: string) => line.trim() === "" || /^sep=.$/i.test(line);
  const heading = text.split(/\r\n|\n|\r/).find((line) => !isAside(line)) ?? "";
  const width = (mark: string) => dsvFormat(mark).parseRows(heading)[0]?.length ?? 0;
  const separator = [",", ";", "\t", "|"].reduce((a, b) => (width(b) > width(a) ? b : a));
  return dsvFormat(separator)
    .parseRows(text)
    .map((values, i) => ({ row: i + 1, values: values.map(readCell) }))
    .filter(({ values }) => !isAside(values.join(separator)));
}

async function readParquet(file: string): Promise<Line[]> {
  const db = await Database.open(":memory:");
  try {
    const columns = (
      await db.rows<{ column_name: string }>(`DESCRIBE FROM read_parquet(${literal(file)})`)
    ).map((row) => row.column_name);
    const rows = await db.rows<Record<string, string | null>>(
      `SELECT COLUMNS(*)::VARCHAR FROM read_parquet(${literal(file)})`,
    );
    return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))].map((values, i) => ({
      row: i + 1,
      values,
    }));
  } catch {
    throw new TellableError(`${basename(file)}: is not a Parquet file. Give a CSV or Parquet file.`);
  } finally {
    db.close();
  }
}

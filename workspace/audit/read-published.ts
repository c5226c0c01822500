import { headersText } from "../../loaders/files/header-text.js";
import { columnAboutRows } from "../../loaders/files/number-columns.js";
import { readRows } from "../../loaders/files/read-rows.js";
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
  const columnOf = new Map<Measure, number>();
  for (const measure of isTruth ? ([...measures, "contributors"] as const) : measures) {
    const at = names.findIndex((name) => name.toLowerCase() === measure);
    if (at < 0 || ((measure === "lower" || measure === "upper") && !columnOf.has("percentage"))) continue;
    columnOf.set(measure, at);
  }
  const keys = rows.map((row) => JSON.stringify(row.filter((_, i) => ![...columnOf.values()].includes(i))));
  if (new Set(keys).size < keys.length) columnOf.delete("rank");
  return columnOf;
}

/**
 * Reads a CSV or Parquet file of dimension columns, `count`, and optionally `denominator`, `percentage` with `lower`
 * and `upper`, and `rank`. A suppressed number is `c`. Other columns of numbers must be `declared` to be dimensions;
 * `option` is what the file was given to, for messages.
 * Throws a TellableError that names file, row and column.
 */
export function readPublished(
  file: string,
  option: string,
  declared: readonly string[] = [],
): Promise<Table> {
  return read(file, option, declared, false);
}

/** Reads true counts as readPublished does, with a column `contributors` where there is one: what is published has none. */
export function readTruth(file: string, option: string, declared: readonly string[] = []): Promise<Table> {
  return read(file, option, declared, !declared.includes("contributors"));
}

async function read(
  file: string,
  option: string,
  declared: readonly string[],
  isTruth: boolean,
): Promise<Table> {
  const { name, headers: names, rows: lines } = await readRows(file, option);
  const rows = lines.map(({ texts }) => texts);
  const wrong = (text: string): never => {
    throw new TellableError(`${name}: ${text}`);
  };
  const places = measuresOf(names, rows, isTruth);
  if (!places.has("count"))
    wrong(`has no column “count”, but ${headersText(names, declared)}. Name the column of counts “count”.`);
  const isDimension = (i: number) => ![...places.values()].includes(i);
  const dimensions = names.filter((_, i) => isDimension(i));
  if (!dimensions.length) wrong("has no column besides its counts. Add at least one dimension column.");
  const hidden = columnAboutRows(
    dimensions,
    rows.map((row) => row.filter((_, i) => isDimension(i))),
    declared,
    rows.map((row) =>
      /^\d+$/.test(row[places.get("count")!]!) ? Number(row[places.get("count")!]) : undefined,
    ),
  );
  if (hidden !== undefined)
    wrong(
      `column ${hidden}: holds numbers that the audit does not know, and they may tell what is suppressed. Call it percentage, lower, upper or rank if it is one, or take it out; if it says what the row is about, add it to the policy: dimensions: [${hidden}]`,
    );
  const seen = new Map<string, number>();
  const cells = lines.map(({ row, texts: values }): Cell => {
    const text = (column: Measure) => (values[places.get(column) ?? -1] ?? "").trim();
    const categories = values.filter((_, at) => isDimension(at)).map((category) => category.trim());
    const empty = categories.indexOf("");
    if (empty >= 0) wrong(`row ${row}: has no ${dimensions[empty]}. Write the category, such as Total.`);
    const key = JSON.stringify(categories);
    if (seen.has(key)) wrong(`row ${row}: is the same cell as row ${seen.get(key)}. Remove one.`);
    seen.set(key, row);
    const count = whole(name, row, "count", text("count"));
    const denominator = places.has("denominator")
      ? whole(name, row, "denominator", text("denominator"))
      : undefined;
    if (typeof count === "number" && typeof denominator === "number" && count > denominator)
      wrong(`row ${row}: the count is more than its denominator. Correct one of them.`);
    const number = (column: Measure) =>
      places.has(column) ? decimal(name, row, column, text(column)) : undefined;
    const [value, lower, upper] = (["percentage", "lower", "upper"] as const).map(number);
    if (value === undefined && (lower !== undefined || upper !== undefined))
      wrong(
        `row ${row}: has an interval without its percentage, which tells of the counts all the same. Write c in lower and upper too.`,
      );
    const decimals = (column: Measure) => decimalsOf(text(column));
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
              lower,
              upper,
              decimals: decimals("percentage"),
              limitDecimals: Math.max(decimals("lower"), decimals("upper")),
            },
      rank: number("rank"),
      contributors: number("contributors"),
    };
  });
  return { file: name, dimensions, hasDenominator: places.has("denominator"), cells };
}

function whole(file: string, row: number, column: string, text: string): Shown {
  if (text === "c") return "suppressed";
  if (/^\d+(\.0+)?$/.test(text)) return Number(text);
  throw new TellableError(
    `${file}: row ${row}, column ${column}: is neither a whole number from 0 nor c. Write one, or c where it is suppressed.`,
  );
}

function decimal(file: string, row: number, column: string, text: string): number | undefined {
  if (text === "c" || text === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new TellableError(
    `${file}: row ${row}, column ${column}: is neither a number nor c. Write one, or c where it is suppressed.`,
  );
}

/** Decimals that a number is written with. */
export function decimalsOf(text: string): number {
  return /\.(\d+)$/.exec(text.trim())?.[1]?.length ?? 0;
}

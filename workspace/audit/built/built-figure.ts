import { statusOf } from "../../../components/words/status.js";
import { decimalsOf } from "../read-published.js";
import type { Shown } from "../rule.js";

/** An area as the files give it. */
export interface Area {
  code: string;
  name: string;
  level: string;
  parent: string | undefined;
}

/** A figure as a public file shows it. */
export interface BuiltFigure {
  /** File, and the place in it. */
  place: string;
  indicator: string;
  level: string;
  area: string;
  period: string;
  breakdown: string;
  category: string;
  numerator: Shown;
  denominator: Shown;
  value: Shown;
  lower: number | undefined;
  upper: number | undefined;
  /** Decimals that value and interval are written with. */
  decimals: number;
  status: string | undefined;
  /** "published" where its source has published it already. */
  basis: string | undefined;
  /** Titles or ids, "; " between them. */
  source: string | undefined;
}

/** A row of a public file: texts and numbers by column. */
export type FileRow = Record<string, unknown>;

const columns = {
  indicator: ["indicator", "indicator_id"],
  level: ["level", "area_level"],
  area: ["area", "area_code", "code"],
  period: ["period"],
  breakdown: ["breakdown"],
  category: ["category"],
  numerator: ["numerator", "count"],
  denominator: ["denominator"],
  value: ["value", "percentage", "percent"],
  lower: ["lower"],
  upper: ["upper"],
  status: ["status"],
  basis: ["basis"],
  source: ["source"],
} as const;

type Column = keyof typeof columns;

/** Columns that hold numbers about children. */
const numbers: Column[] = ["numerator", "denominator", "value", "lower", "upper"];

/** Columns that say what a figure is of: codes, periods and categories, which can look like numbers and are none. */
const identity: Column[] = ["indicator", "level", "area", "period", "breakdown", "category"];
const names = new Set<string>([...identity.flatMap((column) => columns[column]), "id", "parent_code"]);

/** Whether a column names what a row is of, whatever stands in it. */
export function isName(column: string): boolean {
  return names.has(column);
}

/** Whether a column holds one of the numbers that a figure has. */
export function isNumberOfFigure(column: string): boolean {
  return numbers.some((number) => (columns[number] as readonly string[]).includes(column));
}

/**
 * Whether figureOf reads a number in a column of a figure, or takes it to say what the figure is of. `among`: all columns;
 * of two that are called as the same thing it reads the first.
 */
export function readsNumber(column: string, value: unknown, among: readonly string[]): boolean {
  if (!isName(column) && !(isNumberOfFigure(column) && Number.isFinite(Number(value)))) return false;
  const called = Object.values(columns).find((each) => (each as readonly string[]).includes(column));
  return called === undefined || called.find((name) => among.includes(name)) === column;
}

/** Whether rows with these columns are figures. */
export function holdsFigures(names: readonly string[]): boolean {
  const has = (column: Column) => columns[column].some((name) => names.includes(name));
  return numbers.some(has) && (has("area") || has("indicator") || has("period") || has("status"));
}

/** What is known of a figure from where it stands, besides its own row. */
export type Context = Partial<Pick<BuiltFigure, "indicator" | "level" | "area" | "period" | "source">>;

/**
 * Reads one row as a figure. Its indicator, area or period may come from where it stands.
 * Returns what is missing if it cannot be told what the figure is of.
 */
export function figureOf(row: FileRow, place: string, context: Context): BuiltFigure | { missing: string } {
  const raw = (column: Column) =>
    columns[column].map((name) => row[name]).find((value) => value !== undefined && value !== null);
  const text = (column: Column) => {
    const value = raw(column);
    return value === undefined || value === "" ? undefined : String(value);
  };
  const status = text("status");
  const number = (column: Column): Shown => {
    const written = text(column);
    if (statusOf(written ?? "") === "suppressed" || (written === undefined && status === "suppressed"))
      return "suppressed";
    return written === undefined || Number.isNaN(Number(written)) ? undefined : Number(written);
  };
  const end = (column: Column) => {
    const shown = number(column);
    return shown === "suppressed" ? undefined : shown;
  };
  const placeOfFigure = {
    indicator: text("indicator") ?? context.indicator,
    area: text("area") ?? context.area,
    period: text("period") ?? context.period,
  };
  const missing = Object.entries(placeOfFigure).find(([, value]) => value === undefined)?.[0];
  if (missing) return { missing };
  return {
    place,
    indicator: placeOfFigure.indicator!,
    area: placeOfFigure.area!,
    period: placeOfFigure.period!,
    level: text("level") ?? context.level ?? "",
    breakdown: text("breakdown") ?? "all",
    category: text("category") ?? "all",
    numerator: number("numerator"),
    denominator: number("denominator"),
    value: number("value"),
    lower: end("lower"),
    upper: end("upper"),
    decimals: Math.max(...["value", "lower", "upper"].map((c) => decimalsOf(text(c as Column) ?? ""))),
    status: status ?? statusOf(text("value") ?? ""),
    basis: text("basis"),
    source: text("source") ?? context.source,
  };
}

/** What a figure is of: two figures of one key are the same figure. */
export function keyOf(f: BuiltFigure): string {
  return JSON.stringify([f.indicator, f.level, f.area, f.period, f.breakdown, f.category]);
}

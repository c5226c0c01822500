import { countOf, decimalsOf, withDecimals } from "../words/numbers.js";
import { periodEnd } from "../words/period-end.js";
import { markStatuses, type Status, statuses, statusShorthand, statusWords } from "../words/status.js";
import type { FileCell } from "./csv-cells.js";

/** A column of a file of figures, as metadata describe it. Loaders use it too. */
export interface FileColumn {
  name: string;
  title: string;
  description: string;
  type: "string" | "number" | "date" | "boolean";
  /** Whether no row is without it. */
  required: boolean;
  /** All that it can be, where that is little. */
  values?: readonly string[];
}

/** A figure as whoever writes a file knows it. */
export interface FileFigure {
  area_code: string;
  area_name: string;
  level: string;
  /** The indicator's id. */
  indicator: string;
  indicator_name: string;
  unit: string;
  period: string | null;
  /** The first day of the period. */
  period_start: string | null;
  breakdown: string;
  category: string;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  lower: number | null;
  upper: number | null;
  status: Status;
  /** Null where it is not known. */
  basis: Basis | null;
  source: string | null;
  source_title: string | null;
  note: string | null;
  as_of: string | null;
  sample: boolean;
}

/** How a figure came to be as it is. */
export const bases = ["protected", "published", "unprotected"] as const;
export type Basis = (typeof bases)[number];

const column = (
  name: string,
  title: string,
  description: string,
  more: Partial<Pick<FileColumn, "type" | "required" | "values">> = {},
): FileColumn => ({ name, title, description, type: "string", required: false, ...more });
const symbols = [...new Set(markStatuses.map((status) => statusShorthand[status]!))];
const wordsOf = (symbol: string): string =>
  markStatuses
    .filter((status) => statusShorthand[status] === symbol)
    .map((status) => statusWords[status])
    .join(" or ");
const given = { required: true };
const number = { type: "number" } as const;
const date = { type: "date" } as const;

/** The columns of every file of figures, in order: open data and downloads alike, so that rows of two can be joined. */
export const figureColumns: readonly FileColumn[] = [
  column(
    "area_code",
    "Area code",
    "The code of the area: of the Office for National Statistics, and of localities that of the NHS. It begins with uncoded: where nobody has given the area a code.",
    given,
  ),
  column("area_name", "Area name", "The area's name.", given),
  column(
    "level",
    "Level",
    "The kind of area: small area (lsoa, msoa), ward, locality, city, neighbour, region or country; unplaced of what is in none of them.",
    given,
  ),
  column("indicator", "Indicator", "The id of the indicator, which stays the same.", given),
  column("indicator_name", "Indicator's name", "The indicator's name.", given),
  column("period", "Period", "The term, academic year, financial year or calendar year.", given),
  column("period_start", "Period start", "The first day of the period.", { ...date, ...given }),
  column("period_end", "Period end", "The last day of the period.", date),
  column("breakdown", "Breakdown", "What children are divided by; all where they are not divided.", given),
  column(
    "category",
    "Category",
    "Which of the breakdown's groups; all where children are not divided.",
    given,
  ),
  column("numerator", "Numerator", "How many are counted. Empty where it is not given: see status.", number),
  column("denominator", "Denominator", "Out of how many. Empty where it is not given: see status.", number),
  column(
    "value",
    "Value",
    "The figure, in the unit that the column unit says, with no more decimals than it bears. Empty where there is none: see status.",
    number,
  ),
  column("lower", "Lower limit", "The lower limit of the 95 percent confidence interval.", number),
  column("upper", "Upper limit", "The upper limit of the 95 percent confidence interval.", number),
  column(
    "unit",
    "Unit",
    "The unit of value and limits. In percent, the value is 100 times numerator by denominator.",
    given,
  ),
  column("status", "Status", "What the figure is, and why there is none where value is empty.", {
    ...given,
    values: statuses,
  }),
  column(
    "status_symbol",
    "Symbol of the status",
    `The shorthand of government statistics for the status: ${symbols.map((symbol) => `${symbol} ${wordsOf(symbol)}`).join(", ")}; empty for a plain number.`,
    { values: symbols },
  ),
  column(
    "basis",
    "Basis",
    "protected: made safe here, counts rounded as the policy says. published: as the source has published it. unprotected: neither rounded nor suppressed, for partners alone.",
    { ...given, values: bases },
  ),
  column("source", "Source", "The id of the source that was counted."),
  column("source_title", "Source's title", "The title of the source that was counted."),
  column("note", "Note", "What to bear in mind about this figure."),
  column(
    "as_of",
    "As of",
    "The publisher’s date of the data that the figure rests on; where it is not known, the last day that they cover, else the day on which they came.",
    date,
  ),
  column("sample", "Sample", "true if the figure is invented, to try out how figures are shown.", {
    type: "boolean",
    ...given,
  }),
];

/** The figure's cells in the order of the columns: numbers alone in columns of numbers, and why there is none beside them. */
export function figureCells(figure: FileFigure): FileCell[] {
  const decimals = decimalsOf(figure.unit, figure.denominator);
  const count = (value: number | null) => (value === null ? null : countOf(value));
  const value = (value: number | null) => (value === null ? null : withDecimals(value, decimals));
  const cells: Record<string, FileCell> = {
    ...figure,
    period_end: periodEnd(figure.period, figure.period_start),
    numerator: count(figure.numerator),
    denominator: count(figure.denominator),
    value: value(figure.value),
    lower: value(figure.lower),
    upper: value(figure.upper),
    status_symbol: statusShorthand[figure.status],
  };
  return figureColumns.map(({ name }) => cells[name] ?? null);
}

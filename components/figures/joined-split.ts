import { type Estimate, intervalOfDifference, wilson } from "../words/intervals.js";
import type { Figured, Status } from "../words/status.js";

/** A figure of a breakdown by what another source tells of the same child. */
export interface JoinedFigure extends Figured {
  indicator: string;
  joined: string;
  /** The least match probability of a link that counts; null as linked. */
  threshold: number | null;
  level: string;
  area: string;
  area_name: string;
  period: string;
  period_start: string;
  /** Another breakdown and the category of it that the children are in; all. */
  within: string;
  within_category: string;
  category: string;
  numerator: number;
  denominator: number;
  lower: number | null;
  upper: number | null;
}

/** A breakdown by what another source tells of the same child, as definitions carry it. */
export interface JoinedDefinition {
  breakdown: string;
  title: string;
  definition: string;
  source: string;
  /** Found, not found, could not be joined. */
  categories: string[];
}

/** The three categories' figures of one group of children. */
export interface Split {
  found: JoinedFigure | undefined;
  notFound: JoinedFigure | undefined;
  notJoined: JoinedFigure | undefined;
}

/** A row as data sets carry it, with its status: nobody to count is not applicable, never zero. */
export function withStatus(row: Omit<JoinedFigure, "status">): JoinedFigure {
  const status: Status = row.value === null ? "not_applicable" : row.value === 0 ? "zero" : "value";
  return { ...row, status };
}

/** The figures of one group in the order of the definition's categories. */
export function splitOf(rows: readonly JoinedFigure[], { categories }: JoinedDefinition): Split {
  const [found, notFound, notJoined] = categories.map((category) =>
    rows.find((row) => row.category === category),
  );
  return { found, notFound, notJoined };
}

/**
 * One figure less another, with an interval from the two intervals. Of percentages it is Newcombe's (method 10, 1998);
 * of means the same rule (Zou and Donner, 2008). Null where either has no value; without bounds where one has none.
 */
export function differenceOf(
  a: JoinedFigure | undefined,
  b: JoinedFigure | undefined,
): { value: number; lower: number | null; upper: number | null } | null {
  if (!a || !b || a.value === null || b.value === null) return null;
  const value = a.value - b.value;
  return isEstimate(a) && isEstimate(b)
    ? { value, ...intervalOfDifference(a, b) }
    : { value, lower: null, upper: null };
}

function isEstimate(figure: JoinedFigure): figure is JoinedFigure & Estimate {
  return figure.value !== null && figure.lower !== null && figure.upper !== null;
}

/** The share of some children who are in a category, in percent, with Wilson's interval. */
export interface Share extends Figured {
  category: string;
  children: number;
  total: number;
  lower: number;
  upper: number;
}

/**
 * Of the children who did not reach what is measured, and of those who did, the share in each category.
 * For percentages only: null for others, and where a side is empty.
 */
export function sidesOf(
  rows: readonly JoinedFigure[],
  { categories }: JoinedDefinition,
): { missed: Share[]; reached: Share[] } | null {
  const counted = categories.flatMap((category) => rows.filter((row) => row.category === category));
  const sharesBy = (count: (row: JoinedFigure) => number): Share[] | null => {
    const total = counted.reduce((sum, row) => sum + count(row), 0);
    if (total <= 0) return null;
    return counted.map((row) => {
      const children = count(row);
      const { lower, upper } = wilson(children, total);
      return {
        category: row.category,
        children,
        total,
        value: (100 * children) / total,
        lower: 100 * lower,
        upper: 100 * upper,
        status: children === 0 ? "zero" : "value",
      };
    });
  };
  if (counted.some((row) => row.numerator > row.denominator)) return null;
  const missed = sharesBy((row) => row.denominator - row.numerator);
  const reached = sharesBy((row) => row.numerator);
  return missed && reached ? { missed, reached } : null;
}

import { miniBars } from "../charts/mini-bars.js";
import type { FiledFigure, TableColumn, TableData } from "../tables/table.js";
import { capital, formatList, unitLabel } from "../words/format.js";
import { withUnit } from "../words/joined-text.js";
import { formatCount, shownDifference } from "../words/numbers.js";
import { type Figured, formatValue } from "../words/status.js";
import { figure } from "./figure.js";
import {
  differenceOf,
  type JoinedDefinition,
  type JoinedFigure,
  type Share,
  sidesOf,
  splitOf,
} from "./joined-split.js";

/** What every figure says of its origin. */
export interface JoinedOrigin {
  source: string;
  asOf: string;
  sample: boolean;
  linkage?: string | undefined;
}

interface Shown {
  indicator: { shortName: string; unit: string };
  definition: JoinedDefinition;
  period: string;
  origin: JoinedOrigin;
}

/** The outcome of each category's children, with intervals. */
export function splitFigure(
  rows: readonly JoinedFigure[],
  { indicator, definition, period, origin }: Shown,
  title: string,
): HTMLElement {
  const shown = definition.categories.flatMap((category) => rows.filter((row) => row.category === category));
  return figure({
    title,
    unit: `${indicator.shortName} (${unitLabel(indicator.unit)}), ${period}, with 95% intervals`,
    ...origin,
    description: `Bars: ${formatList(shown.map((row) => `${row.category}, ${valueWords(row, indicator.unit)}`))}.`,
    chart: miniBars(
      shown.map((row) => ({
        label: `${capital(row.category)} (${formatCount(row.denominator)})`,
        figure: row,
        context: row.category === definition.categories[2],
      })),
      { format: (row) => formatValue(row, indicator.unit), most: indicator.unit === "percent" ? 100 : 0 },
    ),
    table: joinedTable(shown, indicator, { label: "Children", of: (row) => row.category }),
  });
}

/** Of those who did not reach the outcome, and of those who did, the share in each category; null where it cannot be told. */
export function sidesFigure(
  rows: readonly JoinedFigure[],
  { indicator, definition, period, origin }: Shown,
  title: string,
): HTMLElement | null {
  const sides = indicator.unit === "percent" ? sidesOf(rows, definition) : null;
  if (!sides) return null;
  const sideOf: [string, Share[]][] = [
    ["of those who did not", sides.missed],
    ["of those who did", sides.reached],
  ];
  const shown = definition.categories.flatMap((category) =>
    sideOf.flatMap(([side, shares]) =>
      shares.filter((share) => share.category === category).map((share) => ({ ...share, side })),
    ),
  );
  return figure({
    title,
    unit: `% of children who did not reach it (dark), and of those who did (light): ${indicator.shortName}, ${period}, with 95% intervals`,
    ...origin,
    description: `Bars: ${formatList(shown.map((share) => `${share.category}, ${share.side}, ${formatValue(share, "percent")}`))}.`,
    chart: miniBars(
      shown.map((share) => ({
        label: `${capital(share.category)}: ${share.side}`,
        figure: share,
        context: share.side === sideOf[1]![0],
      })),
      { format: (share) => formatValue(share, "percent"), most: 100 },
    ),
    table: {
      columns: [
        { key: "category", label: "Children" },
        { key: "side", label: indicator.shortName },
        { key: "value", label: "Share (%)", unit: "percent" },
        { key: "lower", label: "Lower 95% limit", unit: "percent" },
        { key: "upper", label: "Upper 95% limit", unit: "percent" },
        { key: "children", label: "Children counted", unit: "count", name: "numerator" },
        { key: "total", label: "Out of", unit: "count", name: "denominator" },
      ],
      more: ["area_code", "area_name", "level", "indicator", "period", "period_start", "breakdown"].map(
        (key) => ({ key, label: key }),
      ),
      rows: shown.map(({ category, side, value, status, lower, upper, children, total }) => ({
        category,
        side: side === sideOf[0]![0] ? "not reached" : "reached",
        ...ofWhat(rows[0]!),
        value: { value, status },
        lower,
        upper,
        children,
        total,
      })),
    },
  });
}

/** A row a group, a threshold or an area: both categories' outcomes, their difference, and how many could not be joined. */
export function comparisonTable(
  groups: readonly { name: string; rows: readonly JoinedFigure[] }[],
  definition: JoinedDefinition,
  unit: string,
  label: string,
): TableData {
  const points = unit === "percent" ? "percentage points" : unit;
  const columns: TableColumn[] = [
    { key: "name", label },
    { key: "found", label: `Had a place (${unitLabel(unit)})`, unit },
    { key: "foundChildren", label: "Had a place: children", unit: "count" },
    { key: "notFound", label: `None found (${unitLabel(unit)})`, unit },
    { key: "notFoundChildren", label: "None found: children", unit: "count" },
    { key: "difference", label: `Difference (${points})`, unit: points },
    { key: "lower", label: "Lower 95% limit", unit: points },
    { key: "upper", label: "Upper 95% limit", unit: points },
    { key: "notJoined", label: "Could not be joined: children", unit: "count" },
  ];
  const figures = new Map<TableData["rows"][number], FiledFigure[]>();
  return {
    columns,
    figuresOf: (row) => figures.get(row) ?? [],
    rows: groups.map(({ name, rows }) => {
      const { found, notFound, notJoined } = splitOf(rows, definition);
      const difference = differenceOf(notFound, found);
      const row = {
        name,
        found: figured(found),
        foundChildren: found?.denominator ?? 0,
        notFound: figured(notFound),
        notFoundChildren: notFound?.denominator ?? 0,
        difference: difference && shownDifference(notFound!.value!, found!.value!, unit),
        lower: difference?.lower ?? null,
        upper: difference?.upper ?? null,
        notJoined: notJoined?.denominator ?? 0,
      };
      figures.set(row, [
        ...[found, notFound, notJoined].flatMap((one) => (one ? [filed(one, unit)] : [])),
        ...(difference && found && notFound ? [differenceFiled(notFound, found, difference, points)] : []),
      ]);
      return row;
    }),
  };
}

/** Both categories' outcomes group by group, as pairs of bars. */
export function pairsFigure(
  groups: readonly { name: string; rows: readonly JoinedFigure[] }[],
  { indicator, definition, period, origin }: Shown,
  { title, label }: { title: string; label: string },
): HTMLElement {
  const pairs = groups.flatMap(({ name, rows }) => {
    const { found, notFound } = splitOf(rows, definition);
    return [
      { name, words: "had a place", row: found, context: false },
      { name, words: "none found", row: notFound, context: true },
    ].flatMap((pair) => (pair.row ? [{ ...pair, row: pair.row }] : []));
  });
  return figure({
    title,
    unit: `${indicator.shortName} (${unitLabel(indicator.unit)}), ${period}: children who had a place (dark) and for whom none was found (light), with 95% intervals`,
    ...origin,
    description: `Bars: ${formatList(pairs.map(({ name, words, row }) => `${name}, ${words}, ${valueWords(row, indicator.unit)}`))}.`,
    chart: miniBars(
      pairs.map(({ name, words, row, context }) => ({ label: `${name}: ${words}`, figure: row, context })),
      { format: (row) => formatValue(row, indicator.unit), most: indicator.unit === "percent" ? 100 : 0 },
    ),
    table: comparisonTable(groups, definition, indicator.unit, label),
  });
}

function joinedTable(
  rows: readonly JoinedFigure[],
  { unit }: { unit: string },
  first: { label: string; of: (row: JoinedFigure) => string },
): TableData {
  return {
    columns: [
      { key: "name", label: first.label },
      { key: "value", label: `Value (${unitLabel(unit)})`, unit },
      { key: "lower", label: "Lower 95% limit", unit },
      { key: "upper", label: "Upper 95% limit", unit },
      { key: "numerator", label: "Numerator", unit: "count" },
      { key: "denominator", label: "Denominator", unit: "count" },
    ],
    rows: rows.map((row) => ({
      name: first.of(row),
      value: filed(row),
      lower: row.lower,
      upper: row.upper,
      numerator: row.numerator,
      denominator: row.denominator,
    })),
  };
}

/** The figure as downloads have it: divided by what another source tells, within other groups, by how sure a link must be. */
function filed(row: JoinedFigure, unit?: string): FiledFigure {
  const { joined, threshold, within, within_category, ...figure } = row;
  return {
    ...figure,
    ...(unit === undefined ? {} : { unit }),
    breakdown: joined,
    note: null,
    as_of: null,
    more: { within, within_category, least_probability: threshold },
  };
}

/** What some figures have in common, by the names of the columns of downloads. */
function ofWhat({ area, area_name, level, indicator, period, period_start, joined }: JoinedFigure) {
  return { area_code: area, area_name, level, indicator, period, period_start, breakdown: joined };
}

function differenceFiled(
  of: JoinedFigure,
  less: JoinedFigure,
  { value, lower, upper }: NonNullable<ReturnType<typeof differenceOf>>,
  unit: string,
): FiledFigure {
  return {
    ...filed(of, unit),
    category: `${of.category} less ${less.category}`,
    numerator: null,
    denominator: null,
    value,
    lower,
    upper,
    status: value === 0 ? "zero" : "value",
  };
}

function figured(row: JoinedFigure | undefined): Figured {
  return row ? { value: row.value, status: row.status } : { value: null, status: "not_applicable" };
}

function valueWords(row: Figured, unit: string): string {
  return row.value === null ? formatValue(row, unit) : withUnit(row.value, unit);
}

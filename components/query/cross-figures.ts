import { restsOn } from "../figures/rests-on.js";
import type { TableData } from "../tables/table.js";
import { breakdownName, categoryName, formatDate, formatList, plural, unitLabel } from "../words/format.js";
import { byar, wilson } from "../words/intervals.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { type Figured, hasValue, type Status } from "../words/status.js";
import type { ChoiceBar } from "./choice-bars.js";
import type { CrossChoice, CrossCount, CrossCounts, CrossView } from "./cross-counts.js";
import type { CrossData } from "./cross-data.js";
import type { Divided } from "./divided.js";

/** One area, period or group, with its figure, its limits and what they are made of. */
export type CrossRow = ChoiceBar & { numerator: number; lower: number | null; upper: number | null };

export const crossNames: Record<CrossView, [string, string]> = {
  area: ["small area", "small areas"],
  period: ["period", "periods"],
  category: ["group", "groups"],
};

/** What the three views show of a choice, and the words for it. */
export interface CrossFigures {
  indicator: CrossData["offered"][number];
  /** The name of the breakdown. */
  by: string;
  rows: Record<CrossView, CrossRow[]>;
  /** What is chosen in a view, in words: "all periods". */
  chosen(view: CrossView): string;
  /** The figure of all that is chosen, as a sentence. */
  headline: string;
  provenance: { unit: string; source: string; asOf: string; sample: boolean; linkage: string | undefined };
}

/** The figures of a choice, from its counts. */
export function crossFigures(
  choice: CrossChoice,
  { views, whole }: CrossCounts,
  data: Pick<CrossData, "about" | "areas" | "offered">,
  divided: Divided,
): CrossFigures {
  const { about, areas, offered } = data;
  const indicator = offered.find(({ id }) => id === choice.indicator)!;
  const rowOf = (code: string, name: string, count: CrossCount | undefined): CrossRow => {
    const { numerator, denominator } = count ?? { numerator: 0, denominator: 0 };
    const figure = figureOf(numerator, denominator, indicator.kind, divided.scale);
    return { code, name, numerator, denominator, ...figure };
  };
  const rows: Record<CrossView, CrossRow[]> = {
    area: areas.map(({ code, name }) => rowOf(code, name, views.area.get(code))),
    period: divided.periods.map(({ code }) => rowOf(code, code, views.period.get(code))),
    category: divided.categories.map((code) =>
      rowOf(code, categoryName(choice.breakdown, code), views.category.get(code)),
    ),
  };
  const chosen = (view: CrossView): string => {
    const codes = choice[view];
    if (codes.length === 0) return `all ${crossNames[view][1]}`;
    if (codes.length > 3) return plural(codes.length, ...crossNames[view]);
    return formatList(rows[view].filter(({ code }) => codes.includes(code)).map(({ name }) => name));
  };
  const total = rowOf("whole", "", whole);
  const figure = hasValue(total)
    ? `${formatNumber(total.value, indicator.unit)} (${formatCount(whole.numerator)} of ${formatCount(whole.denominator)}${limitsOf(total, indicator.unit)})`
    : "no figure";
  return {
    indicator,
    by: titleOf(indicator, choice.breakdown),
    rows,
    chosen,
    headline: `${indicator.shortName}: ${figure} in ${chosen("area")}, ${chosen("period")}, ${chosen("category")}.`,
    provenance: {
      unit: unitLabel(indicator.unit),
      source: formatList(divided.sources.map((id) => about.sourceTitles[id] ?? id)),
      asOf: formatDate(divided.asOf),
      sample: about.sample,
      linkage: restsOn(
        about.linkage,
        divided.periods.map(({ code, start }) => ({
          indicator: choice.indicator,
          breakdown: choice.breakdown,
          level: "city",
          area: about.city.code,
          period: code,
          period_start: start,
        })),
      ),
    },
  };
}

/** What a breakdown of an indicator is called. */
export function titleOf({ joined }: Pick<CrossData["offered"][number], "joined">, breakdown: string): string {
  return joined.find((one) => one.breakdown === breakdown)?.title ?? breakdownName(breakdown);
}

/** Rows as a table, whose first column has this heading. */
export function crossTable(rows: readonly CrossRow[], unit: string, first: string): TableData {
  return {
    columns: [
      { key: "name", label: first },
      { key: "value", label: `Value (${unitLabel(unit)})`, unit },
      { key: "lower", label: "Lower 95% limit", unit },
      { key: "upper", label: "Upper 95% limit", unit },
      { key: "numerator", label: "Numerator", unit: "count" },
      { key: "denominator", label: "Denominator", unit: "count" },
    ],
    rows: rows.map(({ name, value, status, lower, upper, numerator, denominator }) => ({
      name,
      value: { value, status },
      lower,
      upper,
      numerator,
      denominator,
    })),
  };
}

function figureOf(
  x: number,
  n: number,
  kind: string,
  scale: number,
): Figured & { lower: number | null; upper: number | null } {
  if (n <= 0) return { value: null, status: "not_applicable", lower: null, upper: null };
  const status: Status = x === 0 ? "zero" : "value";
  const limits =
    kind === "proportion" && x <= n
      ? wilson(x, n)
      : kind === "rate"
        ? { lower: byar(x).lower / n, upper: byar(x).upper / n }
        : undefined;
  return {
    value: (scale * x) / n,
    status,
    lower: limits ? scale * limits.lower : null,
    upper: limits ? scale * limits.upper : null,
  };
}

function limitsOf({ lower, upper }: CrossRow, unit: string): string {
  return lower === null || upper === null
    ? ""
    : `, 95% interval ${formatNumber(lower, unit)} to ${formatNumber(upper, unit)}`;
}

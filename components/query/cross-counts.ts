import type { QueryCell } from "../data-sets/list-tables.js";

/** What is chosen of small areas, periods and groups. Of what nothing is chosen all is meant. */
export interface CrossChoice {
  indicator: string;
  breakdown: string;
  area: readonly string[];
  period: readonly string[];
  category: readonly string[];
}

/** The three views, each of which follows what is chosen on the two others. */
export const crossViews = ["area", "period", "category"] as const;
export type CrossView = (typeof crossViews)[number];

/** Counts of one area, period or group, or of all that is chosen together. */
export interface CrossCount {
  numerator: number;
  denominator: number;
}

export interface CrossCounts {
  /** By view and what stands in it. */
  views: Record<CrossView, Map<string, CrossCount>>;
  /** Of what is chosen on all three. */
  whole: CrossCount;
}

/** One query for all views: rows of view, key, numerator and denominator. */
export function crossQuery(choice: CrossChoice): string {
  const of = (skipped?: CrossView) =>
    [
      `indicator = ${quoted(choice.indicator)}`,
      `breakdown = ${quoted(choice.breakdown)}`,
      ...crossViews
        .filter((view) => view !== skipped && choice[view].length > 0)
        .map((view) => `${view} IN (${choice[view].map(quoted).join(", ")})`),
    ].join(" AND ");
  const counts = "coalesce(sum(numerator), 0) AS numerator, coalesce(sum(denominator), 0) AS denominator";
  return [
    ...crossViews.map(
      (view) =>
        `SELECT '${view}' AS view, ${view} AS key, ${counts} FROM small_area_breakdowns WHERE ${of(view)} GROUP BY ${view}`,
    ),
    `SELECT 'whole', NULL, ${counts} FROM small_area_breakdowns WHERE ${of()}`,
  ].join("\nUNION ALL\n");
}

/** What the query gave, by view. */
export function crossCounts(rows: readonly (readonly QueryCell[])[]): CrossCounts {
  const views: CrossCounts["views"] = { area: new Map(), period: new Map(), category: new Map() };
  let whole: CrossCount = { numerator: 0, denominator: 0 };
  for (const [view, key, numerator, denominator] of rows) {
    const count = { numerator: Number(numerator), denominator: Number(denominator) };
    if (view === "whole") whole = count;
    else views[view as CrossView].set(String(key), count);
  }
  return { views, whole };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

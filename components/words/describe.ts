import { endsOf, holderOf } from "./extremes.js";
import { capital, formatList, plural } from "./format.js";
import { sideOf } from "./lead.js";
import { formatNumber } from "./numbers.js";
import type { Point } from "./periods.js";
import { type Figured, hasValue, type Status, statusWords } from "./status.js";

type Named = Figured & { name: string };

/** What a map or a ranking of areas shows, in sentences made from its figures. */
export function describeAreas(
  rows: readonly Named[],
  {
    unit,
    areas,
    comparator,
  }: { unit: string; areas: [string, string]; comparator?: { name: string; value: number } | undefined },
): string {
  const figures = rows.filter(hasValue);
  const ends = endsOf(figures, unit);
  if (!ends) return `None of ${plural(rows.length, ...areas)} has a figure.`;
  const { lowest, highest } = ends;
  const nameOf = ({ name }: Named) => name;
  return [
    figures.length === 1
      ? `${figures[0]!.name}: ${highest.text}.`
      : lowest.text === highest.text
        ? `${plural(figures.length, ...areas)}, ${lowest.text} in each.`
        : `${plural(figures.length, ...areas)} from ${highest.text} in ${holderOf(highest, nameOf, areas)} down to ${lowest.text} in ${holderOf(lowest, nameOf, areas)}.`,
    comparator && figures.length > 1 ? aboveText(figures, comparator, unit) : "",
    withoutFigure(rows, areas),
  ]
    .filter(Boolean)
    .join(" ");
}

function aboveText(
  figures: readonly { value: number }[],
  { name, value }: { name: string; value: number },
  unit: string,
): string {
  const above = figures.filter((f) => sideOf(f.value, value, unit) === "higher").length;
  const count = above === 0 ? "None" : above === figures.length ? "All" : String(above);
  return `${count} of them ${above < 2 ? "is" : "are"} above ${name}, at ${formatNumber(value, unit)}.`;
}

/** What a trend shows, line by line. */
export function describeTrend(
  series: readonly { name: string; points: readonly Point[] }[],
  unit: string,
): string {
  return series
    .map(({ name, points }) => {
      const figures = points.filter(hasValue).sort((a, b) => a.start.localeCompare(b.start));
      const [first, last] = [figures[0], figures.at(-1)];
      if (!first || !last) return `${name}: no figure.`;
      if (first === last) return `${name}: ${formatNumber(first.value, unit)} in ${first.period}.`;
      return `${name}: ${formatNumber(first.value, unit)} in ${first.period}, ${formatNumber(last.value, unit)} in ${last.period}.`;
    })
    .join(" ");
}

/** "No figure for 3 wards: 2 suppressed and 1 not available."; empty if all have one. */
export function withoutFigure(rows: readonly Figured[], areas: [string, string]): string {
  const counts = new Map<Status, number>();
  for (const { status } of rows.filter((row) => !hasValue(row)))
    counts.set(status, (counts.get(status) ?? 0) + 1);
  if (counts.size === 0) return "";
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const kinds = [...counts].map(([status, n]) =>
    counts.size === 1 ? statusWords[status] : `${n} ${statusWords[status]}`,
  );
  return `${capital("no figure for")} ${plural(total, ...areas)}: ${formatList(kinds)}.`;
}

import { capital, formatList, plural } from "./format.js";
import type { Point } from "./periods.js";
import { type Figured, formatNumber, hasValue, type Status, statusWords } from "./status.js";

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
  const figures = rows.filter(hasValue).sort((a, b) => b.value - a.value);
  if (figures.length === 0) return `None of ${plural(rows.length, ...areas)} has a figure.`;
  const [highest, lowest] = [figures[0]!, figures.at(-1)!];
  const above = comparator ? figures.filter((f) => f.value > comparator.value).length : 0;
  return [
    figures.length === 1
      ? `${highest.name}: ${formatNumber(highest.value, unit)}.`
      : `${plural(figures.length, ...areas)} from ${formatNumber(highest.value, unit)} in ${highest.name} down to ${formatNumber(lowest.value, unit)} in ${lowest.name}.`,
    comparator && figures.length > 1
      ? `${above} of them ${above === 1 ? "is" : "are"} above ${comparator.name}, at ${formatNumber(comparator.value, unit)}.`
      : "",
    withoutFigure(rows, areas),
  ]
    .filter(Boolean)
    .join(" ");
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

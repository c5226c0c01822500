import { trend as drawTrend } from "../charts/trend.js";
import { type FigureOptions, figure } from "../figures/figure.js";
import { dataTable } from "../tables/data-table.js";
import { breakdownName, capital, plural } from "../words/format.js";
import type { Estimate } from "../words/intervals.js";
import { formatDecimal, formatNumber } from "../words/numbers.js";
import { nothingToTell } from "../words/only.js";
import { type Gap, gapsOf, type Inequalities } from "./groups.js";
import { groupsChart } from "./groups-chart.js";

/** All groups of the indicator on one chart, beside those of the country. */
export function groupFigures(inequalities: Inequalities): HTMLElement {
  const { groups, all, asked, period, country } = inequalities;
  if (groups.length === 0) return nothingToTell();
  const { unit } = asked.indicator;
  const rows = all ? [all, ...groups] : groups;
  const apart = groups.filter(
    ({ difference }) => difference && (difference.lower > 0 || difference.upper < 0),
  ).length;
  const hasCountry = groups.some(({ difference }) => difference !== undefined);
  return figure({
    ...provenanceOf(inequalities),
    title: hasCountry
      ? `${apart === 0 ? "No group differs" : `${plural(apart, "group")} ${apart === 1 ? "differs" : "differ"}`} from the same group in ${country} by more than the intervals`
      : `${plural(groups.length, "group")} of ${asked.about.city.name}`,
    subject: `${asked.indicator.shortName} by group, ${asked.about.city.name}, ${period}`,
    unit: `${asked.provenance.unit}. Lines are 95% intervals`,
    description: `${plural(groups.length, "group")}, each with its figure in the city${hasCountry ? ` and in ${country}` : ""}.`,
    chart: (width) => groupsChart(groups, { width, unit, all, hasCountry }),
    table: {
      columns: [
        { key: "name", label: "Group" },
        { key: "city", label: asked.about.city.name, unit },
        { key: "interval", label: "95% interval" },
        { key: "of", label: "Of how many", unit: "count" },
        { key: "country", label: capital(country), unit },
        { key: "difference", label: "Difference, with its 95% interval" },
      ],
      rows: rows.map(({ name, city, country: other, difference }) => ({
        name,
        city,
        interval:
          city.lower === null || city.upper === null
            ? ""
            : `${formatNumber(city.lower, unit)} to ${formatNumber(city.upper, unit)}`,
        of: city.denominator,
        country: other ?? null,
        difference: difference ? written(difference) : "",
      })),
    },
  });
}

/** How far the two groups of a breakdown lie apart in each period, in the city and its country. */
export function gapFigures(inequalities: Inequalities, breakdown = "fsm"): HTMLElement {
  const { asked } = inequalities;
  const lines = gapsOf(inequalities, breakdown);
  const own = lines[0]?.points.toSorted((a, b) => a.start.localeCompare(b.start));
  if (!own) return nothingToTell();
  const [first, last] = [own[0]!, own.at(-1)!];
  return figure({
    ...provenanceOf(inequalities),
    title: `The gap by ${breakdownName(breakdown)} in ${lines[0]!.name} ${gapMoved(first, last)}`,
    subject: `Gap in ${asked.indicator.shortName} by ${breakdownName(breakdown)}`,
    unit: "Percentage points, with 95% intervals (Newcombe) where figures have them",
    description: `${lines.map(({ name }) => name).join(" and ")}, over ${plural(own.length, "period")}.`,
    chart: (width) =>
      drawTrend({ series: lines, unit: "percentage points", periodType: asked.indicator.periodType, width }),
    table: {
      columns: [
        { key: "period", label: "Period" },
        { key: "name", label: "Where" },
        { key: "gap", label: "Gap, percentage points", unit: "percentage points" },
        { key: "interval", label: "95% interval" },
      ],
      rows: lines.flatMap(({ name, points }) =>
        points.map((point) => ({
          period: point.period,
          name,
          gap: point.value,
          interval:
            point.lower === null || point.upper === null
              ? ""
              : `${formatDecimal(point.lower, 1)} to ${formatDecimal(point.upper, 1)}`,
        })),
      ),
    },
  });
}

function gapMoved(first: Gap, last: Gap): string {
  const limits = [first.lower, first.upper, last.lower, last.upper];
  if (limits.some((limit) => limit === null)) {
    const written = ({ value, period }: Gap) =>
      `${formatNumber(Math.abs(value), "percentage points")} in ${period}`;
    return `was ${written(first)} and ${written(last)}`;
  }
  const isClear = first.upper! < last.lower! || last.upper! < first.lower!;
  const way = Math.abs(last.value) > Math.abs(first.value) ? "wider" : "narrower";
  return `is ${isClear ? way : "not clearly wider or narrower"} in ${last.period} than in ${first.period}`;
}

/** The slope and the relative index of inequality by fifths of deprivation, in each period. */
export function slopeFigures(inequalities: Inequalities): HTMLElement {
  const { asked, slopes: rows } = inequalities;
  if (rows.length === 0) return nothingToTell();
  return dataTable({
    ...provenanceOf(inequalities),
    caption: `Slope and relative index of inequality in ${asked.indicator.shortName} by fifths of deprivation, ${asked.about.city.name}`,
    table: {
      columns: [
        { key: "period", label: "Period" },
        { key: "sii", label: "Slope index, from most to least deprived", unit: "percentage points" },
        { key: "siiInterval", label: "95% interval" },
        { key: "rii", label: "Relative index, least over most deprived", unit: "ratio" },
        { key: "riiInterval", label: "95% interval of the relative index" },
      ],
      rows: rows.map(({ period, sii, rii }) => ({
        period,
        sii: sii.value,
        siiInterval: `${formatDecimal(sii.lower, 1)} to ${formatDecimal(sii.upper, 1)}`,
        rii: rii?.value ?? null,
        riiInterval: rii ? `${formatDecimal(rii.lower, 2)} to ${formatDecimal(rii.upper, 2)}` : "",
      })),
    },
  });
}

/** What the newest slope index says, in a sentence; empty where there are no fifths of deprivation. */
export function slopeText({ asked, slopes }: Inequalities): string {
  const newest = slopes[0];
  if (!newest || asked.indicator.unit !== "percent") return "";
  const { sii, period } = newest;
  const side = sii.value < 0 ? "lower" : "higher";
  const isClear = sii.lower > 0 || sii.upper < 0;
  const what = `${asked.indicator.shortName}, ${period}:`;
  return isClear
    ? `${what} ${formatNumber(Math.abs(sii.value), "percentage points")} ${side} at the least deprived end than at the most deprived, along a straight line through the fifths.`
    : `${what} the line through the fifths of deprivation may be level, as its slope is within chance.`;
}

function provenanceOf({
  asked,
  groups,
  all,
}: Inequalities): Pick<FigureOptions, "source" | "asOf" | "linkage"> & { sample: boolean } {
  const { unit: _, ...provenance } = asked.provenanceOf([
    ...(all ? [all.city] : []),
    ...groups.map(({ city }) => city),
  ]);
  return provenance;
}

function written({ value, lower, upper }: Estimate): string {
  const part = (number: number) => formatDecimal(number, 1);
  return `${part(value)} (${part(lower)} to ${part(upper)})`;
}

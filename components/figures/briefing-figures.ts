import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { areaMap } from "../charts/area-map.js";
import { bars } from "../charts/bars.js";
import { miniBars } from "../charts/mini-bars.js";
import { scatter } from "../charts/scatter.js";
import { trend } from "../charts/trend.js";
import { areaOfRow, observationTable } from "../tables/table.js";
import { rangeText } from "../words/extremes.js";
import { type ByMeals, type ByWard, type Compared, type Figure, othersOf } from "../words/findings.js";
import { categoryName, formatDate, formatList, plural, unitLabel } from "../words/format.js";
import { formatNumber } from "../words/numbers.js";
import type { Break } from "../words/periods.js";
import { notesOn } from "../words/series-notes.js";
import { formatValue, hasValue, type Observation } from "../words/status.js";
import { figure } from "./figure.js";
import { restsOn } from "./rests-on.js";

/** What every figure of a briefing says of its origin. */
type Origin = { source: string; asOf: string; sample: boolean; linkage: string | undefined };

/** Where rows of the briefing come from, as each of its figures says it. */
export function originOf(briefing: Briefing, rows: readonly Figure[]): Origin {
  const dates = rows.map((row) => row.as_of).filter((date) => date !== null);
  return {
    source: formatList([...new Set(rows.map((row) => row.source))]),
    asOf: formatDate(dates.sort().at(-1)),
    sample: briefing.sample,
    linkage: restsOn(briefing.linkage, rows),
  };
}

/** A map of a measure by ward; undefined where no outlines have come in. */
export function wardMap(briefing: Briefing, measure: ByWard, title: string): HTMLElement | undefined {
  const { indicator, wards, period, city } = measure;
  if (briefing.shapes.length === 0) return undefined;
  return figure({
    title,
    unit: `${measureText(indicator)}, ${period}`,
    ...originOf(briefing, wards),
    description: `Map of ${wards.length} wards, ${rangeText(wards, { unit: indicator.unit, nameOf: ({ name }) => name, areas: ["ward", "wards"] })}.${without(wards)}`,
    chart: areaMap({
      shapes: briefing.shapes as Parameters<typeof areaMap>[0]["shapes"],
      figures: new Map(wards.map((row) => [row.code, row])),
      unit: indicator.unit,
      polarity: indicator.polarity,
      comparator: city && hasValue(city) ? { name: allWards, value: city.value } : undefined,
      areas: ["ward", "wards"],
      choose: false,
    }),
    table: wardTable(measure, briefing.city.name),
  });
}

/** Some wards of a measure as bars in the order given, under all wards together. */
export function wardBars(
  briefing: Briefing,
  measure: ByWard,
  rows: ByWard["wards"],
  title: string,
): HTMLElement {
  const { indicator, city, period } = measure;
  const known = city && hasValue(city) ? [{ ...city, name: allWards }] : [];
  const shown = [...known, ...rows];
  const intervals = shown.some((row) => row.lower !== null);
  return figure({
    title,
    unit: `${measureText(indicator)}, ${period}${intervals ? ", with 95% intervals" : ""}`,
    ...originOf(briefing, measure.wards),
    description: `Bars: ${formatList(shown.map((row) => named(row, indicator.unit)))}.`,
    chart: miniBars(
      shown.map((row) => ({
        label: row.name,
        code: row.area,
        figure: row,
        context: row.area === city?.area,
      })),
      {
        format: (row) => formatValue(row, indicator.unit),
        most: Math.max(...shown.map((row) => row.upper ?? row.value ?? 0)),
      },
    ),
    table: wardTable(measure, briefing.city.name),
  });
}

const allWards = "All wards together";

/** Wards by two measures; the chosen ones are named. */
export function wardScatter(
  briefing: Briefing,
  { x, y, chosen, title }: { x: ByWard; y: ByWard; chosen: ReadonlySet<string>; title: string },
): HTMLElement {
  const across = new Map(x.wards.filter(hasValue).map((row) => [row.code, row]));
  const pairs = y.wards
    .filter(hasValue)
    .filter((row) => across.has(row.code))
    .map((row) => ({ code: row.code, name: row.name, x: across.get(row.code)!.value, y: row.value }));
  const axis = ({ indicator, period }: ByWard) => ({
    label: `${indicator.shortName}, ${period} (${unitLabel(indicator.unit)})`,
    unit: indicator.unit,
  });
  const figureOf = ({ wards }: ByWard, code: string) => {
    const { name, ...row } = wards.find((ward) => ward.code === code)!;
    return { ...row, area_name: name };
  };
  const filled = pairs.filter((pair) => chosen.has(pair.code)).map((pair) => pair.name);
  return figure({
    title,
    unit: `One dot a ward: ${axis(x).label} across, ${axis(y).label} up`,
    ...originOf(briefing, [...x.wards, ...y.wards]),
    description: `Scatter of ${plural(pairs.length, "ward")}. ${filled.length > 0 ? `Filled: ${formatList(filled)}.` : "None is filled."}`,
    chart: (width) => scatter({ pairs, x: axis(x), y: axis(y), width, chosen }),
    table: {
      columns: [
        { key: "name", label: "Ward" },
        { key: "x", label: axis(x).label, unit: x.indicator.unit },
        { key: "y", label: axis(y).label, unit: y.indicator.unit },
      ],
      areaOf: areaOfRow,
      rows: pairs.map(({ code, name }) => ({ name, area: code, x: figureOf(x, code), y: figureOf(y, code) })),
    },
  });
}

/** The city beside its country over time. */
export function countryTrend(
  briefing: Briefing,
  compared: Compared,
  title: string,
  breaks: Break[] = [],
): HTMLElement {
  const { indicator, city, country, series } = compared;
  const shown = [
    { name: briefing.city.name, rows: series.city },
    { name: country.name, rows: series.country },
  ];
  const nameOf = (row: Observation) => (row.area === city.area ? briefing.city.name : country.name);
  const notes = notesOn(briefing.notes, indicator.id, [...series.city, ...series.country]);
  return figure({
    title,
    notes,
    unit: `${measureText(indicator)}`,
    ...originOf(briefing, [...series.city, ...series.country]),
    description: shown
      .map(({ name, rows }) => {
        const known = rows.filter(hasValue);
        const [first, last] = [known[0]!, known.at(-1)!];
        return `${name}: ${formatNumber(first.value, indicator.unit)} in ${first.period}, ${formatNumber(last.value, indicator.unit)} in ${last.period}.`;
      })
      .join(" "),
    chart: (width) =>
      trend({
        series: shown.map(({ name, rows }) => ({
          name,
          points: rows.map((row) => ({ ...row, start: row.period_start })),
        })),
        unit: indicator.unit,
        periodType: yearly(series.city) ? "academic_year" : indicator.periodType,
        width,
        breaks,
        notes: notes.map(({ date }) => date),
      }),
    table: observationTable([...series.city, ...series.country], indicator.unit, {
      label: "Area",
      of: nameOf,
    }),
  });
}

/** The city among its statistical neighbours in one period. */
export function neighbourBars(briefing: Briefing, compared: Compared, title: string): HTMLElement {
  const { indicator, city, country, neighbours, period } = compared;
  const rows = [{ ...city, name: briefing.city.name }, ...neighbours].map((row) => ({
    ...row,
    code: row.area,
  }));
  return figure({
    title,
    unit: `${measureText(indicator)}, ${period}`,
    ...originOf(briefing, rows),
    description: `Bars: ${formatList(rows.map((row) => named(row, indicator.unit)))}. ${country.name}: ${formatValue(country, indicator.unit)}.`,
    chart: (width) =>
      bars({
        rows: rows,
        unit: indicator.unit,
        width,
        comparators: hasValue(country) ? [{ name: country.name, value: country.value }] : [],
        chosen: new Set([city.area]),
      }),
    table: observationTable(rows, indicator.unit, {
      label: "Authority",
      of: (row) => rows.find((other) => other.area === row.area)!.name,
    }),
  });
}

/** All children, those with free school meals and the rest, each for the city and its country. */
export function mealsBars(briefing: Briefing, groups: ByMeals, title: string): HTMLElement {
  const { indicator, country, period } = groups.all;
  const pairs = (["all", "yes", "no"] as const).flatMap((key) => {
    const { city, country } = groups[key];
    const name = key === "all" ? "All children" : categoryName("fsm", key);
    return [
      { name, area: briefing.city.name, row: city },
      { name, area: country.name, row: country as Figure },
    ];
  });
  // Worked out from the counts, so in the table and not among the published bars.
  const others = (["city", "country"] as const).flatMap((of) => {
    const value = othersOf(groups, of);
    const area = of === "city" ? briefing.city.name : country.name;
    const counts = { numerator: null, denominator: null, lower: null, upper: null };
    const note = "Worked out from the percentages and the counted share with free school meals.";
    const row = {
      ...groups.no[of],
      ...counts,
      category: "all but yes",
      value,
      status: "value" as const,
      note,
    };
    return value === null ? [] : [{ name: "All but those with free school meals, worked out", area, row }];
  });
  return figure({
    title,
    unit: `${measureText(indicator)}, ${period}`,
    ...originOf(
      briefing,
      pairs.map(({ row }) => row),
    ),
    description: `Bars: ${formatList(pairs.map(({ name, area, row }) => `${name.toLowerCase()}, ${area}, ${formatValue(row, indicator.unit)}`))}.`,
    chart: miniBars(
      pairs.map(({ name, area, row }) => ({
        label: `${name}, ${area}`,
        figure: row,
        context: area === country.name,
      })),
      { format: (row) => formatValue(row, indicator.unit), most: 100 },
    ),
    table: {
      columns: [
        { key: "name", label: "Group" },
        { key: "area", label: "Area" },
        {
          key: "value",
          label: `${indicator.shortName} (${unitLabel(indicator.unit)})`,
          unit: indicator.unit,
        },
      ],
      rows: [...pairs, ...others].map(({ name, area, row }) => ({
        name,
        area,
        value: { ...row, area_name: area },
      })),
    },
  });
}

// Published figures of a termly measure may come once a year: then a year without a gap is whole.
function yearly(rows: readonly Figure[]): boolean {
  const starts = rows.map((row) => Date.parse(row.period_start));
  return starts.slice(1).every((start, i) => start - starts[i]! > 300 * 86_400_000);
}

// "Good level of development, %"; a unit that only says the name again is left out.
function measureText({ shortName, unit }: ByWard["indicator"]): string {
  return unit === shortName.toLowerCase() ? shortName : `${shortName}, ${unitLabel(unit)}`;
}

// The wards, and the city that they are set beside.
function wardTable(
  { wards, city, indicator }: ByWard,
  cityName: string,
): ReturnType<typeof observationTable> {
  const names = new Map(wards.map((row) => [row.code, row.name]));
  const rows = city ? [...wards, city] : wards;
  return observationTable(rows, indicator.unit, {
    label: "Area",
    of: (row) => names.get(row.area) ?? cityName,
    areas: true,
  });
}

function named(row: Figure & { name: string }, unit: string): string {
  return `${row.name} ${formatValue(row, unit)}`;
}

function without(rows: readonly Figure[]): string {
  const count = rows.filter((row) => !hasValue(row)).length;
  return count > 0 ? ` ${plural(count, "ward")} without a figure.` : "";
}

import { type AreaMap, areaMap as drawMap, type MapFigures } from "../charts/area-map.js";
import { bars } from "../charts/bars.js";
import { rankedDots } from "../charts/ranked-dots.js";
import { trend as drawTrend } from "../charts/trend.js";
import { pick, singlePeriods } from "../figures/observations.js";
import { dataTable } from "../tables/data-table.js";
import { observationTable, type TableData } from "../tables/table.js";
import { describeAreas, describeTrend } from "../words/describe.js";
import { breakdownName, capital, categoryName, formatList } from "../words/format.js";
import { yearBefore } from "../words/lead.js";
import { changeMessage, placeMessage, rangeMessage } from "../words/message.js";
import { breaksOf } from "../words/periods.js";
import { ranked } from "../words/rank.js";
import { notesOn } from "../words/series-notes.js";
import { hasValue, type Observation } from "../words/status.js";
import type { Asked, Figure } from "./asked.js";
import { drawn, notAvailable, nothing } from "./drawn.js";
import type { OptionsOf } from "./options.js";
import { standingOf, standingTitle, whichTitle } from "./standing.js";

/**
 * The areas on a map: how far each is from all of them together, in colours that mean the same in all periods. Areas are chosen
 * on it.
 */
export function areaMap(asked: Asked, options: OptionsOf<"areaMap"> = {}): HTMLElement {
  return drawn("areaMap", asked, options, () => {
    let map: AreaMap | undefined;
    let drawnOf: Asked["shapes"] | undefined;
    let choose: Asked["chooseAreas"] = () => {};
    return (now, { title, choose: isChosenOn = true }) => {
      const { shapes, around, areas, rows, chosen, measure, period, indicator } = now;
      if (now.level === "city") return nothing("A map needs wards, localities or small areas.");
      if (!now.available) return notAvailable(now);
      if (shapes.length === 0) return nothing(`There are no outlines of ${areas[1]} yet.`);
      choose = now.chooseAreas;
      const figures = mapFigures(now);
      if (map && drawnOf === shapes) map.redraw(figures);
      else {
        const drawnMap = drawMap({ shapes, around, areas, choose: isChosenOn, ...figures });
        drawnMap.addEventListener("input", () => choose(drawnMap.value));
        map = drawnMap;
        drawnOf = shapes;
      }
      map.value = [...chosen];
      return {
        ...now.provenance,
        title: title ?? whichTitle(now),
        subject: `${measure}, by ${areas[0]}, ${period}`,
        description: describeAreas(rows, { unit: indicator.unit, areas, comparator: now.comparator }),
        chart: map,
        table: tableOf(rows, now),
      };
    };
  });
}

// What the colours mean is the same in all periods: the values of all of them, each beside its own period's city, decide.
function mapFigures({ rows, series, citySeries, group, comparator, indicator }: Asked): MapFigures {
  const { unit, polarity, kind, chance } = indicator;
  const all = pick(series, { category: group }).filter(hasValue);
  const cityIn = new Map(
    pick(citySeries, { category: group })
      .filter(hasValue)
      .map(({ period, value }) => [period, value]),
  );
  return {
    ...{ unit, polarity, chance, comparator },
    counted: kind === "count",
    figures: new Map(rows.map((row) => [row.area, row])),
    range: all.map(({ value }) => value),
    differences: all.flatMap(({ period, value }) => {
      const city = cityIn.get(period);
      return city === undefined ? [] : [value - city];
    }),
  };
}

/**
 * The areas in order, each a dot with its limits, beside the line of all of them together. A dot is filled where it differs
 * from the line by more than chance.
 */
export function ranking(asked: Asked, options: OptionsOf<"ranking"> = {}): HTMLElement {
  return drawn("ranking", asked, options, () => (now, { title, most, order = "highest" }) => {
    if (!now.available) return notAvailable(now);
    const { rows, shown, areas, measure, period, comparator, level, about, indicator, city } = now;
    const codes = new Set(shown.map(({ code }) => code));
    const all = ranked(rows).filter(({ code }) => codes.has(code));
    const withValue = all.filter(hasValue);
    const end = order === "highest" ? withValue : withValue.toReversed();
    const listed = most === undefined ? all : end.slice(0, most);
    const which = most === undefined ? "highest first" : `the ${listed.length} ${order}`;
    const standings = listed.map((row) => ({ ...row, standing: standingOf(row, now) }));
    const { unit, ...provenance } = now.provenance;
    return {
      ...provenance,
      title: title ?? standingTitle(standings, now),
      subject: `${measure}, ${which}, ${period}`,
      unit: [unit, ...reading(listed, now)].join(". "),
      description: describeAreas(listed, { unit: indicator.unit, areas, comparator }),
      chart: (width) =>
        rankedDots({
          rows: standings,
          unit: indicator.unit,
          width,
          comparator: comparator && { lower: city.lower, upper: city.upper, ...comparator },
          polarity: indicator.polarity,
          chosen: level === "city" ? new Set([about.city.code]) : now.chosen,
        }),
      table: tableOf(most === undefined ? shown : listed, now),
    };
  });
}

// How its marks are read, as far as there are any.
function reading(rows: readonly Figure[], { comparator, indicator }: Asked): string[] {
  return [
    ...(rows.some(({ lower }) => lower !== null) ? ["Lines are 95% intervals"] : []),
    ...(comparator && indicator.chance !== "no"
      ? ["A dot is filled where it differs by more than chance (99.8% limits)"]
      : []),
  ];
}

/** The city, or the areas chosen, over time. */
export function trend(asked: Asked, options: OptionsOf<"trend"> = {}): HTMLElement {
  return drawn("trend", asked, options, () => (now, { title, most = 4 }) => {
    const { indicator, measure } = now;
    const all = linesOf(now);
    const lines = all.slice(0, most);
    const observations = lines.flatMap((line) => line.observations);
    const seen = observations.filter(hasValue);
    const periods = new Set(seen.map(({ period }) => period));
    if (lines.length === 0) return notAvailable(now);
    if (periods.size === 1)
      return nothing(
        `There is a figure for one period so far, ${[...periods][0]}: nothing to draw over time.`,
      );
    const { unit, ...provenance } = now.provenanceOf(observations);
    const notes = notesOn(now.about.notes, indicator.id, observations);
    return {
      ...provenance,
      notes,
      title: title ?? (trendTitle(lines, indicator.unit) || `${measure}, over time`),
      subject: `${measure}, over time: ${formatList(lines.map(({ name }) => name))}`,
      unit: [
        unit,
        ...(seen.some(({ lower }) => lower !== null) ? ["The bands are 95% intervals"] : []),
        ...(lines.length < all.length ? [`The first ${lines.length} of ${all.length} are drawn`] : []),
      ].join(". "),
      description: describeTrend(lines, indicator.unit),
      chart: (width) =>
        drawTrend({
          series: lines,
          unit: indicator.unit,
          periodType: indicator.periodType,
          width,
          breaks: breaksOf(lines[0]!.points),
          notes: notes.map(({ date }) => date),
        }),
      table: observationTable(observations, indicator.unit, { label: "Area", of: nameOf, areas: true }),
    };
  });
}

/** The areas as a table that sorts and downloads. */
export function table(asked: Asked, options: OptionsOf<"table"> = {}): HTMLElement {
  return drawn("table", asked, options, () => (now, { title }) => {
    const { shown, measure, period, chosen } = now;
    if (shown.length === 0) return notAvailable(now);
    return dataTable({
      ...now.provenance,
      table: tableOf(shown, now),
      caption: title ?? `${measure}, ${period}`,
      chosen: new Set(shown.filter(({ code }) => chosen.has(code)).map(({ name }) => name)),
    });
  });
}

/** The city beside England, its region and its statistical neighbours, with the areas chosen. */
export function compare(asked: Asked, options: OptionsOf<"compare"> = {}): HTMLElement {
  return drawn("compare", asked, options, () => (now, { title, neighbours = true }) => {
    const { elsewhere, rows, chosen, level, measure, period, indicator, about } = now;
    const others = elsewhere.filter((one) => neighbours || one.level !== "neighbour");
    const own = level === "city" ? [] : rows.filter(({ code }) => chosen.has(code));
    const all = ranked([...others, ...own]);
    if (!all.some(hasValue)) return notAvailable(now);
    if (all.filter(hasValue).length === 1)
      return nothing(
        `Nothing stands beside ${about.city.name}: no other area has this figure in ${period}, counted the same way. Choose ${now.areas[1]} to set them beside it.`,
      );
    return {
      ...now.provenanceOf(all),
      title: title ?? placeTitle(all, now),
      subject: `${measure}, ${about.city.name} and others, ${period}`,
      description: describeAreas(all, { unit: indicator.unit, areas: ["area", "areas"] }),
      chart: (width) =>
        bars({
          rows: all.map((row) => ({ ...row, rank: null })),
          unit: indicator.unit,
          width,
          chosen: new Set([about.city.code]),
        }),
      table: observationTable(all, indicator.unit, { label: "Area", of: nameOf, areas: true }),
    };
  });
}

/** The groups of a breakdown beside each other: in the city, or in the one area that is chosen. */
export function breakdown(asked: Asked, options: OptionsOf<"breakdown"> = {}): HTMLElement {
  return drawn("breakdown", asked, options, () => async (now, { title, by }) => {
    const { indicator, about, level, chosen, period } = now;
    const chosenBy = by ?? (now.breakdown === "all" ? indicator.breakdowns[0] : now.breakdown);
    if (!chosenBy || !indicator.breakdowns.includes(chosenBy))
      return nothing(
        by && indicator.breakdowns.length > 0
          ? `${indicator.shortName} is not divided by ${by}. It is divided by: ${indicator.breakdowns.join(", ")}.`
          : `${indicator.shortName} is not divided by any group.`,
      );
    const [only] = chosen.size === 1 && level !== "lsoa" ? chosen : [];
    const place = only ?? about.city.code;
    const figures = (await now.divided()).get(indicator.id) ?? [];
    // Whoever is in no area of the city has the city's code too, at a level of its own.
    const found = pick(figures, {
      breakdown: chosenBy,
      level: only ? level : "city",
      area: place,
      period,
    });
    const rows = (about.categories[chosenBy] ?? [])
      .flatMap((category) => found.filter((o) => o.category === category))
      .map((o) => ({ ...now.figureOf(o), name: categoryName(chosenBy, o.category), code: o.category }));
    const named =
      indicator.joined.find((joined) => joined.breakdown === chosenBy)?.title ?? breakdownName(chosenBy);
    const where = found[0]?.area_name ?? about.city.name;
    if (!rows.some(hasValue))
      return nothing(`${indicator.shortName} by ${named}: no figure for ${where} in ${period}.`);
    const subject = `${indicator.shortName} by ${named}, ${where}, ${period}`;
    return {
      ...now.provenanceOf(found),
      title:
        title ??
        rangeMessage(rows, { unit: indicator.unit, areas: ["group", "groups"], among: "among" }) ??
        subject,
      subject,
      description: describeAreas(rows, { unit: indicator.unit, areas: ["group", "groups"] }),
      chart: (width) =>
        bars({ rows: rows.map((row) => ({ ...row, rank: null })), unit: indicator.unit, width }),
      table: observationTable(rows, indicator.unit, {
        label: "Group",
        of: (o) => categoryName(chosenBy, o.category),
      }),
    };
  });
}

// Of the areas chosen, or of the city: against the same time of the year before, else the first figure there is.
function trendTitle(lines: ReturnType<typeof linesOf>, unit: string): string {
  const line = lines.length > 1 ? lines[1]! : lines[0]!;
  const seen = line.observations
    .filter(hasValue)
    .sort((a, b) => a.period_start.localeCompare(b.period_start));
  const [first, last] = [seen[0], seen.at(-1)];
  if (!first || !last || first === last) return "";
  const before = yearBefore(line.observations, last);
  return changeMessage(line.name, before && hasValue(before) ? before : first, last, unit);
}

function placeTitle(all: readonly Figure[], { about, measure, period, indicator }: Asked): string {
  const city = all.find(({ code }) => code === about.city.code);
  if (!city || !hasValue(city)) return `${measure}, ${about.city.name} and others, ${period}`;
  return placeMessage({ name: about.city.name, value: city.value }, all, indicator.unit);
}

/** The usual table of areas: figure, limits, counts and notes. */
export function tableOf(rows: readonly Figure[], { indicator, areas }: Asked): TableData {
  return observationTable(rows, indicator.unit, { label: capital(areas[0]), of: nameOf, areas: true });
}

export const nameOf = (observation: Observation): string => observation.area_name ?? observation.area;

// The city first, unless a count is shown that its areas cannot be set beside; then the areas chosen.
function linesOf({ level, chosen, about, indicator, series, citySeries, group }: Asked) {
  const isComparable = indicator.kind !== "count";
  const city = isComparable || level === "city" || chosen.size === 0 ? [about.city.code] : [];
  const others =
    level === "city" ? series.filter((o) => o.level !== "neighbour").map(({ area }) => area) : chosen;
  return [...new Set([...city, ...others])]
    .map((code) => {
      const observations = pick(singlePeriods(code === about.city.code ? citySeries : series), {
        area: code,
        category: group,
      });
      return {
        code,
        name: observations[0]?.area_name ?? code,
        observations,
        points: observations.filter((o) => o.period).map((o) => ({ ...o, start: o.period_start })),
      };
    })
    .filter(({ points }) => points.some(hasValue));
}

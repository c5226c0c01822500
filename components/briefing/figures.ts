import {
  wardBars as drawBars,
  wardMap as drawMap,
  mealsBars as drawMeals,
  neighbourBars as drawNeighbours,
  wardScatter as drawScatter,
  countryTrend as drawTrend,
  originOf,
} from "../figures/briefing-figures.js";
import { profileTable } from "../figures/ward-profiles.js";
import { dataTable } from "../tables/data-table.js";
import {
  bothTitle,
  isLowGood,
  mapTitle,
  mealsTitle,
  neighboursTitle,
  trendTitle,
} from "../words/briefing-titles.js";
import { plural } from "../words/format.js";
import { nothingToTell } from "../words/only.js";
import { type Beside, breaksOf, type Mix } from "./beside.js";
import { type Measure, type Wards, wardWords } from "./by-ward.js";
import type { Need } from "./need.js";

interface Titled {
  /** The figure's title, where the usual one will not do. */
  title?: string;
}

/** A measure by ward on a map; nothing where no outlines have come in. */
export function wardMap(measure: Measure, { title }: Titled = {}): HTMLElement {
  const { data, found, name } = measure;
  return (found && drawMap(data, found, title ?? mapTitle(name, found))) ?? nothingToTell();
}

/** The first of some wards of a measure as bars under all wards together; the worse ones if none are given. */
export function wardBars(
  measure: Measure,
  { wards = measure.worse, most = 15, title }: Titled & { wards?: Wards; most?: number } = {},
): HTMLElement {
  const { data, found, worse } = measure;
  if (!found || !wards.available) return nothingToTell();
  const side = isLowGood(found) ? "higher" : "lower";
  const which = `wards that are ${side} than all together by more than chance`;
  const usual =
    wards === worse
      ? wards.rows.length > most
        ? `The ${most} ${side === "lower" ? "lowest" : "highest"} of the ${which}`
        : `The ${which}`
      : `The ${plural(Math.min(most, wards.rows.length), ...wardWords)} with the least figures`;
  return drawBars(data, found, wards.rows.slice(0, most), title ?? usual);
}

/** Wards by two measures, the first across; those that are worse in both are named. */
export function wardScatter(across: Measure, up: Measure, { title }: Titled = {}): HTMLElement {
  if (!across.found || !up.found) return nothingToTell();
  const both = across.alsoWorse(up.worse);
  return drawScatter(up.data, {
    x: across.found,
    y: up.found,
    chosen: new Set(both.rows.map(({ code }) => code)),
    title: title ?? bothTitle(both.rows.length),
  });
}

/** The city beside its country over time. */
export function countryTrend(beside: Beside, { title }: Titled = {}): HTMLElement {
  const { data, found, name } = beside;
  if (!found) return nothingToTell();
  return drawTrend(data, found, title ?? trendTitle(name, data.city.name, found), breaksOf(found));
}

/** The city among its statistical neighbours; nothing where none has a figure. */
export function neighbourBars(beside: Beside, { title }: Titled = {}): HTMLElement {
  const { data, found } = beside;
  if (!found || found.neighbours.length === 0) return nothingToTell();
  return drawNeighbours(data, found, title ?? neighboursTitle(data.city.name, found));
}

/** The city beside its country by free school meals. */
export function mealsBars(mix: Mix, { title }: Titled = {}): HTMLElement {
  const { data, found } = mix;
  if (!found) return nothingToTell();
  return drawMeals(data, found, title ?? mealsTitle(data.city.name, found));
}

/** The wards in need, the measures in which they are, and who lives there. */
export function needTable(need: Need, { title }: Titled = {}): HTMLElement {
  const { data, profiles, measured } = need;
  if (profiles.length === 0) return nothingToTell();
  return dataTable({
    caption: title ?? "The wards most in need, and who lives there",
    table: profileTable(profiles, measured),
    ...originOf(
      data,
      measured.flatMap(({ wards }) => wards),
    ),
  });
}

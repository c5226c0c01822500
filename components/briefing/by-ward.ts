import type { Briefing } from "../../loaders/briefings/briefing.json.js";
import { standingText } from "../words/briefing-titles.js";
import { lowestText, rangeText } from "../words/extremes.js";
import { type ByWard, byWard, pooled, worseWards } from "../words/findings.js";
import { formatList, plural } from "../words/format.js";
import { formatCount, formatNumber } from "../words/numbers.js";
import { hasValue } from "../words/status.js";
import { unplacedText } from "../words/unplaced.js";
import { type FigureInWords, figureInWords, noFigure } from "./known.js";

/** Some of the wards of a measure. Not available where there is none. */
export interface Wards {
  available: boolean;
  rows: ByWard["wards"];
  /** "6 wards", "one ward", as it stands within a sentence. */
  text: string;
  /** How many, as it stands in a sentence: "none", "6". */
  count: string;
  /** ": Aston, Handsworth and Nechells"; empty where there are none or more than ten. */
  named: string;
}

/** A measure by ward in its newest whole period. Not available where no ward has a figure. */
export interface Measure {
  available: boolean;
  data: Briefing;
  /** The indicator's id. */
  id: string;
  found: ByWard | undefined;
  /** The indicator's short name. */
  name: string;
  period: string;
  /** All wards together. */
  city: FigureInWords;
  /** "32 of 69 wards are below all wards together, 6 of them by more than chance". */
  below: string;
  /** Wards that are worse than all together by more than chance, the worst first. */
  worse: Wards;
  /** "The lowest is Aston with 41.2%."; empty where no ward is among the worse. */
  lowest: string;
  /** "from 41.2% in Aston to 80.3% in 3 wards". */
  range: string;
  /** Who is counted in no ward, in a sentence; empty where there is nobody. */
  apart: string;
  /** Some wards taken together, from their counts. */
  within(wards: Wards): FigureInWords;
  /** All wards but these taken together, from their counts. */
  outside(wards: Wards): FigureInWords;
  /** Those of some wards that are among the worse here, too. */
  alsoWorse(wards: Wards): Wards;
  /** "2 of these 6 wards fared worse than all wards together, too, by more than chance: Aston and Nechells". */
  alsoWorseText(wards: Wards): string;
  /** The wards with the least figures, and those of them that have less than half of all wards together. */
  least: Wards;
  underHalf: Wards;
  /** What kinds of places the wards with the least and the greatest figure have; empty where their notes do not say. */
  kinds: { least: string; greatest: string };
  /** The year of the estimate of children that all wards together are out of; empty where they are out of none. */
  estimate: string;
}

export const wardWords: [string, string] = ["ward", "wards"];

/** A measure of the briefing by ward, by the id of its indicator. */
export function measureOf(data: Briefing, id: string): Measure {
  const found = byWard(data, id);
  const { wards = [], city, indicator } = found ?? {};
  const name = data.indicators.find((one) => one.id === id)?.shortName ?? id;
  const unit = indicator?.unit ?? "count";
  const worse = found?.city ? worseWards(found) : [];
  const least = wards.filter(hasValue).sort((a, b) => a.value - b.value);
  const half = (city?.value ?? 0) / 2;
  const together = (rows: ByWard["wards"]) => {
    const value = pooled(rows);
    if (!city || !indicator || value === null) return noFigure(data, name);
    const row = { ...city, note: "Wards taken together, from their counts" };
    return figureInWords(data, indicator, row, formatNumber(value, unit));
  };
  const isAmong = (some: ByWard["wards"], code: string) => some.some((ward) => ward.code === code);
  return {
    available: city !== undefined,
    data,
    id,
    found,
    name,
    period: found?.period ?? "no period",
    city: city && indicator ? figureInWords(data, indicator, city) : noFigure(data, name),
    below: found ? standingText(found) : "no ward has a figure",
    worse: wardsOf(worse),
    lowest: worse.length > 0 ? lowestText(wards, unit, wardWords) : "",
    range: rangeText(wards, { unit, nameOf: (ward) => ward.name, areas: wardWords }),
    apart: unplacedText(found?.unplaced, unit) ?? "",
    within: ({ rows }) => together(wards.filter(({ code }) => isAmong(rows, code))),
    outside: ({ rows }) => together(wards.filter(({ code }) => !isAmong(rows, code))),
    alsoWorse: ({ rows }) => wardsOf(rows.filter(({ code }) => isAmong(worse, code))),
    alsoWorseText: ({ rows }) =>
      alsoWorseText(rows, wardsOf(rows.filter(({ code }) => isAmong(worse, code)))),
    least: wardsOf(least),
    underHalf: wardsOf(least.filter(({ value }) => value < half)),
    kinds: { least: kindsText(least[0]), greatest: kindsText(least.at(-1)) },
    estimate: /Out of the estimate for (\d{4})\./.exec(city?.note ?? "")?.[1] ?? "",
  };
}

/** "is" or "are", after a number of things. */
export function isAre(count: number): string {
  return count === 1 ? "is" : "are";
}

export function wardsOf(rows: ByWard["wards"]): Wards {
  return {
    available: rows.length > 0,
    rows,
    text: rows.length === 1 ? "one ward" : plural(rows.length, ...wardWords),
    count: rows.length === 0 ? "none" : formatCount(rows.length),
    named: rows.length === 0 || rows.length > 10 ? "" : `: ${formatList(rows.map(({ name }) => name))}`,
  };
}

function alsoWorseText(rows: ByWard["wards"], also: Wards): string {
  const [only, ...others] = rows;
  if (only && others.length === 0)
    return also.available
      ? `${only.name} fared worse than all wards together, too, by more than chance`
      : `${only.name} did not fare worse than all wards together by more than chance`;
  return `${also.count} of these ${plural(rows.length, ...wardWords)} fared worse than all wards together, too, by more than chance${also.named}`;
}

function kindsText(ward: ByWard["wards"][number] | undefined): string {
  const kinds = /By type: .*/.exec(ward?.note ?? "")?.[0];
  return ward && kinds ? `${ward.name}: ${kinds}` : "";
}

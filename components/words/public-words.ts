import type { Summary } from "../../loaders/public/summary.json.js";
import { amongText, leftOutText, surelyExtreme } from "./extremes.js";
import { capital, plural } from "./format.js";
import { formatCount } from "./numbers.js";
import { roundPercent, tellings } from "./plain-words.js";
import { hasValue } from "./status.js";

type Measure = Summary["measures"][number];
type WardFigure = Measure["wards"][number];

const wardWords: [string, string] = ["ward", "wards"];

/**
 * Title and description of the map of a measure by ward. A ward is called the lowest or the highest only where neither
 * rounding nor what is left out can change that, and then only among the wards that are shown.
 */
export function mapWords(
  measure: Measure,
  { wards, roundedTo }: Pick<Summary, "wards" | "roundedTo">,
  chosen?: string,
): { title: string; description: string } {
  const { short } = tellings[measure.id]!;
  const named = measure.wards.map((figure, i) => ({ ...figure, ...wards[i]! }));
  const extremes = surelyExtreme(named, { base: roundedTo });
  const { shown } = extremes;
  const among = amongText(extremes, wardWords);
  const ends = endWords(extremes);
  const own = named.find(({ code }) => code === chosen);
  return {
    title: `${short}${shown === 0 ? `: ${noneShown(extremes)}` : ends.length > 0 ? `: ${ends.join(" and ")}, ${among}` : `, ward by ward, ${among}`}`,
    description: [
      `Map of ${plural(wards.length, ...wardWords)}.`,
      shownWords(named.filter(hasValue)),
      ...ends.map((end) => `${capital(end)}, ${among}.`),
      shown > 1 && ends.length < 2
        ? `Counts are rounded, so it cannot be told which ward is ${ends.length === 0 ? "lowest or highest" : extremes.lowest ? "highest" : "lowest"}.`
        : "",
      leftOutText(extremes, wardWords),
      own ? `${own.name}: ${roundPercent(own)}.` : "",
    ]
      .filter(Boolean)
      .join(" "),
  };
}

function noneShown({ leftOut, missing }: { leftOut: number; missing: number }): string {
  if (leftOut === 0) return "no figure by ward";
  const where = missing === 0 ? "every ward" : `the ${plural(leftOut, ...wardWords)} that have a figure`;
  return `left out in ${leftOut === 1 && missing > 0 ? "the only ward that has a figure" : where}, to protect children’s privacy`;
}

function endWords({
  lowest,
  highest,
  shown,
}: ReturnType<typeof surelyExtreme<WardFigure & { name: string }>>): string[] {
  // One ward alone is both.
  if (shown < 2) return [];
  return [
    lowest && `lowest in ${lowest.name} (${inHundred(lowest)})`,
    highest && `highest in ${highest.name} (${inHundred(highest)})`,
  ].filter((text) => text !== undefined);
}

function shownWords(shown: readonly { value: number }[]): string {
  const [first] = shown;
  if (!first) return "";
  const values = shown.map(({ value }) => Math.round(value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const who = `In the ${plural(shown.length, ...wardWords)} shown`;
  return least === most
    ? `${who} it is ${least} in every 100, as rounded.`
    : `${who} it is from ${least} to ${most} in every 100, as rounded.`;
}

/** "57 in every 100"; the status in words where there is no number. */
export function inHundred(figure: Pick<WardFigure, "value" | "status">): string {
  return hasValue(figure) ? `${formatCount(figure.value)} in every 100` : roundPercent(figure);
}

/** The title of a measure's bars: a ward beside the city, or the city alone. */
export function barsTitle(
  city: { name: string; figure: WardFigure },
  ward?: { name: string; figure: WardFigure },
): string {
  if (ward && hasValue(ward.figure)) return `${ward.name} beside ${city.name}`;
  return `${city.name}: ${inHundred(city.figure)}`;
}

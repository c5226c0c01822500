import { formatList, plural } from "./format.js";
import { formatNumber } from "./numbers.js";
import { type Figured, hasValue } from "./status.js";

/** An end of a range of figures as a reader sees it: figures that are written alike share it. */
export interface End<T> {
  text: string;
  rows: (T & { value: number })[];
}

/** The lowest and the highest of some figures as they are written; undefined where none has a value. */
export function endsOf<T extends Figured>(
  rows: readonly T[],
  unit: string,
): { lowest: End<T>; highest: End<T> } | undefined {
  const known = rows.filter(hasValue).sort((a, b) => a.value - b.value);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return undefined;
  const endAt = (value: number): End<T> => {
    const text = formatNumber(value, unit);
    return { text, rows: known.filter((row) => formatNumber(row.value, unit) === text) };
  };
  return { lowest: endAt(first.value), highest: endAt(last.value) };
}

/** Who has an end of a range: a name, or how many where several share it. */
export function holderOf<T>({ rows }: End<T>, nameOf: (row: T) => string, areas: [string, string]): string {
  return rows.length === 1 ? nameOf(rows[0]!) : plural(rows.length, ...areas);
}

/** "from 41.2% in Aston to 80.3% in 3 wards"; "61.2% in each" where all are written alike; empty without figures. */
export function rangeText<T extends Figured>(
  rows: readonly T[],
  { unit, nameOf, areas }: { unit: string; nameOf: (row: T) => string; areas: [string, string] },
): string {
  const ends = endsOf(rows, unit);
  if (!ends) return "";
  const { lowest, highest } = ends;
  if (lowest.text === highest.text) return `${lowest.text} in each`;
  return `from ${lowest.text} in ${holderOf(lowest, nameOf, areas)} to ${highest.text} in ${holderOf(highest, nameOf, areas)}`;
}

/** A protected percentage with the counts that it was worked out from, as they are published. */
export interface ProtectedFigure extends Figured {
  numerator: number | null;
  denominator: number | null;
}

/** How published counts were rounded: to the nearest multiple of `base`, halves up. */
export interface Rounding {
  base: number;
}

/** The least and the greatest whole number that rounds to a published count. */
export function countBounds(count: number, { base }: Rounding): [least: number, greatest: number] {
  return [Math.max(0, count - Math.floor(base / 2)), count + Math.ceil(base / 2) - 1];
}

/**
 * The least and the greatest that a protected percentage can truly be, as fractions; null where its counts are not known
 * and it could be anything. Counts are of children, so whole.
 */
export function proportionBounds(
  { numerator, denominator }: ProtectedFigure,
  rounding: Rounding,
): [least: number, greatest: number] | null {
  if (numerator === null || denominator === null) return null;
  const [fewest, most] = countBounds(numerator, rounding);
  const [smallest, largest] = countBounds(denominator, rounding);
  return smallest <= 0 ? null : [fewest / largest, most / smallest];
}

/** Which of some protected figures are surely the lowest and the highest of those shown. */
export interface SureExtremes<T> {
  lowest: T | undefined;
  highest: T | undefined;
  /** Figures that are shown. */
  shown: number;
  /** Figures that are left out to protect privacy: any of them may be lower or higher still. */
  leftOut: number;
  /** Figures that there are none of for another reason. */
  missing: number;
}

/**
 * The figures that are below, or above, all others that are shown, whatever the counts were before they were rounded.
 * Undefined where two could change places, as where they are equal.
 */
export function surelyExtreme<T extends ProtectedFigure>(
  figures: readonly T[],
  rounding: Rounding,
): SureExtremes<T> {
  const shown = figures.filter(hasValue);
  const bounded = shown.map((figure) => ({
    figure,
    bounds: proportionBounds(figure, rounding) ?? [0, Infinity],
  }));
  const surely = (isBeyond: (one: readonly number[], other: readonly number[]) => boolean): T | undefined =>
    bounded.find((one) => bounded.every((other) => other === one || isBeyond(one.bounds, other.bounds)))
      ?.figure;
  return {
    lowest: surely((one, other) => one[1]! < other[0]!),
    highest: surely((one, other) => one[0]! > other[1]!),
    shown: shown.length,
    leftOut: figures.filter(({ status }) => status === "suppressed").length,
    missing: figures.filter((figure) => !hasValue(figure) && figure.status !== "suppressed").length,
  };
}

/** "among the 54 wards that can be shown", "among all 69 wards". */
export function amongText(
  { shown, leftOut, missing }: SureExtremes<unknown>,
  areas: [string, string],
): string {
  if (leftOut + missing === 0) return `among all ${plural(shown, ...areas)}`;
  return `among the ${plural(shown, ...areas)} ${leftOut > 0 ? "that can be shown" : "with a figure"}`;
}

/** "15 wards are left out to protect privacy, and 2 wards have no figure."; empty if all are shown. */
export function leftOutText({ leftOut, missing }: SureExtremes<unknown>, areas: [string, string]): string {
  const reasons = [
    leftOut > 0 && `${plural(leftOut, ...areas)} ${leftOut === 1 ? "is" : "are"} left out to protect privacy`,
    missing > 0 && `${plural(missing, ...areas)} ${missing === 1 ? "has" : "have"} no figure`,
  ].filter((text) => text !== false);
  return reasons.length === 0 ? "" : `${formatList(reasons)}.`;
}

/** "The lowest is Aston with 41.2%.", or how many share it; empty without figures. */
export function lowestText<T extends Figured & { name: string }>(
  rows: readonly T[],
  unit: string,
  areas: [string, string],
): string {
  const lowest = endsOf(rows, unit)?.lowest;
  if (!lowest) return "";
  return lowest.rows.length === 1
    ? `The lowest is ${lowest.rows[0]!.name} with ${lowest.text}.`
    : `${holderOf(lowest, ({ name }) => name, areas)} share the lowest, ${lowest.text}.`;
}

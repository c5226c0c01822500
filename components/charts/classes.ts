import { interpolateLab, piecewise, ticks } from "npm:d3";
import { formatNumber, formatShort, formatTick } from "../words/numbers.js";

/** A class of a map's values: from `from` up to but not including `to`; the last includes its end. */
export interface ValueClass {
  from: number;
  to: number;
  colour: string;
}

/**
 * About six classes with round limits that cover the values, from light to dark in one hue, so that
 * the order is seen without colour vision. No values give no classes; a single value gives one class.
 */
export function valueClasses(values: Iterable<number>): ValueClass[] {
  const finite = [...values].filter(Number.isFinite);
  if (finite.length === 0) return [];
  const least = Math.min(...finite);
  const greatest = Math.max(...finite);
  if (least === greatest) return [{ from: least, to: greatest, colour: shade(0.6) }];
  const inner = ticks(least, greatest, 5);
  const step = inner.length > 1 ? inner[1]! - inner[0]! : greatest - least;
  const limits = [...inner];
  if (limits[0]! > least) limits.unshift(round(limits[0]! - step));
  if (limits.at(-1)! < greatest) limits.push(round(limits.at(-1)! + step));
  if (least >= 0 && limits[0]! < 0) limits[0] = 0;
  return limits.slice(1).map((to, i, all) => ({
    from: limits[i]!,
    to,
    colour: shade(all.length === 1 ? 0.6 : i / (all.length - 1)),
  }));
}

/** The class that a value falls in; undefined outside all of them. */
export function classOf(classes: readonly ValueClass[], value: number): ValueClass | undefined {
  return classes.find(
    (c, i) => value >= c.from && (value < c.to || (i === classes.length - 1 && value <= c.to)),
  );
}

/** A class's limits for a key: "60 to 70%". */
export function classLabel({ from, to }: ValueClass, unit: string): string {
  if (from === to) return formatNumber(from, unit);
  return `${formatShort(from)} to ${formatTick(to, unit)}`;
}

// One hue, evenly darker: the Analysis Function's blues between a paper blue and an ink blue.
const hue = piecewise(interpolateLab, ["#e3eef8", "#6bace6", "#2073bc", "#0b3054"]);

function shade(share: number): string {
  return hue(share);
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}

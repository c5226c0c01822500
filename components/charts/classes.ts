import { formatCount, formatNumber, formatShort, withDecimals } from "../words/numbers.js";

/** A class of a map's values: from `from` up to but not including `to`; the last includes its end. */
export interface ValueClass {
  from: number;
  to: number;
  /** In words: "60 to 70%", "more than +15". */
  label: string;
  colour: string;
}

/** How a map's values fall into classes, and how that is said. */
export interface Classing {
  classes: ValueClass[];
  /** What the colours tell, in words: the key begins with it. */
  words: string;
  /** Limits as the key writes them, between the classes and at either end; empty where a class is open. */
  limits: string[];
  /** The colour of those about as the comparator, where there is one. */
  middle?: string;
}

/** What areas are set beside: all of them together. */
export interface Comparator {
  name: string;
  value: number;
}

export interface ClassingOptions {
  /** All values that the colours must cover, so that maps of several periods compare. */
  values: Iterable<number>;
  unit: string;
  /** What the areas are, in the plural: "wards". */
  areas: string;
  /** Which end is good: high or low, or none where neither is. The worse end stands out. */
  polarity?: Polarity;
  /** Whether the values are counts of what there is, which bunch: then classes end in the gaps between bunches. */
  counted?: boolean;
  /** Where there is one, classes lie about it; else each holds about as many areas. */
  comparator?: Comparator | undefined;
  /** How far each value lies from the comparator of its own period; from the one given if left out. */
  differences?: Iterable<number>;
}

export type Polarity = "high" | "low" | "none";

/**
 * Classes that fit the values: differences from a comparator in even steps to either side; without one fifths of the areas
 * with rounded limits, or of counts natural breaks.
 * The colours are variables of map-colours.css. No values give no classes; a single value gives one class.
 */
export function classing(options: ClassingOptions): Classing {
  const values = [...options.values].filter(Number.isFinite).sort((a, b) => a - b);
  if (values.length === 0) return { classes: [], words: "", limits: [] };
  return options.comparator ? aboutComparator(values, options, options.comparator) : inOrder(values, options);
}

/** The class that a value falls in; undefined outside all of them. */
export function classOf(classes: readonly ValueClass[], value: number): ValueClass | undefined {
  return classes.find(
    (c, i) => value >= c.from && (value < c.to || (i === classes.length - 1 && value <= c.to)),
  );
}

const stepsToEachSide = 3;

// The outermost classes are open and hold about one area in twenty each: a few far away must not make all others alike.
function aboutComparator(
  values: number[],
  { unit, polarity = "none", differences }: ClassingOptions,
  comparator: Comparator,
): Classing {
  const away = [...(differences ?? values.map((value) => value - comparator.value))]
    .filter(Number.isFinite)
    .map(Math.abs)
    .sort((a, b) => a - b);
  const step = roundStep(quantile(away, 0.9) / stepsToEachSide);
  const steps = Array.from({ length: 2 * stepsToEachSide }, (_, i) =>
    withDecimals(step * (i < stepsToEachSide ? i - stepsToEachSide : i - stepsToEachSide + 1), 12),
  );
  const inner = steps.map((difference) => comparator.value + difference);
  const limits = [Number.NEGATIVE_INFINITY, ...inner, Number.POSITIVE_INFINITY];
  const colours = twoSided[polarity];
  const labels = [
    `less than ${signed(steps[0]!)}`,
    ...steps.slice(1).map((to, i) => `${signed(steps[i]!)} to ${signed(to)}`),
    `more than ${signed(steps.at(-1)!)}`,
  ];
  return {
    classes: limits
      .slice(1)
      .map((to, i) => ({ from: limits[i]!, to, label: labels[i]!, colour: colours[i]! })),
    words: `${differenceIn(unit)} from ${inSentence(comparator.name)}, ${formatNumber(comparator.value, unit)}`,
    limits: ["", ...steps.map(signed), ""],
    middle,
  };
}

function inOrder(values: number[], options: ClassingOptions): Classing {
  const { unit, areas, polarity = "none", counted = false } = options;
  const colours = polarity === "high" ? worseEnd.toReversed() : polarity === "low" ? worseEnd : oneSided;
  const [least, greatest] = [values[0]!, values.at(-1)!];
  const single = least === greatest;
  const limits = single ? [least, greatest] : counted ? gapLimits(values) : shareLimits(values);
  const count = limits.length - 1;
  return {
    classes: limits.slice(1).map((to, i) => ({
      from: limits[i]!,
      to,
      label: single
        ? formatNumber(least, unit)
        : `${formatLimit(limits[i]!)} to ${formatLimit(to)}${unit === "percent" ? "%" : ""}`,
      colour: colours[count === 1 ? 2 : Math.round((i * (colours.length - 1)) / (count - 1))]!,
    })),
    words: single
      ? `All ${areas} are alike`
      : counted
        ? `Colours change where few ${areas} lie between`
        : `Each colour has about as many ${areas}`,
    limits: single
      ? [formatNumber(least, unit), ""]
      : limits.map((limit, i) => formatLimit(limit) + (i === count && unit === "percent" ? "%" : "")),
  };
}

// Fifths, with limits as round as they can be while classes stay apart; fewer where many values are alike.
function shareLimits(values: number[]): number[] {
  const [least, greatest] = [values[0]!, values.at(-1)!];
  const unit = roundStep((greatest - least) / 40);
  const floor = withDecimals(Math.floor(least / unit) * unit, 12);
  const ceiling = withDecimals(Math.ceil(greatest / unit) * unit, 12);
  const inner = [0.2, 0.4, 0.6, 0.8].map((share) =>
    withDecimals(Math.round(quantile(values, share) / unit) * unit, 12),
  );
  return [...new Set([floor, ...inner.filter((limit) => limit > floor && limit < ceiling), ceiling])];
}

const mostClasses = 5;
const mostTried = 200;

// Natural breaks (W. D. Fisher, On grouping for maximum homogeneity, JASA 1958;53:789-98): the classes within which the
// values differ least, in squares. Of very many values every so many-th is taken.
function gapLimits(all: number[]): number[] {
  const every = Math.ceil(all.length / mostTried);
  const values = all.filter((_, i) => i % every === 0 || i === all.length - 1);
  const count = Math.min(mostClasses, new Set(values).size);
  const sums = [0];
  const squares = [0];
  for (const value of values) {
    sums.push(sums.at(-1)! + value);
    squares.push(squares.at(-1)! + value ** 2);
  }
  const spread = (from: number, to: number) =>
    squares[to]! - squares[from]! - (sums[to]! - sums[from]!) ** 2 / (to - from);
  // The least spread of the first values in so many classes, and where the last of these begins.
  let best = values.map((_, i) => ({ spread: spread(0, i + 1), starts: [0] }));
  for (let classes = 2; classes <= count; classes++)
    best = values.map((_, i) => {
      let found = { spread: Number.POSITIVE_INFINITY, starts: [0] };
      for (let start = classes - 1; start <= i; start++) {
        const before = best[start - 1]!;
        const total = before.spread + spread(start, i + 1);
        if (total < found.spread) found = { spread: total, starts: [...before.starts, start] };
      }
      return found;
    });
  const starts = best.at(-1)!.starts.map((start) => values[start]!);
  return [...new Set([...starts, values.at(-1)!])];
}

/** The nearest of a few digits times a power of ten: steps that can be said. */
function roundStep(size: number): number {
  if (!(size > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].reduce((best, one) =>
    Math.abs(one - size / power) < Math.abs(best - size / power) ? one : best,
  );
  return withDecimals(digit * power, 12);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

function signed(step: number): string {
  return step > 0 ? `+${formatShort(step)}` : formatShort(step);
}

function formatLimit(limit: number): string {
  return Number.isInteger(limit) ? formatCount(limit) : formatShort(limit);
}

function differenceIn(unit: string): string {
  if (unit === "percent" || unit === "percentage points") return "Percentage points";
  return "Difference";
}

function inSentence(name: string): string {
  return name.replace(/^All /, "all ");
}

const colour = (name: string) => `var(--ey-map-${name})`;
const middle = colour("middle");
const worse = [3, 2, 1].map((i) => colour(`worse-${i}`));
const better = [1, 2, 3].map((i) => colour(`better-${i}`));
const less = [3, 2, 1].map((i) => colour(`less-${i}`));
const more = [1, 2, 3].map((i) => colour(`more-${i}`));

// From the least class to the greatest.
const twoSided: Record<Polarity, string[]> = {
  high: [...worse, middle, ...better],
  low: [...better.toReversed(), middle, ...worse.toReversed()],
  none: [...less, middle, ...more],
};
const oneSided = [1, 2, 3, 4, 5].map((i) => colour(`share-${i}`));
const worseEnd = [1, 2, 3, 4, 5].map((i) => colour(`worse-share-${i}`));

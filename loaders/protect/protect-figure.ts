import { type Interval, newcombe, wilson } from "../../components/words/intervals.js";
import { type Indicator, topOf } from "../registry/indicator.js";
import { isRestSecret, type Policy } from "../registry/policy.js";
import { tellsOfFew } from "./average.js";

/** A row of `observation`. */
export interface Figure {
  indicator: string;
  source: string | null;
  level: string;
  area: string;
  period: string | null;
  period_start: string | null;
  breakdown: string;
  category: string;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  lower: number | null;
  upper: number | null;
  status: string;
  note: string | null;
  as_of: string | null;
  /** How many schools or settings told of the children that it is counted out of, where that is known. It is never published. */
  contributors?: number | null;
}

/** How a figure came to be publishable: made safe here, or published by its source already. */
export type Basis = "protected" | "published";

export type PublicFigure = Figure & { basis: Basis };

/** Sentences that a protected figure may carry. Measure's own notes hold exact counts and stay behind. */
export const publicNotes = {
  over: "More were counted than the number that they are counted out of, so no interval is given.",
  notYet: "Not available yet.",
  estimate: /Out of the estimate for \d{4}\./,
  inProgress: /In progress: to \d{1,2} [A-Z][a-z]+ \d{4}\./,
};

/** A count rounded to the nearest multiple of the policy's base, halves up. */
export function rounded(count: number, policy: Policy): number {
  return Math.floor(count / policy.roundTo + 0.5) * policy.roundTo;
}

/**
 * Makes one figure safe by itself: suppressed where a count above, below or left over is small, where it says the same
 * of every child of a small group, or where too few children are behind a percentage; else with rounded counts and
 * with value and interval worked out from them. A suppressed figure carries no number. Not for kind gap.
 */
export function protectFigure(figure: Figure, indicator: Indicator, policy: Policy): PublicFigure {
  const { numerator: x, denominator: n, status } = figure;
  if (status !== "value" && status !== "zero")
    return status === "not_applicable" && policy.zeros === "suppressed"
      ? withoutNumbers(figure, "suppressed")
      : withoutNumbers(figure, status);
  if (x === null || n === null) return withoutNumbers(figure, "suppressed");
  switch (indicator.kind) {
    case "proportion":
      return isDisclosive(x, n, policy, isRestSecret(policy, indicator.id))
        ? withoutNumbers(figure, "suppressed")
        : proportion(figure, rounded(x, policy), rounded(n, policy), policy);
    case "mean":
      return isDisclosiveMean(figure, n, policy)
        ? withoutNumbers(figure, "suppressed")
        : mean(figure, rounded(n, policy), topOf(indicator), policy);
    case "ratio":
      return isSmall(x, policy) || isSmall(n, policy)
        ? withoutNumbers(figure, "suppressed")
        : ratio(figure, rounded(x, policy), rounded(n, policy));
    default:
      return withoutNumbers(figure, "suppressed");
  }
}

/**
 * Makes a gap of the two protected percentages that it is the difference of, so that it tells no more than they do.
 * Suppressed unless all four counts may be shown.
 */
export function protectGap(
  figure: Figure,
  of: PublicFigure | undefined,
  minus: PublicFigure | undefined,
  policy: Policy,
): PublicFigure {
  if (figure.status === "not_available" || figure.status === "not_collected")
    return withoutNumbers(figure, figure.status);
  if (!hasCounts(of) || !hasCounts(minus)) return withoutNumbers(figure, "suppressed");
  const places = Math.min(decimalsOf(of.denominator, policy), decimalsOf(minus.denominator, policy));
  const value = to(
    places,
    (100 * of.numerator) / of.denominator - (100 * minus.numerator) / minus.denominator,
  );
  const isWithin = of.numerator <= of.denominator && minus.numerator <= minus.denominator;
  const interval = isWithin
    ? newcombe([of.numerator, of.denominator], [minus.numerator, minus.denominator])
    : undefined;
  return { ...withoutNumbers(figure, value === 0 ? "zero" : "value"), value, ...percent(interval, places) };
}

/** A figure that is not shown, whatever it is. */
export function suppressedFigure(figure: Figure): PublicFigure {
  return withoutNumbers(figure, "suppressed");
}

/**
 * A published figure that stays as it is, though what it counts has changed since. Nothing on it says so: whoever saw which
 * figures stay would know where a few children came or went.
 */
export function heldFigure(figure: PublicFigure): PublicFigure {
  const over = figure.note?.includes(publicNotes.over) ? publicNotes.over : undefined;
  return { ...figure, note: [over, safeNote(figure)].filter(Boolean).join(" ") || null };
}

/** Decimals that a percentage of a rounded denominator can carry. */
export function decimalsOf(denominator: number, policy: Policy): number {
  return policy.oneDecimalFrom !== undefined && denominator >= policy.oneDecimalFrom ? 1 : policy.decimals;
}

/** The value and interval, in percent, of rounded counts. */
export function percentage(
  x: number,
  n: number,
  policy: Policy,
): { value: number; lower: number | null; upper: number | null } {
  const places = decimalsOf(n, policy);
  return { value: to(places, (100 * x) / n), ...percent(x <= n ? wilson(x, n) : undefined, places) };
}

/** A ratio of rounded counts is given to two decimals. */
export function ratioOf(x: number, n: number): number {
  return to(2, x / n);
}

function isSmall(count: number, policy: Policy): boolean {
  return count > 0 && count < policy.smallestCount;
}

function isDisclosive(x: number, n: number, policy: Policy, isRestSecret: boolean): boolean {
  // What is shown counts: 32 of 31 rounded to 30 of 30 would read as all of them.
  const isUniform = x === 0 || (isRestSecret && rounded(x, policy) === rounded(n, policy));
  return (
    isSmall(x, policy) ||
    isSmall(n, policy) ||
    (isRestSecret && isSmall(n - x, policy)) ||
    n < policy.smallestDenominator ||
    (x === 0 && policy.zeros === "suppressed") ||
    (isUniform && policy.allOrNothingFrom !== undefined && n < policy.allOrNothingFrom)
  );
}

// An average whose interval has no width says the same of every child.
function isDisclosiveMean(figure: Figure, n: number, policy: Policy): boolean {
  return (
    n < policy.smallestDenominator ||
    (isUniformMean(figure) && policy.allOrNothingFrom !== undefined && n < policy.allOrNothingFrom)
  );
}

function isUniformMean({ value, lower, upper }: Figure): boolean {
  return value === 0 || lower === null || lower === upper;
}

function proportion(figure: Figure, x: number, n: number, policy: Policy): PublicFigure {
  const note = [x > n ? publicNotes.over : undefined, safeNote(figure)].filter(Boolean).join(" ") || null;
  return {
    ...withoutNumbers(figure, x === 0 ? "zero" : "value"),
    numerator: x,
    denominator: n,
    ...percentage(x, n, policy),
    note,
  };
}

// The sum behind an average is left out: divided by a rounded denominator it would contradict the average. Near an end of
// the scale an average tells how few children are away from it, and with an interval even more so.
function mean(figure: Figure, n: number, top: number | undefined, policy: Policy): PublicFigure {
  const one = (value: number | null) => (value === null ? null : to(1, value));
  const average = {
    ...withoutNumbers(figure, figure.status),
    denominator: n,
    value: one(figure.value),
    lower: one(figure.lower),
    upper: one(figure.upper),
  };
  // That all of a large group are alike may be said.
  if (top === undefined || average.value === null || isUniformMean(figure)) return average;
  const shown = { value: average.value, denominator: n };
  const reaches =
    average.lower === null || average.upper === null || average.lower <= 0 || average.upper >= top;
  if (!reaches && !tellsOfFew({ ...shown, lower: average.lower, upper: average.upper }, top, policy))
    return average;
  return tellsOfFew({ ...shown, lower: null, upper: null }, top, policy)
    ? withoutNumbers(figure, "suppressed")
    : { ...average, lower: null, upper: null };
}

function ratio(figure: Figure, x: number, n: number): PublicFigure {
  if (n === 0) return withoutNumbers(figure, "not_applicable");
  return {
    ...withoutNumbers(figure, x === 0 ? "zero" : "value"),
    numerator: x,
    denominator: n,
    value: ratioOf(x, n),
  };
}

function withoutNumbers(figure: Figure, status: string): PublicFigure {
  const note = status === "not_available" ? publicNotes.notYet : safeNote(figure);
  return {
    ...figure,
    numerator: null,
    denominator: null,
    value: null,
    lower: null,
    upper: null,
    status,
    note,
    basis: "protected",
  };
}

// Of measure's note, the sentences that tell no count.
function safeNote({ note }: Figure): string | null {
  const sentences = [publicNotes.inProgress, publicNotes.estimate].map(
    (pattern) => pattern.exec(note ?? "")?.[0],
  );
  return sentences.filter(Boolean).join(" ") || null;
}

function hasCounts(
  figure: PublicFigure | undefined,
): figure is PublicFigure & { numerator: number; denominator: number } {
  return (
    figure !== undefined && figure.value !== null && figure.numerator !== null && figure.denominator !== null
  );
}

function percent(
  interval: Interval | undefined,
  places: number,
): { lower: number | null; upper: number | null } {
  return {
    lower: interval ? to(places, 100 * interval.lower) : null,
    upper: interval ? to(places, 100 * interval.upper) : null,
  };
}

function to(places: number, value: number): number {
  const power = 10 ** places;
  return Math.round((value + Number.EPSILON) * power) / power + 0;
}

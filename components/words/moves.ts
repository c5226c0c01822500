import type { Judged } from "./beyond-chance.js";
import { changed } from "./change.js";
import { formatList } from "./format.js";
import { formatValue, hasValue, type Status } from "./status.js";

/** Why a figure is another than it was, and how a reader is told. */
export const causeWords = {
  first: "a first figure",
  period: "a new period",
  definition: "another definition",
  source: "another source",
  corrected: "a corrected extract",
  late: "late records",
  withdrawn: "an extract taken away",
  method: "another way of counting",
  recounted: "records linked or reviewed anew",
} as const;

export type Cause = keyof typeof causeWords;
/** Every cause that a move can have. */
export const causes = Object.keys(causeWords) as [Cause, ...Cause[]];

/** A figure as it stood at a refresh. Percentages run from 0 to 100. */
export interface Stood extends Judged {
  value: number | null;
  status: Status;
  period: string;
  /** First day of the period, as year-month-day. */
  start: string;
  /** The source's id. */
  source: string;
  /** True if its note says that it does not compare with later ones. */
  apart: boolean;
}

/** Whose figure it is. */
export interface Whose {
  indicator: string;
  level: string;
  area: string;
}

/** A figure that a refresh made another; null where there was, or is, none. */
export interface Move extends Whose {
  /** ISO time of the refresh. */
  at: string;
  from: Stood | null;
  to: Stood | null;
  /** In the order in which they came. */
  causes: Cause[];
}

/** What is known of a refresh that may have moved figures. */
export interface Known {
  at: string;
  /** An indicator's unit, by its id. */
  unitOf: (indicator: string) => string;
  /** What became of the extracts behind an indicator. */
  extractsOf: (indicator: string) => "corrected" | "late" | "withdrawn" | undefined;
  isRedefined: (indicator: string) => boolean;
  /** Whether figures are worked out by other code. */
  isOtherMethod: boolean;
}

/** The figures that read otherwise after a refresh than before it. */
export function movesBetween(
  before: readonly (Whose & Stood)[],
  after: readonly (Whose & Stood)[],
  known: Known,
): Move[] {
  const earlier = new Map(before.map((figure) => [keyOf(figure), figure]));
  const later = new Map(after.map((figure) => [keyOf(figure), figure]));
  return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((key): Move[] => {
    const [from, to] = [earlier.get(key), later.get(key)];
    const { indicator, level, area } = (to ?? from)!;
    const states = { from: stoodOf(from), to: stoodOf(to) };
    if (readsAlike(states.from, states.to, known.unitOf(indicator))) return [];
    const cause = causeOf(states.from, states.to, indicator, known);
    return [{ at: known.at, indicator, level, area, ...states, causes: [cause] }];
  });
}

/**
 * What moved in the refreshes from a time on, taken together: from where a figure stood before the first of them to where it
 * stands after the last. What has come back to where it was has not moved.
 */
export function movesFrom(
  moves: readonly Move[],
  time: string,
  unitOf: (indicator: string) => string,
): Move[] {
  const together = new Map<string, Move>();
  for (const move of moves.filter(({ at }) => at >= time).sort((a, b) => (a.at < b.at ? -1 : 1))) {
    const before = together.get(keyOf(move));
    together.set(
      keyOf(move),
      before
        ? { ...move, from: before.from, causes: [...new Set([...before.causes, ...move.causes])] }
        : move,
    );
  }
  return [...together.values()].filter(({ from, to, indicator }) => !readsAlike(from, to, unitOf(indicator)));
}

/**
 * What a move comes to. `up` and `down` between two periods are beyond chance at 99.8%; the same children counted again, and
 * what chance has no part in, are up or down by however little. `apart`: the two do not compare.
 */
export const verdicts = ["up", "down", "unclear", "unknown", "same", "new", "gone", "apart"] as const;
export type Verdict = (typeof verdicts)[number];

/** What a move comes to, by its indicator's unit and by whether chance has a part in its figures. */
export function verdictOf({ from, to, causes }: Move, unit: string, chance: "yes" | "no"): Verdict {
  if (!to || !hasValue(to)) return "gone";
  if (!from || !hasValue(from)) return "new";
  if (causes.some((cause) => ["definition", "method"].includes(cause))) return "apart";
  if (from.source !== to.source || from.apart !== to.apart) return "apart";
  if (formatValue(from, unit) === formatValue(to, unit)) return "same";
  if (from.period === to.period || chance === "no") return to.value > from.value ? "up" : "down";
  return changed(to, from, unit);
}

/** A verdict as a sentence has it. Of one period counted again nothing is said of chance. */
export function verdictText(
  verdict: Verdict,
  periods: { from?: string | undefined; to?: string | undefined },
): string {
  const beyond = periods.from === periods.to ? "" : " by more than chance";
  const words: Record<Verdict, string> = {
    up: `up${beyond}`,
    down: `down${beyond}`,
    unclear: "no clear change",
    unknown: "too little is known to say whether by chance",
    same: "the same",
    new: "new",
    gone: "no longer there",
    apart: "the two do not compare",
  };
  return words[verdict];
}

/** A move as it is read: from what to what, what that comes to, and why. */
export function moveInWords(
  move: Move,
  { unit, chance }: { unit: string; chance: "yes" | "no" },
): Record<"from" | "to" | "verdict" | "why", string> {
  const written = (figure: Stood | null): string =>
    figure ? `${formatValue(figure, unit)} (${figure.period})` : "none";
  return {
    from: written(move.from),
    to: written(move.to),
    verdict: verdictText(verdictOf(move, unit, chance), { from: move.from?.period, to: move.to?.period }),
    why: formatList(move.causes.map((cause) => causeWords[cause])),
  };
}

function keyOf({ indicator, level, area }: Whose): string {
  return `${indicator} ${level} ${area}`;
}

function stoodOf(figure: Stood | undefined): Stood | null {
  if (!figure) return null;
  const { value, status, period, start, source, apart, numerator, denominator, lower, upper } = figure;
  return {
    value,
    status,
    period,
    start,
    source,
    apart,
    numerator: numerator ?? null,
    denominator: denominator ?? null,
    lower,
    upper,
  };
}

// As it is written: sums of the same rows may differ in their last digits.
function readsAlike(from: Stood | null, to: Stood | null, unit: string): boolean {
  const isThere = (figure: Stood | null) => figure !== null && hasValue(figure);
  if (!isThere(from) && !isThere(to)) return true;
  if (!from || !to || from.status !== to.status) return false;
  return from.period === to.period && formatValue(from, unit) === formatValue(to, unit);
}

function causeOf(from: Stood | null, to: Stood | null, indicator: string, known: Known): Cause {
  const extracts = known.extractsOf(indicator);
  if (!to || !hasValue(to)) return extracts === "corrected" ? "corrected" : "withdrawn";
  if (known.isRedefined(indicator)) return "definition";
  if (!from || !hasValue(from)) return "first";
  if (to.start > from.start) return "period";
  if (to.start < from.start) return "withdrawn";
  if (from.source !== to.source) return "source";
  if (extracts) return extracts;
  return known.isOtherMethod ? "method" : "recounted";
}

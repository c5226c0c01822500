/**
 * Expectation–maximisation for the Fellegi–Sunter model, on counted patterns of agreement.
 * A pair's odds of being a match are prior odds × Π m/u over the comparisons that are not null, each factor of an
 * adjusted level times (u of exact agreement ÷ the value's frequency).
 */

/** Pairs, counted by what they agree in. One entry a pattern in every array. */
export interface Patterns {
  counts: Float64Array;
  /** By comparison: the level's position, or −1 for null. */
  levels: Int8Array[];
  /** By comparison: frequency of the value that a pair agrees in, or 0 for none; undefined if never adjusted. */
  frequencies: (Float64Array | undefined)[];
}

/** A comparison's parameters, by level. */
export interface Parameters {
  m: number[];
  u: number[];
  /** Levels that are not estimated: they count for nothing, or forbid a match. */
  fixed?: ("neutral" | "veto" | undefined)[];
  /** By level: how much of the adjustment for term frequency applies, 0 to 1. */
  adjustment?: number[];
  /** The position of the level whose u a frequency replaces. */
  exact?: number;
}

export interface State {
  prior: number;
  comparisons: Parameters[];
}

export interface EmOptions {
  /** Which parameters move. */
  estimate: { prior: boolean; m: boolean; u: boolean };
  /** Stops when no parameter moves by more. */
  tolerance: number;
  mostIterations: number;
  /** By comparison and level: matches taken as seen already, so that a handful of pairs does not decide m. */
  seen?: number[][];
}

/** Match weight, in bits, of a level that forbids a match. */
export const vetoWeight = -100;

/** All states from the given one to the last, one an iteration. */
export function estimate(patterns: Patterns, start: State, options: EmOptions): State[] {
  const history = [start];
  for (let i = 0; i < options.mostIterations; i++) {
    const before = history.at(-1)!;
    const after = maximise(patterns, before, matchProbabilities(patterns, before), options);
    history.push(after);
    if (largestChange(before, after) <= options.tolerance) break;
  }
  return history;
}

/** E-step: by pattern, the probability that its pairs are matches. */
export function matchProbabilities(patterns: Patterns, { prior, comparisons }: State): Float64Array {
  const odds = new Float64Array(patterns.counts.length).fill(prior / (1 - prior));
  for (const [c, parameters] of comparisons.entries()) {
    const levels = patterns.levels[c]!;
    const frequencies = patterns.frequencies[c];
    const factors = parameters.m.map((_, level) => bayesFactor(parameters, level));
    const adjustment = parameters.adjustment ?? [];
    const base = parameters.exact === undefined ? Number.NaN : parameters.u[parameters.exact]!;
    for (let i = 0; i < odds.length; i++) {
      const level = levels[i]!;
      if (level < 0) continue;
      odds[i]! *= factors[level]!;
      const share = adjustment[level];
      const frequency = frequencies?.[i];
      if (share && frequency) odds[i]! *= (base / frequency) ** share;
    }
  }
  return odds.map((o) => (o === Number.POSITIVE_INFINITY ? 1 : o / (1 + o)));
}

/** m ÷ u of a level. */
export function bayesFactor({ m, u, fixed }: Parameters, level: number): number {
  if (fixed?.[level] === "neutral") return 1;
  if (fixed?.[level] === "veto") return 2 ** vetoWeight;
  return m[level]! / u[level]!;
}

// M-step. Nulls, and levels that are fixed, are left out of a comparison's sums.
function maximise(
  { counts, levels }: Patterns,
  before: State,
  probabilities: Float64Array,
  { estimate: which, seen }: EmOptions,
): State {
  let pairs = 0;
  let matches = 0;
  for (let i = 0; i < counts.length; i++) {
    pairs += counts[i]!;
    matches += counts[i]! * probabilities[i]!;
  }
  const comparisons = before.comparisons.map((parameters, c) => {
    const matched = new Array<number>(parameters.m.length).fill(0);
    const all = new Array<number>(parameters.m.length).fill(0);
    const of = levels[c]!;
    for (let i = 0; i < counts.length; i++) {
      const level = of[i]!;
      if (level < 0 || parameters.fixed?.[level]) continue;
      matched[level]! += counts[i]! * probabilities[i]!;
      all[level]! += counts[i]!;
    }
    const unmatched = all.map((n, level) => n - matched[level]!);
    for (const [level, n] of (seen?.[c] ?? []).entries()) matched[level]! += n;
    return {
      ...parameters,
      m: which.m ? (shares(matched) ?? parameters.m) : parameters.m,
      u: which.u ? (shares(unmatched) ?? parameters.u) : parameters.u,
    };
  });
  return { prior: which.prior && pairs > 0 ? matches / pairs : before.prior, comparisons };
}

function shares(counts: number[]): number[] | undefined {
  const total = counts.reduce((sum, n) => sum + n, 0);
  return total > 0 ? counts.map((n) => n / total) : undefined;
}

function largestChange(before: State, after: State): number {
  let most = Math.abs(after.prior - before.prior);
  for (const [c, { m, u }] of after.comparisons.entries()) {
    for (const [level, value] of m.entries())
      most = Math.max(most, Math.abs(value - before.comparisons[c]!.m[level]!));
    for (const [level, value] of u.entries())
      most = Math.max(most, Math.abs(value - before.comparisons[c]!.u[level]!));
  }
  return most;
}

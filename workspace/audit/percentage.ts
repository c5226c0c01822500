import { wilson } from "../../components/words/intervals.js";
import { boundsOfShown, faultOfCount, faultOfPair, type Rule } from "./rule.js";

/** A percentage as published, with its interval where there is one. */
export interface Percentage {
  value: number;
  lower?: number | undefined;
  upper?: number | undefined;
  /** Decimals to which it is given. */
  decimals: number;
  /** Decimals of its interval, where they are others. */
  limitDecimals?: number | undefined;
}

/** Counts that a published percentage can have been worked out from. */
export interface Origin {
  /** Whether counts that are multiples of the policy's base explain it; else only exact counts do. */
  isRounded: boolean;
  counts: [number, number];
  /** The upper end is Infinity where no interval tells it. */
  denominators: [number, number];
  /** Whether the policy would suppress each of the pairs. */
  isAlwaysDisclosive: boolean;
  /** Pairs, if few. */
  examples: [number, number][];
}

const most = 20_000;
// Others compute intervals with z = 1.96.
const tolerance = 2e-3;

/**
 * Finds the counts x of n that a percentage, and its interval by Wilson's method, can come from. `denominator` is n as
 * shown, if it is. Undefined if no counts up to 20,000 explain it.
 */
export function originOf(shown: Percentage, denominator: number | undefined, rule: Rule): Origin | undefined {
  if (rule.roundTo > 1) {
    const rounded = search(shown, denominator, rule.roundTo, rule);
    if (rounded) return rounded;
  }
  return search(shown, denominator, 1, rule) ?? search(withOwnDecimals(shown), denominator, 1, rule);
}

// "12" beside "3.29" is perhaps "12.00", and perhaps not.
function withOwnDecimals(shown: Percentage): Percentage {
  const { value, decimals, limitDecimals = decimals } = shown;
  return { ...shown, decimals: String(value).split(".")[1]?.length ?? 0, limitDecimals };
}

/** Whether a percentage, and what there is of its interval, is that of shown counts, to its decimals. */
export function follows(shown: Percentage, x: number, n: number): boolean {
  if (n === 0 || Math.abs((100 * x) / n - shown.value) > halfOf(shown.decimals)) return false;
  if (!hasLimit(shown) || x > n) return true;
  const own = wilson(x, n);
  const isAt = (limit: number | undefined, its: number) =>
    limit === undefined || Math.abs(100 * its - limit) <= halfOfLimit(shown) + tolerance;
  return isAt(shown.lower, own.lower) && isAt(shown.upper, own.upper);
}

function hasLimit({ lower, upper }: Percentage): boolean {
  return lower !== undefined || upper !== undefined;
}

const halfOf = (decimals: number): number => 0.5 / 10 ** decimals + 1e-9;
const halfOfLimit = ({ decimals, limitDecimals = decimals }: Percentage): number => halfOf(limitDecimals);

function search(
  shown: Percentage,
  denominator: number | undefined,
  step: number,
  rule: Rule,
): Origin | undefined {
  const half = halfOf(shown.decimals);
  if (denominator === undefined && !hasLimit(shown)) return undefined;
  const [first, last] = denominator === undefined ? [step, most] : [denominator, denominator];
  const pairs: [number, number][] = [];
  for (let n = first; n <= last && n > 0; n += step) {
    if (denominator === undefined && isTooNarrow(shown, n)) break;
    const low = Math.ceil(((shown.value - half) * n) / 100 / step - 1e-9) * step;
    for (let x = Math.max(0, low); x <= ((shown.value + half) * n) / 100 + 1e-9; x += step)
      if (follows(shown, x, n)) pairs.push([x, n]);
  }
  if (!pairs.length) return undefined;
  const isOpen = denominator === undefined && pairs.at(-1)![1] > most - step;
  const around = (count: number) =>
    (step > 1 ? boundsOfShown(count, rule) : [count, count]) as [number, number];
  const ends = (at: 0 | 1): [number, number] => {
    const values = pairs.map((pair) => pair[at]);
    const [least, greatest] = [
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b)),
    ];
    return [around(least)[0], isOpen ? Infinity : around(greatest)[1]];
  };
  return {
    isRounded: step > 1 || rule.roundTo === 1,
    counts: ends(0),
    denominators: ends(1),
    isAlwaysDisclosive: pairs.every(
      ([x, n]) =>
        faultOfCount(x, rule) !== undefined ||
        faultOfPair(x, n, rule) !== undefined ||
        n < (rule.smallestDenominator ?? 0) - rule.roundTo / 2,
    ),
    examples: pairs.slice(0, 4),
  };
}

// Limits of larger groups are nearer still.
function isTooNarrow(shown: Percentage, n: number): boolean {
  const { value, lower, upper } = shown;
  if (value > 100) return false;
  const own = wilson(Math.min((value * n) / 100, n), n);
  const slack = 2 * halfOf(shown.decimals) + 2 * halfOfLimit(shown) + 2 * tolerance;
  const isNearer = (far: number | undefined, its: number) => far !== undefined && its < far - slack;
  return (
    isNearer(lower === undefined ? undefined : value - lower, value - 100 * own.lower) ||
    isNearer(upper === undefined ? undefined : upper - value, 100 * own.upper - value)
  );
}

/** Newcombe's 95 % interval of x1 of n1 less x2 of n2, in percentage points (Stat Med 1998;17:873–90, method 10). */
export function newcombe([x1, n1]: [number, number], [x2, n2]: [number, number]): [number, number] {
  const [p, q] = [(100 * x1) / n1, (100 * x2) / n2];
  const [a, b] = [wilson(x1, n1), wilson(x2, n2)];
  return [
    p - q - Math.hypot(p - 100 * a.lower, 100 * b.upper - q),
    p - q + Math.hypot(100 * a.upper - p, q - 100 * b.lower),
  ];
}

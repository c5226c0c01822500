import { byar, type Estimate, intervalOfDifference, newcombe, z95, z998 } from "./intervals.js";

/**
 * The one rule by which an area that is picked out of many is said to differ from all areas together by more than chance.
 *
 * With 95% limits one area in twenty is picked out though nothing is the matter with it: of three measures by 69 wards,
 * about ten. Here the limits are those of a funnel plot at 99.8%: two in a thousand. See D. J. Spiegelhalter, Funnel plots
 * for comparing institutional performance, Stat Med 2005;24:1185–202, and Association of Public Health Observatories,
 * Technical Briefing 2: Statistical process control methods in public health intelligence (2008), which draws the same
 * limits for percentages, rates and means. A figure that stands alone keeps its 95% interval.
 */

/** What decides how a figure stands to a comparator: its counts where it has them, else its 95% interval. */
export interface Judged {
  value?: number | null;
  numerator?: number | null;
  denominator?: number | null;
  lower: number | null;
  upper: number | null;
}

export type Comparison = "higher" | "lower" | "similar" | "unknown";

/** Two-sided coverage of the limits, the chance beyond each, and the standard normal deviate that goes with it. */
export const funnel = { coverage: 0.998, tail: 0.001, z: z998 } as const;

/** The rule in words, for pages that pick areas out. */
export const ruleInWords =
  "“By more than chance” means outside 99.8% limits around the figure for all of them together, as in a funnel plot: where nothing but chance is at work, two areas in a thousand are. Single figures have 95% intervals. Areas differ for more reasons than the services in them, so a difference beyond chance is where to look, and no verdict.";

/**
 * How a figure stands to a comparator's value, in the same unit: higher or lower only if it lies outside the limits.
 *
 * A percentage of whole counts is set against the binomial distribution with the comparator's share; a rate that
 * has an interval against Byar's limits of its count; any other figure against its 95% interval made wider in proportion.
 * Unknown where there is no comparator, more were counted than the number that they are counted out of, or there is neither
 * a percentage nor an interval, as of visits, which do not come independently of each other.
 */
export function beyondChance(
  figure: Judged,
  comparator: number | null | undefined,
  unit: string,
): Comparison {
  if (comparator === null || comparator === undefined) return "unknown";
  const { numerator, denominator } = figure;
  const counts =
    typeof numerator === "number" && typeof denominator === "number" && denominator > 0 && numerator >= 0
      ? { x: numerator, n: denominator }
      : undefined;
  if (counts && unit === "percent")
    return counts.x > counts.n ? "unknown" : ofShare(counts.x, counts.n, comparator / 100);
  if (counts && unit.startsWith("per ") && figure.lower !== null) {
    const scale = scaleOf(figure, counts);
    if (scale !== undefined) {
      const { lower, upper } = byar(counts.x, funnel.z);
      return side((scale * lower) / counts.n, (scale * upper) / counts.n, comparator);
    }
  }
  const { lower, upper } = figure;
  if (lower === null || upper === null) return "unknown";
  const limits = widened({ value: figure.value ?? (lower + upper) / 2, lower, upper })!;
  return side(limits.lower, limits.upper, comparator);
}

/**
 * How a figure stands to another that chance has a part in too, such as its own of an earlier period: higher or lower only if
 * the 99.8% interval of their difference leaves out nought. Unknown without counts or limits of both.
 */
export function differsBeyondChance(figure: Judged, other: Judged, unit: string): Comparison {
  const counts = [figure, other].map(sharesOf);
  if (unit === "percent" && counts[0] && counts[1]) {
    const { lower, upper } = newcombe(counts[0], counts[1], funnel.z);
    return side(lower, upper, 0);
  }
  const [one, two] = [widened(figure), widened(other)];
  if (!one || !two) return "unknown";
  const { lower, upper } = intervalOfDifference(one, two);
  return side(lower, upper, 0);
}

function sharesOf({ numerator: x, denominator: n }: Judged): [number, number] | undefined {
  return typeof x === "number" && typeof n === "number" && n > 0 && x >= 0 && x <= n ? [x, n] : undefined;
}

// The 95% interval of a figure, made wider in proportion.
function widened({ value, lower, upper }: Judged): Estimate | undefined {
  if (typeof value !== "number" || lower === null || upper === null) return undefined;
  const wider = funnel.z / z95;
  return { value, lower: value - wider * (value - lower), upper: value + wider * (upper - value) };
}

/**
 * The 99.8% limits of a percentage of `n` children around a comparator, in percent: the least and the greatest figure that
 * is not beyond chance.
 */
export function funnelLimits(comparator: number, n: number): [lower: number, upper: number] {
  const share = comparator / 100;
  const whole = Math.max(1, Math.round(n));
  return [
    (100 * first(whole, (x) => ofShare(x, whole, share) !== "lower")) / whole,
    (100 * (whole - first(whole, (x) => ofShare(whole - x, whole, share) !== "higher"))) / whole,
  ];
}

function side(lower: number, upper: number, comparator: number): Comparison {
  if (lower > comparator) return "higher";
  return upper < comparator ? "lower" : "similar";
}

// Estimated denominators are not whole: the nearest whole number of children that keeps the share is taken.
function ofShare(x: number, n: number, share: number): Comparison {
  const whole = Math.max(1, Math.round(n));
  const count = Math.min(whole, Math.round((x / n) * whole));
  if (count < whole * share && tailTo(count, whole, share) <= funnel.tail) return "lower";
  if (count > whole * share && tailTo(whole - count, whole, 1 - share) <= funnel.tail) return "higher";
  return "similar";
}

/** The chance of `x` or fewer of `n`, each with chance `p`, for x below n p. */
function tailTo(x: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return x < n ? 0 : 1;
  let term = Math.exp(logChoose(n, x) + x * Math.log(p) + (n - x) * Math.log1p(-p));
  let sum = 0;
  for (let k = x; k >= 0 && term > sum * 1e-15; k--) {
    sum += term;
    term *= (k / (n - k + 1)) * ((1 - p) / p);
  }
  return sum;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

// Stirling's series; small ones are added up.
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0;
    for (let k = 2; k <= n; k++) sum += Math.log(k);
    return sum;
  }
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3);
}

/** The least whole number up to n for which something holds that then holds for all greater ones; n if it never does. */
function first(n: number, holds: (x: number) => boolean): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Per how many a rate is; undefined where neither its value nor its interval tells. */
function scaleOf({ value, upper }: Judged, { x, n }: { x: number; n: number }): number | undefined {
  if (x > 0 && typeof value === "number") return (value * n) / x;
  return upper === null ? undefined : (upper * n) / byar(x).upper;
}

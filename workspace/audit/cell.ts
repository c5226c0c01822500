import { follows, originOf, type Percentage } from "./percentage.js";
import {
  boundsOfShown,
  faultOfCount,
  faultOfPair,
  leastSuppressed,
  type Rule,
  restOfShown,
  type Shown,
} from "./rule.js";
import type { System } from "./system.js";

/** Numbers of the variables that stand for a cell's counts. */
export interface Counts {
  count: number;
  denominator?: number | undefined;
  /** Denominator less count, where the count is among the denominator. */
  rest?: number | undefined;
  /** Whether what is counted is not a share of the denominator, so that nothing is left over. */
  isRatio?: boolean | undefined;
}

/** One place where a cell is published. */
export interface Showing {
  /** "t.csv row 7" */
  place: string;
  count: Shown;
  denominator: Shown;
  percentage?: Percentage | undefined;
}

/** Something published that should not be, found without deriving anything. */
export interface Fault {
  place: string;
  cell: string;
  problem: string;
}

/** Adds the counts of a cell to what is known. */
export function addCounts(
  system: System,
  name: string,
  { hasDenominator, isPart }: { hasDenominator: boolean; isPart: boolean },
): Counts {
  const count = system.variable(name, 0, Infinity);
  if (!hasDenominator) return { count };
  const denominator = system.variable(`${name}: denominator`, 0, Infinity);
  return isPart
    ? { count, denominator, rest: addRest(system, name, count, denominator) }
    : { count, denominator };
}

/** Adds what is left over of a denominator. */
export function addRest(system: System, name: string, count: number, denominator: number): number {
  const rest = system.variable(`${name}: left over`, 0, Infinity);
  system.sum(denominator, [count, rest], `${name}: count and what is left over make the denominator`);
  return rest;
}

/** Narrows a cell's counts by what is shown at one place. Returns what should not be shown there. */
export function tell(system: System, name: string, counts: Counts, showing: Showing, rule: Rule): Fault[] {
  const problems: string[] = [];
  const { count, denominator } = showing;
  tellCount(system, counts.count, count, rule, problems, "");
  if (counts.denominator !== undefined)
    tellCount(system, counts.denominator, denominator, rule, problems, "denominator ");
  if (counts.denominator !== undefined) {
    if (denominator === "suppressed") system.narrow(counts.denominator, leastSuppressed(rule), Infinity);
    if (!counts.isRatio) tellPair(system, counts.rest, showing, rule, problems);
  } else if (count === "suppressed") system.narrow(counts.count, leastSuppressed(rule), Infinity);
  if (showing.percentage) tellPercentage(system, counts, showing, showing.percentage, rule, problems);
  return problems.map((problem) => ({ place: showing.place, cell: name, problem }));
}

function tellCount(
  system: System,
  variable: number,
  shown: Shown,
  rule: Rule,
  problems: string[],
  what: string,
): void {
  if (typeof shown !== "number") return;
  const fault = faultOfCount(shown, rule);
  if (fault) problems.push(`${what}${fault}`);
  system.narrow(variable, ...boundsOfShown(shown, rule));
}

function tellPair(
  system: System,
  rest: number | undefined,
  { count, denominator }: Showing,
  rule: Rule,
  problems: string[],
): void {
  if (typeof count !== "number" || typeof denominator !== "number") return;
  const fault = faultOfPair(count, denominator, rule);
  if (fault) problems.push(fault);
  else if (rest !== undefined && count <= denominator)
    system.narrow(rest, ...restOfShown(count, denominator, rule));
}

function tellPercentage(
  system: System,
  counts: Counts,
  { count, denominator }: Showing,
  percentage: Percentage,
  rule: Rule,
  problems: string[],
): void {
  if (counts.denominator === undefined) return;
  const n = typeof denominator === "number" ? denominator : undefined;
  if (n !== undefined && boundsOfShown(n, rule)[1] < (rule.smallestDenominator ?? 0))
    problems.push(
      `has a percentage of a denominator of ${n}, though the policy gives none of fewer than ${rule.smallestDenominator}`,
    );
  if (typeof count === "number" && n !== undefined) {
    if (!follows(percentage, count, n))
      problems.push(
        `has a percentage or an interval that is not that of the counts shown (${count} of ${n}), so it tells of counts that are not`,
      );
    return;
  }
  const origin = originOf(percentage, n, rule);
  if (!origin) {
    tellRatio(system, counts.count, counts.denominator, percentage, rule);
    return;
  }
  system.narrow(counts.count, ...origin.counts);
  system.narrow(counts.denominator, ...origin.denominators);
  const examples = origin.examples.map(([x, of]) => `${x} of ${of}`).join(" or ");
  if (!origin.isRounded)
    problems.push(`has a percentage or an interval that only exact counts explain, such as ${examples}`);
  else if (origin.isAlwaysDisclosive)
    problems.push(`has a percentage or an interval that gives away ${examples}, which the policy suppresses`);
}

// 100 x / n lies within the rounding of the percentage; the counts behind it may themselves be rounded.
function tellRatio(system: System, count: number, denominator: number, p: Percentage, rule: Rule): void {
  const half = 0.5 / 10 ** p.decimals;
  const [low, high] = [p.value - half, p.value + half];
  const rounding = rule.roundTo > 1 ? rule.roundTo / 2 : 0;
  const why = `the percentage is ${p.value}`;
  const pair = (share: number) => [
    { variable: count, times: 100 },
    { variable: denominator, times: -share },
  ];
  if (low > 0) system.add({ terms: pair(low), lower: -rounding * (100 + low), upper: Infinity, why });
  system.add({ terms: pair(high), lower: -Infinity, upper: rounding * (100 + high), why });
}

import { Contradiction, type Equation, type System } from "./system.js";

/** Bounds of every variable, and the equation that set each last; −1 where it is the variable's own. */
export interface Bounds {
  lower: Float64Array;
  upper: Float64Array;
  lowerBy: Int32Array;
  upperBy: Int32Array;
}

const slack = 1e-7;
const mostVisits = 200;

/**
 * Narrows the bounds of whole numbers by one equation at a time until none narrows any more.
 * Throws a Contradiction where a variable is left without a value.
 */
export function propagate({ variables, equations }: System): Bounds {
  const bounds: Bounds = {
    lower: Float64Array.from(variables, (v) => v.lower),
    upper: Float64Array.from(variables, (v) => v.upper),
    lowerBy: new Int32Array(variables.length).fill(-1),
    upperBy: new Int32Array(variables.length).fill(-1),
  };
  const impossible = variables.findIndex(({ lower, upper }) => lower > upper);
  if (impossible >= 0) throw new Contradiction([], impossible);
  const at: number[][] = variables.map(() => []);
  equations.forEach(({ terms }, e) => {
    for (const { variable } of terms) at[variable]!.push(e);
  });
  const waiting = equations.map((_, e) => e);
  const isWaiting = new Uint8Array(equations.length).fill(1);
  const visits = new Uint32Array(equations.length);
  for (let next = 0; next < waiting.length; next++) {
    const e = waiting[next]!;
    isWaiting[e] = 0;
    // Two equations can move a bound by one for ever where the numbers are large.
    if (visits[e]!++ >= mostVisits) continue;
    const moved = narrowBy(equations[e]!, e, bounds);
    if (!moved) throw contradiction(equations, bounds, e, []);
    for (const variable of moved) {
      if (bounds.lower[variable]! > bounds.upper[variable]!)
        throw contradiction(equations, bounds, e, [variable]);
      for (const other of at[variable]!)
        if (!isWaiting[other]) {
          isWaiting[other] = 1;
          waiting.push(other);
        }
    }
  }
  return bounds;
}

/** Equations that the bounds of the variables rest on, directly or by way of others' bounds. */
export function reasons(equations: Equation[], bounds: Bounds, variables: Iterable<number>): number[] {
  const equationsBehind = new Set<number>();
  const seen = new Set<number>(variables);
  for (const variable of seen)
    for (const e of [bounds.lowerBy[variable]!, bounds.upperBy[variable]!]) {
      if (e < 0 || equationsBehind.has(e)) continue;
      equationsBehind.add(e);
      for (const term of equations[e]!.terms) seen.add(term.variable);
    }
  return [...equationsBehind].sort((a, b) => a - b);
}

function contradiction(equations: Equation[], bounds: Bounds, e: number, variables: number[]): Contradiction {
  const involved = [...variables, ...equations[e]!.terms.map((term) => term.variable)];
  return new Contradiction([...new Set([e, ...reasons(equations, bounds, involved)])]);
}

/** Variables whose bounds the equation narrowed; undefined if it cannot hold. */
function narrowBy(equation: Equation, e: number, bounds: Bounds): number[] | undefined {
  const { lower, upper } = bounds;
  // Least and greatest sum of the terms, with terms without bound counted apart.
  let [least, boundless, greatest, endless] = [0, 0, 0, 0];
  for (const { variable, times } of equation.terms) {
    const [small, large] = ends(lower[variable]!, upper[variable]!, times);
    if (Number.isFinite(small)) least += small;
    else boundless++;
    if (Number.isFinite(large)) greatest += large;
    else endless++;
  }
  if (
    (boundless === 0 && least > equation.upper + slack) ||
    (endless === 0 && greatest < equation.lower - slack)
  )
    return undefined;
  const moved: number[] = [];
  for (const { variable, times } of equation.terms) {
    const [small, large] = ends(lower[variable]!, upper[variable]!, times);
    const othersLeast = withoutOwn(least, boundless, small, -Infinity);
    const othersGreatest = withoutOwn(greatest, endless, large, Infinity);
    const most = (equation.upper - othersLeast) / times;
    const fewest = (equation.lower - othersGreatest) / times;
    const [low, high] = times > 0 ? [fewest, most] : [most, fewest];
    if (tighten(bounds, e, variable, Math.ceil(low - slack) + 0, Math.floor(high + slack) + 0))
      moved.push(variable);
  }
  return moved;
}

function withoutOwn(total: number, unbounded: number, own: number, infinite: number): number {
  if (Number.isFinite(own)) return unbounded ? infinite : total - own;
  return unbounded > 1 ? infinite : total;
}

function tighten(bounds: Bounds, e: number, variable: number, low: number, high: number): boolean {
  let isMoved = false;
  if (low > bounds.lower[variable]!) {
    bounds.lower[variable] = low;
    bounds.lowerBy[variable] = e;
    isMoved = true;
  }
  if (high < bounds.upper[variable]!) {
    bounds.upper[variable] = high;
    bounds.upperBy[variable] = e;
    isMoved = true;
  }
  return isMoved;
}

function ends(lower: number, upper: number, times: number): [number, number] {
  return times > 0 ? [times * lower, times * upper] : [times * upper, times * lower];
}

import { Programme, solver } from "./programme.js";
import { type Bounds, propagate } from "./propagate.js";
import { type Equation, firmnessOf, System } from "./system.js";

// Less than what rounding errors of the solver add up to.
const leastFailure = 1e-5;

/**
 * Equations, of those that may fail, that cannot all be true of fractions. None if they can, or if those that may not
 * fail cannot.
 *
 * Each may fail at a price for how far. Those that keep the least price from being less contradict each other.
 */
export async function clash(system: System, mayFail: (equation: Equation) => boolean): Promise<number[]> {
  const { elastic, failures } = elasticOf(system, mayFail);
  if (!failures.length) return [];
  const { variables } = elastic;
  const open = variables.flatMap(({ lower, upper }, v) => (lower < upper ? [v] : []));
  const place = new Map(open.map((v, at) => [v, at]));
  const bounds = {
    lower: Float64Array.from(variables, ({ lower }) => lower),
    upper: Float64Array.from(variables, ({ upper }) => upper),
  };
  const equations = elastic.equations.map((_, e) => e);
  const programme = new Programme(await solver(), elastic, bounds, open, equations, Infinity);
  try {
    const solved = programme.least(new Map(failures.map((v) => [place.get(v)!, 1])));
    if (!solved || solved.objective < leastFailure) return [];
    return programme.holding().filter((e) => mayFail(system.equations[e]!));
  } finally {
    programme.dispose();
  }
}

/**
 * Presumptions of one firmness that what is firmer contradicts: many contradictions at once. None if fractions can make
 * all true. The system holds nothing less firm, and what is firmer can be true.
 */
export async function clashOfPresumptions(system: System, firm: number): Promise<number[]> {
  const isFirmer = (equation: Equation) => firmnessOf(equation) > firm;
  const { lower, upper } = boundsByFirmer(system, firm);
  const narrowed = new System();
  for (const [v, { name }] of system.variables.entries()) narrowed.variable(name, lower[v]!, upper[v]!);
  narrowed.equations.push(...system.equations);
  return clash(narrowed, (equation) => !isFirmer(equation));
}

/**
 * Presumptions of one firmness each of which by itself contradicts what is firmer. What is firmer can be true. More may
 * fail together.
 */
export function failingAlone(system: System, firm: number): number[] {
  const { lower, upper } = boundsByFirmer(system, firm);
  return system.equations.flatMap((equation, e) => {
    if (firmnessOf(equation) !== firm) return [];
    let [least, greatest] = [0, 0];
    for (const { variable, times } of equation.terms) {
      least += times * (times > 0 ? lower : upper)[variable]!;
      greatest += times * (times > 0 ? upper : lower)[variable]!;
    }
    return least > equation.upper + leastFailure || greatest < equation.lower - leastFailure ? [e] : [];
  });
}

/** Bounds of the variables by all that is firmer. */
function boundsByFirmer(system: System, firm: number): Bounds {
  const firmer = new System();
  firmer.variables.push(...system.variables);
  firmer.equations.push(...system.equations.filter((equation) => firmnessOf(equation) > firm));
  return propagate(firmer);
}

/** The system with variables by which equations fail. */
function elasticOf(
  system: System,
  mayFail: (equation: Equation) => boolean,
): { elastic: System; failures: number[] } {
  const elastic = new System();
  elastic.variables.push(...system.variables);
  const failures: number[] = [];
  const failure = (name: string, times: number) => {
    const variable = elastic.variable(name, 0, Infinity);
    failures.push(variable);
    return { variable, times };
  };
  for (const equation of system.equations) {
    if (!mayFail(equation)) {
      elastic.add(equation);
      continue;
    }
    const { terms, lower, upper, why } = equation;
    const failing = [
      ...(lower > -Infinity ? [failure(`${why}: falls short by`, 1)] : []),
      ...(upper < Infinity ? [failure(`${why}: exceeds by`, -1)] : []),
    ];
    elastic.add({ ...equation, terms: [...terms, ...failing] });
  }
  return { elastic, failures };
}

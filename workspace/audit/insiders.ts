import type { Counts } from "./cell.js";
import type { Finding, Target } from "./finding.js";
import { System } from "./system.js";

/** One who knows suppressed counts because they are of them alone: a lone child's family, or the only contributor. */
export interface Insider {
  name: string;
  /** By variable, the value that the same one knows of it. */
  knows: ReadonlyMap<number, number>;
}

/** What is true of a table's counts, by variable. */
export interface Truth {
  values: ReadonlyMap<number, number>;
  /** Of each cell with a single contributor, its variables. */
  single: readonly (readonly number[])[];
}

/**
 * All who know a suppressed count: whoever is alone in it, as it is 1, and the only contributor to it, however many it
 * counts. Of a whole that is one's own, the parts are too.
 */
export function insidersOf(
  { variables, equations }: System,
  targets: readonly Target[],
  truth: Truth,
): Insider[] {
  const { values, single } = truth;
  const hidden = new Set(targets.map(({ variable }) => variable));
  const owned = single.filter((cell) => cell.some((variable) => hidden.has(variable)));
  const alone = [...hidden].filter((variable) => values.get(variable) === 1);
  const isOwn = new Set([...alone, ...owned.flat()]);
  const beside = new Map<number, number[]>();
  const join = (a: number, b: number) => {
    beside.set(a, [...(beside.get(a) ?? []), b]);
    beside.set(b, [...(beside.get(b) ?? []), a]);
  };
  for (const cell of owned) for (const variable of cell.slice(1)) join(cell[0]!, variable);
  const ofOne = new Set(single.flat());
  for (const { terms } of equations) {
    const wholes = terms.filter(({ times }) => times > 0);
    const parts = terms.filter(({ times }) => times < 0);
    if (wholes.length !== 1) continue;
    const whole = wholes[0]!.variable;
    if (values.get(whole) !== 1 && !ofOne.has(whole)) continue;
    // A contributor knows all parts of its whole; of one child there is one part.
    for (const { variable } of parts)
      if (ofOne.has(whole) ? ofOne.has(variable) || values.get(variable) === 1 : values.get(variable) === 1)
        join(whole, variable);
  }
  const done = new Set<number>();
  return [...isOwn].flatMap((variable) => {
    if (done.has(variable)) return [];
    const same = new Set([variable]);
    for (const one of same) for (const other of beside.get(one) ?? []) same.add(other);
    for (const one of same) done.add(one);
    const knows = new Map<number, number>();
    for (const one of same) if (isOwn.has(one)) knows.set(one, values.get(one)!);
    return [{ name: variables[variable]!.name, knows }];
  });
}

/** The system as an insider sees it. */
export function seenBy({ variables, equations }: System, { knows }: Insider): System {
  const seen = new System();
  for (const [v, { name, lower, upper }] of variables.entries()) {
    const known = knows.get(v);
    if (known === undefined) seen.variable(name, lower, upper);
    else seen.variable(name, known, known);
  }
  for (const equation of equations) seen.add(equation);
  return seen;
}

/** What an insider finds, with whom it takes. */
export function foundBy<T extends Finding>({ name, knows }: Insider, findings: readonly T[]): T[] {
  const isOne = [...knows.values()][0] === 1;
  const who = `${name}: is known ${isOne ? "to be 1 by whoever is alone in it" : "to its only contributor"}`;
  return findings.map((finding) => ({ ...finding, because: [who, ...finding.because] }));
}

/** The true values of a cell's variables. */
export function truthOf(
  { count, denominator, rest }: Counts,
  cell: { count: unknown; denominator: unknown },
): [variable: number, value: number][] {
  const [x, n] = [cell.count, cell.denominator];
  if (typeof x !== "number") return [];
  if (denominator === undefined || typeof n !== "number") return [[count, x]];
  return [[count, x], [denominator, n], ...(rest === undefined ? [] : [[rest, n - x] as [number, number]])];
}

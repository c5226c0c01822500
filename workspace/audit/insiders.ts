import type { Counts } from "./cell.js";
import type { Finding, Target } from "./finding.js";
import { System } from "./system.js";

/** One who knows suppressed counts because they are of them alone. */
export interface Insider {
  name: string;
  /** Variables that are 1: the same one is all there is in each. */
  own: number[];
}

/** All who are alone in a suppressed count, by the true values of variables. */
export function insidersOf(
  { variables, equations }: System,
  targets: readonly Target[],
  truth: ReadonlyMap<number, number>,
): Insider[] {
  const isOwn = new Set(targets.flatMap(({ variable }) => (truth.get(variable) === 1 ? [variable] : [])));
  const beside = new Map<number, number[]>();
  for (const { terms } of equations) {
    const wholes = terms.filter(({ variable, times }) => times > 0 && truth.get(variable) === 1);
    const parts = terms.filter(({ variable, times }) => times < 0 && truth.get(variable) === 1);
    if (wholes.length !== 1 || parts.length !== 1) continue;
    const pair = [wholes[0]!.variable, parts[0]!.variable];
    for (const [i, variable] of pair.entries())
      beside.set(variable, [...(beside.get(variable) ?? []), pair[1 - i]!]);
  }
  const done = new Set<number>();
  return [...isOwn].flatMap((variable) => {
    if (done.has(variable)) return [];
    const same = new Set([variable]);
    for (const one of same) for (const other of beside.get(one) ?? []) same.add(other);
    for (const one of same) done.add(one);
    return [{ name: variables[variable]!.name, own: [...same].filter((one) => isOwn.has(one)) }];
  });
}

/** The system as an insider sees it. */
export function seenBy({ variables, equations }: System, { own }: Insider): System {
  const seen = new System();
  for (const [v, { name, lower, upper }] of variables.entries())
    if (own.includes(v)) seen.variable(name, 1, 1);
    else seen.variable(name, lower, upper);
  for (const equation of equations) seen.add(equation);
  return seen;
}

/** What an insider finds, with whom it takes. */
export function foundBy<T extends Finding>(insider: Insider, found: readonly T[]): T[] {
  const who = `${insider.name}: is known to be 1 by whoever is alone in it`;
  return found.map((finding) => ({ ...finding, because: [who, ...finding.because] }));
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

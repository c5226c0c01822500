import type { System } from "./system.js";

/** Variables that hang together by equations, and those equations. */
export interface Part {
  variables: number[];
  equations: number[];
}

/**
 * Splits variables that are open into parts that know nothing of each other, by the equations in `among` (else all).
 * The other variables belong to no part, and tie nothing together.
 */
export function partsOf(
  { variables, equations }: System,
  isOpen: (variable: number) => boolean,
  among: readonly number[] = equations.map((_, e) => e),
): Part[] {
  const leader = variables.map((_, v) => v);
  const find = (v: number): number => {
    let top = v;
    while (leader[top] !== top) top = leader[top]!;
    for (let at = v; at !== top; ) [leader[at], at] = [top, leader[at]!];
    return top;
  };
  const openOf = among.map((e) => equations[e]!.terms.map((t) => t.variable).filter(isOpen));
  for (const open of openOf)
    for (const v of open.slice(1)) {
      const [a, b] = [find(open[0]!), find(v)];
      if (a !== b) leader[Math.max(a, b)] = Math.min(a, b);
    }
  const parts = new Map<number, Part>();
  variables.forEach((_, v) => {
    if (!isOpen(v)) return;
    const top = find(v);
    const part = parts.get(top) ?? { variables: [], equations: [] };
    if (!parts.has(top)) parts.set(top, part);
    part.variables.push(v);
  });
  openOf.forEach((open, i) => {
    if (open.length) parts.get(find(open[0]!))!.equations.push(among[i]!);
  });
  return [...parts.values()];
}

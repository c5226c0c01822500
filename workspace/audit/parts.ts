import type { Bounds } from "./propagate.js";
import type { System } from "./system.js";

/** Variables that hang together by equations, and those equations. */
export interface Part {
  variables: number[];
  equations: number[];
}

/** Splits what is still open into parts that know nothing of each other. Variables with one value belong to none. */
export function partsOf({ variables, equations }: System, { lower, upper }: Bounds): Part[] {
  const leader = variables.map((_, v) => v);
  const find = (v: number): number => {
    let top = v;
    while (leader[top] !== top) top = leader[top]!;
    for (let at = v; at !== top; ) [leader[at], at] = [top, leader[at]!];
    return top;
  };
  const isOpen = (v: number) => lower[v]! < upper[v]!;
  const openOf = equations.map(({ terms }) => terms.map((t) => t.variable).filter(isOpen));
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
  openOf.forEach((open, e) => {
    if (open.length) parts.get(find(open[0]!))!.equations.push(e);
  });
  return [...parts.values()];
}

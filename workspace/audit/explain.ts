import { attack, type Derived } from "./attack.js";
import { Contradiction, System } from "./system.js";

/** Beyond this many equations the shortest argument is not looked for. */
const mostTried = 400;

/**
 * Equations, of those in the system, that suffice to derive an interval of `variable` narrower than `enough`, and of
 * which none can be spared. Undefined if all of them together do not.
 */
export async function explain(
  system: System,
  variable: number,
  enough: number,
): Promise<{ equations: number[]; derived: Derived } | undefined> {
  const tell = async (equations: number[]) => {
    const found = await attack(only(system, equations), [variable], {});
    const derived = found.get(variable)!;
    return derived.upper - derived.lower < enough ? derived : undefined;
  };
  const near = nearest(system, variable);
  // The answer is nearly always close by: widen until it is found, so that the rest need not be tried one by one.
  for (let reach = Math.min(4, near.length); ; reach = Math.min(reach * 2, near.length)) {
    const within = near.slice(0, reach);
    if (await tell(within)) {
      const equations =
        reach > mostTried ? within : await irreducible(within, async (e) => Boolean(await tell(e)));
      return { equations, derived: (await tell(equations))! };
    }
    if (reach === near.length) return undefined;
  }
}

/** Equations that cannot all hold, of which none can be spared. */
export function contradicting(system: System, equations: readonly number[]): Promise<number[]> {
  if (equations.length > mostTried) return Promise.resolve([...equations]);
  return irreducible([...equations], async (some) => {
    try {
      const part = only(system, some);
      await attack(
        part,
        some.flatMap((e) => system.equations[e]!.terms.map((t) => t.variable)),
        { enough: 0 },
      );
      return false;
    } catch (error) {
      if (error instanceof Contradiction) return true;
      throw error;
    }
  });
}

/** Leaves out, in turns of shrinking size, what is not needed for `holds`. */
async function irreducible(all: number[], holds: (some: number[]) => Promise<boolean>): Promise<number[]> {
  let kept = all;
  for (let size = Math.ceil(all.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = Math.max(0, Math.floor((kept.length - 1) / size) * size); from >= 0; from -= size) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (without.length && (await holds(without))) kept = without;
    }
  return kept;
}

/** The system with some of its equations. */
function only(system: System, equations: readonly number[]): System {
  const part = new System();
  part.variables.push(...system.variables);
  part.equations.push(...equations.map((e) => system.equations[e]!));
  return part;
}

/** Equations that hang together with a variable, those with fewest steps to it first. */
function nearest({ variables, equations }: System, variable: number): number[] {
  const at = new Map<number, number[]>();
  equations.forEach(({ terms }, e) => {
    for (const t of terms) at.set(t.variable, [...(at.get(t.variable) ?? []), e]);
  });
  const isOpen = (v: number) => variables[v]!.lower < variables[v]!.upper;
  const order = new Set<number>();
  const seen = new Set([variable]);
  for (const v of seen)
    for (const e of at.get(v) ?? []) {
      order.add(e);
      for (const t of equations[e]!.terms) if (isOpen(t.variable)) seen.add(t.variable);
    }
  return [...order];
}

import { attack, type Derived, prove } from "./attack.js";
import { clash } from "./clash.js";
import { extract } from "./extract.js";
import { Contradiction, type System } from "./system.js";

/** More equations than this take long to be left out in turn. */
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
    const { system: part, own } = extract(system, equations, [variable]);
    const target = own.get(variable)!;
    const derived = (await attack(part, [target])).get(target)!;
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

/** Equations, of some that cannot all hold, that cannot either, and of which none can be spared. */
export async function contradicting(system: System, equations: readonly number[]): Promise<number[]> {
  const near = equations.length > mostTried ? await clashing(system, equations) : [...equations];
  return irreducible(near, async (some) => {
    try {
      await prove(extract(system, some).system);
      return false;
    } catch (error) {
      if (error instanceof Contradiction) return true;
      throw error;
    }
  });
}

/** Those among many equations that no fractions make true, found at once; all if fractions make all true. */
async function clashing(system: System, among: readonly number[]): Promise<number[]> {
  const part = extract(system, among);
  const clashing = await clash(part.system, () => true);
  return clashing.length ? clashing.map((e) => part.equations[e]!) : [...among];
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

import { System } from "./system.js";

/** Some equations of a system as a system of their own. */
export interface Extract {
  system: System;
  /** By number of an equation here, its number in the whole. */
  equations: number[];
  /** By number of a variable in the whole, its number here. */
  own: ReadonlyMap<number, number>;
}

/** Takes equations out of a system, with the variables that they mention and those that are wanted besides. */
export function extract(
  whole: System,
  equations: readonly number[],
  besides: readonly number[] = [],
): Extract {
  const system = new System();
  const own = new Map<number, number>();
  const numberOf = (variable: number): number => {
    const known = own.get(variable);
    if (known !== undefined) return known;
    const { name, lower, upper } = whole.variables[variable]!;
    const copy = system.variable(name, lower, upper);
    own.set(variable, copy);
    return copy;
  };
  for (const variable of besides) numberOf(variable);
  // What was given up says nothing.
  const telling = equations.filter((e) => whole.equations[e]!.terms.length);
  for (const e of telling) {
    const equation = whole.equations[e]!;
    const terms = equation.terms.map(({ variable, times }) => ({ variable: numberOf(variable), times }));
    system.add({ ...equation, terms });
  }
  return { system, equations: telling, own };
}

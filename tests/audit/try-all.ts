import type { Equation, System } from "../../workspace/audit/system.js";

/** All values in whole numbers of variables within finite bounds that are consistent with equations, by trying every one. */
export function* solutions(
  variables: System["variables"],
  equations: readonly Equation[],
): Generator<readonly number[], undefined> {
  const values = variables.map(({ lower }) => lower);
  const holds = ({ terms, lower, upper }: Equation) => {
    const sum = terms.reduce((total, { variable, times }) => total + times * values[variable]!, 0);
    return lower <= sum && sum <= upper;
  };
  for (;;) {
    if (equations.every(holds)) yield [...values];
    const next = values.findLastIndex((value, v) => value < variables[v]!.upper);
    if (next < 0) return undefined;
    values[next]!++;
    for (let v = next + 1; v < values.length; v++) values[v] = variables[v]!.lower;
  }
}

/** A whole number that is not known, or only within bounds. */
export interface Variable {
  /** What a reader would call it: the cell. */
  name: string;
  lower: number;
  /** Infinity where nothing bounds it. */
  upper: number;
}

/** lower ≤ Σ times · variable ≤ upper. */
export interface Equation {
  /** None where it was given up. */
  terms: Term[];
  lower: number;
  upper: number;
  /** What it says, in words that can be checked against what is published. */
  why: string;
  presumed?: Presumption | undefined;
}

/** An equation that an outsider takes to hold until what is shown contradicts it. */
export interface Presumption {
  /** What all like it say, in words. */
  group: string;
  /** What it says, for a count of what was assumed; sums if left out. */
  about?: "missing rows" | "unchanged counts";
  /**
   * The less firm is given up first: that nothing has changed since; what held before; what holds now; and what holds by
   * the nature of the thing, as wards make up their locality.
   */
  firm: 0 | 1 | 2 | 3;
  /** What holds even then; nothing if left out. */
  else?: [lower: number, upper: number];
  /** Whether it is what was left when another was given up. */
  isLess?: boolean;
}

/** How firm an equation is; Infinity where it is not presumed. */
export function firmnessOf({ presumed }: Equation): number {
  return presumed?.firm ?? Infinity;
}

export interface Term {
  variable: number;
  times: number;
}

/** Everything that an outsider knows of the counts behind a publication. */
export class System {
  readonly variables: Variable[] = [];
  readonly equations: Equation[] = [];

  /** Adds a count. Returns its number. */
  variable(name: string, lower: number, upper: number): number {
    return this.variables.push({ name, lower, upper }) - 1;
  }

  /** Narrows what is known of a count. */
  narrow(variable: number, lower: number, upper: number): void {
    const known = this.variables[variable]!;
    known.lower = Math.max(known.lower, lower);
    known.upper = Math.min(known.upper, upper);
  }

  add(equation: Equation): void {
    if (equation.terms.length) this.equations.push(equation);
  }

  /** Gives up presumed equations: what holds even then takes their place. */
  giveUp(given: Iterable<number>): void {
    for (const e of given) {
      const { presumed, why } = this.equations[e]!;
      if (!presumed) continue;
      if (!presumed.else) {
        this.equations[e] = { terms: [], lower: -Infinity, upper: Infinity, why };
        continue;
      }
      const [lower, upper] = presumed.else;
      const { else: _, ...same } = presumed;
      const less = { ...same, group: `${presumed.group}, or to less`, isLess: true };
      this.equations[e] = { ...this.equations[e]!, lower, upper, presumed: less };
    }
  }

  /** whole = Σ parts. If only presumed, the parts may leave some of the whole out. */
  sum(
    whole: number,
    parts: readonly number[],
    why: string,
    presumed?: Pick<Presumption, "group" | "firm">,
  ): void {
    this.add({
      terms: [{ variable: whole, times: 1 }, ...parts.map((variable) => ({ variable, times: -1 }))],
      lower: 0,
      upper: 0,
      why,
      presumed: presumed && { ...presumed, else: [0, Infinity] },
    });
  }
}

/** Figures that cannot all be true. */
export class Contradiction extends Error {
  override name = "Contradiction";
  /**
   * @param equations Numbers of equations of which at least one does not hold.
   * @param variable A count of which different places tell different things, if that is all there is to it.
   */
  constructor(
    readonly equations: readonly number[],
    readonly variable?: number,
  ) {
    super("These cannot all be true.");
  }
}

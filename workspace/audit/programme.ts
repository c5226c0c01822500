import loadHighs, { type Highs, type Model } from "highs";
import type { Bounds } from "./propagate.js";
import type { System } from "./system.js";

// A count of nodes, not of seconds: the audit's answer must not depend on the machine.
const mostNodes = 5000;

// Below this a dual value is an error of rounding.
const leastDual = 1e-7;

let loaded: Promise<Highs> | undefined;

/** The solver, loaded once. */
export function solver(): Promise<Highs> {
  loaded ??= loadHighs();
  return loaded;
}

/** Values of the part's variables, in its order, that are consistent with all that is known. */
export interface Solved {
  values: Float64Array;
  objective: number;
}

/** A linear or integer programme over variables that hang together; dispose of it after use. */
export class Programme {
  readonly #model: Model;
  readonly #highs: Highs;
  readonly #size: number;
  #isWhole = false;
  #isImpossible = false;

  /**
   * @param part Numbers of the variables; those outside it have one value only.
   * @param most Upper bound of variables that have none.
   */
  constructor(
    highs: Highs,
    system: System,
    bounds: Pick<Bounds, "lower" | "upper">,
    readonly part: readonly number[],
    readonly equations: readonly number[],
    most: number,
  ) {
    this.#highs = highs;
    this.#size = part.length;
    const column = new Map(part.map((variable, i) => [variable, i]));
    const [starts, indices, values, lower, upper] = [[0], [], [], [], []] as number[][];
    for (const e of equations) {
      const equation = system.equations[e]!;
      let fixed = 0;
      for (const { variable, times } of equation.terms) {
        const at = column.get(variable);
        if (at === undefined) fixed += times * bounds.lower[variable]!;
        else {
          indices!.push(at);
          values!.push(times);
        }
      }
      starts!.push(indices!.length);
      lower!.push(equation.lower - fixed);
      upper!.push(equation.upper - fixed);
    }
    this.#model = highs.createModel({
      numCols: part.length,
      numRows: equations.length,
      colCost: new Float64Array(part.length),
      colLower: Float64Array.from(part, (v) => bounds.lower[v]!),
      colUpper: Float64Array.from(part, (v) => Math.min(bounds.upper[v]!, most)),
      rowLower: Float64Array.from(lower!),
      rowUpper: Float64Array.from(upper!),
      matrix: {
        format: "csr",
        numRows: equations.length,
        numCols: part.length,
        starts: Int32Array.from(starts!),
        indices: Int32Array.from(indices!),
        values: Float64Array.from(values!),
      },
    });
    this.#model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0, mip_max_nodes: mostNodes });
  }

  /** From now on only whole numbers are solutions. */
  whole(): void {
    if (this.#isWhole) return;
    this.#isWhole = true;
    const { integer } = this.#highs.constants.variableType;
    this.#model.changeColsIntegrality(
      { kind: "range", from: 0, to: this.#size - 1 },
      new Int32Array(this.#size).fill(integer),
    );
  }

  /** The solution with the least Σ cost · variable; undefined if there is none or it was not found in time. */
  least(costs: ReadonlyMap<number, number>): Solved | undefined {
    const all = new Float64Array(this.#size);
    for (const [at, cost] of costs) all[at] = cost;
    this.#model.changeColsCost({ kind: "range", from: 0, to: this.#size - 1 }, all);
    const { modelStatus } = this.#model.run();
    const { optimal, infeasible } = this.#highs.constants.modelStatus;
    this.#isImpossible = modelStatus === infeasible;
    if (modelStatus !== optimal) return undefined;
    return { values: this.#model.getSolution().colValue, objective: this.#model.getObjectiveValue() };
  }

  /** Whether it was proven that there is no solution, and not only that none was found in time. */
  get isImpossible(): boolean {
    return this.#isImpossible;
  }

  /** Equations that keep the last solution of a linear programme from costing less. */
  holding(): number[] {
    const { rowDual } = this.#model.getSolution();
    return this.equations.filter((_, i) => Math.abs(rowDual[i]!) > leastDual);
  }

  dispose(): void {
    this.#model.dispose();
  }
}

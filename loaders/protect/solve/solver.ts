import load, { type Highs, type HighsCallbackMap, type Model } from "highs";

let runtime: Promise<Highs> | undefined;

/** The linear and integer solver, loaded once. */
export function loadSolver(): Promise<Highs> {
  runtime ??= load();
  return runtime;
}

/** A programme to minimise: columns with cost and bounds, and rows by column. */
export interface Programme {
  costs: number[];
  least: number[];
  greatest: number[];
  rows: { least: number; greatest: number; columns: number[]; values: number[] }[];
}

export interface Solution {
  values: Float64Array;
  /** By how much the objective changes with each row's bound. */
  rowDuals: Float64Array;
  objective: number;
  /** No solution can be better than this. */
  bound: number;
  isOptimal: boolean;
}

// Limits are in steps: the same tables give the same pattern on any machine. Only who asks for it gets a limit in seconds.
const options = {
  output_flag: false,
  random_seed: 1,
  mip_max_nodes: 200,
  mip_allow_restart: false,
  mip_rel_gap: 0,
  mip_abs_gap: 1e-6,
  simplex_iteration_limit: 20_000,
};

// The same limit for a search in whole numbers, which has no option for it.
const mostIterations = 20_000;

/** Goes on from the last answer when costs change; the dual method, which is the solver's own choice, begins anew. */
const primalSimplex = { simplex_strategy: 4 };

let deadline = Number.POSITIVE_INFINITY;

/** Lets nothing be searched in whole numbers beyond a time, by performance.now(), while something is done. */
export function until<T>(time: number, work: () => T): T {
  deadline = time;
  try {
    return work();
  } finally {
    deadline = Number.POSITIVE_INFINITY;
  }
}

/** How much time is left of what was set by `until`, in milliseconds. */
export function timeLeft(): number {
  return deadline - performance.now();
}

/** Whether the time is over that was set by `until`. */
export function isTimeOver(): boolean {
  return timeLeft() <= 0;
}

let steps = 0;

/**
 * How much work all programmes have been so far: a step for each column that was made, and for each iteration. The same
 * for the same programmes on any machine.
 */
export function stepsTaken(): number {
  return steps;
}

/** A programme that is solved several times, with changes between. Dispose of it in the end. */
export class Solver {
  private readonly model: Model;
  private readonly optimal: number;
  private isWhole = false;
  /** Milliseconds of all runs. */
  private spent = 0;

  private readonly limit: HighsCallbackMap;

  /** `isAskedOften`: whether it will be solved for many costs in turn. */
  constructor(
    private readonly highs: Highs,
    programme: Programme,
    { isAskedOften = false }: { isAskedOften?: boolean } = {},
  ) {
    this.limit = {
      [highs.constants.callbackType.mipInterrupt]: (event) => {
        if (Number(event.data.mip_total_lp_iterations) > mostIterations || isTimeOver()) event.interrupt();
      },
    };
    this.optimal = highs.constants.modelStatus.optimal;
    steps += programme.costs.length;
    this.model = highs.createModel(modelData(highs, programme));
    this.model.options.set({ ...options, ...(isAskedOften ? primalSimplex : {}), presolve: "off" });
  }

  /** Columns in ascending order. */
  setCosts(columns: number[], costs: number[]): void {
    if (columns.length) this.model.changeColsCost({ kind: "set", indices: columns }, costs);
  }

  setBounds(column: number, least: number, greatest: number): void {
    this.model.changeColBounds(column, least, greatest);
  }

  /** The bounds of all columns. */
  setAllBounds(least: number[], greatest: number[]): void {
    const columns = { kind: "range", from: 0, to: least.length - 1 } as const;
    this.model.changeColsBounds(columns, least, greatest);
  }

  addRow(row: Programme["rows"][number]): void {
    this.model.addRow(row.least, row.greatest, { indices: row.columns, values: row.values });
  }

  /** From now on the first `count` columns must be whole numbers. */
  makeWhole(count: number): void {
    this.isWhole = true;
    this.model.options.set({ presolve: "on" });
    for (let column = 0; column < count; column++)
      this.model.changeColIntegrality(column, this.highs.constants.variableType.integer);
  }

  /** As solve, with the first `count` columns in whole numbers, this once. */
  solveWhole(count: number): Solution | undefined {
    this.makeWhole(count);
    const solution = this.solve();
    this.isWhole = false;
    this.model.clearIntegrality();
    this.model.options.set({ presolve: "off" });
    return solution;
  }

  /** The best solution, or undefined if there is none, or none was found within the limits. */
  solve(): Solution | undefined {
    // What was found before would be taken for a first guess in whole numbers, and be mended at any cost.
    if (this.isWhole) this.model.clearSolver();
    this.run();
    steps += Math.max(0, Number(this.model.info.get("simplex_iteration_count")));
    const status = this.model.getModelStatus();
    const isOptimal = status === this.optimal;
    if (!isOptimal && !this.isWhole) return undefined;
    if (Number(this.model.info.get("primal_solution_status")) !== 2) return undefined;
    const { colValue, rowDual } = this.model.getSolution();
    const objective = this.model.getObjectiveValue();
    return {
      values: colValue,
      rowDuals: rowDual,
      objective,
      bound: this.isWhole ? Number(this.model.info.get("mip_dual_bound")) : objective,
      isOptimal,
    };
  }

  dispose(): void {
    this.model.dispose();
  }

  // The solver counts its limit in seconds from the first run on.
  private run(): void {
    const start = performance.now();
    if (Number.isFinite(deadline))
      this.model.options.set({ time_limit: (this.spent + Math.max(timeLeft(), 1)) / 1000 });
    this.model.run(this.isWhole ? this.limit : undefined);
    this.spent += performance.now() - start;
  }
}

function modelData(highs: Highs, { costs, least, greatest, rows }: Programme) {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    indices.push(...row.columns);
    values.push(...row.values);
    starts.push(indices.length);
  }
  const finite = (x: number) => (Number.isFinite(x) ? x : Math.sign(x) * highs.infinity);
  return {
    numCols: costs.length,
    numRows: rows.length,
    colCost: costs,
    colLower: least.map(finite),
    colUpper: greatest.map(finite),
    rowLower: rows.map((r) => finite(r.least)),
    rowUpper: rows.map((r) => finite(r.greatest)),
    matrix: { format: "csr" as const, numRows: rows.length, numCols: costs.length, starts, indices, values },
  };
}

/**
 * Confidence intervals. Every formula is written once, as an expression that is both JavaScript and SQL
 * over doubles; `intervals` evaluates it here and `intervalMacros` gives it to DuckDB.
 */

/** Standard normal deviates of two-sided intervals. */
export const z95 = 1.959964;
export const z998 = 3.090232;

interface Formula {
  parameters: string[];
  /** Conditions under which there is no interval, with the words that say so. */
  refuse: [condition: string, message: string][];
  lower: string;
  upper: string;
  /** Cases in which the general expression divides by zero: condition → lower bound. */
  lowerAt?: [condition: string, bound: string];
}

const proportion: Formula["refuse"] = [
  ["n <= 0", "the denominator must be above 0"],
  ["x < 0", "the numerator must not be below 0"],
  ["x > n", "the numerator must not be above the denominator"],
];

const formulas = {
  /** Wilson's score interval of a proportion x / n. Wilson, J Am Stat Assoc 1927;22:209–12. */
  wilson: {
    parameters: ["x", "n", "z"],
    refuse: proportion,
    lower: "(2.0 * x + z * z - z * sqrt(z * z + 4.0 * x * (1.0 - x / n))) / (2.0 * (n + z * z))",
    upper: "(2.0 * x + z * z + z * sqrt(z * z + 4.0 * x * (1.0 - x / n))) / (2.0 * (n + z * z))",
  },
  /** Byar's approximation to the Poisson interval of a count x. Breslow and Day, IARC 1987, vol. II, p. 69. */
  byar: {
    parameters: ["x", "z"],
    refuse: [["x < 0", "the count must not be below 0"]],
    lower: "x * pow(1.0 - 1.0 / (9.0 * x) - z / (3.0 * sqrt(x)), 3)",
    lowerAt: ["x = 0", "0.0"],
    upper: "(x + 1.0) * pow(1.0 - 1.0 / (9.0 * (x + 1.0)) + z / (3.0 * sqrt(x + 1.0)), 3)",
  },
  /** Normal interval of a mean from n values' sum and sum of squares (sample standard deviation). */
  mean: {
    parameters: ["total", "squares", "n", "z"],
    refuse: [["n < 2", "a mean needs at least two values for an interval"]],
    lower: "total / n - z * sqrt(greatest(squares - total * total / n, 0.0) / (n - 1.0) / n)",
    upper: "total / n + z * sqrt(greatest(squares - total * total / n, 0.0) / (n - 1.0) / n)",
  },
  /** Newcombe's interval of p − q from both proportions and their Wilson bounds (method 10). Stat Med 1998;17:873–90. */
  difference: {
    parameters: ["p", "p_lower", "p_upper", "q", "q_lower", "q_upper"],
    refuse: [],
    lower: "p - q - sqrt(pow(p - p_lower, 2) + pow(q_upper - q, 2))",
    upper: "p - q + sqrt(pow(p_upper - p, 2) + pow(q - q_lower, 2))",
  },
} satisfies Record<string, Formula>;

export interface Interval {
  lower: number;
  upper: number;
}

/** Wilson's interval of x / n as fractions of 1. Throws a RangeError for x < 0, n ≤ 0 and x > n. */
export const wilson = (x: number, n: number, z = z95): Interval => evaluate("wilson", [x, n, z]);

/** Byar's interval of a count, in counts. Divide by the denominator for a rate. Throws a RangeError for x < 0. */
export const byar = (x: number, z = z95): Interval => evaluate("byar", [x, z]);

/** Normal interval of a mean from the sum and the sum of squares of n values. Throws a RangeError for n < 2. */
export const mean = (total: number, squares: number, n: number, z = z95): Interval =>
  evaluate("mean", [total, squares, n, z]);

/** Newcombe's interval of x1/n1 − x2/n2 as fractions of 1. Throws as wilson does. */
export function difference([x1, n1]: [number, number], [x2, n2]: [number, number], z = z95): Interval {
  const p = wilson(x1, n1, z);
  const q = wilson(x2, n2, z);
  return evaluate("difference", [x1 / n1, p.lower, p.upper, x2 / n2, q.lower, q.upper]);
}

/** Statements that make the formulas DuckDB macros: wilson_lower(x, n, z), wilson_upper, byar_lower … */
export function intervalMacros(): string {
  return Object.entries<Formula>(formulas)
    .flatMap(([name, formula]) =>
      (["lower", "upper"] as const).map((bound) => {
        const cases = formula.refuse.map(
          ([condition, message]) => `    WHEN ${condition} THEN error('${message}')`,
        );
        if (bound === "lower" && formula.lowerAt)
          cases.push(`    WHEN ${formula.lowerAt[0]} THEN ${formula.lowerAt[1]}`);
        const body = cases.length
          ? `CASE\n${cases.join("\n")}\n    ELSE ${formula[bound]}\n  END`
          : formula[bound];
        return `CREATE OR REPLACE TEMP MACRO ${name}_${bound}(${formula.parameters.join(", ")}) AS\n  ${body};`;
      }),
    )
    .join("\n");
}

function evaluate(name: keyof typeof formulas, values: number[]): Interval {
  const formula: Formula = formulas[name];
  const refused = formula.refuse.find(([condition]) => compiled(formula, condition)(values));
  if (refused)
    throw new RangeError(
      `No ${name} interval: ${refused[1]} (${formula.parameters.map((p, i) => `${p} = ${values[i]}`).join(", ")}).`,
    );
  const atLower =
    formula.lowerAt && compiled(formula, formula.lowerAt[0])(values) ? formula.lowerAt[1] : formula.lower;
  return {
    lower: Number(compiled(formula, atLower)(values)),
    upper: Number(compiled(formula, formula.upper)(values)),
  };
}

const cache = new Map<string, (values: number[]) => unknown>();

function compiled(formula: Formula, expression: string): (values: number[]) => unknown {
  const key = `${formula.parameters}:${expression}`;
  let made = cache.get(key);
  if (!made) {
    const script = expression.replace(/(?<![<>])=/g, "===");
    const evaluated = new Function("sqrt", "pow", "greatest", ...formula.parameters, `return ${script};`);
    made = (values) => evaluated(Math.sqrt, Math.pow, Math.max, ...values);
    cache.set(key, made);
  }
  return made;
}

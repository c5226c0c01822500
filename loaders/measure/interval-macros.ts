interface Formula {
  parameters: string[];
  /** Conditions under which there is no interval, with the words that say so. */
  refuse: [condition: string, message: string][];
  lower: string;
  upper: string;
  /** Cases in which the general expression divides by zero: condition → lower bound. */
  lowerAt?: [condition: string, bound: string];
}

/**
 * Confidence intervals as SQL over doubles: components/words/intervals.ts has the same formulas with their papers, and a
 * test holds the one against the other. Only SQL needs that of a mean: n values' sum and sum of squares, with the sample
 * standard deviation.
 */
const formulas: Record<string, Formula> = {
  wilson: {
    parameters: ["x", "n", "z"],
    refuse: [
      ["n <= 0", "the denominator must be above 0"],
      ["x < 0", "the numerator must not be below 0"],
      ["x > n", "the numerator must not be above the denominator"],
    ],
    lower:
      "greatest((2.0 * x + z * z - z * sqrt(z * z + 4.0 * x * (1.0 - x / n))) / (2.0 * (n + z * z)), 0.0)",
    upper: "least((2.0 * x + z * z + z * sqrt(z * z + 4.0 * x * (1.0 - x / n))) / (2.0 * (n + z * z)), 1.0)",
  },
  byar: {
    parameters: ["x", "z"],
    refuse: [["x < 0", "the count must not be below 0"]],
    lower: "x * pow(1.0 - 1.0 / (9.0 * x) - z / (3.0 * sqrt(x)), 3)",
    lowerAt: ["x = 0", "0.0"],
    upper: "(x + 1.0) * pow(1.0 - 1.0 / (9.0 * (x + 1.0)) + z / (3.0 * sqrt(x + 1.0)), 3)",
  },
  mean: {
    parameters: ["total", "squares", "n", "z"],
    refuse: [["n < 2", "a mean needs at least two values for an interval"]],
    lower: "total / n - z * sqrt(greatest(squares - total * total / n, 0.0) / (n - 1.0) / n)",
    upper: "total / n + z * sqrt(greatest(squares - total * total / n, 0.0) / (n - 1.0) / n)",
  },
  difference: {
    parameters: ["p", "p_lower", "p_upper", "q", "q_lower", "q_upper"],
    refuse: [],
    lower: "p - q - sqrt(pow(p - p_lower, 2) + pow(q_upper - q, 2))",
    upper: "p - q + sqrt(pow(p_upper - p, 2) + pow(q - q_lower, 2))",
  },
};

/** Statements that make the formulas DuckDB macros: wilson_lower(x, n, z), wilson_upper, byar_lower … */
export function intervalMacros(): string {
  return Object.entries(formulas)
    .flatMap(([name, formula]) => [macro(name, "lower", formula), macro(name, "upper", formula)])
    .join("\n");
}

function macro(name: string, bound: "lower" | "upper", formula: Formula): string {
  const cases = formula.refuse.map(
    ([condition, message]) => `    WHEN ${condition} THEN error('${message}')`,
  );
  if (bound === "lower" && formula.lowerAt)
    cases.push(`    WHEN ${formula.lowerAt[0]} THEN ${formula.lowerAt[1]}`);
  const body = cases.length ? `CASE\n${cases.join("\n")}\n    ELSE ${formula[bound]}\n  END` : formula[bound];
  return `CREATE OR REPLACE TEMP MACRO ${name}_${bound}(${formula.parameters.join(", ")}) AS\n  ${body};`;
}

import { type Command, UsageError } from "./command.js";

const parts = ["types", "lint", "unit", "browser"] as const;

export const test: Command = {
  summary: "Check types and style, and run unit, integration and browser tests",
  usage: "[types] [lint] [unit] [browser] [<file or folder>…]",
  options: {},
  positionals: true,
  async run({ positionals }) {
    const { runChecks } = await import("../run-checks.js");
    const named = parts.filter((part) => positionals.includes(part));
    const filters = positionals.filter((word) => !(parts as readonly string[]).includes(word));
    const wrong = filters.find((word) => !word.includes("/") && !word.includes("."));
    if (wrong !== undefined)
      throw new UsageError(
        `"${wrong}" is neither a part (${parts.join(", ")}) nor a file or folder of tests.`,
      );
    const asked = named.length ? named : filters.length ? (["unit", "browser"] as const) : parts;
    return runChecks([...asked], filters);
  },
};

import { type Arguments, type Command, UsageError } from "./command.js";

const parts = ["types", "lint", "unit", "browser"] as const;

export const test: Command = {
  summary: "Check types and style, and run unit, integration and browser tests",
  usage: "[types] [lint] [unit] [browser] [<file or folder>…] [-t <name>] [--watch] [--update]",
  options: {
    name: { type: "string", short: "t", about: "Run only the tests whose name has this in it" },
    watch: { type: "boolean", about: "Stay, and run again what a changed file concerns" },
    update: { type: "boolean", about: "Take the drawings of charts as they are now for what is expected" },
  },
  positionals: true,
  async run(given) {
    const { runChecks } = await import("../run-checks.js");
    const { watchTests } = await import("../run-vitest.js");
    const { asked, args } = readTestArguments(given);
    if (!given.values.watch) return runChecks(asked, args);
    const projects = asked.filter((part) => part === "unit" || part === "browser");
    return watchTests({ projects, args });
  },
};

/** Which parts are asked for, and what vitest is told. Throws UsageError on a word that is neither part nor path. */
export function readTestArguments({ positionals, values }: Arguments): {
  asked: (typeof parts)[number][];
  args: string[];
} {
  const named = parts.filter((part) => positionals.includes(part));
  const filters = positionals.filter((word) => !(parts as readonly string[]).includes(word));
  const wrong = filters.find((word) => !word.includes("/") && !word.includes("."));
  if (wrong !== undefined)
    throw new UsageError(`"${wrong}" is neither a part (${parts.join(", ")}) nor a file or folder of tests.`);
  const args = [...filters, ...(values.name === undefined ? [] : ["-t", String(values.name)])];
  if (values.update) args.push("--update");
  if (named.length) return { asked: named, args };
  if (filters.length) return { asked: ["unit", "browser"], args };
  // The sites that browser tests visit take minutes to build, which who looks for one test should not wait for.
  return { asked: args.length || values.watch ? ["unit"] : [...parts], args };
}

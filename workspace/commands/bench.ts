import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { type Command, UsageError } from "./command.js";

const folder = join(repositoryRoot, "tests", "bench");
const ending = ".bench.ts";

export const bench: Command = {
  summary: "Measure speed and accuracy",
  usage: "[<name>…] [--records <number>] [--children <numbers>] [--times <number>]",
  options: {
    records: {
      type: "string",
      about: "How many records to link, such as 5000000 (default: 100000, then 1000000)",
    },
    children: {
      type: "string",
      about: "The sizes of the sample city to refresh, such as 86000,300000,1000000 (default: 86000)",
    },
    times: { type: "string", about: "How many registers come one after the other (default: 10)" },
  },
  positionals: true,
  async run({ positionals, values }) {
    const records = numbersOf("records", values.records, 1000)?.[0];
    const children = numbersOf("children", values.children, 1000);
    const times = numbersOf("times", values.times, 1)?.[0];
    const names = readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length));
    const wrong = positionals.find((name) => !names.includes(name));
    if (wrong !== undefined)
      throw new UsageError(`There is no benchmark "${wrong}". Write one of: ${names.join(", ")}.`);
    for (const name of positionals.length ? positionals : names) {
      console.log(`\n${name}`);
      const module = (await import(pathToFileURL(join(folder, name + ending)).href)) as Benchmark;
      await module.default((line) => console.log(`  ${line}`), { records, children, times });
    }
    return 0;
  },
};

interface Sizes {
  records: number | undefined;
  children: readonly number[] | undefined;
  times: number | undefined;
}

/** The numbers of an option, with commas between them; undefined if it is left out. */
function numbersOf(option: string, given: unknown, least: number): number[] | undefined {
  if (given === undefined) return undefined;
  const numbers = String(given).split(",").map(Number);
  if (!numbers.every((n) => Number.isInteger(n) && n >= least))
    throw new UsageError(`--${option} is ${given}: it must be a whole number, ${least} or more.`);
  return numbers;
}

/** What a file in tests/bench exports. */
interface Benchmark {
  default(print: (line: string) => void, options: Sizes): Promise<void>;
}

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { type Command, UsageError } from "./command.js";

const folder = join(repositoryRoot, "tests", "bench");
const ending = ".bench.ts";

export const bench: Command = {
  summary: "Measure speed and accuracy",
  usage: "[<name>…] [--records <number>]",
  options: {
    records: {
      type: "string",
      about: "How many records to link, such as 5000000 (default: 100000, then 1000000)",
    },
  },
  positionals: true,
  async run({ positionals, values }) {
    const records = values.records === undefined ? undefined : Number(values.records);
    if (records !== undefined && !(Number.isInteger(records) && records >= 1000))
      throw new UsageError(`--records is ${values.records}: it must be a whole number, 1000 or more.`);
    const names = readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length));
    const wrong = positionals.find((name) => !names.includes(name));
    if (wrong !== undefined)
      throw new UsageError(`There is no benchmark "${wrong}". Write one of: ${names.join(", ")}.`);
    for (const name of positionals.length ? positionals : names) {
      console.log(`\n${name}`);
      const module = (await import(pathToFileURL(join(folder, name + ending)).href)) as Benchmark;
      await module.default((line) => console.log(`  ${line}`), { records });
    }
    return 0;
  },
};

/** What a file in tests/bench exports. */
interface Benchmark {
  default(print: (line: string) => void, options: { records?: number }): Promise<void>;
}

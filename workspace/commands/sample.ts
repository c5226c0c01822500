import { type Command, numberOption } from "./command.js";

export const sample: Command = {
  summary: "Generate the sample: extracts of an invented city, used while data/inbox is empty",
  usage: "[--children <number>] [--seed <number>]",
  options: {
    children: { type: "string", about: "children under six, from 1,000 to 3,500,000; else 86,000" },
    seed: { type: "string", about: "another sample for another number; else 2026" },
  },
  async run(given) {
    const { fewestChildren, generateSample, mostChildren } = await import("../sample/generate.js");
    await generateSample({
      children: numberOption(given, "children", fewestChildren, mostChildren),
      seed: numberOption(given, "seed", 0, 2 ** 31 - 1),
      log: (line) => console.log(line),
    });
    return 0;
  },
};

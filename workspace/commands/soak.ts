import { type Command, numberOption, UsageError } from "./command.js";

export const soak: Command = {
  summary: "Run the long tests: random search, kills, full disks, every page",
  usage: "[<file or folder>…] [--minutes <number>] [--seed <number>]",
  options: {
    minutes: { type: "string", about: "When it ends, whatever is still to do (default: 15)" },
    seed: { type: "string", about: "Where random search begins (default: another at each run)" },
  },
  positionals: true,
  async run(given) {
    const { runSoak, soakFiles } = await import("../run-soak.js");
    const files = soakFiles(given.positionals);
    if (!files.length)
      throw new UsageError("No file of long tests (*.soak.test.ts) has a path with what was asked for.");
    return runSoak(files, {
      minutes: numberOption(given, "minutes", 1, 1440) ?? 15,
      seed: numberOption(given, "seed", 0, 2 ** 31 - 1) ?? Math.floor(Math.random() * 1e6),
    });
  },
};

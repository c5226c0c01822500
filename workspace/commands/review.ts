import { type Command, numberOption, UsageError } from "./command.js";

const usualPorts = Array.from({ length: 10 }, (_, i) => 3010 + i);

export const review: Command = {
  summary: "Decide which records are one child where linkage is unsure (stop it with Ctrl-C)",
  usage: "[--who <name>] [--port <number>] | --seen",
  options: {
    who: { type: "string", about: "who reviews: kept with each decision; else the page asks" },
    seen: { type: "boolean", about: "only say when pairs were shown, and to whom" },
    port: { type: "string", about: `the port to serve on; else ${usualPorts[0]}, or the next that is free` },
  },
  async run(given) {
    if (given.values.seen) return (await import("../review/run.js")).showAccess();
    const who = given.values.who === undefined ? undefined : String(given.values.who).trim();
    if (who === "" || (who && who.length > 80))
      throw new UsageError("--who needs a name of up to 80 letters.");
    const port = numberOption(given, "port", 1, 65_535);
    const { runReview } = await import("../review/run.js");
    return runReview(port === undefined ? usualPorts : [port], who);
  },
};

import { type Command, pathOption } from "./command.js";

export const estimate: Command = {
  summary: "Estimate the linkage model's parameters from the records of the last refresh",
  usage: "[--inbox <folder>]",
  options: {
    inbox: {
      type: "string",
      about: "the folder whose records are meant; else data/inbox, else the sample",
    },
  },
  async run(given) {
    const { estimateParameters } = await import("../estimate-parameters.js");
    for (const line of await estimateParameters(pathOption(given, "inbox", "folder"), console.log))
      console.log(line);
    return 0;
  },
};

import { type Command, pathOption } from "./command.js";

export const watch: Command = {
  summary: "Refresh, and again when something new comes or a source's schedule says so, without serving",
  usage: "[--inbox <folder>]",
  options: {
    inbox: {
      type: "string",
      about: "the folder that extracts are read from; else data/inbox, else the sample",
    },
  },
  async run(given) {
    const { follow } = await import("../serve/follow.js");
    return follow(pathOption(given, "inbox", "folder"), (line) => console.log(line));
  },
};

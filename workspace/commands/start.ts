import { type Command, numberOption, pathOption } from "./command.js";

const usualPorts = Array.from({ length: 10 }, (_, i) => 3000 + i);

export const start: Command = {
  summary: "Refresh, then serve the workspace and follow new extracts (stop it with Ctrl-C)",
  usage: "[--inbox <folder>] [--port <number>]",
  options: {
    inbox: {
      type: "string",
      about: "the folder that extracts are read from; else data/inbox, else the sample",
    },
    port: { type: "string", about: `the port to serve on; else ${usualPorts[0]}, or the next that is free` },
  },
  async run(given) {
    const inbox = pathOption(given, "inbox", "folder");
    const port = numberOption(given, "port", 1, 65_535);
    const { serve } = await import("../serve/serve.js");
    return serve({ inbox, ports: port === undefined ? usualPorts : [port] });
  },
};

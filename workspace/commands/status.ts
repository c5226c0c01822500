import { type Command, pathOption } from "./command.js";

export const status: Command = {
  summary: "Say what became of every file in the inbox, and what to know of the extracts in use",
  usage: "[--inbox <folder>]",
  options: {
    inbox: { type: "string", about: "the folder that extracts are read from; else the one last read" },
  },
  async run(given) {
    const { currentStore, storeOf } = await import("../../loaders/store/paths.js");
    const { readManifest } = await import("../../loaders/store/manifest.js");
    const { readSources } = await import("../../loaders/registry/source.js");
    const { accountFor } = await import("../../loaders/pull/account.js");
    const { statusLines } = await import("../status-lines.js");
    const inbox = pathOption(given, "inbox", "folder");
    const store = inbox === undefined ? currentStore() : storeOf(inbox);
    const manifest = readManifest(store);
    const entries = manifest?.sources ?? {};
    for (const line of statusLines(accountFor(store, readSources(), entries), entries)) console.log(line);
    if (!manifest) console.log("Nothing was read yet. Read it with: npm run refresh");
    return 0;
  },
};

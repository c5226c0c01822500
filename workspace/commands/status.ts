import { type Command, pathOption } from "./command.js";

export const status: Command = {
  summary:
    "Say how it stands: the last runs, every file in the inbox, and what to know of the extracts in use",
  usage: "[--inbox <folder>] [--json]",
  options: {
    inbox: { type: "string", about: "the folder that extracts are read from; else the one last read" },
    json: { type: "boolean", about: "print what monitoring reads, in the form of status.json" },
  },
  async run(given) {
    const { currentStore, storeOf } = await import("../../loaders/store/paths.js");
    const { readManifest, whyNoManifest } = await import("../../loaders/store/manifest.js");
    const { readSources } = await import("../../loaders/registry/source.js");
    const { readCity } = await import("../../loaders/registry/city.js");
    const { dayIn } = await import("../../loaders/registry/rules.js");
    const { statusOf } = await import("../status.js");
    const inbox = pathOption(given, "inbox", "folder");
    const store = inbox === undefined ? currentStore() : storeOf(inbox);
    const sources = readSources();
    const now = statusOf(store, sources, dayIn(readCity().timeZone));
    const code = { well: 0, attention: 3, failing: 1, never: 3 }[now.state];
    if (given.values.json) {
      console.log(JSON.stringify(now, null, 2));
      return code;
    }
    const { existsSync } = await import("node:fs");
    const { accountFor } = await import("../../loaders/pull/account.js");
    const { readRuns, runUnderWay } = await import("../../loaders/store/runs.js");
    const { messageLines, runLines, statusLines } = await import("../status-lines.js");
    const manifest = readManifest(store);
    const entries = manifest?.sources ?? {};
    const files = existsSync(store.inbox) ? accountFor(store, sources, entries) : [];
    for (const line of runLines(readRuns(store), now, runUnderWay(store))) console.log(line);
    for (const line of statusLines(files, entries)) console.log(line);
    for (const line of messageLines(now.messages)) console.log(line);
    if (!manifest) console.log(whyNoManifest(store, "Nothing was read yet. Read it with: npm run refresh"));
    return code;
  },
};

import { type Command, pathOption, UsageError } from "./command.js";

export const withdraw: Command = {
  summary: "Take an extract out of all that was made from it, for good",
  usage: "<source> [<file name or hash>] [--undo] [--inbox <folder>]",
  options: {
    undo: { type: "boolean", about: "bring a withdrawn extract back, if its file lies in the inbox" },
    inbox: { type: "string", about: "the folder that extracts are read from; else the store in use" },
  },
  positionals: true,
  async run(given) {
    const [source, extract, more] = given.positionals;
    if (!source) throw new UsageError("Name the source, as in data/sources.");
    if (more !== undefined) throw new UsageError("Name one source and one of its extracts.");
    const { currentStore, storeOf } = await import("../../loaders/store/paths.js");
    const life = await import("../life/withdraw.js");
    const inbox = pathOption(given, "inbox", "folder");
    const store = inbox ? storeOf(inbox) : currentStore();
    if (!extract) {
      if (given.values.undo) throw new UsageError("Name the extract to bring back.");
      for (const { sha256, covers, received, kept, withheld } of life.extractsOf(store, source))
        console.log(
          `${sha256.slice(0, 12)}  ${covers ? `covers ${covers.from} to ${covers.to}` : "covers days not known"}, came ${received}${withheld ? ", withdrawn or removed" : kept ? "" : ", replaced"}`,
        );
      return 0;
    }
    const { bringUpToDate } = await import("../bring-up-to-date.js");
    const change = given.values.undo ? life.bringBack : life.withdraw;
    const sha256 = await change(store, source, extract);
    console.log(
      given.values.undo
        ? `${source}: extract ${sha256.slice(0, 12)} may be used again.`
        : `${source}: extract ${sha256.slice(0, 12)} is withdrawn. What was made from it is made again without it.`,
    );
    const { manifest } = await bringUpToDate(store.inbox);
    if (given.values.undo && !manifest.sources[source]?.extracts.some((e) => e.sha256 === sha256)) {
      console.log(
        "It is not in use: its file is not in the inbox, a newer extract stands in its place, or its retention is over.",
      );
      return 1;
    }
    return manifest.failures.length ? 1 : 0;
  },
};

import { type Command, fromUser, pathOption, UsageError } from "./command.js";

const command: Command = {
  summary: "Say which source would take a file, and what would come of it, without taking it",
  usage: "<file> [--inbox <folder>]",
  options: {
    inbox: {
      type: "string",
      about: "the folder whose extracts in use it is compared with; else the one last read",
    },
  },
  positionals: true,
  async run(given) {
    const [path, ...more] = given.positionals;
    if (path === undefined || more.length) throw new UsageError("Name one file.");
    const { existsSync } = await import("node:fs");
    const file = fromUser(path);
    if (!existsSync(file)) throw new UsageError("There is no such file. Check its path.");
    const { currentStore, storeOf } = await import("../../loaders/store/paths.js");
    const { readManifest } = await import("../../loaders/store/manifest.js");
    const { readSources } = await import("../../loaders/registry/source.js");
    const { trialLines, tryFile } = await import("../../loaders/check/try-file.js");
    const inbox = pathOption(given, "inbox", "folder");
    const store = inbox === undefined ? currentStore() : storeOf(inbox);
    const { readIndicators, sourcesOf } = await import("../../loaders/registry/indicator.js");
    const { earlierDeliveries } = await import("../earlier-deliveries.js");
    const sources = readSources();
    const indicators = readIndicators(sources);
    const trials = await tryFile(file, sources, (source) => earlierDeliveries(store, source));
    const figuresOf = ({ id }: { id: string }) =>
      indicators.filter((one) => sourcesOf(one, indicators).includes(id)).map(({ shortName }) => shortName);
    for (const line of trialLines(trials, readManifest(store)?.sources ?? {}, figuresOf)) console.log(line);
    return trials.some(({ isNamed, problem }) => isNamed && problem === undefined) ? 0 : 1;
  },
};

export { command as try };

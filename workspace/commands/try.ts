import type { Source } from "../../loaders/registry/source.js";
import type { Store } from "../../loaders/store/paths.js";
import { type Command, fileFromUser, pathOption, UsageError } from "./command.js";

const command: Command = {
  summary: "Say which source would take a file, and what would come of it, without taking it",
  usage: "<file> [--figures] [--inbox <folder>]",
  options: {
    figures: {
      type: "boolean",
      about:
        "also which figures would move, by a refresh of a copy that is removed afterwards: takes as long as a refresh",
    },
    inbox: {
      type: "string",
      about: "the folder whose extracts in use it is compared with; else the one last read",
    },
  },
  positionals: true,
  async run(given) {
    const [path, ...more] = given.positionals;
    if (path === undefined || more.length) throw new UsageError("Name one file.");
    const file = fileFromUser(path);
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
    const taker = trials.find(({ isNamed, problem }) => isNamed && problem === undefined);
    if (given.values.figures && taker)
      await tellFigures(store, file, taker.source, taker.extract?.sample ?? false);
    return taker ? 0 : 1;
  },
};

async function tellFigures(store: Store, file: string, source: Source, isSample: boolean): Promise<void> {
  const { readManifest } = await import("../../loaders/store/manifest.js");
  const { readCity } = await import("../../loaders/registry/city.js");
  const { readIndicators } = await import("../../loaders/registry/indicator.js");
  const { TellableError } = await import("../../loaders/store/safe-message.js");
  const manifest = readManifest(store);
  if (!manifest)
    throw new TellableError(
      "Nothing was refreshed yet, so there are no figures that could move. Run first: npm run refresh",
    );
  if (manifest.sample !== isSample)
    throw new TellableError(
      isSample
        ? "The file is of the sample city, and what is in use is not: no figures are made of both."
        : "What is in use is the sample city, and what is real is not put beside it: no figures are made of both.",
    );
  const { figureLines, figuresWithFile } = await import("../figures-with-file.js");
  console.log("  Refreshing a copy with it …");
  const found = await figuresWithFile(store, file, source);
  for (const line of figureLines(found, readIndicators(), readCity().name)) console.log(line);
}

export { command as try };

import { type Command, pathOption, UsageError } from "./command.js";

const command: Command = {
  summary: "Fetch what a connected source has now, and say what would come of it, without taking it",
  usage: "<source> [--file <file>]",
  options: {
    file: { type: "string", about: "describes the source; else its file in data/sources" },
  },
  positionals: true,
  async run(given) {
    const [id, ...more] = given.positionals;
    if (id === undefined || more.length) throw new UsageError("Name one source, as its file is called.");
    const file = pathOption(given, "file", "file");
    const [
      { readSources, sourceSchema },
      { readYaml },
      { isConnected },
      { trySource },
      { trialLines, tryFile },
      { currentStore },
      { readManifest },
      { readCity },
      { dayIn },
    ] = await Promise.all([
      import("../../loaders/registry/source.js"),
      import("../../loaders/registry/read-yaml.js"),
      import("../../loaders/registry/location.js"),
      import("../../loaders/connect/try-source.js"),
      import("../../loaders/check/try-file.js"),
      import("../../loaders/store/paths.js"),
      import("../../loaders/store/manifest.js"),
      import("../../loaders/registry/city.js"),
      import("../../loaders/registry/rules.js"),
    ]);
    const source =
      file === undefined
        ? readSources().find((one) => one.id === id)
        : { ...readYaml(file, sourceSchema), id };
    if (!source) throw new UsageError(`There is no source ${id}. Its file would be data/sources/${id}.yaml.`);
    if (!isConnected(source))
      throw new UsageError(
        `The extracts of ${id} are put into the inbox. Try one of them with: npm run try -- <file>`,
      );
    const entries = readManifest(currentStore())?.sources ?? {};
    let isGood = true;
    const day = dayIn(readCity().timeZone);
    await trySource(
      source,
      day,
      (line) => console.log(line),
      async (file) => {
        const trials = await tryFile(file, [source]);
        isGood &&= trials.every(({ isNamed, problem }) => isNamed && problem === undefined);
        for (const line of trialLines(trials, entries)) console.log(line);
      },
    );
    return isGood ? 0 : 1;
  },
};

export { command as "try-source" };

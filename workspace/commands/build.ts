import { formatSeconds } from "../../components/words/numbers.js";
import { type Command, pathOption, UsageError } from "./command.js";

export const build: Command = {
  summary: "Refresh and build the sites under dist/",
  usage: "[workspace] [briefings] [public] [--inbox <folder>] [--allow-sample]",
  options: {
    inbox: {
      type: "string",
      about: "the folder that extracts are read from; else data/inbox, else the sample",
    },
    "allow-sample": { type: "boolean", about: "build the public edition even of sample data" },
  },
  positionals: true,
  async run(given) {
    const { editionNames, editions, isEditionName } = await import("../site/edition/editions.js");
    const wrong = given.positionals.find((name) => !isEditionName(name));
    if (wrong !== undefined) throw new UsageError(`There is no edition "${wrong}".`);
    const names = editionNames.filter(
      (name) => !given.positionals.length || given.positionals.includes(name),
    );
    const [{ bringUpToDate }, { buildEdition }, { SampleRefused }] = await Promise.all([
      import("../bring-up-to-date.js"),
      import("../site/build.js"),
      import("../site/gate/fit-to-publish.js"),
    ]);
    const inbox = pathOption(given, "inbox", "folder");
    const { chooseInbox } = await import("../../loaders/refresh/choose-inbox.js");
    const { publicationsOf } = await import("../publish/publication.js");
    const { readManifest } = await import("../../loaders/store/manifest.js");
    const { storeOf } = await import("../../loaders/store/paths.js");
    const store = storeOf(inbox ?? chooseInbox());
    const publications = publicationsOf(store);
    // Invented data need no protection that takes minutes. Whether they are is known once they have been read.
    const seemReal = readManifest(store)?.sample === false;
    const isPublic = names.includes("public");
    let input = await bringUpToDate(inbox, {
      cause: "build",
      publications: isPublic && seemReal ? publications : undefined,
    });
    const isForPublic = isPublic && !input.manifest.sample;
    if (isForPublic && !seemReal) input = await bringUpToDate(inbox, { cause: "build", publications });
    process.env.EARLY_YEARS_INBOX = input.store.inbox;
    for (const name of names) {
      const started = performance.now();
      try {
        const pages = await buildEdition(editions[name], input, {
          allowSample: given.values["allow-sample"] === true,
          ...(isForPublic ? { attack: (folder) => refuseUnsafe(folder, publications) } : {}),
        });
        console.log(
          `${editions[name].output}: ${pages.length} pages in ${formatSeconds(performance.now() - started)}`,
        );
      } catch (error) {
        // Asked for everything, a workspace that has only its sample builds what it may.
        if (!(error instanceof SampleRefused) || given.positionals.length) throw error;
        console.log(`${editions[name].output}: not built. ${error.message}`);
      }
    }
    return 0;
  },
};

/** Attacks a built folder beside what was published. Throws if it finds anything, which it prints. */
async function refuseUnsafe(folder: string, publications: string): Promise<void> {
  const [{ attackSite, editionsIn }, { existsSync }, { TellableError }] = await Promise.all([
    import("../audit/built/attack-site.js"),
    import("node:fs"),
    import("../../loaders/store/safe-message.js"),
  ]);
  const before = existsSync(publications) ? editionsIn(publications) : [];
  const { safe, lines } = await attackSite(folder, before);
  for (const line of lines) console.log(line);
  if (!safe)
    throw new TellableError(
      "The public edition was not built: the audit found what is told above. npm run publish says what can be done.",
    );
}

import { formatSeconds } from "../../components/words/numbers.js";
import type { BuildInput } from "../site/edition/build-input.js";
import type { Edition, EditionName } from "../site/edition/editions.js";
import { type Command, dayOption, pathOption, UsageError } from "./command.js";

export const build: Command = {
  summary: "Refresh and build the sites under dist/",
  usage: "[workspace] [briefings] [public] [--inbox <folder>] [--as-of <day>] [--allow-sample]",
  options: {
    inbox: {
      type: "string",
      about: "the folder that extracts are read from; else data/inbox, else the sample",
    },
    "as-of": {
      type: "string",
      about:
        "a day, as 2026-03-31: workspace and briefings of what had come by its end, under dist/as-of, as far as extracts are still kept",
    },
    "allow-sample": { type: "boolean", about: "build the public edition even of sample data" },
  },
  positionals: true,
  async run(given) {
    const { editionNames, isEditionName } = await import("../site/edition/editions.js");
    const wrong = given.positionals.find((name) => !isEditionName(name));
    if (wrong !== undefined) throw new UsageError(`There is no edition "${wrong}".`);
    const day = dayOption(given, "as-of");
    if (day !== undefined && given.positionals.includes("public"))
      throw new UsageError("--as-of is for workspace and briefings. What was published is kept as it was.");
    const names = editionNames.filter((name) =>
      given.positionals.length ? given.positionals.includes(name) : day === undefined || name !== "public",
    );
    const { chooseInbox } = await import("../../loaders/refresh/choose-inbox.js");
    const inbox = pathOption(given, "inbox", "folder");
    if (day === undefined) await buildNow(names, inbox, given);
    else await buildAsOf(names, inbox ?? chooseInbox(), day);
    return 0;
  },
};

async function buildNow(
  names: readonly EditionName[],
  inbox: string | undefined,
  { positionals, values }: Parameters<Command["run"]>[0],
): Promise<void> {
  const [{ bringUpToDate }, { editions }, { SampleRefused }] = await Promise.all([
    import("../bring-up-to-date.js"),
    import("../site/edition/editions.js"),
    import("../site/gate/fit-to-publish.js"),
  ]);
  const { chooseInbox } = await import("../../loaders/refresh/choose-inbox.js");
  const { publicationsOf } = await import("../publish/publication.js");
  const { readManifest } = await import("../../loaders/store/manifest.js");
  const { storeOf } = await import("../../loaders/store/paths.js");
  const store = storeOf(inbox ?? chooseInbox());
  const publications = publicationsOf(store);
  // Invented data need no protection that takes minutes. Whether they are is known once they have been read.
  const seemReal = readManifest(store)?.sample === false;
  const isPublic = names.includes("public");
  let input: BuildInput = await bringUpToDate(inbox, {
    cause: "build",
    publications: isPublic && seemReal ? publications : undefined,
  });
  const isForPublic = isPublic && !input.manifest.sample;
  if (isForPublic && !seemReal) input = await bringUpToDate(inbox, { cause: "build", publications });
  process.env.EARLY_YEARS_INBOX = input.store.inbox;
  for (const name of names)
    try {
      await buildOne(editions[name], input, {
        allowSample: values["allow-sample"] === true,
        ...(isForPublic ? { attack: (folder) => refuseUnsafe(folder, publications) } : {}),
      });
    } catch (error) {
      // Asked for everything, a workspace that has only its sample builds what it may.
      if (!(error instanceof SampleRefused) || positionals.length) throw error;
      console.log(`${editions[name].output}: not built. ${error.message}`);
    }
}

/** Builds the state of an earlier day beside the sites of now, which stay. */
async function buildAsOf(names: readonly EditionName[], inbox: string, day: string): Promise<void> {
  const [{ withStoreAsOf }, { editions }, { readManifest }, { storeOf }] = await Promise.all([
    import("../store-as-of.js"),
    import("../site/edition/editions.js"),
    import("../../loaders/store/manifest.js"),
    import("../../loaders/store/paths.js"),
  ]);
  await withStoreAsOf(
    storeOf(inbox),
    day,
    async (store) => {
      process.env.EARLY_YEARS_INBOX = store.inbox;
      const input = { store, manifest: readManifest(store)! };
      for (const name of names)
        await buildOne({ ...editions[name], output: `dist/as-of/${day}/${name}` }, input);
    },
    { log: (line) => console.log(line) },
  );
}

async function buildOne(
  edition: Edition,
  input: BuildInput,
  options?: import("../site/build.js").BuildOptions,
): Promise<void> {
  const { buildEdition } = await import("../site/build.js");
  const started = performance.now();
  const pages = await buildEdition(edition, input, options);
  console.log(`${edition.output}: ${pages.length} pages in ${formatSeconds(performance.now() - started)}`);
}

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

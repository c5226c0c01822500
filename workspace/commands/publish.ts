import { join } from "node:path";
import type { Outcome } from "../publish/attempts.js";
import type { PublishedEdition } from "../publish/publication.js";
import { type Command, pathOption, UsageError } from "./command.js";

export const publish: Command = {
  summary: "Refresh, build the public edition, attack it, and only then put it in place of the last",
  usage:
    "[--edition briefings] [--inbox <folder>] [--to <folder>] [--allow-sample] | --list | --rollback <publication> | --nginx",
  options: {
    inbox: {
      type: "string",
      about: "the folder that extracts are read from; else data/inbox, else the sample",
    },
    edition: { type: "string", about: "public, or briefings, which go through all but the attack" },
    by: { type: "string", about: "who publishes; else the name that git or this machine knows" },
    to: { type: "string", about: "where publications are kept; else data/publications/<store>" },
    "allow-sample": { type: "boolean", about: "publish even sample data, to try it out" },
    list: { type: "boolean", about: "list what was published, and which of it is served" },
    rollback: { type: "string", about: "serve an earlier publication again" },
    nginx: { type: "boolean", about: "print a configuration of nginx that serves what is current" },
  },
  async run(given) {
    const { storeOf } = await import("../../loaders/store/paths.js");
    const { chooseInbox } = await import("../../loaders/refresh/choose-inbox.js");
    const inbox = pathOption(given, "inbox", "folder");
    const { publicationsOf } = await import("../publish/publication.js");
    const name = given.values.edition ?? "public";
    if (name !== "public" && name !== "briefings")
      throw new UsageError("--edition is public or briefings: no other site is published.");
    const folder = pathOption(given, "to", "folder") ?? publicationsOf(storeOf(inbox ?? chooseInbox()), name);
    if (given.values.rollback === "") throw new UsageError("--rollback needs the name of a publication.");
    if (given.values.list) return list(folder);
    if (given.values.nginx) {
      const { nginxConfig } = await import("../publish/server-config.js");
      console.log(nginxConfig(folder));
      return 0;
    }
    const by = typeof given.values.by === "string" ? given.values.by : await whoIsHere();
    const { rollback } = given.values;
    const outcome =
      rollback === undefined
        ? await tryToPublish(name, { folder, inbox, by, allowSample: given.values["allow-sample"] === true })
        : await tryToRollBack(name, { folder, by, id: String(rollback) });
    console.log(outcome);
    return 0;
  },
};

async function whoIsHere(): Promise<string> {
  const [{ personHere }, { editions, rootFolder }] = await Promise.all([
    import("../authoring/open-desk.js"),
    import("../site/edition/editions.js"),
  ]);
  const { name, email } = await personHere(rootFolder(editions.workspace));
  return `${name} <${email}>`;
}

async function tryToPublish(
  name: PublishedEdition,
  {
    folder,
    inbox,
    by,
    allowSample,
  }: { folder: string; inbox: string | undefined; by: string; allowSample: boolean },
): Promise<string> {
  const { currentLink } = await import("../publish/publication.js");
  const [{ attempt }, { publish }, { bringUpToDate }, { attackSite }, { editions }, safe, { fingerprint }] =
    await Promise.all([
      import("../publish/attempts.js"),
      import("../publish/publish.js"),
      import("../bring-up-to-date.js"),
      import("../audit/built/attack-site.js"),
      import("../site/edition/editions.js"),
      import("../../loaders/store/safe-message.js"),
      import("../../loaders/store/fingerprint.js"),
    ]);
  // Figures for partners need no protection that takes minutes.
  const publications = name === "public" ? folder : undefined;
  let said = "What is published is the same already.";
  const work = async (): Promise<Outcome> => {
    const input = await bringUpToDate(inbox, { cause: "publish", publications });
    process.env.EARLY_YEARS_INBOX = input.store.inbox;
    const publication = await publish(input, {
      edition: editions[name],
      by,
      folder,
      allowSample,
      attack: attackSite,
      remake: (remedies) => bringUpToDate(inbox, { cause: "publish", publications, remedies }),
      log: (line) => console.log(line),
    });
    if (!publication) return { result: "the same" };
    const { id, files, audit } = publication;
    said = `Published ${id}: ${Object.keys(files).length} files. Let the web server serve ${join(folder, currentLink)}`;
    return { result: "published", publication: id, hash: fingerprint(files), audit };
  };
  await attempt(folder, { by, what: "publish" }, work, safe.safeMessage);
  return said;
}

async function tryToRollBack(
  name: PublishedEdition,
  { folder, by, id }: { folder: string; by: string; id: string },
): Promise<string> {
  const { currentLink } = await import("../publish/publication.js");
  const [{ attempt }, { rollBack }, { editions }, { readPages }, safe, { fingerprint }] = await Promise.all([
    import("../publish/attempts.js"),
    import("../publish/publish.js"),
    import("../site/edition/editions.js"),
    import("../site/edition/pages.js"),
    import("../../loaders/store/safe-message.js"),
    import("../../loaders/store/fingerprint.js"),
  ]);
  const withdrawn = readPages(editions[name], () => {})
    .filter(({ status }) => status === "withdrawn")
    .map(({ path }) => `${name}${path}`);
  let said = "";
  const work = async (): Promise<Outcome> => {
    const { at, files } = await rollBack(folder, id, withdrawn);
    said = `${join(folder, currentLink)} serves what was published on ${at.slice(0, 10)}.`;
    return { result: "rolled back", publication: id, hash: fingerprint(files) };
  };
  await attempt(folder, { by, what: "roll back" }, work, safe.safeMessage);
  return said;
}

async function list(folder: string): Promise<number> {
  const [{ readPublications }, { servedFrom }] = await Promise.all([
    import("../publish/publication.js"),
    import("../publish/serve-from.js"),
  ]);
  const publications = readPublications(folder);
  const served = servedFrom(folder);
  if (!publications.length) console.log(`Nothing has been published in ${folder}.`);
  for (const { id, asOf, sample, policy, files } of publications)
    console.log(
      `${id === served ? "▶" : " "} ${id}  data as of ${asOf ?? "(none)"}, policy ${policy.id}, ${Object.keys(files).length} files${sample ? ", SAMPLE" : ""}`,
    );
  return 0;
}

import { join } from "node:path";
import { type Command, pathOption, UsageError } from "./command.js";

export const publish: Command = {
  summary: "Refresh, build the public edition, attack it, and only then put it in place of the last",
  usage: "[--inbox <folder>] [--to <folder>] [--allow-sample] | --list | --rollback <publication> | --nginx",
  options: {
    inbox: {
      type: "string",
      about: "the folder that extracts are read from; else data/inbox, else the sample",
    },
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
    const { publicationsOf, currentLink } = await import("../publish/publication.js");
    const folder = pathOption(given, "to", "folder") ?? publicationsOf(storeOf(inbox ?? chooseInbox()));
    if (given.values.rollback === "") throw new UsageError("--rollback needs the name of a publication.");
    if (given.values.list) return list(folder);
    if (given.values.nginx) {
      const { nginxConfig } = await import("../publish/server-config.js");
      console.log(nginxConfig(folder));
      return 0;
    }
    const { publish, rollBack } = await import("../publish/publish.js");
    if (given.values.rollback !== undefined) {
      const { at } = await rollBack(folder, String(given.values.rollback));
      console.log(`${join(folder, currentLink)} serves what was published on ${at.slice(0, 10)}.`);
      return 0;
    }
    const [{ bringUpToDate }, { attackSite }] = await Promise.all([
      import("../bring-up-to-date.js"),
      import("../audit/built/attack-site.js"),
    ]);
    const made = await bringUpToDate(inbox, { publications: folder });
    process.env.EARLY_YEARS_INBOX = made.store.inbox;
    const publication = await publish(made, {
      folder,
      allowSample: given.values["allow-sample"] === true,
      attack: attackSite,
      remake: (remedies) => bringUpToDate(inbox, { publications: folder, remedies }),
      log: (line) => console.log(line),
    });
    console.log(
      publication
        ? `Published ${publication.id}: ${Object.keys(publication.files).length} files. Let the web server serve ${join(folder, currentLink)}`
        : "What is published is the same already.",
    );
    return 0;
  },
};

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

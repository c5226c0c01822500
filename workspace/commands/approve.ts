import { type Command, UsageError } from "./command.js";

export const approve: Command = {
  summary: "List the pages whose text nobody has approved, and approve some as they are",
  usage: "[page…] [--all]",
  options: {
    all: { type: "boolean", about: "approve every page that waits for it" },
  },
  positionals: true,
  async run(given) {
    const [{ existsSync }, { editions, rootFolder }, { listedPages }, { standings }, { signOnFile }] =
      await Promise.all([
        import("node:fs"),
        import("../site/edition/editions.js"),
        import("../site/edition/pages.js"),
        import("../site/gate/approved.js"),
        import("../../loaders/registry/sign-on.js"),
      ]);
    const waiting = [editions.briefings, editions.public]
      .flatMap((edition) => standings(edition, listedPages(edition)))
      .filter(({ is, hash, page }) => hash && !page.draft && page.status !== "withdrawn" && is !== "in")
      .map(({ address }) => address);
    const chosen = given.values.all ? waiting : given.positionals;
    const unknown = chosen.find((address) => !waiting.includes(address));
    if (unknown !== undefined)
      throw new UsageError(
        `${unknown} does not wait for approval. ${waiting.length ? `These do: ${waiting.join(", ")}` : "No page does."}`,
      );
    if (chosen.length === 0) {
      console.log(
        waiting.length
          ? `Wait for approval:\n${waiting.map((a) => `  ${a}`).join("\n")}`
          : "No page waits for approval.",
      );
      return 0;
    }
    if (existsSync(signOnFile))
      throw new UsageError(
        "Several people use this workspace, so pages are approved in the browser, where it is known who approves.",
      );
    const [{ personHere }, { approveOnDisk }, { relative }, { repositoryRoot }] = await Promise.all([
      import("../authoring/open-desk.js"),
      import("../authoring/review/approve-on-disk.js"),
      import("node:path"),
      import("../../loaders/store/paths.js"),
    ]);
    const folder = rootFolder(editions.workspace);
    const person = await personHere(folder);
    for (const address of chosen)
      console.log(`Approved ${address}: ${relative(repositoryRoot, approveOnDisk(folder, address, person))}`);
    console.log("Commit these files with the pages.");
    return 0;
  },
};

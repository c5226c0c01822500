import type { Command } from "./command.js";

export const reference: Command = {
  summary: "Write the guides that are made from the code: components, commands and data files",
  usage: "",
  options: {},
  async run() {
    const [{ writeFileSync }, { join }, { repositoryRoot }, { referenceGuides }, { allCommands }] =
      await Promise.all([
        import("node:fs"),
        import("node:path"),
        import("../../loaders/store/paths.js"),
        import("../reference/guides.js"),
        import("./help.js"),
      ]);
    for (const [file, text] of Object.entries(referenceGuides(await allCommands()))) {
      writeFileSync(join(repositoryRoot, file), text);
      console.log(file);
    }
    return 0;
  },
};

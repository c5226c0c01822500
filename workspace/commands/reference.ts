import type { Command } from "./command.js";

export const reference: Command = {
  summary: "Write the guides that are made from the code: components, commands and data files",
  usage: "",
  options: {},
  async run() {
    const [{ referenceGuides }, { repositoryRoot }, { writeFileSync }, { join }] = await Promise.all([
      import("../reference/guides.js"),
      import("../../loaders/store/paths.js"),
      import("node:fs"),
      import("node:path"),
    ]);
    for (const [file, text] of Object.entries(await referenceGuides())) {
      writeFileSync(join(repositoryRoot, file), text);
      console.log(file);
    }
    return 0;
  },
};

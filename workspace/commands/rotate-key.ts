import { existsSync } from "node:fs";
import type { Command } from "./command.js";

const rotate: Command = {
  summary: "Replace the key that children's pseudonyms are made with",
  usage: "[--yes]",
  options: { yes: { type: "boolean", about: "do it; without this, only say what it would mean" } },
  async run({ values }) {
    const { keyFile } = await import("../../loaders/store/paths.js");
    const { rotateKey } = await import("../../loaders/link/key.js");
    const file = keyFile();
    if (!existsSync(file)) {
      console.log(`There is no key yet: the next refresh makes one, in ${file}.`);
      return 0;
    }
    if (values.yes !== true) {
      console.log(`The key in ${file} would be replaced, for every store that is refreshed with it.

At its next refresh a store gives every child a new pseudonym. Children stay who they are: the store remembers which
records are one child, and what became of them. But what was made with the old key, such as a table taken out for
a study, can no longer be joined to what is made with the new one. There is no way back without a copy of the old key.

Nothing was changed. To replace the key: node workspace/run.js rotate-key --yes`);
      return 1;
    }
    rotateKey(file);
    console.log(
      `The key in ${file} is new. The next refresh gives every child a new pseudonym: npm run refresh`,
    );
    return 0;
  },
};

export { rotate as "rotate-key" };

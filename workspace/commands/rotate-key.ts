import { join } from "node:path";
import { type Command, pathOption } from "./command.js";

const rotate: Command = {
  summary: "Replace the key that children's pseudonyms are made with",
  usage: "[--inbox <folder>] [--yes]",
  options: {
    inbox: {
      type: "string",
      about: "the folder whose store is meant; else data/inbox, else the sample",
    },
    yes: { type: "boolean", about: "do it; without this, only say what it would mean" },
  },
  async run(given) {
    const [{ storeOf }, { chooseInbox }, { rotateStoreKey, storeKey }, { withLock }] = await Promise.all([
      import("../../loaders/store/paths.js"),
      import("../../loaders/refresh/choose-inbox.js"),
      import("../../loaders/link/store-key.js"),
      import("../../loaders/store/lock.js"),
    ]);
    const store = storeOf(pathOption(given, "inbox", "folder") ?? chooseInbox());
    const key = storeKey(store);
    if (!key) {
      console.log(`${store.folder} has no key yet: the next refresh makes one.`);
      return 0;
    }
    if (given.values.yes !== true) {
      console.log(`The key of ${store.folder}, in ${key.file}, would be replaced.

At its next refresh the store gives every child a new pseudonym. Children stay who they are, and reviewers' decisions
stand: the store remembers which records are one child, and what became of them. But what was made with the old key,
such as a table taken out for a study, can no longer be joined to what is made with the new one. There is no way back
without a copy of the old key.

Nothing was changed. To replace the key: node workspace/run.js rotate-key --yes`);
      return 1;
    }
    const next = await withLock(
      join(store.folder, "refresh.lock"),
      async () => rotateStoreKey(store),
      (holder) => console.log(`waiting for a refresh that is at work (${holder})`),
    );
    console.log(
      `The store's key is new (version ${next.version}), in ${next.file}. Keep a copy of it. The next refresh gives every child a new pseudonym: npm run refresh`,
    );
    return 0;
  },
};

export { rotate as "rotate-key" };

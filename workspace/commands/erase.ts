import { type Command, pathOption, UsageError } from "./command.js";

export const erase: Command = {
  summary: "Erase a child who objects, from all that is kept and all that will come",
  usage: "[--yes] [--inbox <folder>]   (the NHS number or UPN is asked for, or read from standard input)",
  options: {
    yes: { type: "boolean", about: "do it; without this, only say what is held" },
    inbox: { type: "string", about: "the folder that extracts are read from; else the store in use" },
  },
  // Only so that a number typed here is refused without being repeated.
  positionals: true,
  async run(given) {
    if (given.positionals.length)
      throw new UsageError(
        "Do not write a number behind the command: it is now in your shell's history, so remove it there. Start the command alone; it asks.",
      );
    const [{ currentStore, storeOf }, life, { readHidden }] = await Promise.all([
      import("../../loaders/store/paths.js"),
      import("../life/erase.js"),
      import("../life/read-hidden.js"),
    ]);
    const inbox = pathOption(given, "inbox", "folder");
    const store = inbox ? storeOf(inbox) : currentStore();
    const number = life.readNumber(await readHidden("NHS number or UPN of the child (it is not shown): "));
    if (given.values.yes !== true) {
      const held = await life.look(store, number);
      for (const { source, records } of held?.records ?? []) console.log(`${source}: ${records} records`);
      if (!held) console.log("The store holds nothing under this number.");
      console.log("\nNothing was changed. To erase the child: npm run workspace -- erase --yes");
      return 1;
    }
    const held = await life.beginErasure(store, number);
    for (const { source, records } of held?.records ?? []) console.log(`${source}: ${records} records`);
    if (!held) console.log("The store holds nothing under this number. It is passed over from now on.");
    const { bringUpToDate } = await import("../bring-up-to-date.js");
    const { manifest } = await bringUpToDate(store.inbox);
    if (manifest.failures.length) {
      console.log("The erasure is not at its end: see FAILED above. Mend that and run: npm run refresh");
      return 1;
    }
    console.log(
      "Erased. Files in the inbox are as they were, and the child's rows in them are passed over. Backups and what was published before are not touched.",
    );
    return 0;
  },
};

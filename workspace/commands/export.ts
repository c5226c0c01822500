import { type Command, dayOption, fromUser, pathOption, UsageError } from "./command.js";

const command: Command = {
  summary: "Write tables without identifiers as Parquet files or to PostgreSQL, for other tools",
  usage:
    "--to <folder or postgresql://user@host/database> [--only protected|pseudonymous] [--as-of <day>] [--inbox <folder>]",
  options: {
    to: { type: "string", about: "the folder that is replaced, or the database whose two schemas are" },
    only: {
      type: "string",
      about: "protected: figures as the public may see them; pseudonymous: a row a child",
    },
    "as-of": {
      type: "string",
      about: "a day, as 2026-03-31: what had come by its end, as far as extracts are still kept",
    },
    inbox: { type: "string", about: "the folder whose tables are written; else the one last read" },
  },
  async run(given) {
    const { shelves } = await import("../export/tables.js");
    const to = given.values.to;
    if (typeof to !== "string" || to === "") throw new UsageError("Say where to, after --to.");
    const only = shelves.find((shelf) => shelf === given.values.only);
    if (given.values.only !== undefined && !only)
      throw new UsageError("--only must be protected or pseudonymous.");
    const { currentStore, storeOf } = await import("../../loaders/store/paths.js");
    const { exportStore } = await import("../export/export.js");
    const inbox = pathOption(given, "inbox", "folder");
    const store = inbox === undefined ? currentStore() : storeOf(inbox);
    const place = /^\w+:\/\//.test(to) ? to : fromUser(to);
    const log = (line: string): void => console.log(line);
    const day = dayOption(given, "as-of");
    if (day === undefined) {
      await exportStore(store, place, { only, log });
      return 0;
    }
    const { withStoreAsOf } = await import("../store-as-of.js");
    await withStoreAsOf(store, day, (then) => exportStore(then, place, { only, asOf: day, log }), { log });
    return 0;
  },
};

export { command as export };

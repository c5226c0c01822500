import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { type Command, numberOption, UsageError } from "./command.js";

/** What tests/mutation/rooms.ts exports. */
interface Rooms {
  rooms: Record<string, { tests: string[]; floor?: number }>;
  filesOfRooms(): Record<string, string[]>;
}

export const mutate: Command = {
  summary: "Break lines of the rooms that guard children, and see whether a test notices (long)",
  usage: "[<room>…] [--sample <number>] [--seed <number>] [--only <file>]",
  options: {
    sample: {
      type: "string",
      about: "How many broken lines to draw of each room; else all, which takes hours",
    },
    seed: { type: "string", about: "With --sample: what it draws (default: others at each run)" },
    only: { type: "string", about: "The file to break, as in loaders/link/union.ts; else all of the room" },
  },
  positionals: true,
  async run(given) {
    const { rooms, filesOfRooms } = (await import(
      pathToFileURL(join(repositoryRoot, "tests/mutation/rooms.ts")).href
    )) as Rooms;
    const wrong = given.positionals.find((name) => !Object.hasOwn(rooms, name));
    if (wrong !== undefined)
      throw new UsageError(`There is no room "${wrong}". Write one of: ${Object.keys(rooms).join(", ")}.`);
    const sample = numberOption(given, "sample", 1, 1e6);
    const seed = numberOption(given, "seed", 0, 2 ** 31 - 1) ?? Math.floor(Math.random() * 1e6);
    const { only } = given.values;
    const chosen = Object.entries(filesOfRooms())
      .filter(([room]) => given.positionals.length === 0 || given.positionals.includes(room))
      .map(([room, files]) => ({
        room,
        files: only === undefined ? files : files.filter((file) => file === only),
      }))
      .filter(({ files }) => files.length > 0);
    if (!chosen.length) throw new UsageError("--only names no file of these rooms.");

    const { runMutation } = await import("../run-mutation.js");
    let allKept = true;
    for (const { room, files } of chosen) {
      const kept = await runMutation({ room, files, ...rooms[room]!, sample, seed });
      allKept &&= kept;
    }
    return allKept ? 0 : 1;
  },
};

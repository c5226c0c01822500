import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { type Command, UsageError } from "./command.js";

const folder = join(repositoryRoot, "tests", "mutation");

export const mutate: Command = {
  summary: "Break lines of the rooms that guard children, and see whether a test notices (long)",
  usage: "[<room>…] [--only <files>]",
  options: {
    only: { type: "string", about: "the files to break, as in loaders/link/union.ts; else all of the room" },
  },
  positionals: true,
  async run({ positionals, values }) {
    const { rooms } = (await import(pathToFileURL(join(folder, "rooms.js")).href)) as { rooms: object };
    const names = Object.keys(rooms);
    const wrong = positionals.find((name) => !names.includes(name));
    if (wrong !== undefined)
      throw new UsageError(`There is no room "${wrong}". Write one of: ${names.join(", ")}.`);
    const only = values.only === undefined ? [] : ["--mutate", String(values.only)];
    let code = 0;
    for (const room of positionals.length ? positionals : names) {
      console.log(`\n${room}`);
      const stryker = spawn(
        process.execPath,
        [
          join(repositoryRoot, "node_modules/@stryker-mutator/core/bin/stryker.js"),
          "run",
          join(folder, "stryker.config.js"),
          ...only,
        ],
        { cwd: repositoryRoot, stdio: "inherit", env: { ...process.env, MUTATED_ROOM: room } },
      );
      const [ended] = (await once(stryker, "close")) as [number | null];
      code ||= ended ?? 1;
    }
    return code;
  },
};

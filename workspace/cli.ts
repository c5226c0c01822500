import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isTellable, placesOf, safeMessage } from "../loaders/store/safe-message.js";
import { storageError } from "../loaders/store/storage.js";
import { type Command, readArguments, UsageError } from "./commands/command.js";
import { commandHelp, commandNamed, commandNames, helpText } from "./commands/help.js";

const helpWords = new Set(["help", "--help", "-h"]);

/** Runs one command line, without `node workspace/run.js`. Returns the exit code, one of `exitCodes`. */
export async function runCommandLine(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || (helpWords.has(name) && rest.length === 0)) {
    console.log(await helpText());
    return 0;
  }
  if (helpWords.has(name)) return runCommandLine([...rest, "--help"]);
  if (!commandNames().includes(name)) {
    console.error(`There is no command "${name}".\n\n${await helpText()}`);
    return 2;
  }
  const command = await commandNamed(name);
  if (rest.some((arg) => arg === "--help" || arg === "-h")) {
    console.log(commandHelp(name, command));
    return 0;
  }
  return run(name, command, rest);
}

async function run(name: string, command: Command, args: string[]): Promise<number> {
  try {
    return (await command.run(readArguments(command, args))) ?? 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${commandHelp(name, command)}`);
      return 2;
    }
    const refused = storageError(error);
    const failure = refused ?? error;
    console.error(`\n${safeMessage(failure)}`);
    if (failure instanceof Error && !isTellable(failure))
      for (const place of placesOf(failure)) console.error(`    at ${place}`);
    return refused ? 4 : 1;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = await runCommandLine(process.argv.slice(2));

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** One word of the command line: `workspace/commands/<name>.ts` exports it by its name. */
export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** What may follow the name: "[edition…] [--inbox <folder>]". */
  usage: string;
  options: Record<string, Option>;
  /** Whether words without dashes may follow the name. */
  positionals?: boolean;
  /** Returns the process's exit code, or nothing for success. */
  run(given: Arguments): Promise<number | undefined>;
}

export interface Option {
  type: "string" | "boolean";
  /** May be given several times; a text each. */
  multiple?: boolean;
  /** One letter that may stand for it: -t. */
  short?: string;
  /** Half a line for the help. */
  about: string;
}

export interface Arguments {
  values: Record<string, string | boolean | undefined>;
  /** What options that may be given several times were given. */
  lists?: Record<string, string[]>;
  positionals: string[];
}

/** What commands end with, for scripts and monitoring. */
export const exitCodes = {
  0: "done, and all is well",
  1: "something failed, and said why; what was in use stays in use",
  2: "what was typed was not understood, or a file that it names is wrong",
  3: "`refresh` and `status`: done, but somebody should look: an extract was refused or, for `status`, is out of date",
  4: "the disk could not be written to: it is full, read-only or not this user’s",
} as const;

/** Something wrong with what was typed: the help follows, and the exit code is 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Reads what follows a command's name. Throws UsageError on an option that it does not know. */
export function readArguments(command: Command, args: string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { type, multiple = false, short }]) => [
          name,
          { type, multiple, ...(short && { short }) },
        ]),
      ),
      allowPositionals: command.positionals ?? false,
    });
    const given = Object.entries(values);
    return {
      values: Object.fromEntries(given.filter(([, value]) => !Array.isArray(value))) as Arguments["values"],
      lists: Object.fromEntries(given.filter(([, value]) => Array.isArray(value))) as Arguments["lists"],
      positionals,
    };
  } catch (error) {
    const [first] = (error as Error).message.split(/\.? To specify|\n/);
    throw new UsageError(first);
  }
}

/** A file or folder given as an option, resolved against the folder that the user is in; undefined if not given. */
export function pathOption(
  { values }: Arguments,
  name: string,
  kind: "file" | "folder" | "file or folder",
): string | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  if (value === "") throw new UsageError(`--${name} needs a ${kind}.`);
  return fromUser(String(value));
}

/** A path as the user means it: below the folder that the user is in. */
export function fromUser(path: string): string {
  // npm moves to the folder of package.json before it runs a script, and says here where the user was.
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** A file that a user names. Throws a UsageError where there is none, and of what is no file: to open a pipe is to wait for ever. */
export function fileFromUser(path: string): string {
  const file = fromUser(path);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) throw new UsageError("There is no such file. Check its path.");
  if (!stats.isFile())
    throw new UsageError("It is no file but a folder, a pipe, a socket or a device. Name the file itself.");
  return file;
}

/** A whole number given as an option; undefined if not given. */
export function numberOption(
  { values }: Arguments,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const number = Number(String(value).replaceAll(",", ""));
  if (!Number.isInteger(number) || number < least || number > most)
    throw new UsageError(`--${name} is ${value}: it must be a whole number from ${least} to ${most}.`);
  return number;
}

/** A day given as an option, as 2026-03-31; undefined if not given. */
export function dayOption({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const day = String(value);
  const time = /^20\d\d-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day)
    throw new UsageError(`--${name} must be a day, as in 2026-03-31.`);
  return day;
}

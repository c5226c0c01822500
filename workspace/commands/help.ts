import { readdirSync } from "node:fs";
import type { Command } from "./command.js";

const notCommands = new Set(["command.ts", "help.ts"]);

/** The names of all commands, in alphabetical order. */
export function commandNames(): string[] {
  return readdirSync(new URL(".", import.meta.url))
    .filter((name) => /^[a-z-]+\.ts$/.test(name) && !notCommands.has(name))
    .map((name) => name.slice(0, -".ts".length))
    .sort();
}

/** A command by its name. */
export async function commandNamed(name: string): Promise<Command> {
  const file = new URL(`./${name}.ts`, import.meta.url).href;
  const module = (await import(/* @vite-ignore */ file)) as Record<string, Command>;
  const command = module[name];
  if (!command) throw new Error(`workspace/commands/${name}.ts does not export ${name}.`);
  return command;
}

/** Every command with its name, in alphabetical order. */
export function allCommands(): Promise<(Command & { name: string })[]> {
  return Promise.all(commandNames().map(async (name) => ({ name, ...(await commandNamed(name)) })));
}

/** The list of commands. */
export async function helpText(): Promise<string> {
  const lines = (await allCommands()).map(({ name, summary }) => [name, summary] as const);
  return [
    "Usage: node workspace/run.js <command> [options]",
    "",
    ...columns(lines),
    "",
    "Options of a command: node workspace/run.js <command> --help",
    "Through npm, options follow two dashes: npm run refresh -- --inbox <folder>",
  ].join("\n");
}

/** What can follow one command. */
export function commandHelp(name: string, { summary, usage, options }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { type, short, about }]) =>
      [`${short ? `-${short}, ` : ""}--${option}${type === "string" ? " …" : ""}`, about] as const,
  );
  return [
    `${summary}.`,
    "",
    `Usage: node workspace/run.js ${name} ${usage}`.trimEnd(),
    ...(rows.length ? ["", ...columns(rows)] : []),
  ].join("\n");
}

function columns(rows: (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

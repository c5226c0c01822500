import { exitCodes } from "../commands/command.js";
import { code, page, prose, table } from "./markdown.js";

/** A command as its guide needs it. */
export interface CommandWords {
  name: string;
  summary: string;
  usage: string;
  options: Record<string, { type: "string" | "boolean"; short?: string; multiple?: boolean; about: string }>;
}

/** The guide of commands, each with its options. */
export function commandsGuide(commands: readonly CommandWords[]): string {
  return page("Commands", [
    "Everything that can be typed. `npm run workspace` prints the list, and `--help` after a command its options. Through npm, options follow two dashes: `npm run workspace -- refresh --inbox ../extracts`. Commands that are typed often have a shorter name, such as `npm run refresh`.",
    ...commands.flatMap(section),
    "## What commands end with",
    "A script and a monitor read how a command ended from its exit code.",
    table(
      ["code", "meaning"],
      Object.entries(exitCodes).map(([number, meaning]) => [number, `${sentence(meaning)}`]),
    ),
  ]);
}

function section({ name, summary, usage, options }: CommandWords): string[] {
  const rows = Object.entries(options).map(([option, { type, short, multiple, about }]) => [
    code(`--${option}${type === "string" ? " …" : ""}`) + (short ? `, ${code(`-${short}`)}` : ""),
    prose(sentence(about)) + (multiple ? " May be given several times." : ""),
  ]);
  return [
    `## ${name}`,
    `${prose(summary)}.`,
    `\`\`\`sh\nnpm run workspace -- ${`${name} ${usage}`.trim()}\n\`\`\``,
    ...(rows.length ? [table(["option", "what it does"], rows)] : []),
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

import { commandNamed, commandNames } from "../commands/help.js";
import { code, page, prose, table } from "./markdown.js";

/** The guide of commands, each with its options. */
export async function commandsGuide(): Promise<string> {
  const sections = await Promise.all(commandNames().map(section));
  return page("Commands", [
    "Everything that can be typed. `npm run workspace` prints the list, and `--help` after a command its options. Through npm, options follow two dashes: `npm run workspace -- refresh --inbox ../extracts`. Commands that are typed often have a shorter name, such as `npm run refresh`.",
    ...sections.flat(),
  ]);
}

async function section(name: string): Promise<string[]> {
  const { summary, usage, options } = await commandNamed(name);
  const rows = Object.entries(options).map(([option, { type, multiple, about }]) => [
    code(`--${option}${type === "string" ? " …" : ""}`),
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

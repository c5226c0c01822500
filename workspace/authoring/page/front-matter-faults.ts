import { parseDocument } from "yaml";
import type { CellFault } from "./cell-faults.js";

const block = /^(---\n)([\s\S]*?)\n---[^\S\n]*(?:\n|$)/;

/** What is no YAML in the lines between --- at the top of a page, at its place. */
export function frontMatterFaults(text: string): CellFault[] {
  if (!text.startsWith("---\n")) return [];
  const found = block.exec(text);
  if (!found)
    return [{ at: 0, message: "The lines at the top of the page have no end: a line of --- is missing." }];
  const [, open = "", yaml = ""] = found;
  return parseDocument(yaml).errors.map(({ pos: [at], message }) => ({
    at: Math.min(open.length + at, text.length - 1),
    message: message.split(/ at line \d+|\n/, 1)[0]!,
  }));
}

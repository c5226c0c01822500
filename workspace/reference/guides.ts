import { type CommandWords, commandsGuide } from "./commands.js";
import { componentsGuide, readComponents } from "./components.js";
import { dataFilesGuide } from "./data-files.js";
import { Code } from "./exported.js";

/** The guides that are made from the code, by their files below the repository. Takes some seconds. */
export function referenceGuides(commands: readonly CommandWords[]): Record<string, string> {
  const source = new Code();
  try {
    return {
      "docs/guides/commands.md": commandsGuide(commands),
      "docs/guides/components.md": componentsGuide(readComponents(source)),
      "docs/guides/data-files.md": dataFilesGuide(source),
    };
  } finally {
    source.close();
  }
}

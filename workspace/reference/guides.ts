import { commandsGuide } from "./commands.js";
import { componentsGuide, readComponents } from "./components.js";
import { dataFilesGuide } from "./data-files.js";
import { Code } from "./exported.js";

/** The guides that are made from the code, by their files below the repository. Takes some seconds. */
export async function referenceGuides(): Promise<Record<string, string>> {
  const source = new Code();
  try {
    return {
      "docs/guides/commands.md": await commandsGuide(),
      "docs/guides/components.md": componentsGuide(readComponents(source)),
      "docs/guides/data-files.md": dataFilesGuide(source),
    };
  } finally {
    source.close();
  }
}

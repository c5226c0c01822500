import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildInput } from "./edition/build-input.js";
import type { Edition } from "./edition/editions.js";
import type { Page } from "./edition/pages.js";

/** What the search finds besides pages: a place in a page. */
export interface SearchItem {
  path: string;
  title: string;
  text: string;
  keywords: string;
}

// What is read here of two page data sets.
interface Catalogue {
  sources: { id: string; title: string; description: string; keywords: string[] }[];
}
interface Indicators {
  themes: Record<string, string>;
  indicators: { id: string; name: string; definition: string; theme: string }[];
}

/** Sources and indicators as the search finds them, each at its place in the edition's pages; none where none are made yet. */
export function searchItems(
  edition: Edition,
  pages: readonly Page[],
  input: BuildInput | undefined,
): SearchItem[] {
  if (!input || edition.name === "public") return [];
  const pathOf = (file: string) => pages.find((page) => page.file.endsWith(file))?.path;
  const [catalogue, explorer] = [pathOf("catalogue.md"), pathOf("explore/take-up.md")];
  const sources = catalogue === undefined ? undefined : read<Catalogue>(input, "briefings/catalogue.json");
  const about = explorer === undefined ? undefined : read<Indicators>(input, "explore/indicators.json");
  return [
    ...(sources ? sources.sources : []).map(({ id, title, description, keywords }) => ({
      path: `${catalogue}#${id}`,
      title,
      text: description,
      keywords: keywords.join(" "),
    })),
    ...(about ? about.indicators : []).map(({ id, name, definition, theme }) => ({
      path: `${explorer}?indicator=${id}`,
      title: name,
      text: definition,
      keywords: about?.themes[theme] ?? theme,
    })),
  ];
}

function read<T>({ store, manifest }: BuildInput, name: string): T | undefined {
  const entry = manifest.pages[name];
  return entry && (JSON.parse(readFileSync(join(store.pages, entry.file), "utf8")) as T);
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";

const docs = join(repositoryRoot, "docs");
// Of ordinary cells one page is an example; guides and decisions run no cells; the gallery names every word that there is.
const pages = (readdirSync(docs, { recursive: true, encoding: "utf8" }) as string[])
  .map((name) => name.replaceAll("\\", "/"))
  .filter(
    (name) =>
      name.endsWith(".md") &&
      !/^(guides|decisions)\/|(^|\/)(components|data)\/|(^|\/)gallery|examples\/cells/.test(name),
  )
  .sort();

/** The lines of a page's cells, and all its lines, blank ones apart. */
function linesOf(page: string): { code: string[]; all: string[] } {
  const text = page.replace(/^---\n[\s\S]*?\n---\n/, "");
  const code = [...text.matchAll(/^```js.*\n([\s\S]*?)^```$/gm)].flatMap(([, cell]) => cell!.split("\n"));
  const isWritten = (line: string) => line.trim() !== "";
  return { code: code.filter(isWritten), all: text.split("\n").filter(isWritten) };
}

/** What keeps a page from being read as prose by somebody who writes no code. */
function faultsOf(page: string): string[] {
  const { code, all } = linesOf(page);
  const imports = code.filter((line) => /^import\b/.test(line));
  const helpers = code.filter((line) =>
    /\bfunction\b|\b(?:const|let) \w+ = (?:async )?(?:\w+|\([^)]*\)) =>/.test(line),
  );
  const texts = code.filter((line) => /\bnarrative`|\bhtml`|\belement\(/.test(line));
  return [
    ...(code.length > all.length / 2 ? [`${code.length} of ${all.length} lines are code`] : []),
    ...(imports.length > 2 ? [`${imports.length} lines of imports`] : []),
    ...imports
      .filter((line) => line.length > 160 || !line.includes(" from "))
      .map((line) => `a long list: ${line}`),
    ...helpers.map((line) => `a helper: ${line}`),
    ...texts.map((line) => `prose in a cell: ${line.trim()}`),
  ];
}

describe("a page is prose with short cells", () => {
  it.each(pages)("%s", (page) => {
    expect(faultsOf(readFileSync(join(docs, page), "utf8"))).toEqual([]);
  });

  it("and one that is not is told of", () => {
    const page = [
      "# Long",
      "```js",
      'import { a } from "./a.js";',
      'import { b } from "./b.js";',
      'import { c } from "./c.js";',
      "const percent = (value) => value * 100;",
      "display(html`<p>A text</p>`);",
      "```",
    ].join("\n");
    expect(faultsOf(page)).toEqual([
      "5 of 8 lines are code",
      "3 lines of imports",
      "a helper: const percent = (value) => value * 100;",
      "prose in a cell: display(html`<p>A text</p>`);",
    ]);
  });
});

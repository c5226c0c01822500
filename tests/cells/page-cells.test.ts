import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CellFault, tellFault, writeCells } from "../../workspace/cells/check-cells.js";
import { moduleOf } from "../../workspace/cells/page-cells.js";

describe("the cells of a page as a module", () => {
  const page = [
    "---",
    "title: A page",
    "---",
    "",
    "Of ${count} wards, `${none}` is code.",
    "",
    "```js",
    'import { ask as question } from "./components/notebook.js";',
    "const { a, b: [c] } = await question();",
    "```",
    "",
    "```js run=false",
    "nothing(",
    "```",
    "",
  ].join("\n");

  it("keep the lines of the page, so that an error names the page's own", () => {
    const lines = moduleOf(page).split("\n");
    expect(lines[4]).toBe("__shown(count);");
    expect(lines[6]).toBe("export const { question, a, c } = await __cell(async () => {");
    expect(lines[7]).toBe('const { ask: question } = await import("./components/notebook.js");');
    expect(lines[9]).toBe("return { question, a, c }; });");
    expect(lines.slice(10, 14).join("")).toBe("");
  });

  it("name modules as they are told to", () => {
    expect(moduleOf(page, () => "elsewhere")).toContain('await import("elsewhere")');
  });
});

describe("what is wrong in a cell is told with file, line and the nearest name", () => {
  const docs = mkdtempSync(join(tmpdir(), "cells-"));
  let types: CellFault[];
  let lint: CellFault[];
  beforeAll(async () => {
    mkdirSync(join(docs, "explore"));
    const page = `# A page

\`\`\`js
import {areaMap, ask, rankin} from "./components/notebook.js";
const asked = view(ask({level: "ward"}));
\`\`\`

In \${askd.period}, \${asked.city.value}.

\`\`\`js
areaMap(asked, {chose: false})
\`\`\`

\`\`\`js
const unequal = asked.rows.filter((row) => row.value == 3);
\`\`\`
`;
    writeFileSync(join(docs, "explore", "mine.md"), page);
    const cells = writeCells(docs);
    try {
      [types, lint] = [await cells.types(), await cells.lint()];
    } finally {
      cells.remove();
    }
  });
  afterAll(() => rmSync(docs, { recursive: true }));

  it("by the types", () => {
    expect(types.map((fault) => tellFault(fault).trim())).toEqual([
      "docs/explore/mine.md:4: components/notebook.js has no “rankin”. Did you mean “ranking”?",
      "docs/explore/mine.md:8: Cannot find name 'askd'. Did you mean 'ask'?",
      "docs/explore/mine.md:11: Object literal may only specify known properties, but 'chose' does not exist. Did you mean to write 'choose'?",
    ]);
  });

  it("by the rules of style", () => {
    expect(lint.map(({ page, line }) => `${page}:${line}`)).toEqual(["explore/mine.md:15"]);
  });
});

import { expect, test } from "vitest";
import { holdTables } from "../../workspace/site/framework/hold-tables.js";
import { createMarkdownIt } from "../../workspace/site/framework/markdown.js";

test("a table of Markdown stands in an element that can scroll, and keeps its cells", () => {
  const md = holdTables(
    createMarkdownIt() as Parameters<typeof holdTables>[0] & { render(text: string): string },
  );
  const html = md.render("| a |\n| --- |\n| 1 |\n\nMore.");
  expect(html.replace(/\s+/g, "")).toBe(
    '<divclass="ey-held"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></div><p>More.</p>',
  );
});

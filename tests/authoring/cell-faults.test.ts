import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cellFaults } from "../../workspace/authoring/page/cell-faults.js";
import { frontMatterFaults } from "../../workspace/authoring/page/front-matter-faults.js";

test("a slip in a cell is told at its place", () => {
  const text = "# Title\n\n```js\nconst a = 1;\nconst b = ;\n```\n";
  const [fault] = cellFaults(text);
  expect(text.slice(fault!.at, fault!.at + 1)).toBe(";");
  expect(text.slice(0, fault!.at).split("\n").length).toBe(5);
  expect(fault!.message).toBe("Unexpected token");
});

test("a cell without an end is told where it begins", () => {
  const text = "Text\n\n```js\nask()\n";
  expect(cellFaults(text)).toEqual([{ at: 6, message: expect.stringContaining("three back-ticks") }]);
});

test.each([
  ["---\ntitle: A\neditions: [workspace\n---\n\n# A\n", 3],
  ["---\ntitle: A\n\n# A\n", 1],
])("a slip in the front matter of %j is told in its line", (text, line) => {
  const [fault] = frontMatterFaults(text);
  expect(text.slice(0, fault!.at).split("\n").length).toBe(line);
  expect(fault!.message).toMatch(/^\w[^\n]+$/);
});

test("front matter that is fine, or none, is told nothing of", () => {
  expect(frontMatterFaults("---\ntitle: A\n---\n\n# A\n")).toEqual([]);
  expect(frontMatterFaults("# A\n\n---\n")).toEqual([]);
});

test.each([
  "```js\n{a: 1, b: 2}\n```\n",
  "```js\nawait ask()\n```\n",
  "```sql\nSELECT ;\n```\n",
  "Text `const b = ;`\n",
])("nothing is told of %j", (text) => {
  expect(cellFaults(text)).toEqual([]);
});

test("no page of the workspace has a fault", () => {
  const docs = new URL("../../docs/", import.meta.url);
  const pages = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^[^.]*[^/.]\.md$/.test(name),
  );
  expect(pages.length).toBeGreaterThan(20);
  for (const page of pages)
    expect([page, cellFaults(readFileSync(new URL(page, docs), "utf8"))]).toEqual([page, []]);
});

import { expect, test } from "vitest";
import { createMarkdownIt } from "../../workspace/site/framework/markdown.js";
import { showConflicts } from "../../workspace/site/framework/show-conflicts.js";

type Parser = Parameters<typeof showConflicts>[0] & { render(text: string, context: object): string };
const drawn = (text: string) => {
  const code: unknown[] = [];
  const md = showConflicts(createMarkdownIt() as Parser);
  return { html: md.render(text, { code, startLine: 0, currentLine: 0, path: "/page.md" }), code };
};
const marked =
  "# Take-up\n\n<<<<<<< mine\n```js\nmine()\n```\n=======\n```js\ntheirs()\n```\n>>>>>>> theirs\n\n${1 + 1}\n";

test("a page with the marks of git is shown as text, to whoever reads it, and none of its cells runs", () => {
  const { html, code } = drawn(marked);
  expect(code).toEqual([]);
  expect(html).toContain("Two changes meet on this page");
  for (const line of ["&lt;&lt;&lt;&lt;&lt;&lt;&lt; mine", "theirs()", "1 + 1"]) expect(html).toContain(line);
});

test("it is drawn when they are gone", () => {
  const { html, code } = drawn(marked.replace(/^(?:<{7}|={7}|>{7}).*\n/gm, ""));
  expect(code).toHaveLength(3);
  expect(html).toContain('<h1 id="take-up"');
});

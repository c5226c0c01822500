import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { copyText, originOf } from "../../workspace/authoring/copy.js";
import { withFirstQuestion } from "../../workspace/authoring/first-question.js";
import { frontMatterOf, withFrontMatter } from "../../workspace/authoring/front-matter.js";
import { movedText } from "../../workspace/authoring/moved-text.js";

const hash = "a".repeat(40);
const page = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), "utf8");

test("a copy asks what was asked, says what it is a copy of, and is in the workspace alone", () => {
  const text = copyText(page("explore/take-up"), {
    from: "explore/take-up",
    hash,
    to: "explore/ana/two-year-olds",
    title: "Two-year-olds: “ours”",
    day: "29 November 2026",
    asked: { indicator: "two-year-old-take-up", areas: ["E05001", "E05002"] },
  });
  expect(frontMatterOf(text)).toEqual({
    title: "Two-year-olds: “ours”",
    editions: ["workspace"],
    toc: false,
    forked_from: `explore/take-up@${hash}`,
  });
  expect(originOf(text)).toEqual({ address: "explore/take-up", hash });
  expect(text).toContain('from "../components/notebook.js"');
  expect(text).toContain('ask({ indicator: "two-year-old-take-up", areas: ["E05001","E05002"] })');
  expect(text).toContain("\n# Two-year-olds: “ours”\n");
  expect(text).toContain("[the same children?](../childcare-and-outcomes)");
  expect(text).toMatch(
    /\n\*A copy of \[Take-up and outcomes by area\]\(\.\.\/take-up\), made on 29 November 2026\.\*\n$/,
  );
});

test.each([
  [
    "explore/take-up",
    "explore/ana/mine",
    'import { ask } from "./components/notebook.js";',
    '"../components/notebook.js"',
  ],
  [
    "explore/examples/cells",
    "explore/mine",
    "FileAttachment('../data/observations.arrow')",
    "'./data/observations.arrow'",
  ],
  [
    "explore/examples/cells",
    "explore/ana/mine",
    "  figures: ../data/observations.arrow",
    "figures: ../data/observations.arrow",
  ],
  ["explore/take-up", "briefings/mine", 'from "./components/notebook.js"', '"./components/notebook.js"'],
  ["explore/take-up", "explore/ana/mine", "[home](../)", "[home](../../)"],
  ["explore/take-up", "explore/ana/mine", "![a map](./map.png)", "![a map](../map.png)"],
  [
    "explore/take-up",
    "explore/ana/mine",
    '<img src="./map.png" alt="1 ../x">',
    '<img src="../map.png" alt="1 ../x">',
  ],
  ["explore/take-up", "explore/ana/mine", 'import x from "../../../etc"', '"../../../etc"'],
  [
    "explore/take-up",
    "explore/ana/mine",
    "e.g. ./components stays in prose",
    "e.g. ./components stays in prose",
  ],
])("moved from %s to %s, %s", (from, to, text, expected) => {
  expect(movedText(text, from, to)).toContain(expected);
});

test.each([
  ["```js\nview(ask())\n```\n", '```js\nview(ask({ level: "ward" }))\n```\n'],
  [
    "```js echo\nconst a = view(ask({ indicator: 'x', level: \"city\" }));\n```\n",
    "```js echo\nconst a = view(ask({ indicator: 'x', level: \"ward\" }));\n```\n",
  ],
  ["```js\nview(ask(options))\n```\n", undefined],
  ["```js\nview(ask({ ...options }))\n```\n", undefined],
  ["```js\nthis is no code\n```\n", undefined],
  ["Text with ask() alone.\n", undefined],
])("a question is asked anew in %j", (text, expected) => {
  expect(withFirstQuestion(text, { level: "ward" })).toBe(expected);
});

test("front matter keeps its comments and its order, and a page without gets some", () => {
  expect(
    withFrontMatter("---\ntitle: A # why\ntoc: false\n---\nText\n", { toc: undefined, status: "draft" }),
  ).toBe("---\ntitle: A # why\nstatus: draft\n---\nText\n");
  expect(withFrontMatter("Text\n", { title: "A: B" })).toBe('---\ntitle: "A: B"\n---\n\nText\n');
  expect(() => withFrontMatter("---\ntitle: [\n---\nText\n", {})).toThrow(/not YAML: line/);
});

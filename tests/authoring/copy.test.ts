import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { askedFirst } from "../../workspace/authoring/asked-first.js";
import { copyText, originOf } from "../../workspace/authoring/copy.js";
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
    asked: { indicator: "two-year-old-take-up", ward: "E05001.E05002", size: "12" },
  });
  expect(frontMatterOf(text)).toEqual({
    title: "Two-year-olds: “ours”",
    editions: ["workspace"],
    toc: false,
    asked: { size: "12" },
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

const cell = (code: string) => `\`\`\`js\n${code}\n\`\`\`\n`;

test.each([
  ["view(ask())", 'view(ask({ level: "ward" }))'],
  [
    "const a = view(ask({ indicator: 'x', level: \"city\" }));",
    "const a = view(ask({ indicator: 'x', level: \"ward\" }));",
  ],
  ["view(ask(options))", undefined],
  ["view(ask({ ...options }))", undefined],
  ['view(ask("funded_childcare"))', undefined],
  ["this is no code", undefined],
])("what a page asks at first stands in %j, or apart from it", (code, expected) => {
  const given = { level: "ward" };
  expect(askedFirst(cell(code), given)).toEqual(
    expected === undefined ? { text: cell(code), rest: given } : { text: cell(expected), rest: {} },
  );
  expect(askedFirst("Text with ask() alone.\n", given).rest).toEqual(given);
});

test("each question of a page gets what the address holds for it, and other controls the rest", () => {
  const page =
    cell('const a = view(ask());\nconst b = view(ask({ name: "b", level: "locality" }));') + cell("ask(c)");
  const given = {
    indicator: "x",
    "b-indicator": "y",
    "b-locality": "E1.E2",
    "b-ward": "E05001",
    ward: "E05002",
    size: "12",
    __proto__x: "z",
  };
  expect(askedFirst(page, given)).toEqual({
    text:
      cell(
        'const a = view(ask({ indicator: "x", areas: ["E05002"] }));\nconst b = view(ask({ name: "b", level: "locality", indicator: "y", areas: ["E1","E2"] }));',
      ) + cell("ask(c)"),
    rest: { "b-ward": "E05001", size: "12", __proto__x: "z" },
  });
});

test("what an address says is a text in a cell, whatever it says", () => {
  const indicator = '"})); alert(1); //\n```\n</script><script>alert(1)</script>';
  const { text } = askedFirst(cell("ask()"), { indicator, ward: "</script>.b" });
  expect(text).not.toContain("</script>");
  expect(text.split("\n")).toHaveLength(4);
  const ask = (options: unknown) => options;
  expect(new Function("ask", `return ${text.split("\n")[1]}`)(ask)).toEqual({
    indicator,
    areas: ["</script>", "b"],
  });
});

test("areas of another level than is asked stay for a reader who asks for that", () => {
  const both = { ward: "E05001", locality: "E1" };
  expect(askedFirst(cell("ask()"), both)).toEqual({ text: cell("ask()"), rest: both });
  expect(askedFirst(cell("ask()"), { ...both, level: "locality" })).toEqual({
    text: cell('ask({ level: "locality", areas: ["E1"] })'),
    rest: { ward: "E05001" },
  });
  expect(askedFirst(cell('ask({ level: "ward" })'), { locality: "E1" }).rest).toEqual({ locality: "E1" });
});

test("a copy of a copy shows at first what is chosen now, and nothing that was taken back", () => {
  const once = '---\ntitle: A\nasked:\n  size: "12"\n---\n\n# A\n';
  const { from, to, title, day } = { from: "explore/a", to: "explore/ana/b", title: "B", day: "1 May 2026" };
  const copied = (asked: Record<string, string>) =>
    frontMatterOf(copyText(once, { from, hash, to, title, day, asked })).asked;
  expect(copied({ size: "3", other: 'a: {b} # "c"' })).toEqual({ size: "3", other: 'a: {b} # "c"' });
  expect(copied({})).toBeUndefined();
});

test("front matter keeps its comments and its order, and a page without gets some", () => {
  expect(
    withFrontMatter("---\ntitle: A # why\ntoc: false\n---\nText\n", { toc: undefined, status: "draft" }),
  ).toBe("---\ntitle: A # why\nstatus: draft\n---\nText\n");
  expect(withFrontMatter("Text\n", { title: "A: B" })).toBe('---\ntitle: "A: B"\n---\n\nText\n');
  expect(() => withFrontMatter("---\ntitle: [\n---\nText\n", {})).toThrow(/not YAML: line/);
});

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  codeOf,
  questionsIn,
  type WordCell,
  withImport,
  withQuestion,
  wordCellAt,
} from "../../workspace/authoring/page/word-cell.js";
import { cases } from "../soak.js";

const inFence = (code: string) => `# Title\n\n\`\`\`js\n${code}\n\`\`\`\n`;
const cellIn = (code: string) => wordCellAt(inFence(code), 16)?.cell;

test.each<[string, WordCell]>([
  ["ranking(asked)", { word: "ranking", asked: "asked", options: {} }],
  [
    "ranking(asked, { most: 10, order: 'lowest' });",
    { word: "ranking", asked: "asked", options: { most: 10, order: "lowest" } },
  ],
  ["areaMap(two, {choose: false})", { word: "areaMap", asked: "two", options: { choose: false } }],
  ["const asked = view(ask());", { word: "ask", asked: "asked", options: {} }],
  [
    'import { ask } from "./components/notebook.js";\nconst q = view(ask({ level: "ward", areas: ["E05"] }));',
    { word: "ask", asked: "q", options: { level: "ward", areas: ["E05"] } },
  ],
])("%s is a cell that a form can change", (code, cell) => {
  expect(cellIn(code)).toEqual(cell);
});

test.each([
  "ranking(asked, options)",
  "ranking(asked, { most: 1 + 1 })",
  "ranking(asked); more()",
  "const x = 1;",
  "{",
  "ranking(asked, { ...other })",
  "ranking(ask())",
])("%s is more than a form can change", (code) => {
  expect(cellIn(code)).toBeUndefined();
});

test("outside a cell there is none", () => {
  expect(wordCellAt(inFence("ranking(asked)"), 2)).toBeUndefined();
});

test("what is written for a cell is read back as the same", () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer({ min: 0 }),
    fc.boolean(),
    fc.array(fc.string(), { minLength: 1 }),
  );
  const options = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value, { noNullPrototype: true });
  fc.assert(
    fc.property(
      fc.constantFrom("ask", "ranking"),
      fc.constantFrom("asked", "second"),
      options,
      (word, asked, given) => {
        const cell = { word, asked, options: given };
        expect(cellIn(codeOf(cell))).toEqual(cell);
      },
    ),
    cases(200),
  );
});

test("the place of a cell is its code, without what it imports", () => {
  const text = readFileSync(new URL("../../docs/explore/take-up.md", import.meta.url), "utf8");
  const place = wordCellAt(text, text.indexOf("view(ask"))!;
  expect(text.slice(place.from, place.to)).toBe("const asked = view(ask());");
  expect(questionsIn(text)).toEqual(["asked"]);
});

test.each([
  ["---\ntitle: A\n---\n\n# A\n\nText.\n", "# A\n\n```js\nconst asked = view(ask());\n```\n\nText.\n"],
  ["Text.\n", "```\n\n```js\nconst asked = view(ask());\n```\n\nText.\n"],
  ["```md\n# no title\n```\n", "```\n\n```js\nconst asked = view(ask());\n```\n\n```md\n# no title\n```\n"],
  ["", "```\n\n```js\nconst asked = view(ask());\n```\n"],
])("a page without a question gets one under its title: %j", (text, end) => {
  const asking = withQuestion(withImport(text, "ask", "./components/notebook.js"));
  expect(asking.endsWith(end)).toBe(true);
  expect(withQuestion(asking)).toBe(asking);
});

test("a word is imported once, beside the others", () => {
  const text = 'import { ask, trend } from "../components/notebook.js";';
  expect(withImport(text, "ranking", "x")).toBe(
    'import { ask, ranking, trend } from "../components/notebook.js";',
  );
  expect(withImport(text, "trend", "x")).toBe(text);
  expect(withImport("---\ntitle: A\n---\n# A\n", "ask", "./components/notebook.js")).toBe(
    '---\ntitle: A\n---\n\n```js\nimport { ask } from "./components/notebook.js";\n```\n# A\n',
  );
});

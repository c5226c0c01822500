import { expect, test } from "vitest";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { wordsForManagers, wordsOfSentences } from "../../workspace/authoring/languages.js";
import { failedCells } from "../../workspace/authoring/page/cell-states.js";
import type { Choices } from "../../workspace/authoring/page/choices.js";
import { completionsAt } from "../../workspace/authoring/page/complete.js";
import { alsoCalledOf, describeWord } from "../../workspace/authoring/page/describe-word.js";
import { definitionOf, fencesOf, nameAt } from "../../workspace/authoring/page/fences.js";
import { nameFaults } from "../../workspace/authoring/page/names.js";
import type { CellState } from "../../workspace/authoring/page/page-talk.js";
import { importableBy, vocabularyOf } from "../../workspace/authoring/page/vocabulary.js";
import { exportsOf } from "../../workspace/cells/exports-of.js";

const choice = (value: string, words: string) => ({ value, words });
const choices: Choices = {
  indicators: [choice("take-up", "Take-up")],
  breakdowns: [choice("sex", "sex")],
  areas: [choice("E05", "Aston")],
  areasByLevel: [choice("ward.E05", "Aston")],
  sources: [choice("headcount", "Headcount")],
  periods: [choice("Summer 2026", "Summer 2026")],
  tables: [{ dataset: "explore/observations.arrow", title: "Figures", columns: ["area", "value"] }],
};
const cursor = "‸";
const labels = (text: string, address = "explore/x") => {
  const at = text.indexOf(cursor);
  const found = completionsAt(text.replace(cursor, ""), at, { address, choices });
  return found && { typed: text.slice(found.from, at), labels: found.options.map(({ label }) => label) };
};
const inCell = (code: string) =>
  `# A\n\n\`\`\`js\nconst asked = view(ask());\n\`\`\`\n\n\`\`\`js\n${code}\n\`\`\`\n`;

test.each<[string, string, string[]]>([
  ['ask({ indicator: "ta‸" })', "ta", ["take-up"]],
  ['ask({ period: "‸" })', "", ["Summer 2026"]],
  ['ask({ areas: ["E05", "‸"] })', "", ["E05"]],
  ['ranking(asked, { order: "‸" })', "", ["highest", "lowest"]],
  ["ranking(asked, { mo‸ })", "mo", ["title", "most", "order"]],
  ['FileAttachment("./data/ob‸")', "ob", ["observations.arrow"]],
])("in a cell, %s is completed", (code, typed, expected) => {
  expect(labels(inCell(code))).toEqual({ typed, labels: expected });
});

test("names of the page come with words that are not imported yet, and an answer's parts behind its name", () => {
  expect(labels(inCell("as‸"))!.labels).toEqual(expect.arrayContaining(["asked", "ranking", "Plot"]));
  expect(labels(inCell("asked.lo‸"))!.labels).toContain("lowest");
  expect(labels("In ${nothing.pe‸}")!.labels).toEqual([]);
  expect(labels(`${inCell("1")}\nIn \${as‸} it was`)!.labels).toContain("asked");
  expect(labels("Only prose‸")).toBeUndefined();
});

test("a query knows the tables that its page names, and their columns", () => {
  const page = "---\nsql:\n  figures: ./data/observations.arrow\n---\n\n```sql\nSELECT ‸\n```\n";
  expect(labels(page)!.labels).toEqual(["figures", "area", "value"]);
});

test("a name leads to where it is made", () => {
  const text =
    '```js\nimport { ask as question } from "x";\nconst { a, b: [c] } = question();\n```\n\n```sql id=rows\nSELECT 1\n```\n\n${c}\n';
  const found = fencesOf(text).flatMap(({ gives }) =>
    gives.map(({ name, at }) => [name, text.slice(at, at + name.length)]),
  );
  expect(found).toEqual(["question", "a", "c", "rows"].map((name) => [name, name]));
  expect(definitionOf(text, nameAt(text, text.indexOf("${c}") + 2)!)).toBe(text.indexOf("c]"));
  expect(definitionOf(text, "nowhere")).toBeUndefined();
});

test("names that nothing makes, that nothing uses, and cells that failed are told at their place", () => {
  const text = inCell("const idle = askd.city;\nconst own = 1; own + Math.PI");
  const cell = (code: string, uses: string[], gives: string[], more: Partial<CellState> = {}): CellState => ({
    line: text.slice(0, text.indexOf(code)).split("\n").length,
    code,
    uses,
    gives,
    state: "done",
    ...more,
  });
  const cells = [
    cell("const asked = view(ask());", ["ask", "view"], ["asked"], {
      state: "failed",
      error: "It is broken.",
    }),
    cell("const idle = askd.city;\nconst own = 1; own + Math.PI", ["askd", "Math"], ["idle", "own"]),
  ];
  const told = nameFaults(text, cells).map(({ from, to, message }) => [text.slice(from, to), message]);
  expect(told).toEqual([
    ["ask", "Nothing on this page is called “ask”. Did you mean “asked”?"],
    ["asked", "Nothing on this page uses “asked” yet."],
    ["askd", "Nothing on this page is called “askd”. Did you mean “asked”?"],
    ["idle", "Nothing on this page uses “idle” yet."],
  ]);
  // What was drawn before the cell was changed says nothing of it now.
  expect(nameFaults(text.replace("askd", "asked"), cells.slice(1))).toEqual([]);
});

test("a word that the page need only import is marked as such", () => {
  const text = "In ${number(asked.city)}\n";
  const cells: CellState[] = [
    { line: 1, code: "number(asked.city)", uses: ["number", "asked"], gives: ["asked"], state: "failed" },
  ];
  const [fault] = nameFaults(text, cells, importableBy("explore/ana/x"));
  expect(fault).toMatchObject({ needs: "number" });
  expect(fault!.message).toContain("../components/notebook.js has it");
});

test("cells that failed are told by their line and what they said", () => {
  const text = inCell("const one = 1;\nbroken(one)");
  const cell = { line: 3, code: "const one = 1;\nbroken(one)", uses: [], gives: [] };
  const line = text.slice(0, text.indexOf("const one")).split("\n").length;
  expect(failedCells(text, [{ ...cell, state: "failed", error: "It is broken." }])).toEqual([
    { line, from: text.indexOf("const one"), error: "It is broken." },
  ]);
  expect(failedCells(text, [{ ...cell, state: "done" }])).toEqual([]);
  const unknown: CellState = { ...cell, state: "failed", error: "RuntimeError: ranking is not defined" };
  expect(failedCells(text, [unknown], importableBy("explore/ana/x"))[0]!.error).toBe(
    "Nothing on this page is called “ranking”. ../components/notebook.js has it: add ranking to the names that the page imports from there.",
  );
});

test("each audience has the words that its language hands on, and each is told in words", () => {
  const of = (name: string) => exportsOf(`${repositoryRoot}/components/${name}.ts`);
  expect([...wordsForManagers, ...wordsOfSentences].sort()).toEqual(of("questions").sort());
  expect(vocabularyOf("briefings/x")).toEqual({
    module: "./components/questions.js",
    words: wordsForManagers,
  });
  expect(vocabularyOf("explore/ana/x").module).toBe("../components/notebook.js");
  for (const word of vocabularyOf("explore/x").words) {
    expect(of("notebook")).toContain(word);
    expect(describeWord(word)).not.toBe(word);
    expect(alsoCalledOf(word)).not.toBe(word.toLowerCase());
  }
});

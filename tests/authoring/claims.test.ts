import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimsInPage } from "../../loaders/claims/claims-in-page.js";
import { digitsByHand } from "../../workspace/authoring/digits-by-hand.js";
import { claimCode, claimInPlace, plainSentence } from "../../workspace/authoring/page/claim-panel.js";
import { codeOf, withImport, wordCellAt } from "../../workspace/authoring/page/word-cell.js";
import { cases } from "../soak.js";

const lower = { indicator: "take-up", is: "clearly lower", than: "city" } as const;

test("a sentence within a paragraph becomes a cell of its own, and what stands round it stays", () => {
  const text = "Before it. **Few** go. After it.\n\nMore.\n";
  const from = text.indexOf("**Few**");
  const chosen = { from, to: text.indexOf(" After") };
  const code = claimCode({ sentence: plainSentence(text.slice(chosen.from, chosen.to)), test: lower });
  const { from: start, to, insert } = claimInPlace(text, chosen, code);
  expect(text.slice(0, start) + insert + text.slice(to)).toBe(
    `Before it.\n\n\`\`\`js\nclaim("Few go.", {\n  indicator: "take-up",\n  is: "clearly lower",\n  than: "city",\n})\n\`\`\`\n\nAfter it.\n\nMore.\n`,
  );
});

test("whatever sentence is chosen, the page's claim says it, and nothing else of the text is lost", () => {
  const words = fc.string({
    unit: fc.constantFrom(..."abc “”\"'\\éZ.".split("")),
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(words, words, words, (before, sentence, behind) => {
      fc.pre(sentence.trim() !== "");
      const text = `${before}\n\n${sentence}\n\n${behind}\n`;
      const from = before.length + 2;
      const said = plainSentence(sentence);
      const {
        from: start,
        to,
        insert,
      } = claimInPlace(
        text,
        { from, to: from + sentence.length },
        claimCode({ sentence: said, test: lower }),
      );
      const made = text.slice(0, start) + insert + text.slice(to);
      expect(claimsInPage(made)).toEqual([{ line: expect.any(Number), sentence: said, test: lower }]);
      const rest = made.replace(/```js[\s\S]*?\n```\n?/, "");
      expect(rest.replace(/\s+/g, " ").trim()).toBe(`${before} ${behind}`.replace(/\s+/g, " ").trim());
    }),
    cases(100),
  );
});

test("a sentence with a live number, or a cell, is no claim, and why is said", () => {
  expect(() => plainSentence("In all ${number(asked.city)} go.")).toThrow("Take the live number out of it");
  expect(() => plainSentence("```js\nlead(asked)\n```")).toThrow("Choose one sentence of text");
  expect(plainSentence("See [the *figures*](./x) of `a` and snake_case.")).toBe(
    "See the figures of a and snake_case.",
  );
});

test("a claim's form keeps its sentence", () => {
  const page = `\`\`\`js\n${claimCode({ sentence: 'So “few” "go".', test: lower })}\n\`\`\`\n`;
  const place = wordCellAt(page, 10)!;
  expect(place.cell).toMatchObject({ word: "claim", options: lower });
  expect(codeOf(place.cell)).toBe(
    'claim("So “few” \\"go\\".", { indicator: "take-up", is: "clearly lower", than: "city" })',
  );
});

test("a word that some module of the page gives is not imported again", () => {
  const page = '```js\nimport { briefing, claim } from "./components/briefing.js";\n```\n';
  expect(withImport(page, "claim", "./components/questions.js")).toBe(page);
});

describe("numbers typed by hand", () => {
  test.each<[string, string[]]>([
    ["In all, 62.3% of 1,204 children did.", ["62.3%", "1,204"]],
    ["It costs £4.50 for 3 hours.", ["£4.50", "3"]],
    ["On 1 March 2025, from 9.30 am, in 2024/25 and since 2019.", []],
    ["## The 10 wards\n\n1. First\n2. Second\n", []],
    ["Of ASQ-3 in E08000025, see [table 4](./a?x=12) or https://example.org/7.", ["4"]],
    ['In ${number(asked.rows.slice(0, 5))} wards, `x = 4` and <a id="b3">there</a>.', []],
    ["---\ntitle: 12 wards\n---\n\n```js\nconst a = 12;\n```\n\nTen and 11.", ["11"]],
  ])("%j: %j", (text, found) => {
    const hits = digitsByHand(text);
    expect(hits.map(({ text: one }) => one)).toEqual(found);
    for (const { from, to, text: one } of hits) expect(text.slice(from, to)).toBe(one);
  });
});

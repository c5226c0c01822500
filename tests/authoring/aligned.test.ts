import { expect, test } from "vitest";
import { aligned } from "../../workspace/authoring/aligned.js";
import { mergeTexts } from "../../workspace/authoring/merge.js";
import { Random } from "../../workspace/sample/random.js";
import { isSoaking } from "../is-soaking.js";

const letters = (text: string) => [...text];

test.each([
  ["abc", "abc", [{ same: ["a", "b", "c"] }]],
  ["", "", []],
  ["", "ab", [{ differ: [[], ["a", "b"]] }]],
  ["axc", "ayc", [{ same: ["a"] }, { differ: [["x"], ["y"]] }, { same: ["c"] }]],
  // What stands twice holds nothing together, and what moved does so once.
  [
    "..a.b..",
    "..b.a..",
    [
      { same: [".", "."] },
      { differ: [["a", "."], []] },
      { same: ["b"] },
      { differ: [[], [".", "a"]] },
      { same: [".", "."] },
    ],
  ],
])("%j beside %j", (one, other, expected) => {
  expect(aligned([letters(one), letters(other)])).toEqual(expected);
});

test("texts are whole, side by side, whatever they have in common", () => {
  const random = new Random(7);
  for (let i = 0; i < (isSoaking ? 20_000 : 200); i++) {
    const one = () => Array.from({ length: random.below(12) }, () => "abcdefgh..."[random.below(11)]!);
    const texts = [one(), one(), one()];
    const parts = aligned(texts);
    for (const [k, text] of texts.entries())
      expect(parts.flatMap((part) => ("same" in part ? part.same : part.differ[k]!))).toEqual(text);
  }
});

test("of two writers of one text, what each put in stands in the merge, and what each took out does not", () => {
  const random = new Random(11);
  for (let i = 0; i < (isSoaking ? 20_000 : 200); i++) {
    const base = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? `line ${n}\n` : "\n"));
    const by = (who: string) =>
      base.flatMap((line, n) => {
        const chance = random.below(10);
        return chance === 0 ? [] : chance === 1 ? [line, `${who} ${n}\n`] : [line];
      });
    const [mine, theirs] = [by("mine"), by("theirs")];
    const merge = mergeTexts(base.join(""), mine.join(""), theirs.join(""));
    const said = "text" in merge ? merge.text : JSON.stringify(merge.pieces).replaceAll("\\n", "\n");
    for (const line of [...mine, ...theirs].filter((one) => !base.includes(one)))
      expect(said).toContain(line);
    if ("text" in merge)
      for (const line of base.filter((one) => one !== "\n" && !(mine.includes(one) && theirs.includes(one))))
        expect(said).not.toContain(line);
  }
});

test("a text of 2 MB, half of whose lines are empty, is merged at once", () => {
  const long = Array.from({ length: 22_000 }, (_, i) => `${i}: ${"so many words ".repeat(6)}\n\n`).join("");
  expect(long.length).toBeGreaterThan(2_000_000);
  const by = (text: string, from: number, who: string) =>
    text.replace(`\n${from}: so`, `\n${from}: ${who} so`);
  const merged = mergeTexts(long, by(long, 5, "mine"), by(long, 20_000, "theirs"));
  expect(merged).toEqual({ text: by(by(long, 5, "mine"), 20_000, "theirs") });
}, 5_000);

test("lines that stand thousands of times are chosen between, not looked through", () => {
  const [base, mine, theirs] = ["a\n".repeat(9_000), "b\n", "c\n"].map((text) => `first\n${text}last`) as [
    string,
    string,
    string,
  ];
  const much = `first\n${"a\n".repeat(4_000)}b\n${"a\n".repeat(4_999)}last`;
  const more = `first\nc\n${"a\n".repeat(8_998)}d\nlast`;
  expect(mergeTexts(base, mine, theirs)).toMatchObject({ pieces: ["first\n", { yours: "b\n" }, "last"] });
  expect(mergeTexts(base, much, more)).toMatchObject({
    pieces: ["first\n", { base: "a\n".repeat(9_000) }, "last"],
  });
  expect(mergeTexts(base, much, base)).toEqual({ text: much });
}, 5_000);

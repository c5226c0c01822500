import fc from "fast-check";
import { expect, test } from "vitest";
import {
  around,
  type Change,
  emptyTable,
  heading,
  link,
  list,
  paragraph,
  placeToPut,
} from "../../workspace/authoring/page/marks.js";
import { cases } from "../soak.js";

// What is chosen stands between ‹ and ›.
function read(marked: string): [string, { from: number; to: number }] {
  const from = marked.indexOf("‹");
  const to = marked.indexOf("›") - 1;
  return [marked.replace(/[‹›]/g, ""), { from, to }];
}
function applied(text: string, { from, to, insert, chosen }: Change): string {
  const now = text.slice(0, from) + insert + text.slice(to);
  return `${now.slice(0, chosen.from)}‹${now.slice(chosen.from, chosen.to)}›${now.slice(chosen.to)}`;
}
const after = (marked: string, change: (text: string, chosen: { from: number; to: number }) => Change) => {
  const [text, chosen] = read(marked);
  return applied(text, change(text, chosen));
};

test.each([
  ["a ‹word› here", "**", "a **‹word›** here"],
  ["a **‹word›** here", "**", "a ‹word› here"],
  ["a ‹**word**› here", "**", "a ‹word› here"],
  ["a ‹word ›here", "**", "a **‹word›** here"],
  ["a ‹›", "**", "a **‹›**"],
  ["a **‹word›** here", "*", "a ***‹word›*** here"],
  ["a ***‹word›*** here", "*", "a **‹word›** here"],
  ["a *‹word›* here", "**", "a ***‹word›*** here"],
])("%s marked with %s is %s", (before, mark, expected) => {
  expect(after(before, (text, chosen) => around(text, chosen, mark))).toBe(expected);
});

test.each([
  ["one\nTi‹›tle\ntwo", 2, "one\n## Title‹›\ntwo"],
  ["## Ti‹›tle", 2, "Title‹›"],
  ["## Ti‹›tle", 3, "### Title‹›"],
  ["‹›", 2, "## ‹›"],
] as const)("%j as a heading of level %d is %j", (before, level, expected) => {
  expect(after(before, (text, chosen) => heading(text, chosen, level))).toBe(expected);
});

test.each([
  ["o‹ne\ntw›o", "points", "‹- one\n- two›"],
  ["- o‹ne\n- tw›o", "points", "‹one\ntwo›"],
  ["- o‹ne\n- tw›o", "numbers", "‹1. one\n2. two›"],
  ["‹›", "points", "- ‹›"],
] as const)("%j as a list of %s is %j", (before, kind, expected) => {
  expect(after(before, (text, chosen) => list(text, chosen, kind))).toBe(expected);
});

test.each([
  ["see ‹here› now", "see [here](‹https://›) now"],
  ["see ‹https://x.org› now", "see [‹›](https://x.org) now"],
])("%s as a link is %s", (before, expected) => {
  expect(after(before, link)).toBe(expected);
});

test.each([
  ["one‹›\ntwo", "one\n\nP‹›\n\ntwo"],
  ["one\n‹›", "one\n\nP‹›\n"],
  ["one\n\n‹›\n", "one\n\nP‹›\n"],
  ["‹›", "P‹›\n"],
])("a paragraph put at %j stands by itself: %j", (before, expected) => {
  expect(after(before, (text, chosen) => paragraph(text, chosen, "P"))).toBe(expected);
});

test.each([
  ["---\nti‹›tle: A\n---\n\n# A\n\nText.\n", "---\ntitle: A\n---\n\n# A\n\nText.‹›\n"],
  ["One\n\n```js\ndis‹›play(1)\n```\n\nTwo\n", "One\n\n```js\ndisplay(1)\n```‹›\n\nTwo\n"],
  ["One ‹›two\n", "One ‹›two\n"],
])("what is put in at %j stands at %j", (before, expected) => {
  const [text, chosen] = read(before);
  const at = placeToPut(text, chosen);
  expect(`${text.slice(0, at.from)}‹›${text.slice(at.to)}`).toBe(expected);
});

test("a mark that is put and put again is as it was", () => {
  const word = fc.stringMatching(/^[a-z]( ?[a-z]){0,8}$/);
  fc.assert(
    fc.property(fc.tuple(word, word, word), fc.constantFrom("**", "*"), ([a, b, c], mark) => {
      const chosen = { from: a.length, to: a.length + b.length };
      const once = applied(a + b + c, around(a + b + c, chosen, mark));
      expect(after(once, (text, again) => around(text, again, mark))).toBe(`${a}‹${b}›${c}`);
    }),
    cases(100),
  );
});

test("a table has as many rows and columns as were asked for", () => {
  expect(emptyTable(2, 3).split("\n")).toEqual([
    "| Heading 1 | Heading 2 | Heading 3 |",
    "| --- | --- | --- |",
    "|   |   |   |",
    "|   |   |   |",
  ]);
});

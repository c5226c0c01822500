import { expect, test } from "vitest";
import { handTyped } from "../../workspace/authoring/review/hand-typed.js";
import { readingAge } from "../../workspace/authoring/review/reading-age.js";

const numbers = (text: string) => handTyped(text).map(({ number }) => number);

test("numbers that somebody typed are found in prose, with their line", () => {
  expect(handTyped("---\ntitle: A1 2\n---\n\nIt was 41.5% of 1,204 children.\n")).toEqual([
    { line: 5, number: "41.5%", text: "It was 41.5% of 1,204 children." },
    { line: 5, number: "1,204", text: "It was 41.5% of 1,204 children." },
  ]);
  expect(numbers("It costs £12 a week, 3 times more.")).toEqual(["£12", "3"]);
});

test.each([
  ["a cell", "```js\nlead(12)\n```\n\nText."],
  ["an expression", "It is ${number({ of: 12 })} now."],
  ["code in a line", "Write `areas: 5`."],
  ["a link", "[Here](./areas/E05011118)"],
  ["markup", '<div style="width: 12px">Text</div>'],
  ["a year, a school year and a day", "In 2025/26, since 2019, by 1 May 2026 and in March 2027."],
  ["the number of a list", "1. First\n2. Second"],
  ["a name", "The COVID19 years, and form P45."],
])("%s is no number typed by hand", (_, text) => {
  expect(numbers(text)).toEqual([]);
});

const easy =
  "The cat sat on the mat. The dog ran to the door. We all went out to play in the sun and had fun.";
const hard =
  "Notwithstanding considerable methodological heterogeneity, multidisciplinary practitioners' retrospective characterisation of developmental trajectories necessitates circumspect interpretation, particularly regarding comparability of longitudinal administrative information.";

test("short words in short sentences are read earlier than long ones in long sentences", () => {
  expect(readingAge([easy])!.age).toBeLessThanOrEqual(6);
  expect(readingAge([hard])!.age).toBeGreaterThanOrEqual(18);
  expect(readingAge([easy])).toMatchObject({ sentences: 3, words: 24, longest: [] });
});

test("of few words nothing is told, and long sentences are named", () => {
  expect(readingAge(["Read more."])).toBeUndefined();
  const long = `${"a word and ".repeat(10)}an end.`;
  expect(readingAge([long])!.longest).toEqual([{ words: 32, text: long }]);
});

import { describe, expect, it } from "vitest";
import { checked, type OptionsOf, optionsOf, schemas, type Word } from "../../components/notebook/options.js";
import { number } from "../../components/words/narrative.js";
import { suggestion } from "../../components/words/nearest.js";

const wrong = (word: Word, options: object) => () => checked(word, options as OptionsOf<Word>);

describe("options that a word does not take", () => {
  it.each<[Word, object, string]>([
    ["areaMap", { chose: false }, "areaMap(…) has no option “chose”. Did you mean “choose”?"],
    ["ask", { level: "wards" }, "ask(…): the option “level” cannot be “wards”. Did you mean “ward”?"],
    ["ranking", { most: "ten" }, "ranking(…): the option “most” must be a number."],
    ["trend", { most: 9 }, "trend(…): the option “most” must be at most 4."],
    ["mix", { by: "sex" }, "mix(…) has no option “by”. There are: title."],
    [
      "ask",
      { name: "My question" },
      "ask(…): the option “name” must be lower-case letters, figures and hyphens.",
    ],
  ])("%s %j", (word, options, message) => {
    expect(wrong(word, options)).toThrow(message);
  });
});

it("every option of every word is described", () => {
  for (const word of Object.keys(schemas) as Word[])
    for (const { name, about, values } of optionsOf(word))
      expect(`${word} ${name}: ${about} ${values}`).toMatch(/: \S.{8,} \S/);
  expect(optionsOf("ranking").map(({ name, values }) => [name, values])).toEqual([
    ["title", "a text"],
    ["most", "a whole number"],
    ["order", "highest, lowest"],
  ]);
});

it("a bare number has no source, so it is no live number", () => {
  expect(() => number(3 as never)).toThrow("a bare number has no source");
});

it("nothing is suggested that is not like it", () => {
  expect(suggestion("moon", ["ward", "locality"])).toBe(" There are: ward, locality.");
});

import { expect, test } from "vitest";
import { readModel } from "../../loaders/link/model/model-file.js";
import { withElse } from "../../loaders/link/model/vectors.js";
import { modelFile } from "../../loaders/link/probabilistic.js";
import { levelWords, periodWords, weightWords } from "../../workspace/review/words.js";

test("every level of the refresh's model is in words of its own comparison", () => {
  for (const { levels } of readModel(modelFile).comparisons) {
    const words = withElse(levels).map(levelWords);
    for (const text of words) expect(text).toMatch(/^[a-z][^{}[\]]+$/);
    const open = words.filter((_, i) => !withElse(levels)[i]!.veto);
    expect(new Set(open).size).toBe(open.length);
  }
});

test.each([
  [
    {
      test: "all",
      of: [
        { test: "exact", field: "surname" },
        { test: "digits-wrong", most: 2 },
      ],
    },
    "surname: the same and up to 2 digits are different",
  ],
  [{ test: "swapped", with: "surname" }, "has changed places with surname"],
  [{ test: "exact", field: "nhs_number" }, "NHS number: the same"],
  [undefined, "not compared: a record has no usable value"],
] as const)("%j", (level, words) => {
  expect(levelWords(level as Parameters<typeof levelWords>[0])).toBe(words);
});

test.each([
  [0.4, "says nothing either way"],
  [-0.4, "says nothing either way"],
  [1, "slightly for one child"],
  [-4.9, "against one child"],
  [8, "strongly for one child"],
  [-12, "very strongly against one child"],
])("a weight of %d bits %s", (weight, words) => expect(weightWords(weight)).toBe(words));

test("periods are said in words, in the order of time", () => {
  expect(periodWords(["2024-autumn", "2024-summer", "2023-autumn", "2025-spring"])).toEqual([
    "autumn 2023",
    "summer 2024",
    "autumn 2024",
    "spring 2025",
  ]);
  expect(periodWords(["2024-25", "2023-24"])).toEqual(["2023-24", "2024-25"]);
});

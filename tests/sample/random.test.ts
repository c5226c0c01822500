import { expect, test } from "vitest";
import { byRank, Random, Weighted } from "../../workspace/sample/random.js";

const draws = (random: Random, count = 5) => Array.from({ length: count }, () => random.below(1000));

test("the same seed and stream give the same numbers", () => {
  expect(draws(new Random(1, 7))).toEqual(draws(new Random(1, 7)));
  expect(draws(new Random(1, 7))).not.toEqual(draws(new Random(1, 8)));
  expect(draws(new Random(1, 7))).not.toEqual(draws(new Random(2, 7)));
});

test("a fork depends on its purpose, not on what was drawn before it", () => {
  const early = new Random(1, 7).fork(3);
  const parent = new Random(1, 7);
  draws(parent);
  expect(draws(parent.fork(3))).toEqual(draws(early));
  expect(draws(parent.fork(4))).not.toEqual(draws(new Random(1, 7).fork(3)));
});

test("numbers are spread evenly, also over neighbouring streams", () => {
  const means = Array.from({ length: 2000 }, (_, stream) => new Random(5, stream).next());
  const mean = means.reduce((a, b) => a + b, 0) / means.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.max(...means)).toBeLessThan(1);
  expect(new Set(means).size).toBe(2000);
});

test("normal draws have mean 0 and deviation 1", () => {
  const random = new Random(3);
  const values = Array.from({ length: 20_000 }, () => random.normal());
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});

test("a weighted draw follows its weights", () => {
  const random = new Random(9);
  const list = new Weighted(["a", "b", "c"], [1, 0, 3]);
  const drawn = Array.from({ length: 8000 }, () => list.draw(random));
  expect(drawn).not.toContain("b");
  expect(drawn.filter((d) => d === "c").length / drawn.length).toBeCloseTo(0.75, 1);
});

test("by rank, the first is commoner than the last", () => {
  const random = new Random(9);
  const list = byRank(["first", "second", "third", "last"], 0);
  const drawn = Array.from({ length: 4000 }, () => list.draw(random));
  const count = (name: string) => drawn.filter((d) => d === name).length;
  expect(count("first")).toBeGreaterThan(3 * count("last"));
});

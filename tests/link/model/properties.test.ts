import fc from "fast-check";
import { expect, test } from "vitest";
import { file, folder, model, pairsOf } from "./desk.js";

const person = fc.record({
  forename: fc.constantFrom("Ada", "Adah", "Bo", "Robert", "Bob", "Baby girl", ""),
  surname: fc.constantFrom("Farrow", "Farow", "Smith", "Smith-Jones", ""),
  born: fc.constantFrom("2021-03-04", "2021-04-03", "2021-03-05", "2022-12-31", ""),
});
const people = fc.array(person, { minLength: 6, maxLength: 25 });
const lines = (of: { forename: string; surname: string; born: string }[], prefix: string): string[] =>
  of.map(({ forename, surname, born }, i) => `${prefix}${i},${forename},${surname},${born}`);
const header = "id,forename,surname,born";

const levels = (...tests: Record<string, unknown>[]) => [...tests, { test: "else" }];
const untrained = model({
  prior: undefined,
  comparisons: [
    {
      name: "forename",
      levels: levels(
        { test: "exact", term_frequency: true },
        { test: "alias" },
        { test: "jaro-winkler", least: 0.9 },
      ),
    },
    {
      name: "surname",
      levels: levels({ test: "exact", term_frequency: true }, { test: "words-shared", least: 1 }),
    },
    {
      name: "born",
      levels: levels({ test: "exact" }, { test: "day-month-swapped" }, { test: "within-days", most: 3 }),
    },
  ],
});

/** Pairs without regard to which record is on the left, with their weights. */
const unordered = (pairs: Record<string, string>[]): string[] =>
  pairs
    .map(
      ({ left_id, right_id, match_weight }) =>
        `${[left_id, right_id].sort().join(" ")} ${Number(match_weight).toFixed(8)}`,
    )
    .sort();

const known = (of: { forename: string; surname: string; born: string }[]): boolean =>
  of.some((p) => p.surname !== "");

test("the order of the rows changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(people.filter(known), fc.integer(), async (of, seed) => {
      const rows = lines(of, "");
      const mixed = rows
        .map((row, i) => ({ row, place: Math.sin(seed + i * 7919) }))
        .sort((a, b) => a.place - b.place)
        .map(({ row }) => row);
      const at = folder();
      const one = await pairsOf({
        inputs: [file("a.csv", [header, ...rows], at)],
        model: untrained,
        estimate: true,
      });
      const other = await pairsOf({
        inputs: [file("b.csv", [header, ...mixed], at)],
        model: untrained,
        estimate: true,
      });
      expect(other.pairs).toEqual(one.pairs);
      expect(other.persons).toEqual(one.persons);
    }),
    { numRuns: 8 },
  );
});

test("which file comes first changes nothing but left and right", async () => {
  await fc.assert(
    fc.asyncProperty(people.filter(known), people.filter(known), async (a, b) => {
      const at = folder();
      const first = file("a.csv", [header, ...lines(a, "a")], at);
      const second = file("b.csv", [header, ...lines(b, "b")], at);
      const one = await pairsOf({ inputs: [first, second], model: untrained, estimate: true });
      const other = await pairsOf({ inputs: [second, first], model: untrained, estimate: true });
      expect(unordered(other.pairs)).toEqual(unordered(one.pairs));
    }),
    { numRuns: 8 },
  );
});

test("constraints are never broken", async () => {
  await fc.assert(
    fc.asyncProperty(people.filter(known), people.filter(known), async (a, b) => {
      const at = folder();
      const { persons } = await pairsOf({
        inputs: [
          file("a.csv", [header, ...lines(a, "a")], at),
          file("b.csv", [header, ...lines(b, "b")], at),
        ],
        model: model({ unique_inputs: true, link: "within-and-between" }),
        threshold: 0.01,
      });
      const held = persons.map((p) => `${p.cluster_id} ${p.input}`);
      expect(new Set(held).size).toBe(held.length);
    }),
    { numRuns: 8 },
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { cases, soak } from "../../soak.js";
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
    cases(1, 30),
  );
});

soak("which file comes first changes nothing but left and right", async () => {
  await fc.assert(
    fc.asyncProperty(people.filter(known), people.filter(known), async (a, b) => {
      const at = folder();
      const first = file("a.csv", [header, ...lines(a, "a")], at);
      const second = file("b.csv", [header, ...lines(b, "b")], at);
      const one = await pairsOf({ inputs: [first, second], model: untrained, estimate: true });
      const other = await pairsOf({ inputs: [second, first], model: untrained, estimate: true });
      expect(unordered(other.pairs)).toEqual(unordered(one.pairs));
    }),
    cases(1, 30),
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
    cases(1, 30),
  );
});

soak(
  "where only some of the pairs are taken for estimation, they are the same whatever the order of the rows",
  async () => {
    const forenames = ["Ada", "Bo", "Cy", "Di", "Ed"];
    const surnames = ["Farrow", "Smith", "Khan"];
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${i},${forenames[i % 5]},${surnames[(i * 7) % 3]},2021-03-${10 + ((i * 11) % 19)}`,
    );
    const at = folder();
    const sampled = {
      ...untrained,
      training: { ...untrained.training, random_pairs: 1000, most_pairs: 1000 },
    };
    const [one, other] = await Promise.all(
      [rows, [...rows].reverse()].map((of, i) =>
        pairsOf({
          inputs: [file(`${i}.csv`, [header, ...of], at)],
          model: sampled,
          estimate: true,
          threshold: 0,
        }),
      ),
    );
    expect(other!.linked.model).toEqual(one!.linked.model);
    expect(one!.pairs.length).toBeGreaterThan(1000);
    expect(other!.pairs).toEqual(one!.pairs);
  },
);

/** Every test that a level may have, on texts, dates, postcodes, e-mail addresses and numbers. */
const everyTest = model({
  fields: {
    forename: { kind: "forename" },
    surname: { kind: "surname" },
    born: { kind: "date" },
    postcode: { kind: "postcode" },
    email: { kind: "email" },
    height: { kind: "number" },
  },
  blocking: { rules: [["surname"]], compare_all_up_to: 10_000 },
  comparisons: Object.entries({
    forename: [
      { test: "exact", term_frequency: true },
      { test: "alias" },
      { test: "damerau-levenshtein", most: 1 },
      { test: "levenshtein", most: 2 },
      { test: "jaro-winkler", least: 0.92 },
      { test: "jaro-winkler", least: 0.7 },
      { test: "swapped", with: "surname" },
      { test: "initial" },
      { test: "words-shared", least: 0.5 },
      { test: "different-names" },
    ],
    surname: [
      { test: "exact", term_frequency: 0.5 },
      {
        test: "any",
        of: [
          { test: "jaro-winkler", least: 0.8 },
          { test: "words-shared", least: 1 },
        ],
      },
      {
        test: "all",
        of: [
          { test: "exact", field: "forename" },
          { test: "exact", field: "born" },
        ],
      },
    ],
    born: [
      { test: "exact" },
      { test: "day-month-swapped" },
      { test: "digits-wrong", most: 1 },
      { test: "within-days", most: 40 },
      { test: "same-year-month" },
      { test: "same-month-day" },
      { test: "same-year" },
    ],
    postcode: [
      { test: "exact" },
      { test: "damerau-levenshtein", most: 2 },
      { test: "sector" },
      { test: "district" },
    ],
    email: [{ test: "exact" }, { test: "username" }],
    height: [{ test: "within", most: 2 }],
  }).map(([name, tests]) => ({
    name,
    levels: [...tests, { test: "else" }].map((level, i) => ({
      ...level,
      m: 0.5 / (i + 1),
      u: 0.01 * (i + 1),
    })),
  })),
});

test("a pair weighs the same whichever record is on the left, on every kind of level", async () => {
  const letters = fc.string({ unit: fc.constantFrom(..."ABEMN é"), minLength: 1, maxLength: 6 });
  const anyone = fc.record({
    forename: fc.oneof(letters, fc.constantFrom("Bob", "Robert", "Rob", "Amina", "Amira")),
    surname: letters,
    born: fc.constantFrom(
      "2021-03-04",
      "2021-04-03",
      "2021-03-24",
      "2020-03-04",
      "2021-05-01",
      "1999-12-31",
      "",
    ),
    postcode: fc.constantFrom("B8 1AA", "B8 1AB", "B8 2AA", "B18 1AA", "M1 1AE", ""),
    email: fc.constantFrom("a@b.org", "a@c.org", "ab@b.org", ""),
    height: fc.constantFrom("100", "101", "103", "tall", ""),
  });
  const head = "id,forename,surname,born,postcode,email,height";
  const rowsOf = (of: Record<string, string>[], prefix: string) =>
    of.map((p, i) => [`${prefix}${i}`, ...Object.values(p)].join(","));
  const group = fc.array(anyone, { minLength: 8, maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(group, group, async (a, b) => {
      const at = folder();
      const inputs = [
        file("a.csv", [head, ...rowsOf(a, "a")], at),
        file("b.csv", [head, ...rowsOf(b, "b")], at),
      ];
      const one = await pairsOf({ inputs, model: everyTest });
      const other = await pairsOf({ inputs: inputs.reverse(), model: everyTest });
      expect(one.pairs).toHaveLength(a.length * b.length);
      expect(unordered(other.pairs)).toEqual(unordered(one.pairs));
    }),
    cases(1, 30),
  );
});

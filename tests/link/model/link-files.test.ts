import { expect, test } from "vitest";
import { comparison, file, folder, model, pairsOf } from "./desk.js";

const header = "id,forename,surname,born,person";

/** Six records: Amelia twice, once misspelt and once more; her brother; and Omar, whose day and month were swapped. */
const six = [
  header,
  "1,Amelia,Farrow,2021-03-04,a",
  "2,Amelia,Farrow,2021-03-04,a",
  "3,Amela,Farrow,2021-03-04,a",
  "4,Jacob,Farrow,2023-08-15,b",
  "5,Omar,Siddiqui,2022-05-06,c",
  "6,Omar,Siddiqui,2022-06-05,c",
];

test("a pair's weight is the prior's and each comparison's, in bits", async () => {
  const { pairs } = await pairsOf({ inputs: [file("six.csv", six)] });
  const pair = (left: string, right: string) =>
    pairs.find(({ left_id, right_id }) => left_id === left && right_id === right)!;

  const prior = Math.log2(0.1 / 0.9);
  const [forename, surname, born] = [0.8 / 0.1, 0.9 / 0.05, 0.95 / 0.01].map(Math.log2) as [
    number,
    number,
    number,
  ];
  const [otherForename, , otherBorn] = [0.2 / 0.9, 0.1 / 0.95, 0.05 / 0.99].map(Math.log2) as [
    number,
    number,
    number,
  ];
  expect(Number(pair("1", "2").match_weight)).toBeCloseTo(prior + forename + surname + born, 9);
  expect(Number(pair("1", "3").match_weight)).toBeCloseTo(prior + otherForename + surname + born, 9);
  expect(Number(pair("1", "4").match_weight)).toBeCloseTo(prior + otherForename + surname + otherBorn, 9);
  // Odds: 1/9 × 8 × 18 × 95 = 1520.
  expect(Number(pair("1", "2").match_probability)).toBeCloseTo(1520 / 1521, 12);
  expect(pair("1", "3")).toMatchObject({ forename: "else", surname: "exact", born: "exact" });
  expect(Object.keys(pair("1", "2"))).toEqual(
    "left_id,right_id,match_weight,match_probability,forename,surname,born".split(","),
  );
});

test("pairs come once, though two rules make them, and only those that a rule makes", async () => {
  const { pairs } = await pairsOf({ inputs: [file("six.csv", six)] });
  expect(pairs.map(({ left_id, right_id }) => `${left_id}-${right_id}`).sort()).toEqual([
    "1-2",
    "1-3",
    "1-4",
    "2-3",
    "2-4",
    "3-4",
    "5-6",
  ]);
});

test("agreement on a rare value counts for more", async () => {
  const people = [
    header,
    "1,Ada,Smith,,",
    "2,Ada,Smith,,",
    "3,Bo,Farrow,,",
    "4,Bo,Farrow,,",
    "5,Cy,Smith,,",
    "6,Di,Smith,,",
  ];
  const surname = {
    name: "surname",
    levels: [
      { test: "exact", m: 0.9, u: 0.05, term_frequency: true },
      { test: "else", m: 0.1, u: 0.95 },
    ],
  };
  const { pairs } = await pairsOf({
    inputs: [file("people.csv", people)],
    model: model({ comparisons: [comparison("forename", [0.8, 0.1]), surname] }),
  });
  const weight = (left: string) => Number(pairs.find(({ left_id }) => left_id === left)!.match_weight);
  // Smith is four of six, Farrow two of six: u is replaced by these.
  expect(weight("3") - weight("1")).toBeCloseTo(Math.log2(4 / 2), 9);
  expect(weight("3")).toBeCloseTo(Math.log2(0.1 / 0.9) + Math.log2(8) + Math.log2(0.9 / (2 / 6)), 9);
});

test("levels: day and month swapped, one digit wrong, a name's other form, names swapped, one that forbids", async () => {
  const people = [
    header,
    "1,Bob,Farrow,2022-05-06,",
    "2,Robert,Farrow,2022-06-05,",
    "3,Farrow,Bob,2022-05-06,",
    "4,Bob,Farrow,2022-05-16,",
    "5,Zoe,Farrow,2022-05-06,",
  ];
  const levels = (...tests: Record<string, unknown>[]) =>
    [...tests, { test: "else" }].map((level) => ({ ...level, m: 0.3, u: 0.2 }));
  const { pairs } = await pairsOf({
    inputs: [file("people.csv", people)],
    model: model({
      blocking: { rules: [["surname"]], compare_all_up_to: 100 },
      comparisons: [
        {
          name: "forename",
          levels: levels({ test: "exact" }, { test: "alias" }, { test: "swapped", with: "surname" }),
        },
        {
          name: "born",
          levels: levels(
            { test: "exact" },
            { test: "day-month-swapped" },
            { test: "digits-wrong", most: 1 },
            { test: "else", veto: true },
          ).slice(0, -1),
        },
      ],
    }),
  });
  const of = (left: string, right: string) => pairs.find((p) => p.left_id === left && p.right_id === right)!;
  expect(of("1", "2")).toMatchObject({ forename: "alias", born: "day-month-swapped" });
  expect(of("1", "3")).toMatchObject({ forename: "swapped surname", born: "exact" });
  expect(of("1", "4")).toMatchObject({ forename: "exact", born: "digits-wrong 1" });
  expect(of("1", "5")).toMatchObject({ forename: "else", born: "exact" });
  expect(Number(of("2", "4").match_weight)).toBeLessThan(-90);
});

test("placeholder names are no evidence", async () => {
  const people = [header, "1,Baby Girl,Farrow,2022-05-06,", "2,Baby Girl,Farrow,2022-05-06,"];
  const { pairs } = await pairsOf({ inputs: [file("people.csv", people)] });
  expect(pairs[0]!.forename).toBe("null");
});

test("two files: an input that holds a person once gives a person one record of it", async () => {
  const at = folder();
  const a = file("a.csv", [header, "1,Amelia,Farrow,2021-03-04,", "2,Amelia,Farrow,2021-03-04,"], at);
  const b = file("b.csv", [header, "9,Amelia,Farrow,2021-03-04,"], at);
  const free = await pairsOf({ inputs: [a, b], threshold: 0.9 });
  expect(free.pairs.map((p) => [p.left_id, p.right_id])).toEqual([
    ["1", "9"],
    ["2", "9"],
  ]);
  expect(new Set(free.persons.map((p) => p.cluster_id)).size).toBe(1);
  const once = await pairsOf({ inputs: [a, b], threshold: 0.9, model: model({ unique_inputs: true }) });
  expect(once.persons.map((p) => `${p.input} ${p.id} ${p.cluster_id}`)).toEqual([
    "a.csv 1 1",
    "b.csv 9 1",
    "a.csv 2 2",
  ]);
  expect(once.linked.refused).toBe(1);
});

test("a field of which a person has one value holds clusters apart", async () => {
  const people = [
    "id,forename,surname,born,number",
    "1,Amelia,Farrow,2021-03-04,N1",
    "2,Amelia,Farrow,2021-03-04,",
    "3,Amelia,Farrow,2021-03-04,N2",
  ];
  const fields = { ...model().fields, number: { kind: "identifier" } };
  const { persons } = await pairsOf({
    inputs: [file("people.csv", people)],
    threshold: 0.9,
    model: model({ fields, one_value: ["number"] }),
  });
  expect(persons.map((p) => `${p.id} ${p.cluster_id}`)).toEqual(["1 1", "2 1", "3 2"]);
});

test("evaluation counts pairs that were never compared as missed", async () => {
  const truth = ["left_id,right_id", "2,1", "1,3", "2,3", "5,6", "4,5"];
  const at = folder();
  const { linked } = await pairsOf({
    inputs: [file("six.csv", six, at)],
    evaluate: file("truth.csv", truth, at),
    threshold: 0.9,
  });
  // The rules make no pair of 4 and 5. Jacob's pairs with his sister are the only wrong ones, and weigh least.
  const last = linked.evaluation!.pairs.at(-1)!;
  expect(linked.evaluation!.matches).toBe(5);
  expect(last).toMatchObject({ right: 4, wrong: 3, missed: 1 });
  expect(last.recall).toBe(4 / 5);
  expect(last.precision).toBe(4 / 7);
  expect(last.f1).toBeCloseTo((2 * 4) / (2 * 4 + 3 + 1), 12);
});

test("columns that a model may do without are left out, with what rests on them", async () => {
  const fields = { ...model().fields, postcode: { kind: "postcode", optional: true } };
  const { linked } = await pairsOf({
    inputs: [file("six.csv", six)],
    model: model({
      fields,
      comparisons: [...model().comparisons, comparison("postcode", [0.5, 0.1])],
      blocking: { rules: [["surname", "postcode"], ["born"]] },
    }),
  });
  expect(linked.model.comparisons.map((c) => c.name)).toEqual(["forename", "surname", "born"]);
  expect(linked.model.blocking.rules).toEqual([["born"]]);
});

test("a rule that would explode is told beforehand, with the shapes of the values that cause it", async () => {
  const people = [header, ...Array.from({ length: 100 }, (_, i) => `${i},Ada,Smith,,`), "x,Bo,Farrow,,"];
  const exploding = model({ blocking: { rules: [["surname"]], most_pairs: 1000 } });
  await expect(pairsOf({ inputs: [file("people.csv", people)], model: exploding })).rejects.toThrow(
    "The blocking rule [surname] would make 4,950 pairs, more than blocking.most_pairs allows (1,000). Most come from values of these shapes: “AAAAA” in 100 records, “AAAAAA” in 1 records. Add a key to the rule, empty these values if they stand for “not known”, or raise most_pairs.",
  );
});

test("a model without parameters must be estimated first", async () => {
  const comparisons = [{ name: "surname", levels: [{ test: "exact" }] }];
  await expect(
    pairsOf({ inputs: [file("six.csv", six)], model: model({ comparisons, prior: undefined }) }),
  ).rejects.toThrow(
    "The model has no estimated parameters for all its levels. Add --estimate, and --save <file> to keep them.",
  );
});

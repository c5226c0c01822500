import { expect, test } from "vitest";
import { file, model, pairsOf } from "./desk.js";

/** Six hundred records; the first hundred are of persons who are there twice, every tenth of them misspelt. */
const letter = (n: number): string => String.fromCharCode(97 + n);
const name = (n: number): string => letter(n % 7) + letter(n % 11) + letter(n % 13) + letter(n % 17);
const person = (n: number): string[] => [
  name(n),
  name(n * 31 + 5),
  `20${10 + (n % 10)}-0${1 + (n % 9)}-${10 + (n % 19)}`,
];
const twice = Array.from({ length: 100 }, (_, n) => {
  const [forename, surname, born] = person(n) as [string, string, string];
  return [`b${n}`, n % 10 ? forename : `${forename}x`, surname, born, `p${n}`].join(",");
});
const people = [
  "id,forename,surname,born,person",
  ...Array.from({ length: 500 }, (_, n) => [`a${n}`, ...person(n), `p${n}`].join(",")),
  ...twice,
];

const plain = (of: string) => ({ name: of, levels: [{ test: "exact" }, { test: "else" }] });
const untrained = (passes: string[][], fields = ["forename", "surname", "born"]) =>
  model({
    prior: undefined,
    fields: Object.fromEntries(
      fields.map((field) => [field, { kind: field === "born" ? "date" : "forename" }]),
    ),
    comparisons: fields.map(plain),
    blocking: { rules: [["surname"], ["forename"]] },
    training: { passes },
  });

async function estimated(of: ReturnType<typeof model>) {
  const lines: string[] = [];
  const { linked } = await pairsOf({
    inputs: [file("people.csv", people)],
    model: of,
    estimate: true,
    evaluate: "label",
    log: (line) => lines.push(line),
  });
  const m = Object.fromEntries(linked.model.comparisons.map((c) => [c.name, c.levels[0]!.m!]));
  return { m, lines, linked };
}

test("m and the prior are estimated near what they are", async () => {
  const { m, linked } = await estimated(untrained([["surname"], ["forename"]]));
  // Of the hundred matches, ninety agree in the forename.
  expect(m.forename).toBeCloseTo(0.9, 1);
  expect(m.born).toBeGreaterThan(0.95);
  expect(linked.model.prior! * ((600 * 599) / 2)).toBeGreaterThan(90);
  expect(linked.model.prior! * ((600 * 599) / 2)).toBeLessThan(110);
});

test("where no pass can estimate a comparison, a blocking rule is used", async () => {
  const { m, lines } = await estimated(untrained([["forename"]]));
  expect(lines.some((line) => line.startsWith("m from [surname]:"))).toBe(true);
  expect(lines.join()).not.toContain("no training pass could estimate");
  expect(m.forename).toBeCloseTo(0.9, 1);
});

test("from one comparison alone m stays near what is expected, and the share of matches is found", async () => {
  const { linked } = await estimated(untrained([["surname"]], ["forename", "surname"]));
  const prior = linked.model.prior! * ((600 * 599) / 2);
  expect(prior).toBeGreaterThan(60);
  expect(prior).toBeLessThan(160);
});

test("a pass that would make too many pairs is left out, and that is told", async () => {
  const of = untrained([["born:year"], ["surname"]]);
  const { lines } = await estimated({ ...of, blocking: { ...of.blocking, most_pairs: 10_000 } });
  expect(lines.find((line) => line.startsWith("m from [born:year]"))).toBe(
    "m from [born:year]: left out, as it would make 17,700 pairs",
  );
});

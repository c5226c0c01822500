import fc from "fast-check";
import { expect, test } from "vitest";
import { byPosition, differences, type Run } from "../../workspace/review/page/differences.js";

const inBrackets = (runs: Run[]): string =>
  runs.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");

test.each([
  ["Amelia", "Amela", "Amel[i]a", "Amela"],
  ["03/04/2021", "04/03/2021", "0[3]/0[4]/2021", "0[4]/0[3]/2021"],
  ["WALKERTON", "Walkerton", "WALKERTON", "Walkerton"],
  ["Zoë", "ZOE", "Zoë", "ZOE"],
  ["Smith", "Smith-Jones", "Smith", "Smith[-Jones]"],
  ["B1 1AA", "B1 1AB", "B1 1A[A]", "B1 1A[B]"],
  ["Ann", "Bob", "[Ann]", "[Bob]"],
])("%s and %s", (left, right, a, b) => {
  expect(differences(left, right).map(inBrackets)).toEqual([a, b]);
});

test("runs make up the text again; what is not marked is the same in both; the other way round gives the same amount", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "B", "é", "e", " ", "-"), maxLength: 12 });
  const join = (runs: Run[], only: (run: Run) => boolean = () => true) =>
    runs
      .filter(only)
      .map((run) => run.text)
      .join("");
  const plain = (runs: Run[]) =>
    join(runs, ({ differs }) => !differs)
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toUpperCase();
  fc.assert(
    fc.property(text, text, (left, right) => {
      const [a, b] = differences(left, right);
      expect([join(a), join(b)]).toEqual([left, right]);
      expect(plain(a)).toBe(plain(b));
      const [c, d] = differences(right, left);
      expect([plain(d).length, plain(c).length]).toEqual([plain(a).length, plain(b).length]);
    }),
  );
});

test("by position, day and month that have changed places are marked whole", () => {
  expect(byPosition("03/12/2019", "12/03/2019").map(inBrackets)).toEqual([
    "[03]/[12]/2019",
    "[12]/[03]/2019",
  ]);
});

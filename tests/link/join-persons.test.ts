import fc from "fast-check";
import { expect, test } from "vitest";
import { joinPersons } from "../../loaders/link/join-persons.js";
import type { Rule } from "../../loaders/link/linker.js";
import type { Particulars } from "../../loaders/link/person-sets.js";

interface KnownRecord {
  nhs: number;
  upn: number;
  sex: number;
  /** Numbers of extracts; even ones are of a period; the source is the number halved, rounded down. */
  extracts: number[];
}

const extractCount = 8;

function particularsOf(records: KnownRecord[]): Particulars {
  const extractsFrom = [0];
  for (const { extracts } of records) extractsFrom.push(extractsFrom.at(-1)! + extracts.length);
  const numbers = Array.from({ length: extractCount }, (_, i) => i);
  return {
    nhsNumber: Int32Array.from(records, (r) => r.nhs),
    upn: Int32Array.from(records, (r) => r.upn),
    sex: Uint8Array.from(records, (r) => r.sex),
    forename: new Int32Array(records.length).fill(-1),
    extractsFrom: Int32Array.from(extractsFrom),
    extract: Int32Array.from(records.flatMap((r) => r.extracts)),
    sourceOf: Int32Array.from(numbers, (e) => Math.floor(e / 2)),
    periodic: Uint8Array.from(numbers, (e) => (e + 1) % 2),
  };
}

type Pairs = [number, number][];

function join(records: KnownRecord[], rules: { rule: Rule; pairs: Pairs }[]) {
  return joinPersons(
    particularsOf(records),
    rules.map(({ rule, pairs }) => ({
      rule,
      left: Int32Array.from(pairs, (p) => p[0]),
      right: Int32Array.from(pairs, (p) => p[1]),
    })),
  );
}

const plain: KnownRecord = { nhs: -1, upn: -1, sex: 0, extracts: [1] };
const name: Rule = { name: "name", evidence: "name" };
const identifier: Rule = { name: "identifier", evidence: "identifier" };

test("pairs join in chains, and a person is named by its first record", () => {
  const { person, joinedBy } = join(Array(5).fill(plain), [
    { rule: identifier, pairs: [[1, 3]] },
    {
      rule: name,
      pairs: [
        [3, 4],
        [1, 4],
      ],
    },
  ]);
  expect([...person]).toEqual([0, 1, 2, 1, 1]);
  expect([...joinedBy]).toEqual([-1, 0, -1, 0, 1]);
});

test("a name pair to two persons of different NHS number joins neither, and is told", () => {
  const records = [{ ...plain, nhs: 1 }, plain, { ...plain, nhs: 2 }];
  const { person, manyMatches } = join(records, [
    {
      rule: name,
      pairs: [
        [0, 1],
        [1, 2],
      ],
    },
  ]);
  expect([...person]).toEqual([0, 1, 2]);
  expect([...manyMatches]).toEqual([0, 1, 0]);
});

test("a later rule that finds one of the two settles it", () => {
  const records = [{ ...plain, nhs: 1 }, plain, { ...plain, nhs: 2 }];
  const { person, manyMatches } = join(records, [
    {
      rule: name,
      pairs: [
        [0, 1],
        [1, 2],
      ],
    },
    { rule: name, pairs: [[1, 2]] },
  ]);
  expect([...person]).toEqual([0, 1, 1]);
  expect([...manyMatches]).toEqual([0, 0, 0]);
});

test("two UPNs under one NHS number part only their bearers", () => {
  const records = [
    { ...plain, nhs: 1, upn: 1 },
    { ...plain, nhs: 1 },
    { ...plain, nhs: 1, upn: 2 },
    { ...plain, nhs: 1 },
  ];
  const { person } = join(records, [
    {
      rule: identifier,
      pairs: [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    },
  ]);
  expect([...person]).toEqual([0, 1, 2, 1]);
});

test("a spelling gathers around the one name that several sources know, and nowhere else", () => {
  const spelling: Rule = { ...name, forenames: "spelling" };
  const known = { ...plain, extracts: [1, 3] };
  const pairs: Pairs = [
    [0, 1],
    [0, 2],
  ];
  expect([...join([known, plain, plain], [{ rule: spelling, pairs }]).person]).toEqual([0, 0, 0]);
  expect([...join([plain, plain, plain], [{ rule: spelling, pairs }]).person]).toEqual([0, 1, 2]);
  const chain: Pairs = [
    [0, 1],
    [1, 2],
  ];
  expect([...join([known, plain, plain], [{ rule: spelling, pairs: chain }]).person]).toEqual([0, 1, 2]);
  expect([...join([known, plain, known], [{ rule: spelling, pairs }]).person]).toEqual([0, 1, 2]);
});

const record = fc.record<KnownRecord>({
  nhs: fc.integer({ min: -1, max: 2 }),
  upn: fc.integer({ min: -1, max: 1 }),
  sex: fc.integer({ min: 0, max: 2 }),
  extracts: fc.uniqueArray(fc.integer({ min: 0, max: extractCount - 1 }), { minLength: 1, maxLength: 3 }),
});
const rule = fc.record<Rule>({
  name: fc.constant("rule"),
  evidence: fc.constantFrom("identifier", "name"),
  loose: fc.boolean(),
  forenames: fc.constantFrom(undefined, "form", "spelling"),
});
const world = fc.array(record, { minLength: 2, maxLength: 12 }).chain((records) => {
  const place = fc.integer({ min: 0, max: records.length - 1 });
  const pairs = fc.array(fc.tuple(place, place), { maxLength: 15 });
  return fc.record({
    records: fc.constant(records),
    rules: fc.array(fc.record({ rule, pairs }), { maxLength: 4 }),
  });
});

function groups(person: Int32Array): number[][] {
  const found = new Map<number, number[]>();
  for (const [i, p] of person.entries()) found.set(p, [...(found.get(p) ?? []), i]);
  return [...found.values()];
}

test("no person ever has two NHS numbers or two UPNs", () => {
  fc.assert(
    fc.property(world, ({ records, rules }) => {
      for (const group of groups(join(records, rules).person))
        for (const of of ["nhs", "upn"] as const)
          expect(new Set(group.map((i) => records[i]![of]).filter((n) => n !== -1)).size).toBeLessThan(2);
    }),
  );
});

test("strict name rules never put two records of one period's extract, or of different sex, in a person", () => {
  fc.assert(
    fc.property(world, ({ records, rules }) => {
      const strict = rules.map(({ rule, pairs }) => ({
        pairs,
        rule: { ...rule, evidence: "name" as const, loose: false },
      }));
      for (const group of groups(join(records, strict).person)) {
        const periodic = group.flatMap((i) => records[i]!.extracts.filter((e) => e % 2 === 0));
        expect(new Set(periodic).size).toBe(periodic.length);
        expect(new Set(group.map((i) => records[i]!.sex).filter(Boolean)).size).toBeLessThan(2);
      }
    }),
  );
});

test("the order of pairs, their direction, and the numbering of records are of no account", () => {
  const shuffled = world.chain(({ records, rules }) =>
    fc.record({
      records: fc.constant(records),
      rules: fc.constant(rules),
      order: fc.shuffledSubarray(
        records.map((_, i) => i),
        { minLength: records.length },
      ),
      turned: fc.tuple(
        ...rules.map(({ pairs }) =>
          fc
            .shuffledSubarray(pairs, { minLength: pairs.length })
            .map((p) => p.map(([a, b]): [number, number] => [b, a])),
        ),
      ),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ records, rules, order, turned }) => {
      // Record i of the first world is record order.indexOf(i) of the second.
      const moved = (i: number): number => order.indexOf(i);
      const before = join(records, rules);
      const after = join(
        order.map((i) => records[i]!),
        rules.map(({ rule }, r) => ({
          rule,
          pairs: turned[r]!.map(([a, b]): [number, number] => [moved(a), moved(b)]),
        })),
      );
      for (let i = 0; i < records.length; i++) {
        expect(after.joinedBy[moved(i)]).toBe(before.joinedBy[i]);
        expect(after.manyMatches[moved(i)]).toBe(before.manyMatches[i]);
        for (let j = 0; j < records.length; j++)
          expect(after.person[moved(i)] === after.person[moved(j)]).toBe(
            before.person[i] === before.person[j],
          );
      }
    }),
  );
});

test("what persons have come to be is told of each", () => {
  const records = [
    { ...plain, nhs: 1, sex: 1 },
    { ...plain, upn: 5, extracts: [3] },
    { ...plain, nhs: 2 },
  ];
  const persons = join(records, [{ rule: name, pairs: [[0, 1]] }]);
  expect([persons.conflict(0, 2), persons.conflict(2, 2)]).toEqual([true, false]);
  expect([persons.areDistinct(0, 2), persons.areDistinct(0, 2, false)]).toEqual([true, false]);
  expect([persons.isSettled(0), persons.isSettled(2)]).toEqual([true, false]);
  expect(persons.numbersOf(0)).toEqual({ nhsNumber: 1, upn: 5 });
});

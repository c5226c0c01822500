import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinPersons } from "../../loaders/link/join-persons.js";
import type { RankedPairs } from "../../loaders/link/join-ranked.js";
import type { Rule } from "../../loaders/link/linker.js";
import type { Particulars } from "../../loaders/link/person-sets.js";

interface KnownRecord {
  nhs: number;
  sex: number;
  forename: number;
  /** Numbers of extracts; even ones are of a period; the source is the number halved, rounded down. */
  extracts: number[];
}

interface Pair {
  pair: [number, number];
  weight: number;
  mayJoin?: boolean;
  unlike?: boolean;
}

const plain: KnownRecord = { nhs: -1, sex: 0, forename: 7, extracts: [1] };
const extractCount = 8;

function particularsOf(records: readonly KnownRecord[], apart: readonly [number, number][]): Particulars {
  const extractsFrom = [0];
  for (const { extracts } of records) extractsFrom.push(extractsFrom.at(-1)! + extracts.length);
  const numbers = Array.from({ length: extractCount }, (_, i) => i);
  return {
    nhsNumber: Int32Array.from(records, (r) => r.nhs),
    upn: new Int32Array(records.length).fill(-1),
    sex: Uint8Array.from(records, (r) => r.sex),
    forename: Int32Array.from(records, (r) => r.forename),
    extractsFrom: Int32Array.from(extractsFrom),
    extract: Int32Array.from(records.flatMap((r) => r.extracts)),
    sourceOf: Int32Array.from(numbers, (e) => Math.floor(e / 2)),
    periodic: Uint8Array.from(numbers, (e) => (e + 1) % 2),
    apart,
  };
}

/** Ranked as link ranks them: the strongest first, and of equals the first by number. A match needs 4 bits, a possibility 0. */
function rank(pairs: readonly Pair[]): RankedPairs {
  const sorted = [...pairs].sort(
    (a, b) => b.weight - a.weight || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1],
  );
  return {
    left: Int32Array.from(sorted, (p) => p.pair[0]),
    right: Int32Array.from(sorted, (p) => p.pair[1]),
    weight: Float64Array.from(sorted, (p) => p.weight),
    mayJoin: Uint8Array.from(sorted, (p) => Number(p.mayJoin ?? true)),
    unlike: Uint8Array.from(sorted, (p) => Number(p.unlike ?? false)),
    match: 4,
    potential: 0,
  };
}

function join(
  records: readonly KnownRecord[],
  pairs: readonly Pair[],
  {
    apart = [],
    rules = [],
  }: { apart?: [number, number][]; rules?: { rule: Rule; pairs: [number, number][] }[] } = {},
) {
  const rulePairs = rules.map(({ rule, pairs }) => ({
    rule,
    left: Int32Array.from(pairs, (p) => p[0]),
    right: Int32Array.from(pairs, (p) => p[1]),
  }));
  return joinPersons(particularsOf(records, apart), rulePairs, rank(pairs));
}

describe("pairs by a model", () => {
  test("join in chains from the threshold on, and remember by how much", () => {
    const { person, joinedBy, hangsBy } = join(Array(5).fill(plain), [
      { pair: [0, 1], weight: 12 },
      { pair: [1, 2], weight: 5 },
      { pair: [3, 4], weight: 3.9 },
    ]);
    expect([...person]).toEqual([0, 0, 0, 3, 4]);
    expect([...joinedBy]).toEqual([0, 0, 0, -1, -1]);
    const infinite = Number.POSITIVE_INFINITY;
    expect([...hangsBy]).toEqual([infinite, 12, 5, infinite, infinite]);
  });

  test("the lesser part of a person hangs on the greater, however it came to be", () => {
    const rule: Rule = { name: "name", evidence: "name" };
    const { hangsBy } = join(Array(4).fill(plain), [{ pair: [0, 1], weight: 6 }], {
      rules: [{ rule, pairs: [[1, 2]] }],
    });
    expect(hangsBy[0]).toBe(6);
    expect(hangsBy[1]).toBe(Number.POSITIVE_INFINITY);
  });

  test("do not join what two numbers, two sexes or a reviewer hold apart, by a third record neither", () => {
    const through: Pair[] = [
      { pair: [0, 1], weight: 20 },
      { pair: [1, 2], weight: 10 },
    ];
    const numbers = [{ ...plain, nhs: 1 }, plain, { ...plain, nhs: 2 }];
    expect([...join(numbers, through).person]).toEqual([0, 0, 2]);
    const sexes = [{ ...plain, sex: 1 }, plain, { ...plain, sex: 2 }];
    expect([...join(sexes, through).person]).toEqual([0, 0, 2]);
    expect([...join(Array(3).fill(plain), through, { apart: [[0, 2]] }).person]).toEqual([0, 0, 2]);
  });

  test("one period's list holds two children of two forenames, and may hold one child twice under one", () => {
    const pairs: Pair[] = [{ pair: [0, 1], weight: 20 }];
    const listed = { ...plain, extracts: [2] };
    expect([...join([listed, listed], pairs).person]).toEqual([0, 0]);
    expect([...join([listed, { ...listed, forename: 8 }], pairs).person]).toEqual([0, 1]);
    expect([
      ...join(
        [
          { ...listed, forename: -1 },
          { ...listed, forename: -1 },
        ],
        pairs,
      ).person,
    ]).toEqual([0, 1]);
    expect([...join([listed, { ...listed, forename: 8, extracts: [4] }], pairs).person]).toEqual([0, 0]);
  });

  test("two children of unlike forenames, each known from two sources, are not joined; one known from one is", () => {
    const settled = { ...plain, extracts: [1, 3] };
    const pairs: Pair[] = [{ pair: [0, 1], weight: 20, unlike: true }];
    expect([...join([settled, settled], pairs).person]).toEqual([0, 1]);
    expect([...join([settled, plain], pairs).person]).toEqual([0, 0]);
  });

  test("a record that fits two children about as well joins neither, and is told", () => {
    const records = [{ ...plain, nhs: 1 }, plain, { ...plain, nhs: 2 }];
    const between = (first: number, second: number) =>
      join(records, [
        { pair: [0, 1], weight: first },
        { pair: [1, 2], weight: second },
      ]);
    expect([...between(12, 9).person]).toEqual([0, 1, 2]);
    expect([...between(12, 9).manyMatches]).toEqual([0, 1, 0]);
    expect([...between(12, 8).person]).toEqual([0, 0, 2]);
    expect([...between(12, 8).manyMatches]).toEqual([0, 0, 0]);
  });

  test("a pair without evidence from forenames joins none, but is a possibility", () => {
    const records = [{ ...plain, nhs: 1 }, plain, { ...plain, nhs: 2 }];
    const { person, manyMatches } = join(records, [
      { pair: [0, 1], weight: 12, mayJoin: false },
      { pair: [1, 2], weight: 10 },
    ]);
    expect([...person]).toEqual([0, 1, 2]);
    expect([...manyMatches]).toEqual([0, 1, 0]);
  });
});

const record = fc.record({
  nhs: fc.constantFrom(-1, -1, 0, 1),
  sex: fc.constantFrom(0, 1, 2),
  forename: fc.constantFrom(-1, 0, 1),
  extracts: fc.uniqueArray(fc.nat(extractCount - 1), { minLength: 1, maxLength: 3 }),
});
const size = 8;
const couple = fc
  .tuple(fc.nat(size - 1), fc.nat(size - 1))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as [number, number]);
const pair = fc.record({
  pair: couple,
  weight: fc.integer({ min: -2, max: 20 }),
  mayJoin: fc.boolean(),
  unlike: fc.boolean(),
});
const world = {
  records: fc.array(record, { minLength: size, maxLength: size }),
  pairs: fc.uniqueArray(pair, { selector: ({ pair }) => pair.join(), maxLength: 20 }),
  apart: fc.array(couple, { maxLength: 3 }),
  same: fc.array(couple, { maxLength: 3 }),
  named: fc.array(couple, { maxLength: 6 }),
};
const rulesOf = (same: [number, number][], named: [number, number][]) => [
  { rule: { name: "review", evidence: "identifier", loose: true } as Rule, pairs: same },
  { rule: { name: "name", evidence: "name" } as Rule, pairs: named },
];

test("no chain of rules and pairs joins two numbers, or what a reviewer found to be two children", () => {
  fc.assert(
    fc.property(fc.record(world), ({ records, pairs, apart, same, named }) => {
      const { person } = join(records, pairs, { apart, rules: rulesOf(same, named) });
      for (const [a, b] of apart) expect(person[a]).not.toBe(person[b]);
      for (let i = 0; i < size; i++)
        for (let j = 0; j < i; j++)
          if (person[i] === person[j]) {
            const [a, b] = [records[i]!.nhs, records[j]!.nhs];
            expect(a === -1 || b === -1 || a === b).toBe(true);
          }
    }),
    { numRuns: 500 },
  );
});

test("a reviewer's “same” holds unless numbers or another decision forbid it", () => {
  fc.assert(
    fc.property(fc.record(world), ({ records, pairs, same, named }) => {
      const unnumbered = records.map((one) => ({ ...one, nhs: -1 }));
      const { person } = join(unnumbered, pairs, { rules: rulesOf(same, named) });
      for (const [a, b] of same) expect(person[a]).toBe(person[b]);
    }),
  );
});

test("the order in which pairs are found is of no account", () => {
  fc.assert(
    fc.property(fc.record(world), ({ records, pairs, apart, same, named }) => {
      const rules = rulesOf(same, named);
      const { person, manyMatches, hangsBy } = join(records, pairs, { apart, rules });
      const reversed = rulesOf([...same].reverse(), [...named].reverse());
      expect(
        join(records, [...pairs].reverse(), { apart: [...apart].reverse(), rules: reversed }),
      ).toMatchObject({ person, manyMatches, hangsBy });
    }),
  );
});

test("a veto between two records holds in any cluster, whatever the third records", () => {
  fc.assert(
    fc.property(fc.record(world), ({ records, pairs, apart: vetoed, named }) => {
      const rules = rulesOf([], named).map(({ rule, pairs }) => ({
        rule,
        left: Int32Array.from(pairs, (p) => p[0]),
        right: Int32Array.from(pairs, (p) => p[1]),
      }));
      const { person } = joinPersons({ ...particularsOf(records, []), vetoed }, rules, rank(pairs));
      for (const [a, b] of vetoed) expect(person[a]).not.toBe(person[b]);
    }),
  );
});

import { describe, expect, test } from "vitest";
import { type Particulars, PersonSets } from "../../loaders/link/person-sets.js";

interface Given {
  nhs?: number;
  upn?: number;
  /** 1 female, 2 male. */
  sex?: number;
  forename?: number;
  /** Extracts that hold the record, as "source:extract"; one with a star is a period's list. */
  in?: string[];
}

/** Records by what is known of each, with pairs that are known to be two children's. */
function setsOf(records: Given[], more: Pick<Particulars, "apart" | "vetoed"> = {}): PersonSets {
  const lists = records.map(({ in: held = [] }) => held);
  const extracts = [...new Set(lists.flat())];
  const sources = [...new Set(extracts.map((each) => each.split(":")[0]))];
  return new PersonSets({
    nhsNumber: Int32Array.from(records, ({ nhs = -1 }) => nhs),
    upn: Int32Array.from(records, ({ upn = -1 }) => upn),
    sex: Uint8Array.from(records, ({ sex = 0 }) => sex),
    forename: Int32Array.from(records, ({ forename = -1 }) => forename),
    extractsFrom: Int32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).flat().length)]),
    extract: Int32Array.from(lists.flat(), (each) => extracts.indexOf(each)),
    sourceOf: Int32Array.from(extracts, (each) => sources.indexOf(each.split(":")[0]!)),
    periodic: Uint8Array.from(extracts, (each) => (each.endsWith("*") ? 1 : 0)),
    ...more,
  });
}
const conflicts = (a: Given, b: Given) => {
  const sets = setsOf([a, b]);
  expect(sets.conflict(1, 0)).toBe(sets.conflict(0, 1));
  return sets.conflict(0, 1);
};

describe("two persons cannot be one child", () => {
  test("with two numbers, unless numbers do not count", () => {
    expect(conflicts({ nhs: 1 }, { nhs: 2 })).toBe(true);
    expect(conflicts({ upn: 0 }, { upn: 2 })).toBe(true);
    expect(conflicts({ nhs: 1, upn: 3 }, { nhs: 1, upn: 4 })).toBe(true);
    for (const [a, b] of [
      [{ nhs: 1 }, { nhs: 1 }],
      [{ nhs: 1 }, { upn: 2 }],
      [{}, {}],
    ] as const)
      expect(conflicts(a, b)).toBe(false);
    expect(setsOf([{ nhs: 1 }, { nhs: 2 }]).areDistinct(0, 1, false)).toBe(false);
    expect(
      setsOf([
        { nhs: 1, sex: 1 },
        { nhs: 2, sex: 2 },
      ]).areDistinct(0, 1, false),
    ).toBe(true);
  });

  test("of two sexes", () => {
    expect(conflicts({ sex: 1 }, { sex: 2 })).toBe(true);
    for (const sex of [0, 1, 2]) {
      expect(conflicts({ sex }, { sex })).toBe(false);
      expect(conflicts({ sex }, {})).toBe(false);
    }
  });

  test("in one period's list, but under one forename", () => {
    const school = ["a:2024*"];
    expect(conflicts({ in: school, forename: 1 }, { in: school, forename: 2 })).toBe(true);
    expect(conflicts({ in: school }, { in: school, forename: 1 })).toBe(true);
    expect(conflicts({ in: school }, { in: school })).toBe(true);
    expect(conflicts({ in: school, forename: 1 }, { in: school, forename: 1 })).toBe(false);
    expect(conflicts({ in: school, forename: 1 }, { in: ["a:2025*"], forename: 2 })).toBe(false);
    expect(conflicts({ in: ["a:visits"], forename: 1 }, { in: ["a:visits"], forename: 2 })).toBe(false);
    expect(conflicts({ in: ["a:visits", "a:2024*"], forename: 1 }, { in: school, forename: 2 })).toBe(true);
  });

  test("where a reviewer or the model found them to be two, whatever joins them later", () => {
    for (const pairs of [{ apart: [[0, 1]] }, { vetoed: [[1, 0]] }] as const) {
      const sets = setsOf([{}, {}, {}, {}], pairs);
      expect([sets.conflict(0, 1), sets.conflict(1, 0), sets.conflict(0, 2)]).toEqual([true, true, false]);
      expect([sets.apartFrom(0), sets.apartFrom(1), sets.apartFrom(2)]).toEqual([[1], [0], []]);
      sets.merge([1, 2], 0);
      sets.merge([0, 3], 0);
      expect(sets.conflict(sets.personOf(3), sets.personOf(2))).toBe(true);
    }
  });
});

describe("persons that are joined", () => {
  test("are one, named by the first record, and have all that was known of either", () => {
    const sets = setsOf([
      { in: ["a:1"], sex: 1 },
      { in: ["b:1", "b:2"], upn: 7 },
      { in: ["a:1"], nhs: 5, sex: 1 },
      { in: ["c:1*"], forename: 3 },
    ]);
    sets.merge([2, 1], 4);
    sets.merge([0, sets.personOf(2)], 5);
    expect([0, 1, 2, 3].map((record) => sets.personOf(record))).toEqual([0, 0, 0, 3]);
    expect([...sets.recordsOf(0)].sort()).toEqual([0, 1, 2]);
    expect([sets.nhsNumber[0], sets.upn[0], sets.sexes[0]]).toEqual([5, 7, 1]);
    expect(sets.extractsOf(0).sort()).toEqual([0, 0, 1, 2]);
    expect([sets.isSettled(0), sets.isSettled(3)]).toEqual([true, false]);
    expect(sets.records).toBe(4);
  });

  test("know by which rule each record was first joined", () => {
    const sets = setsOf([{}, {}, {}, {}]);
    sets.merge([0, 1], 3);
    sets.merge([0, 2], 5);
    sets.merge([3], 6);
    sets.merge([], 7);
    expect([...sets.joinedBy]).toEqual([3, 3, 5, -1]);
  });

  test("hang by the least weight on the greater part, and by none where they are sure", () => {
    const sets = setsOf([
      { in: ["a:1", "b:1"] },
      { in: ["a:1"] },
      { in: ["c:1", "d:1", "e:1", "f:1"] },
      { in: ["a:2"] },
    ]);
    sets.merge([0, 1], 0, 9);
    expect([...sets.hangsBy]).toEqual([Infinity, 9, Infinity, Infinity]);
    sets.merge([0, 2], 0, 4);
    expect([...sets.hangsBy]).toEqual([4, 4, Infinity, Infinity]);
    sets.merge([0, 3], 0);
    expect([...sets.hangsBy]).toEqual([4, 4, Infinity, Infinity]);
    // Of two as great the second hangs on the first.
    const same = setsOf([{ in: ["a:1"] }, { in: ["a:1"] }]);
    same.merge([0, 1], 0, 2);
    expect([...same.hangsBy]).toEqual([Infinity, 2]);
  });

  test("lose the mark of ones that match different children", () => {
    const sets = setsOf([{}, {}, {}]);
    sets.flag([1, 2]);
    expect([0, 1, 2].map((person) => sets.isFlagged(person))).toEqual([false, true, true]);
    sets.merge([1, 0], 0);
    expect([sets.isFlagged(0), sets.isFlagged(2)]).toEqual([false, true]);
  });
});

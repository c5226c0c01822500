import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Model } from "../../../loaders/link/model/schema.js";
import { heldSql, sqlNumber, weightOf, weightSql } from "../../../loaders/link/model/score.js";
import { isAdjusted, parametersOf, withElse } from "../../../loaders/link/model/vectors.js";
import { Database } from "../../../loaders/store/database.js";

/** A name, whose exact agreement counts by how rare it is, and half so where it is but like; and a birth. */
const model = {
  prior: 1 / 1025,
  thresholds: { match: 0.9375 },
  comparisons: [
    {
      field: "surname",
      levels: [
        { test: "exact", m: 0.8, u: 0.05, term_frequency: 1 },
        { test: "similar", m: 0.1, u: 0.1, term_frequency: 0.5 },
        { test: "else", m: 0.1, u: 0.85 },
      ],
    },
    {
      field: "date_of_birth",
      levels: [
        { test: "exact", m: 0.5, u: 0.125 },
        { test: "other sex", veto: true },
        { test: "no day", neutral: true, review: true },
      ],
    },
  ],
} as unknown as Model;

let db: Database;
beforeAll(async () => {
  db = await Database.open(":memory:");
});
afterAll(() => db.close());

/** The match weight of a pair on these levels, null for a field that one of them has not, and how frequent the name is. */
async function weight(
  [first, second]: [number | null, number | null],
  frequency: number | null,
  held = false,
) {
  const sql = held ? heldSql(model, weightSql(model)) : weightSql(model);
  const { weight } = await db.row<{ weight: number }>(
    `SELECT ${sql} AS weight FROM (SELECT $1::TINYINT AS "level 0", $2::TINYINT AS "level 1", $3::DOUBLE AS "frequency 0")`,
    [first, second, frequency],
  );
  return weight;
}

describe("a match weight", () => {
  // 1 in 1,025 is 1 to 1,024: ten bits against a match.
  test("is the prior's bits and those of each level, of which what is not there has none", async () => {
    expect(await weight([null, null], null)).toBeCloseTo(-10, 9);
    expect(await weight([0, null], 0.05)).toBeCloseTo(-10 + 4, 9);
    expect(await weight([2, null], 0.05)).toBeCloseTo(-10 + Math.log2(0.1 / 0.85), 9);
    expect(await weight([null, 0], null)).toBeCloseTo(-10 + 2, 9);
    expect(await weight([0, 0], 0.05)).toBeCloseTo(-10 + 6, 9);
  });

  test("is more where the name is rare, in full or in part, and as it is where nothing is known of it", async () => {
    expect(await weight([0, null], 0.0125)).toBeCloseTo(-10 + 4 + 2, 9);
    expect(await weight([0, null], 0.2)).toBeCloseTo(-10 + 4 - 2, 9);
    expect(await weight([1, null], 0.0125)).toBeCloseTo(-10 + 0 + 1, 9);
    expect(await weight([2, null], 0.0125)).toBeCloseTo(-10 + Math.log2(0.1 / 0.85), 9);
    expect(await weight([0, null], null)).toBeCloseTo(-10 + 4, 9);
  });

  test("says nothing of a neutral level, and forbids a match on a veto", async () => {
    expect(await weight([null, 2], null)).toBeCloseTo(-10, 9);
    expect(await weight([null, 1], null)).toBeCloseTo(-110, 9);
  });

  test("falls short of a match where a person must see the pair, and is else as it is", async () => {
    // 0.9375 is 15 to 1.
    expect(weightOf(0.9375)).toBeCloseTo(Math.log2(15), 9);
    const rare = 0.05 / 2 ** 12;
    expect(await weight([0, 2], rare)).toBeCloseTo(6, 9);
    expect(await weight([0, 2], rare, true)).toBeCloseTo(Math.log2(15) - 0.25, 9);
    expect(await weight([0, null], rare, true)).toBeCloseTo(6, 9);
    expect(await weight([0, 0], rare, true)).toBeCloseTo(8, 9);
    expect(await weight([2, 2], 0.05, true)).toBeCloseTo(-10 + Math.log2(0.1 / 0.85), 9);
  });
});

test("numbers are written in full, and those without end as far off as can be", async () => {
  const value = async (n: number) => (await db.row<{ n: number }>(`SELECT ${sqlNumber(n)} AS n`)).n;
  for (const n of [0.1, 1 / 3, -2e-17, 12345678.9, 0]) expect(await value(n)).toBe(n);
  expect(await value(Infinity)).toBe(1e300);
  expect(await value(-Infinity)).toBe(-1e300);
});

test("parameters are those of all levels, with one for what none of them fits", () => {
  const [surname, birth] = model.comparisons;
  expect(withElse(surname!.levels)).toHaveLength(3);
  expect(withElse(birth!.levels).map((level) => level.test)).toEqual([
    "exact",
    "other sex",
    "no day",
    "else",
  ]);
  expect(parametersOf(birth!)).toEqual({
    ...{ m: [0.5, 1, 1, 1], u: [0.125, 1, 1, 1], fixed: [undefined, "veto", "neutral", undefined] },
    ...{ adjustment: [0, 0, 0, 0], exact: 0 },
  });
  expect(parametersOf({ ...birth!, levels: birth!.levels.slice(1) }).exact).toBeUndefined();
  expect([isAdjusted(surname!), isAdjusted(birth!)]).toEqual([true, false]);
});

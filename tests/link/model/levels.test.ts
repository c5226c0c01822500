import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { levelName, levelSql } from "../../../loaders/link/model/levels.js";
import type { Comparison, Level, Model } from "../../../loaders/link/model/schema.js";
import { vetoedPairs } from "../../../loaders/link/model/vetoes.js";
import { Database, identifier, literal } from "../../../loaders/store/database.js";

let db: Database;
beforeAll(async () => {
  db = await Database.open(":memory:");
});
afterAll(() => db.close());

type Value = string | number | boolean | readonly string[] | null;
type Row = Record<string, Value>;

const sqlOf = (value: Value): string =>
  value === null
    ? "NULL"
    : typeof value === "string"
      ? literal(value)
      : typeof value === "object"
        ? `[${value.map(literal).join(", ")}]::VARCHAR[]`
        : String(value);
const rowSql = (row: Row) =>
  `SELECT ${Object.entries(row)
    .map(([name, value]) => `${sqlOf(value)} AS ${identifier(name)}`)
    .join(", ")}`;

/** The position of the level that two records are on. */
async function positionOf(levels: readonly Partial<Level>[], l: Row, r: Row, field = "x"): Promise<number> {
  const comparison = { field, levels: [...levels, { test: "else" }] } as unknown as Comparison;
  const { position } = await db.row<{ position: number }>(
    `SELECT ${levelSql(comparison)} AS position FROM (${rowSql(l)}) AS l, (${rowSql(r)}) AS r`,
  );
  return position;
}

/** Whether two values, or records, pass a test, in both directions. */
async function passes(level: Partial<Level>, one: Value | Row, other: Value | Row): Promise<boolean> {
  const row = (given: Value | Row): Row =>
    typeof given === "object" && given !== null && !Array.isArray(given)
      ? { x: "there", ...(given as Row) }
      : { x: given as Value };
  const there = (await positionOf([level], row(one), row(other))) === 0;
  const back = (await positionOf([level], row(other), row(one))) === 0;
  expect(back).toBe(there);
  return there;
}

describe("two values pass the test", () => {
  const of = (name: string, more: object = {}) => ({ test: name, ...more }) as Partial<Level>;
  test.each<[Partial<Level>, Value | Row, Value | Row, boolean]>([
    [of("exact"), "ANA", "ANA", true],
    [of("exact"), "ANA", "ANNA", false],
    [of("initial"), "A", "ANA", true],
    [of("initial"), "B", "ANA", false],
    [of("jaro-winkler", { least: 0.9 }), "MARTHA", "MARHTA", true],
    [of("jaro-winkler", { least: 0.97 }), "MARTHA", "MARHTA", false],
    [of("levenshtein", { most: 1 }), "ANA", "ANNA", true],
    [of("levenshtein", { most: 1 }), "ANA", "NAA", false],
    [of("damerau-levenshtein", { most: 1 }), "ANA", "NAA", true],
    [of("damerau-levenshtein", { most: 1 }), "ANA", "ANNAB", false],
    [of("damerau-levenshtein", { most: 2 }), "ABCD", "BADC", true],
    [of("damerau-levenshtein", { most: 1 }), "ANA", "BERTHOLD", false],
    [of("words-shared", { least: 0.5 }), "ANA BEA", "ANA CLEO", true],
    [of("words-shared", { least: 0.6 }), "ANA BEA", "ANA CLEO", false],
    [of("words-shared", { least: 1 }), "ANA", "ANA CLEO DORA", true],
    [of("swapped", { with: "y" }), { x: "A", y: "B" }, { x: "B", y: "A" }, true],
    [of("swapped", { with: "y" }), { x: "A", y: "B" }, { x: "B", y: "C" }, false],
    [of("half-swapped", { with: "y" }), { x: "A", y: "B" }, { x: "B", y: "C" }, true],
    [of("half-swapped", { with: "y" }), { x: "A", y: "B" }, { x: "C", y: "D" }, false],
    [of("half-swapped", { with: "y" }), { x: "A", y: "B" }, { x: "C", y: "A" }, true],
    [of("day-month-swapped"), "20200305", "20200503", true],
    [of("day-month-swapped"), "20200305", "20210503", false],
    [of("day-month-swapped"), "20200305", "20200504", false],
    [of("day-month-swapped"), "20200305", "20200603", false],
    [of("digits-wrong", { most: 1 }), "20200305", "20200306", true],
    [of("digits-wrong", { most: 1 }), "20200305", "20200416", false],
    [of("digits-wrong", { most: 1 }), "2020030", "20200305", false],
    [of("default-date"), { x: "20200101", "x default": true }, { x: "20200305", "x default": false }, true],
    [of("default-date"), { x: "20200102", "x default": false }, { x: "20200305", "x default": false }, false],
    [of("default-date"), { x: "20200101", "x default": true }, { x: "20210305", "x default": false }, false],
    [of("within-days", { most: 3 }), { "x day": 10 }, { "x day": 13 }, true],
    [of("within-days", { most: 3 }), { "x day": 10 }, { "x day": 14 }, false],
    [of("same-year-month"), "20200305", "20200321", true],
    [of("same-year-month"), "20200305", "20200405", false],
    [of("same-month-day"), "20200305", "20210305", true],
    [of("same-month-day"), "20200305", "20210306", false],
    [of("same-year"), "20200305", "20201231", true],
    [of("same-year"), "20200305", "20210305", false],
    [of("sector"), "B11AA", "B11AB", true],
    [of("sector"), "B11AA", "B12AA", false],
    [of("sector"), "1AA", "1AB", false],
    [of("district"), "B11AA", "B12AA", true],
    [of("district"), "B11AA", "B21AA", false],
    [of("district"), "1AA", "2AA", false],
    [of("username"), "ana@one.org", "ana@two.org", true],
    [of("username"), "ana@one.org", "bea@one.org", false],
    [of("within", { most: 2 }), 5, 7, true],
    [of("within", { most: 2 }), 5, 8, false],
    [of("exact", { field: "y" }), { x: "A", y: "B" }, { x: "C", y: "B" }, true],
    [of("exact", { field: "y" }), { x: "A", y: "B" }, { x: "A", y: "C" }, false],
    [of("all", { of: [of("same-year"), of("same-month-day")] }), "20200305", "20200305", true],
    [of("all", { of: [of("same-year"), of("same-month-day")] }), "20200305", "20200306", false],
    [of("any", { of: [of("same-year"), of("same-month-day")] }), "20200305", "20210305", true],
    [of("any", { of: [of("same-year"), of("same-month-day")] }), "20200305", "20210306", false],
  ])("%j: %j and %j: %s", async (level, one, other, isSo) => {
    expect(await passes(level, one, other)).toBe(isSo);
  });

  const name = (more: Row): Row => ({
    ...{ "x aliases": [], "x words": [], "x known": [], "x shared": [] },
    ...{ "x only_shared": false, "x only_titles": false, ...more },
  });
  test.each<[string, Row, Row, boolean]>([
    [
      "alias",
      name({ "x aliases": ["a"], "x words": ["a"] }),
      name({ "x aliases": ["a", "b"], "x words": ["b"] }),
      true,
    ],
    ["alias", name({ "x words": ["a", "b"] }), name({ "x words": ["a", "b"] }), true],
    ["alias", name({ "x words": ["a"] }), name({ "x words": ["b"] }), false],
    [
      "different-names",
      name({ "x words": ["a"], "x known": ["a"] }),
      name({ "x words": ["b"], "x known": ["b"] }),
      true,
    ],
    ["different-names", name({ "x words": ["a"], "x known": ["a"] }), name({ "x words": ["b"] }), false],
    ["part-of", name({ "x words": ["a"] }), name({ "x words": ["a", "b"] }), true],
    ["part-of", name({ "x words": ["a", "c"] }), name({ "x words": ["a", "b"] }), false],
    ["titles", name({ "x only_titles": true }), name({ "x only_titles": true }), true],
    ["titles", name({ "x only_titles": true }), name({}), false],
    ["only-shared", name({ "x only_shared": true, "x shared": ["m"] }), name({ "x shared": ["m"] }), true],
    ["only-shared", name({ "x shared": ["m"] }), name({ "x shared": ["m"] }), false],
  ])("%s of names: %j and %j: %s", async (kind, one, other, isSo) => {
    expect(await passes(of(kind), one, other)).toBe(isSo);
  });
});

describe("a comparison", () => {
  const levels = [{ test: "exact" }, { test: "initial" }] as Partial<Level>[];
  test("is on the first of its levels that holds, else on the last", async () => {
    expect(await positionOf(levels, { x: "ANA" }, { x: "ANA" })).toBe(0);
    expect(await positionOf(levels, { x: "ANA" }, { x: "A" })).toBe(1);
    expect(await positionOf(levels, { x: "ANA" }, { x: "BEA" })).toBe(2);
  });

  test("is on none where either has no value", async () => {
    expect(await positionOf(levels, { x: null }, { x: "ANA" })).toBe(-1);
    expect(await positionOf(levels, { x: "ANA" }, { x: null })).toBe(-1);
    expect(await positionOf(levels, { x: null }, { x: null })).toBe(-1);
  });
});

test.each<[Partial<Level> | undefined, string]>([
  [undefined, "null"],
  [{ test: "exact" }, "exact"],
  [{ test: "jaro-winkler", least: 0.9 }, "jaro-winkler 0.9"],
  [{ test: "levenshtein", most: 2 }, "levenshtein 2"],
  [{ test: "swapped", with: "surname" }, "swapped surname"],
  [{ test: "exact", field: "postcode" }, "postcode exact"],
  [{ test: "all", of: [{ test: "exact" }, { test: "same-year" }] } as Partial<Level>, "exact and same-year"],
  [{ test: "any", of: [{ test: "exact" }, { test: "initial" }] } as Partial<Level>, "exact or initial"],
])("the level %j is called %s", (level, name) => {
  expect(levelName(level as Level | undefined)).toBe(name);
});

describe("pairs that a model forbids", () => {
  const model = (veto: boolean) =>
    ({
      comparisons: [
        { field: "y", levels: [{ test: "exact" }, { test: "else" }] },
        {
          field: "x",
          levels: [{ test: "exact" }, { test: "initial", veto }, { test: "else", veto }],
        },
      ],
    }) as unknown as Model;
  const found = async (veto: boolean, pairs: [number, number][]) => {
    await db.run(`CREATE OR REPLACE TABLE rec AS FROM (VALUES
      (0, 'ANA', 'p'), (1, 'ANA', 'p'), (2, 'BEA', 'p'), (3, 'A', 'p'), (4, 'CLEO', 'p')) AS t (n, x, y)`);
    return vetoedPairs(db, model(veto), pairs);
  };

  test("are those within a chain of pairs that are on such a level, be they a pair themselves or not", async () => {
    expect(await found(true, [[0, 1]])).toEqual([]);
    expect(await found(true, [[0, 2]])).toEqual([[0, 2]]);
    expect(
      await found(true, [
        [0, 1],
        [1, 3],
      ]),
    ).toEqual([
      [0, 3],
      [1, 3],
    ]);
    expect(await found(true, [])).toEqual([]);
  });

  test("are none where the model forbids nothing, and nothing is left behind", async () => {
    expect(await found(false, [[0, 2]])).toEqual([]);
    await found(true, [[0, 2]]);
    const tables = await db.rows<{ name: string }>(
      "SELECT table_name AS name FROM duckdb_tables() WHERE temporary",
    );
    expect(tables).toEqual([]);
  });
});

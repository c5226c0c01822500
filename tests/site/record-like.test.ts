import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Change, changeLogOf, changesSince } from "../../loaders/open-data/changes.js";
import { readSources } from "../../loaders/registry/source.js";
import { arrowOf } from "../../loaders/store/arrow.js";
import { Database, literal } from "../../loaders/store/database.js";
import { type DataRow, readTables, tablesIn } from "../../workspace/site/gate/data-tables.js";
import { isListOfWork } from "../../workspace/site/gate/lists-of-work.js";
import { recordNames, whyRecordLike } from "../../workspace/site/gate/record-like.js";

const names = recordNames(readSources());
const folder = mkdtempSync(join(tmpdir(), "tables-"));
afterAll(() => rmSync(folder, { recursive: true }));

const why = (...lists: DataRow[][]) => whyRecordLike({ place: "", lists }, names);
const whyIn = (value: unknown) => tablesIn(value).flatMap((table) => whyRecordLike(table, names) ?? []);
const rows = (n: number, row: (i: number) => DataRow): DataRow[] =>
  Array.from({ length: n }, (_, i) => row(i));
const ward = (i: number) => `E0500${String(1000 + i)}`;

describe("records of children are known", () => {
  test("by one column's name, in any spelling of the registry or of link", () => {
    for (const name of [
      ...["upn", "NHS number", "dateOfBirth", "DOB", "Surname", "person_id", "birth_month"],
      ...["Record ID", "distinct_id", "Pseudonym", "nhs.number"],
    ])
      expect(why([{ [name]: 1, value: 2 }])).toBe(`has a column ${name}, as records of children have`);
  });

  test("by one cell that holds an identifier", () => {
    expect(why([{ a: "943 476 5919", value: 1 }])).toBe("holds an NHS number in column a");
    expect(why([{ a: 9434765919, value: 1 }])).toBe("holds an NHS number in column a");
    expect(why([{ a: "A801234562003", value: 1 }])).toBeUndefined();
    expect(why([{ a: "H801200001001", value: 1 }])).toBe("holds a unique pupil number in column a");
    expect(why([{ a: "0123456789abcdef0123", value: 1 }])).toBe("holds a pseudonym in column a");
  });

  test("by a column that tells the rows of a long table apart", () => {
    const told = "has a column who that tells 100 rows apart, and is no code of an area or setting";
    expect(why(rows(100, (i) => ({ who: `c${i}`, value: i % 7 })))).toBe(told);
    expect(why(rows(100, (i) => ({ who: 70_000 + i, value: i % 7 })))).toBe(told);
    expect(why(rows(99, (i) => ({ who: `c${i}`, value: i % 7 })))).toBeUndefined();
    expect(why(rows(100, (i) => ({ who: [`c${i}`], value: i % 7 })))).toBe(told);
  });

  test("by such a column though its name begins or ends as that of a count does", () => {
    for (const name of ["nickname", "value_of", "our_children"])
      expect(why(rows(100, (i) => ({ [name]: `c${i}`, value: i % 7 })))).toContain(
        `has a column ${name} that`,
      );
  });

  test("but not by lists that are empty in every row", () => {
    expect(why(rows(100, (i) => ({ gone: [], value: i % 7 })))).toBeUndefined();
  });

  test("by such a column though some of its cells are empty, or it has fractions of none", () => {
    const who = (cell: (i: number) => unknown) => why(rows(200, (i) => ({ who: cell(i), value: i % 7 })));
    const told = "has a column who that tells 200 rows apart, and is no code of an area or setting";
    for (const empty of ["", null, undefined]) expect(who((i) => (i < 10 ? empty : `c${i}`))).toBe(told);
    for (const empty of ["", null]) expect(who((i) => (i < 11 ? empty : `c${i}`))).toBeUndefined();
    // Whole numbers that tell all rows but one apart, and fractions, are figures.
    expect(who((i) => Math.max(1, i) + 70_000)).toBeUndefined();
    for (const fraction of [(i: number) => i + 0.5, (i: number) => `-${i}.25`, (i: number) => `.${1000 + i}`])
      expect(who(fraction)).toBeUndefined();
    expect(who((i) => `.5c${i}`)).toBe(told);
    expect(who((i) => `c${i}.5`)).toBe(told);
    expect(who((i) => (i % 2 ? i + 0.5 : `c${i}`))).toBeUndefined();
    expect(who((i) => ({ at: i }))).toBeUndefined();
    expect(who((i) => (i === 0 ? `E${12345678}` : `c${i}`))).toBe(told);
    expect(who((i) => `xE${10_000_000 + i}`)).toBe(told);
    expect(who((i) => `E${10_000_000 + i}x`)).toBe(told);
    expect(who((i) => `E${10_000_000 + i}`)).toBeUndefined();
  });

  test("not by what is like a pseudonym, a day or a count", () => {
    expect(why([{ a: "x0123456789abcdef0123", value: 1 }])).toBeUndefined();
    expect(why([{ a: "0123456789abcdef01234", value: 1 }])).toBeUndefined();
    expect(why([{ a: { 0: "no text" }, value: 1 }])).toBeUndefined();
    const days = (n: number, end: (day: string) => unknown) =>
      why(
        rows(600, (i) => ({
          at: end(new Date(Date.UTC(2021, 0, 1 + (i % n))).toISOString().slice(0, 10)),
          value: i % 7,
        })),
      );
    expect(days(101, (day) => `${day}T00:00`)).toBe("has a column at of more different days than periods");
    expect(days(100, (day) => day)).toBeUndefined();
    expect(days(150, (day) => `the ${day}`)).toBeUndefined();
    expect(days(150, (day) => Number(day.replaceAll("-", "")))).toBeUndefined();
    expect(days(150, (day) => [day, day])).toBeUndefined();
    expect(days(150, (day) => [day])).toBe("has a column at of more different days than periods");
  });

  test("by many different days", () => {
    const day = (i: number) => new Date(Date.UTC(2021, 0, 1 + (i % 150))).toISOString().slice(0, 10);
    expect(why(rows(600, (i) => ({ born: day(i), value: i % 7 })))).toBe(
      "has a column born of more different days than periods",
    );
  });

  test("by three columns of what one source tells of a child, without a count", () => {
    const child = { sex: "F", fsm: "no", ward: "A", speaking: "1" };
    expect(why([child])).toBe("has the columns sex, fsm, speaking of eyfsp-return, and counts nothing");
    expect(why([{ ...child, children: 1 }])).toContain("counts nothing");
    expect(why([{ ...child, children: 12 }])).toBeUndefined();
  });

  test("by rows that repeat, without a count, also if they are divided by ward", () => {
    const cases = (n: number) => rows(n, (i) => ({ a: i % 2, b: i % 3, c: "x" }));
    expect(why(cases(100))).toBe("has many rows that are the same, and counts nothing");
    expect(why(...rows(10, () => ({})).map(() => cases(12)))).toBe(
      "has many rows that are the same, and counts nothing",
    );
    expect(why(cases(100).map((row) => ({ ...row, value: 7 })))).toBeUndefined();
    expect(why(cases(100).map((row, i) => ({ ...row, children: i ? 1 : 2 })))).toBeUndefined();
    expect(why(cases(99))).toBeUndefined();
    expect(why(cases(200).map(({ a, b }) => ({ a, b })))).toBeUndefined();
    // Each a pair with two values: a fifth of the rows, and one row fewer, are the same as another.
    const same = (n: number) =>
      rows(100, (i) => ({ a: i < n ? "x" : `a${i % 50}`, b: i < n ? 0 : i, c: 1n }));
    expect(why(same(21))).toBe("has many rows that are the same, and counts nothing");
    expect(why(same(20))).toBeUndefined();
  });
});

describe("figures are not taken for records", () => {
  test("areas and settings by their codes, with names and figures of their own", () => {
    expect(why(rows(700, (i) => ({ code: ward(i), name: `Ward ${i}`, children: i })))).toBeUndefined();
    expect(why(rows(700, (i) => ({ urn: 500_000 + i, name: `Nursery ${i}`, places: 30 })))).toBeUndefined();
  });

  test("figures in the order of the areas, all of them suppressed", () => {
    const figure = { value: null, lower: null, upper: null, status: "suppressed" };
    expect(why(rows(276, () => figure))).toBeUndefined();
  });

  test("figures by area, period and category", () => {
    const figures = rows(3000, (i) => ({
      area: ward(i % 69),
      period: `Autumn ${2000 + (i % 20)}`,
      breakdown: "sex",
      category: i % 2 ? "female" : "male",
      numerator: i,
      denominator: i + 40,
      value: i / 7,
      as_of: "2026-10-31",
    }));
    expect(why(figures)).toBeUndefined();
  });
});

describe("rows are found", () => {
  const found = ["has a column upn, as records of children have"];

  test("however JSON arranges them", () => {
    for (const value of [
      [{ upn: 1 }],
      { wards: [{ children: [{ upn: 1 }] }] },
      { features: [{ type: "Feature", properties: { upn: 1 } }] },
      { columns: ["a", "upn"], rows: [[1, 2]] },
      {
        columns: ["a", "upn"],
        data: [
          [1, 2],
          [3, 4],
        ],
      },
      [
        ["a", "upn"],
        [1, 2],
      ],
      { a: [1, 2], upn: [3, 4] },
      Object.fromEntries(rows(20, () => ({ upn: 1 })).map((row, i) => [i, row])),
      { a: { b: [[{ upn: 1 }]] } },
    ])
      expect(whyIn(value)).toEqual(found);
  });

  test("at any depth of lists and objects", () => {
    const inside = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constant([{ upn: 1, a: 2 }]),
        fc.tuple(fc.string(), tie("value")).map(([key, value]) => ({ [`k${key}`]: value, other: 1 })),
        tie("value").map((value) => [value]),
        tie("value").map((value) => [{ other: 1 }, { a: value }]),
      ),
    })).value;
    fc.assert(
      fc.property(inside, (value) => {
        expect(whyIn(value)).toEqual(found);
      }),
    );
  });

  test("and each table is told by its place, apart from others", () => {
    const many = Object.fromEntries(rows(20, () => ({})).map((_, i) => [`w${i}`, i]));
    const found = tablesIn({
      wards: [{ name: "A", children: [{ age: 1 }] }],
      by: { area: many },
      rows: { a: [1, 2], b: [3, 4] },
    });
    expect(found.map(({ place }) => place)).toEqual(["wards[]", "wards[].children[]", "by.area[]", "rows[]"]);
  });

  test("but lists of numbers below numbers are none: the points of a line", () => {
    expect(whyIn(rows(150, () => ({})).map((_, i) => [i, 3 * i]))).toEqual([]);
  });

  test("behind the mark that some programs begin a file with", async () => {
    writeFileSync(join(folder, "marked.csv"), "\ufeffupn,value\n1,2\n");
    writeFileSync(join(folder, "marked.json"), '\ufeff[{"upn": 1}]');
    for (const file of ["marked.csv", "marked.json"]) {
      const [table] = await readTables(join(folder, file));
      expect(Object.keys(table!.lists[0]![0]!)[0]).toBe("upn");
    }
  });

  test("keys that stand for persons are a column that tells them apart", () => {
    const byPerson = Object.fromEntries(rows(100, () => ({})).map((_, i) => [`c${i}`, i % 3]));
    expect(whyIn(byPerson)).toEqual([
      "has a column (key) that tells 100 rows apart, and is no code of an area or setting",
    ]);
  });

  test("in CSV, Parquet and Arrow alike", async () => {
    const db = await Database.open(":memory:");
    const query = `
      SELECT 'c' || i AS who, DATE '2021-01-01' + (i % 150)::INTEGER AS born, i % 3 AS value
      FROM range(300) AS r(i)`;
    for (const [end, format] of [
      ["csv", "HEADER"],
      ["parquet", "FORMAT parquet"],
      ["ndjson", "FORMAT json"],
      ["json", "FORMAT json, ARRAY true"],
    ])
      await db.run(`COPY (${query}) TO ${literal(join(folder, `a.${end}`))} (${format})`);
    writeFileSync(join(folder, "a.arrow"), await arrowOf(db, query));
    db.close();
    for (const end of ["csv", "parquet", "ndjson", "json", "arrow"]) {
      const [table, ...more] = await readTables(join(folder, `a.${end}`));
      expect(more).toEqual([]);
      expect(whyRecordLike(table!, names)).toMatch(/^has a column who that tells 300 rows apart/);
      const dates = table!.lists.map((list) => list.map(({ born }) => ({ born, value: 1 })));
      expect(whyRecordLike({ place: "", lists: dates }, names)).toMatch(/^has a column born of more/);
    }
  });
});

describe("lists of what people write, deliver and publish", () => {
  const whyOf = (file: string, value: unknown) =>
    tablesIn(value).flatMap(
      (table) => whyRecordLike(table, names, { isOfWork: isListOfWork(file, table.place) }) ?? [],
    );
  const files = rows(242, (i) => ({ path: `minutes-${i}.doc`, state: "not recognised", why: "No source." }));
  const claims = rows(150, (i) => ({
    sentence: `Finding ${i}.`,
    figures: [{ what: "City", period: "2024/25", text: "61%", source: "Return" }],
  }));
  const notes = rows(120, (i) => ({ date: "2026-01-01", text: `Note ${i}.`, writer: "Bo" }));

  test("may be as long as they grow", () => {
    expect(whyOf("_file/briefings/data/catalogue.0123abcd.json", { files })).toEqual([]);
    expect(whyOf("_file/explore/data/claims.0123abcd.json", { claims })).toEqual([]);
    expect(whyOf("_file/briefings/data/briefing.0123abcd.json", { notes })).toEqual([]);
  });

  test("but not in another file, in another place, or with what only records have", () => {
    expect(whyOf("_file/briefings/data/freshness.0123abcd.json", { files })).toHaveLength(1);
    expect(whyOf("_file/briefings/data/catalogue.0123abcd.json", { rows: files })).toHaveLength(1);
    const children = files.map((row) => ({ ...row, surname: "Okafor" }));
    expect(whyOf("_file/briefings/data/catalogue.0123abcd.json", { files: children })).toEqual([
      "has a column surname, as records of children have",
    ]);
    const numbers = files.map((row) => ({ ...row, path: "943 476 5919" }));
    expect(whyOf("_file/briefings/data/catalogue.0123abcd.json", { files: numbers })).toEqual([
      "holds an NHS number in column path",
    ]);
  });

  test("a log of changes is let through after years of publications, several a day", async () => {
    let log: Change[] = [];
    const tables = ["one.csv", "two.csv", "three.csv"];
    const contents = (turn: number) => new Map(tables.map((name) => [name, String(turn)]));
    for (let turn = 1; turn <= 600; turn++) {
      const day = new Date(Date.UTC(2026, 0, 1 + Math.floor(turn / 3))).toISOString().slice(0, 10);
      log = changesSince(contents(turn - 1), contents(turn), log, day);
    }
    expect(log).toHaveLength(201 * tables.length);
    const file = join(folder, "changes.csv");
    writeFileSync(file, changeLogOf(log));
    const [table] = await readTables(file);
    expect(whyRecordLike(table!, names, { isOfWork: isListOfWork("open-data/changes.csv", "") })).toBe(
      undefined,
    );
    expect(whyRecordLike(table!, names, { isOfWork: isListOfWork("_file/data/changes.csv", "") })).toMatch(
      /different days/,
    );
  });
});

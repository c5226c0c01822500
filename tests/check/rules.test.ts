import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

/** Checks one column whose cells are given, one a row. All rows may be wrong. */
async function checkColumn(column: string, cells: string[]) {
  const source = sourceFrom(`
columns:
  - { name: "no", headers: { any: No }, type: text }
  - { name: value, headers: { any: Value }, ${column} }
accept: { mostRejected: 1 }`);
  const quoted = cells.map((cell, i) => `${i + 1},"${cell.replaceAll('"', '""')}"`);
  desk.deliver("visits.csv", `No,Value\n${quoted.join("\n")}\n`);
  await desk.check(source);
  const values = (await desk.table(source)).map(({ no: _, ...value }) => value);
  const faults = (await desk.quarantine()).map(({ row, column: at, rule, reason, shape }) => [
    row,
    at,
    rule,
    reason,
    shape,
  ]);
  return { values: values.map((v) => ("value_status" in v ? [v.value, v.value_status] : v.value)), faults };
}

test("required: a row without it goes to quarantine", async () => {
  expect(await checkColumn("type: text, required: true", ["a", "", " \u00a0\t"])).toEqual({
    values: ["a"],
    faults: [
      [3, "Value", "required", "is empty", null],
      [4, "Value", "required", "is empty", null],
    ],
  });
});

test("text is trimmed of white space of every kind, and no-break spaces inside are plain ones", async () => {
  expect(
    (await checkColumn("type: text", ["  a b ", "\u00a0c\u00a0d\u00a0", "\ufeffe\u200b", "f\ng", "", "007"]))
      .values,
  ).toEqual(["a b", "c d", "e", "f\ng", null, "007"]);
});

test("integer: thousands that can be nothing else, and the noise of binary fractions, are understood", async () => {
  expect(
    await checkColumn("type: integer", [
      "0",
      "-12",
      "+3",
      "1,234,567",
      "4.0",
      "2.9999999999999996",
      "1e+05",
      "9434765919",
    ]),
  ).toEqual({ values: [0, -12, 3, 1234567, 4, 3, 100000, 9434765919], faults: [] });
});

test("integer: anything else goes to quarantine, a number that a spreadsheet shortened among it", async () => {
  const reason = "is not a whole number";
  expect(
    await checkColumn("type: integer", ["4.5", "1,23", "9.43E+09", "n/a", "1_000", "0x10", "12 345"]),
  ).toEqual({
    values: [],
    faults: [
      [2, "Value", "type", reason, "9.9"],
      [3, "Value", "type", reason, "9,99"],
      [4, "Value", "type", reason, "9.99A+99"],
      [5, "Value", "type", reason, "a/a"],
      [6, "Value", "type", reason, "9_999"],
      [7, "Value", "type", reason, "9a99"],
      [8, "Value", "type", reason, "99 999"],
    ],
  });
});

test("number: the noise of binary fractions is taken away", async () => {
  expect(
    (
      await checkColumn("type: number", [
        "65.099999999999994",
        "0.30000000000000004",
        "1,234.5",
        ".5",
        "-1e-3",
        "7",
      ])
    ).values,
  ).toEqual([65.1, 0.3, 1234.5, 0.5, -0.001, 7]);
});

test("number: what is no number goes to quarantine", async () => {
  const reason = "is not a number";
  expect((await checkColumn("type: number", ["NaN", "inf", "1.2.3", "12%", "."])).faults).toEqual([
    [2, "Value", "type", reason, "AaA"],
    [3, "Value", "type", reason, "aaa"],
    [4, "Value", "type", reason, "9.9.9"],
    [5, "Value", "type", reason, "99%"],
    [6, "Value", "type", reason, "."],
  ]);
});

test("date: the declared formats are tried in order, then year-month-day; midnight is no harm", async () => {
  const cells = [
    "31/12/2025",
    "1/2/2025",
    "3 March 2025",
    "2025-04-05",
    "2025-04-06 00:00:00",
    "2025-04-07T00:00:00Z",
    "08/04/2025 00:00",
  ];
  expect((await checkColumn('type: date, formats: ["%d/%m/%Y", "%d %B %Y"]', cells)).values).toEqual([
    "2025-12-31",
    "2025-02-01",
    "2025-03-03",
    "2025-04-05",
    "2025-04-06",
    "2025-04-07",
    "2025-04-08",
  ]);
});

test("date: days that do not exist, other formats and hours go to quarantine", async () => {
  const reason = "is not a date as in 31/12/2026";
  expect(
    (
      await checkColumn('type: date, formats: ["%d/%m/%Y"]', [
        "31/02/2025",
        "12/31/2025",
        "45000",
        "01/02/2025 10:30",
        "unknown",
      ])
    ).faults,
  ).toEqual([
    [2, "Value", "type", reason, "99/99/9999"],
    [3, "Value", "type", reason, "99/99/9999"],
    [4, "Value", "type", reason, "99999"],
    [5, "Value", "type", reason, "99/99/9999 99:99"],
    [6, "Value", "type", reason, "aaaaaaa"],
  ]);
});

test("date: without declared formats the reason shows year-month-day", async () => {
  expect((await checkColumn("type: date", ["31/12/2025"])).faults).toEqual([
    [2, "Value", "type", "is not a date as in 2026-12-31", "99/99/9999"],
  ]);
});

test("date: years that are slips or stand for “never” go to quarantine", async () => {
  expect((await checkColumn('type: date, formats: ["%d/%m/%Y"]', ["01/02/25", "31/12/9999"])).faults).toEqual(
    [
      [2, "Value", "minimum", "is before 1900-01-01", "99/99/99"],
      [3, "Value", "maximum", "is after 2100-12-31", "99/99/9999"],
    ],
  );
});

test("date: years of two and of four digits in one column", async () => {
  expect(
    (await checkColumn('type: date, formats: ["%d/%m/%Y", "%d/%m/%y"]', ["01/02/25", "01/02/2025", "1/2/98"]))
      .values,
  ).toEqual(["2025-02-01", "2025-02-01", "1998-02-01"]);
});

test("datetime: ISO and declared formats", async () => {
  expect(
    (
      await checkColumn('type: datetime, formats: ["%d/%m/%Y %H:%M"]', [
        "31/12/2025 23:59",
        "2025-12-31T10:00:00Z",
        "2025-12-31",
      ])
    ).values,
  ).toEqual(["2025-12-31 23:59:00", "2025-12-31 10:00:00", "2025-12-31 00:00:00"]);
  expect((await checkColumn('type: datetime, formats: ["%d/%m/%Y %H:%M"]', ["noon"])).faults).toEqual([
    [2, "Value", "type", "is not a date and time as in 31/12/2026 23:59", "aaaa"],
  ]);
});

test("boolean: yes and no in the usual spellings", async () => {
  expect(await checkColumn("type: boolean", ["Yes", "n", "TRUE", "f", "1", "0", "maybe"])).toEqual({
    values: [true, false, true, false, true, false],
    faults: [[8, "Value", "type", "is neither yes nor no", "aaaaa"]],
  });
});

test("values: a list gives the canonical spelling", async () => {
  expect(
    await checkColumn("type: text, values: [Asian, Not known]", [
      "asian",
      " NOT  KNOWN",
      "Not known",
      "Martian",
    ]),
  ).toEqual({
    values: ["Asian", "Not known"],
    faults: [
      [3, "Value", "values", "is none of: Asian, Not known", "AAA  AAAAA"],
      [5, "Value", "values", "is none of: Asian, Not known", "Aaaaaaa"],
    ],
  });
});

test("values: spellings become canonical values, which are allowed themselves", async () => {
  expect(
    await checkColumn("type: text, values: { F: female, Girl: female, M: male }", [
      "f",
      "GIRL",
      "m",
      "Female",
      "X",
    ]),
  ).toEqual({
    values: ["female", "female", "male", "female"],
    faults: [[6, "Value", "values", "is none of: F, Girl, M", "A"]],
  });
});

test("values: spellings of a boolean or a number are typed after", async () => {
  expect(
    (await checkColumn('type: boolean, values: { Expected: "true", Below: "false" }', ["expected", "Below"]))
      .values,
  ).toEqual([true, false]);
  expect((await checkColumn('type: integer, values: { Two: "2", Three: "3" }', ["two", "3"])).values).toEqual(
    [2, 3],
  );
});

test("minimum and maximum", async () => {
  expect(await checkColumn("type: integer, min: 0, max: 60", ["0", "60", "-1", "61"])).toEqual({
    values: [0, 60],
    faults: [
      [4, "Value", "minimum", "is below 0", "-9"],
      [5, "Value", "maximum", "is above 60", "99"],
    ],
  });
  expect(
    (await checkColumn("type: date, min: 2020-01-01, max: 2026-10-31", ["2019-12-31", "2026-11-01"])).faults,
  ).toEqual([
    [2, "Value", "minimum", "is before 2020-01-01", "9999-99-99"],
    [3, "Value", "maximum", "is after 2026-10-31", "9999-99-99"],
  ]);
});

test("pattern: the whole trimmed value", async () => {
  expect(
    await checkColumn(String.raw`type: text, pattern: 'E0[56]\d{6}'`, [
      " E05011118 ",
      "E050111180",
      "e05011118",
      "",
    ]),
  ).toEqual({
    values: ["E05011118", null],
    faults: [
      [3, "Value", "pattern", String.raw`does not have the form E0[56]\d{6}`, "A999999999"],
      [4, "Value", "pattern", String.raw`does not have the form E0[56]\d{6}`, "a99999999"],
    ],
  });
});

test("missing: contents that mean no value", async () => {
  expect((await checkColumn('type: integer, missing: [NA, "-"]', ["na", "-", "5"])).values).toEqual([
    null,
    null,
    5,
  ]);
});

test("markers: the reason is kept beside the value, and zero stays zero", async () => {
  expect(
    (
      await checkColumn("type: number, required: true, markers: { c: suppressed, z: not_applicable }", [
        "c",
        " Z ",
        "0",
        "12",
      ])
    ).values,
  ).toEqual([
    [null, "suppressed"],
    [null, "not_applicable"],
    [0, null],
    [12, null],
  ]);
});

test("geometry: GeoJSON in longitude and latitude", async () => {
  const point = '{"type":"Point","coordinates":[-1.9,52.48]}';
  const reason = "is not a GeoJSON geometry in longitude and latitude";
  const { values, faults } = await checkColumn("type: geometry", [
    point,
    '{"type":"Point","coordinates":[407000,287000]}',
    "POINT(1 2)",
    '{"type":"Circle","coordinates":[1,2]}',
  ]);
  expect(values).toEqual([point]);
  expect(faults.map((fault) => [fault[0], fault[3]])).toEqual([
    [3, reason],
    [4, reason],
    [5, reason],
  ]);
});

test("duplicate: the later of two rows that are the same in every cell", async () => {
  const source = sourceFrom(
    "columns: [{ name: a, headers: { any: A }, type: text }]\naccept: { mostRejected: 1 }",
  );
  desk.deliver("visits.csv", 'A,B\nx,1\ny,1\n"x","1"\nx,2\nx,1\n');
  expect(await desk.check(source)).toMatchObject([{ rows: 3, rejected: 2 }]);
  expect(await desk.table(source)).toEqual([{ a: "x" }, { a: "y" }, { a: "x" }]);
  expect(await desk.quarantine()).toEqual([
    { row: 4, column: null, rule: "duplicate", reason: "duplicate of row 2", shape: null },
    { row: 6, column: null, rule: "duplicate", reason: "duplicate of row 2", shape: null },
  ]);
});

test("a row with several faults is one rejected row, each fault told", async () => {
  const source = sourceFrom(`
columns:
  - { name: a, headers: { any: "First  A" }, type: integer }
  - { name: b, headers: { any: B }, type: date }
accept: { mostRejected: 1 }`);
  desk.deliver("visits.csv", "first a,B\nx,y\n1,2025-01-01\n");
  expect(await desk.check(source)).toMatchObject([{ rows: 1, rejected: 1 }]);
  expect((await desk.quarantine()).map((fault) => [fault.row, fault.column, fault.rule])).toEqual([
    [2, "B", "type"],
    [2, "First A", "type"],
  ]);
});

test("no value of a cell is in quarantine", async () => {
  const { faults } = await checkColumn("type: date", [
    "Amelia O’Brien-Khan 03/04/2021, 12 Acacia Avenue, B1 1AA",
  ]);
  expect(faults).toEqual([
    [2, "Value", "type", "is not a date as in 2026-12-31", "Aaaaaa A’Aaaaa-Aaaa 99/99/9999, 99 Aaaaa"],
  ]);
});

test("a column may be called as check calls things itself", async () => {
  const names = [
    "first",
    "base",
    "problems",
    "hash_a",
    "hash_b",
    "nth",
    "row",
    "p",
    "name",
    "duplicate",
    "checked",
  ];
  const source = sourceFrom(
    `kind: records\naccept: { mostRejected: 1 }\ncolumns: ${JSON.stringify(names.map((name) => ({ name, headers: { any: name }, type: "text" })))}`,
  );
  desk.deliver(
    "visits.csv",
    `${names.join(",")}\n${names.join(",")}1\n${names.join(",")}1\n${names.join(",")}2\n`,
  );
  expect(await desk.check(source)).toMatchObject([{ rows: 2, rejected: 1 }]);
  expect(() =>
    sourceFrom("kind: records\ncolumns: [{ name: record_id, headers: { any: Id }, type: text }]"),
  ).toThrow(/what the table calls its own numbers of records/);
});

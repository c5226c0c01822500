import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TextTableWriter } from "../../loaders/check/text-table.js";
import { tableOf } from "../../loaders/registry/source.js";
import { soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const columns = `
columns:
  - { name: name, headers: { any: Name }, type: text, required: true }
  - { name: born, headers: { any: [Date of birth, DOB] }, type: date, formats: ["%d/%m/%Y"], required: true }
  - { name: places, headers: { any: Places }, type: integer }
accept: { mostRejected: 1 }`;
const visits = sourceFrom(columns);
const withFormat = (format: string) => sourceFrom(`${columns}\nformat: { type: csv, ${format} }`);

const two = [
  { name: "Zoë", born: "2021-02-01", places: 12 },
  { name: "Siân", born: "2022-12-31", places: null },
];
const text = "Name,Date of birth,Places\nZoë,01/02/2021,12\nSiân,31/12/2022,\n";

/** The rows of a source whose one extract is given. */
async function read(content: string | Uint8Array, source = visits) {
  desk.deliver("visits.csv", content);
  await desk.check(source);
  return desk.table(source);
}

test.each([
  ["semicolons", text.replaceAll(",", ";")],
  ["tabs", text.replaceAll(",", "\t")],
  ["bars", text.replaceAll(",", "|")],
  ["CRLF", text.replaceAll("\n", "\r\n")],
  ["CR alone", text.replaceAll("\n", "\r")],
  ["no line end at the end", text.trimEnd()],
  ["a byte-order mark", `\ufeff${text}`],
  ["quoted cells", text.replace(/[^,\n]+/g, '"$&"')],
  ["blanks around quoted cells", text.replace(/[^,\n]+/g, ' "$&" ').replaceAll(",", ",")],
  [
    "headers in other letters, with line breaks and runs of blanks",
    text.replace("Date of birth", '" DATE \n  of\u00a0BIRTH "'),
  ],
  ["another accepted spelling", text.replace("Date of birth", "dob")],
  [
    "columns in another order and others between",
    "x,Places,DOB,y,Name\n1,12,01/02/2021,,Zoë\n2,,31/12/2022,,Siân\n",
  ],
  ["empty columns at the end", text.replaceAll("\n", ",,\n")],
  ["empty rows", `\n${text.replaceAll("\n", "\n\n,,\n")}\n\n`],
  ["a preamble", `Report of visits\n"Made on 1 May; see, notes"\n\n${text}`],
  ["nineteen rows before the header", `${"note\n".repeat(19)}${text}`],
])("%s", async (_, content) => expect(await read(content)).toEqual(two));

test.each(["utf-8", "windows-1252", "utf-16le", "utf-16be"])(
  "%s is recognised without a mark",
  async (encoding) => expect(await read(iconv.encode(text, encoding))).toEqual(two),
);

test.each(["utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be"])(
  "%s is recognised by its mark",
  async (encoding) => expect(await read(iconv.encode(text, encoding, { addBOM: true }))).toEqual(two),
);

test("a declared encoding is used, and gives way to a byte-order mark", async () => {
  const greek = "Name,DOB\nΖωή,01/02/2021\n";
  const declared = withFormat("encoding: iso-8859-7");
  expect(await read(iconv.encode(greek, "iso-8859-7"), declared)).toMatchObject([{ name: "Ζωή" }]);
  expect(await read(iconv.encode(greek, "utf-8", { addBOM: true }), declared)).toMatchObject([
    { name: "Ζωή" },
  ]);
});

soak("a character may lie across two chunks of reading", async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `${"é€😀".repeat(1 + (i % 7))},01/02/2021,${i}`);
  const found = await read(`Name,DOB,Places\n${rows.join("\n")}\n`);
  expect(found).toHaveLength(30_000);
  expect(found.every((row, i) => row.name === "é€😀".repeat(1 + (i % 7)) && row.places === i)).toBe(true);
});

test("a declared number of preamble rows is kept to", async () => {
  const content = `Name,Date of birth\n${text}`;
  expect(await read(content, withFormat("preambleRows: 1"))).toEqual(two);
});

test("line ends, delimiters and quotation marks inside quoted cells are contents", async () => {
  expect(await read('Name,DOB\n"a ""b"", c\nd",01/02/2021\n')).toMatchObject([{ name: 'a "b", c\nd' }]);
});

test("a quotation mark inside a cell is a character of it", async () => {
  expect(
    await read('Name,DOB\nSeán "Jack" Ó Néill,01/02/2021\n"Ann "Nan" Lee",01/02/2021\n5" tall,01/02/2021\n'),
  ).toMatchObject([{ name: 'Seán "Jack" Ó Néill' }, { name: 'Ann "Nan" Lee' }, { name: '5" tall' }]);
});

test("a quotation mark that is never closed spoils its own row only", async () => {
  expect(await read('Name,DOB\na,01/02/2021\n"b,01/02/2021\nc,01/02/2021\n"d",01/02/2021\n')).toMatchObject([
    { name: "a" },
    { name: "c" },
    { name: "d" },
  ]);
  expect(await desk.quarantine()).toEqual([
    {
      row: 3,
      column: null,
      rule: "quotes",
      reason: "a quotation mark is opened and never closed",
      shape: null,
    },
  ]);
});

soak(
  "a hundred thousand marks that are never closed take no longer than reading the file",
  async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) =>
      i % 2 ? `"b${i},01/02/2021` : `a${i},01/02/2021`,
    );
    expect(await read(`Name,DOB\n${rows.join("\n")}\n`)).toHaveLength(50_000);
  },
  10_000,
);

test("rows with too few or too many cells go to quarantine with their number", async () => {
  expect(
    await read("Note\nName,DOB,Places\na,01/02/2021,1\nb,01/02/2021\nc,01/02/2021,1,x\n\nd,01/02/2021,1\n"),
  ).toMatchObject([{ name: "a" }, { name: "d" }]);
  expect(await desk.quarantine()).toEqual([
    { row: 4, column: null, rule: "cells", reason: "it has 2 cells, the header has 3", shape: null },
    { row: 5, column: null, rule: "cells", reason: "it has 4 cells, the header has 3", shape: null },
  ]);
});

soak("the row number is the one that a spreadsheet shows", async () => {
  await read('Note\n\n"two\nlines",x\nName,DOB\n"a\nb",01/02/2021\n\nc,01/02/2021\nd,no\n');
  const rows = await (await desk.db()).rows(
    `SELECT name, _row, _period, length(_extract) AS n FROM ${tableOf("visits")} ORDER BY _row`,
  );
  expect(rows).toEqual([
    { name: "a\nb", _row: 5, _period: null, n: 12 },
    { name: "c", _row: 7, _period: null, n: 12 },
  ]);
  expect(await desk.quarantine()).toMatchObject([{ row: 8, column: "DOB" }]);
});

test("a declared column that the extract lacks is there, and all null", async () => {
  expect(await read("Name,DOB\na,01/02/2021\n")).toEqual([{ name: "a", born: "2021-02-01", places: null }]);
});

soak("a zero byte is no character", async () => {
  expect(await read('Name,DOB\na\0b,01/02/2021\n"c\0","02/02/2021"\n')).toMatchObject([
    { name: "ab" },
    { name: "c" },
  ]);
});

soak("of several layouts the one with the most columns is taken", async () => {
  const source = sourceFrom(`
columns:
  - { name: code, headers: { old: Code, new: [Area code, Code] }, type: text, required: true }
  - { name: sex, headers: { old: gender, new: sex }, type: text }
  - { name: value, headers: { any: Value }, type: integer }`);
  expect(await read("Code,gender,Value\nE1,Girls,1\n", source)).toEqual([
    { code: "E1", sex: "Girls", value: 1 },
  ]);
  expect(await read("Code,sex,Value\nE1,Female,1\n", source)).toEqual([
    { code: "E1", sex: "Female", value: 1 },
  ]);
  expect(await read("Area code,gender,Value\nE1,Female,1\n", source)).toEqual([
    { code: "E1", sex: null, value: 1 },
  ]);
});

test("unpivot: a row for each matching header, and faults by the header", async () => {
  const source = sourceFrom(`
columns:
  - { name: lsoa, headers: { any: Area }, type: text, required: true }
  - { name: age, headers: {}, type: integer, max: 15 }
  - { name: people, headers: {}, type: integer }
unpivot: { headers: '^Age (\\d+)\\+?$', into: age, values: people }
accept: { mostRejected: 1 }`);
  desk.deliver("visits.csv", "Area,Age 0,age 1,Total,Age 90+\nE1,5,6,11,\nE2,x,7,7,1\n");
  expect(await desk.check(source)).toMatchObject([{ rows: 3, rejected: 3 }]);
  expect(await desk.table(source)).toEqual([
    { lsoa: "E1", age: 0, people: 5 },
    { lsoa: "E1", age: 1, people: 6 },
    { lsoa: "E2", age: 1, people: 7 },
  ]);
  expect((await desk.quarantine()).map((f) => [f.row, f.column, f.rule])).toEqual([
    [2, "Age 90+", "maximum"],
    [3, "Age 0", "type"],
    [3, "Age 90+", "maximum"],
  ]);
});

soak("extracts of several periods are together in the table", async () => {
  const terms = sourceFrom(
    `${columns}\nlocation: { type: inbox, files: ["visits_*"], period: "(\\\\d{4}-[a-z]+)" }`,
  );
  desk.deliver("visits_2026-spring.csv", "Name,DOB\na,01/02/2021\n");
  desk.deliver("visits_2026-autumn.csv", "Name,DOB\nb,01/02/2021\n");
  const extracts = await desk.check(terms);
  expect(extracts.map(({ period, rows }) => [period, rows])).toEqual([
    ["2026-autumn", 1],
    ["2026-spring", 1],
  ]);
  const rows = await (await desk.db()).rows(`SELECT name, _period FROM ${tableOf("visits")} ORDER BY name`);
  expect(rows).toEqual([
    { name: "a", _period: "2026-spring" },
    { name: "b", _period: "2026-autumn" },
  ]);
});

test("checking again replaces rows and quarantine", async () => {
  await read("Name,DOB\na,01/02/2021\nb,no\n");
  expect(await read("Name,DOB\nc,01/02/2021\nd,01/02/2021\n")).toMatchObject([{ name: "c" }, { name: "d" }]);
  expect(await desk.quarantine()).toEqual([]);
});

test("records have an id that is the same in every delivery", async () => {
  const records = sourceFrom(`kind: records
columns:
  - { name: name, headers: { any: Name }, type: text, identifier: true, role: forename }
  - { name: places, headers: { any: Places }, type: integer }`);
  const ids = async (content: string) => {
    desk.deliver("visits.csv", content);
    await desk.check(records);
    return (await desk.db())
      .rows<{ id: string }>(`SELECT record_id AS id FROM ${tableOf("visits")} ORDER BY _row`)
      .then((rows) => rows.map((r) => r.id));
  };
  const [a, b] = await ids("Name,Places,Note\nA,1,x\nB,2,x\n");
  expect(a).toMatch(/^[0-9a-f]{32}$/);
  const again = await ids("note;PLACES;name\n;2;B\nnew;3;C\nnew;1.0;A\nother;1;A\n");
  expect(again[0]).toBe(b);
  expect(again[2]).toBe(a);
  expect(new Set(again).size).toBe(4);
});

test("no copy of an extract is left behind, and while it is there it is for the owner only", async () => {
  await read(text);
  const folder = join(desk.store.snapshots, "visits");
  expect(readdirSync(folder)).toHaveLength(1);
  const copy = join(folder, "copy.tmp");
  const writer = new TextTableWriter(copy, ",");
  if (process.platform !== "win32") {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
  }
  writer.discard();
  expect(existsSync(copy)).toBe(false);
});

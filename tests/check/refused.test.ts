import { readdirSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExtractRefused } from "../../loaders/files/refused.js";
import type { Source } from "../../loaders/registry/source.js";
import { Desk, sourceFrom } from "./desk.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const columns = `columns:
  - { name: name, headers: { any: [Name, Child name] }, type: text, required: true }
  - { name: born, headers: { any: Date of birth }, type: date, formats: ["%d/%m/%Y"], required: true }
  - { name: places, headers: { any: Places }, type: integer }`;
const visits = sourceFrom(columns);
const records = sourceFrom(
  `kind: records\n${columns.replace("required: true }", "required: true, identifier: true }")}`,
);

/** The message with which an extract is refused. The transaction must have survived it. */
async function refusal(
  name: string,
  content: string | Uint8Array,
  source: Source = visits,
  lastRows = {},
): Promise<string> {
  desk.deliver(name, content);
  const { snapshots } = await desk.pull(source);
  const db = await desk.db();
  const { check } = await import("../../loaders/check/check.js");
  let message = "";
  await db.transaction(async () => {
    const error = await check(source, snapshots, db, { store: desk.store, lastRows }).then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(ExtractRefused);
    expect(error).toMatchObject({ file: name, sha256: snapshots[0]!.sha256 });
    message = (error as Error).message;
    await db.row("SELECT 1 AS alive");
  });
  expect(readdirSync(join(desk.store.snapshots, source.id)).filter((f) => f.endsWith(".tmp"))).toEqual([]);
  return message;
}

const good = "Name,Date of birth,Places\nZoë,01/02/2021,1\n";

test("a column is gone or has a new name", async () => {
  expect(await refusal("visits.csv", good.replace("Date of birth", "Birthday"))).toBe(
    "visits.csv: It has no column for born. The header, row 1, reads, with what is unknown by its shape: “Name”, “Aaaaaaaa”, “Places”. " +
      "If a column has a new name, add it under columns: born: headers in data/sources/visits.yaml; if it is gone, ask the supplier for the extract with it.",
  );
});

test("several columns are gone, below a preamble", async () => {
  expect(await refusal("visits.csv", "Visits,,\n,,\nPlaces,Other,Third\n1,2,3\n")).toBe(
    "visits.csv: It has no column for name, born. The header, row 3, reads, with what is unknown by its shape: “Places”, “Aaaaa”, “Aaaaa”. " +
      "If a column has a new name, add it under columns: name: headers in data/sources/visits.yaml; if it is gone, ask the supplier for the extract with it.",
  );
});

test("a child's row where the header should be is told by its shape only", async () => {
  expect(await refusal("visits.csv", "Amelia Khan;03/04/2021;12\nOscar Lee;04/04/2021;3\n", records)).toBe(
    "visits.csv: It has no column for name, born. No header was found; the first row, row 1, has the form of a row of the table, and reads, with what is unknown by its shape: “Aaaaaa Aaaa”, “99/99/9999”, “99”. " +
      "Ask the supplier for the names of its columns in the first row.",
  );
});

test.each([
  ["figures and codes", "K1001,0.5\nK1002,0.7\n", true],
  ["below a title", "Visits in May\n\nZoë,01/02/2021,1\nIda,02/02/2021,\n", true],
  ["in one row alone", "Zoë,01/02/2021,1\n", true],
  ["with empty cells", "Zoë,,1\nIda,02/02/2021,2\n", true],
  ["other headers", "Area,People,Day\nE1,5,01/02/2021\n", false],
  ["headers that are ages", "Area,0-4,5-9\nE1,5,6\n", false],
  ["headers that are years", "Area,2019,2020\nE1,5,6\n", false],
  ["texts alone", "Aston,seen\nBordesley,not seen\n", false],
])("a file without a header is known for one: %s", async (_, content, isOne) => {
  const message = await refusal("visits.csv", content);
  expect(message.includes("has the form of")).toBe(isOne);
  expect(message.includes("names of its columns in the first row")).toBe(isOne);
  expect(message).not.toMatch(/Zoë|K1001|2021/);
});

test("the header is not where the registry says", async () => {
  const source = sourceFrom(`${columns}\nformat: { type: csv, preambleRows: 1 }`);
  expect(await refusal("visits.csv", good, source)).toBe(
    "visits.csv: It has no column for name, born. No header was found; the first row, row 2, reads, with what is unknown by its shape: “Aaa”, “99/99/9999”, “9”. " +
      "If a column has a new name, add it under columns: name: headers in data/sources/visits.yaml; if it is gone, ask the supplier for the extract with it.",
  );
  const beyond = sourceFrom(`${columns}\nformat: { type: csv, preambleRows: 9 }`);
  expect(await refusal("visits.csv", good, beyond)).toBe(
    "visits.csv: It ends before its header. Ask the supplier to send it again.",
  );
});

test("a header is there twice", async () => {
  expect(await refusal("visits.csv", "Name,Date of birth,date of  birth\na,01/02/2021,02/02/2021\n")).toBe(
    "visits.csv: The header “Date of birth” is there twice. Ask the supplier which of the two columns is meant, and to send only that one.",
  );
});

test("nothing to unpivot", async () => {
  const source = sourceFrom(`
columns:
  - { name: area, headers: { any: Area }, type: text, required: true }
  - { name: age, headers: {}, type: integer }
  - { name: people, headers: {}, type: integer }
unpivot: { headers: "^(\\\\d+)$", into: age, values: people }`);
  expect(await refusal("visits.csv", "Area,Total\nE1,5\n", source)).toBe(
    "visits.csv: It has no column for age. The header, row 1, reads, with what is unknown by its shape: “Area”, “Aaaaa”. " +
      "If a column has a new name, add it under unpivot: headers in data/sources/visits.yaml; if it is gone, ask the supplier for the extract with it.",
  );
});

test.each([
  ["blanks and line ends alone", " \n\n"],
  ["a byte-order mark alone", "\ufeff"],
])("empty: %s", async (_, content) =>
  expect(await refusal("visits.csv", content)).toBe(
    "visits.csv: It is empty. Ask the supplier to send it again.",
  ),
);

test("a header without rows", async () => {
  expect(await refusal("visits.csv", "Name,Date of birth\n\n")).toBe(
    "visits.csv: It has a header and no rows. Ask the supplier to send it again.",
  );
});

test.each([
  ["PK\x03\x04rest", "an Excel workbook or another ZIP archive"],
  ["\xd0\xcf\x11\xe0rest", "an old Excel workbook, or one protected by a password"],
  ["%PDF-1.7", "a PDF"],
  ["PAR1rest", "a Parquet file"],
  ["\n<!DOCTYPE html><title>Sign in</title>", "a web page"],
])("CSV that is something else: %j", async (content, truth) => {
  expect(await refusal("visits.csv", Buffer.from(content, "latin1"))).toBe(
    `visits.csv: It is not delimited text but ${truth}. Ask the supplier for CSV, or change format in the registry.`,
  );
});

test("text that is not in the encoding that is declared", async () => {
  const content = Buffer.concat([
    Buffer.from("Name,Date of birth\n"),
    iconv.encode("Zoë,01/02/2021\n", "windows-1252"),
  ]);
  const declared = sourceFrom(`${columns}\nformat: { type: csv, encoding: utf-8 }`);
  expect(await refusal("visits.csv", content, declared)).toBe(
    "visits.csv: It is not UTF-8: byte 23 belongs to no character. Ask the supplier to save the whole of it as UTF-8.",
  );
});

test("far fewer rows than the last good extract", async () => {
  expect(await refusal("visits.csv", good, visits, { "": 2400 })).toBe(
    "visits.csv: It has 1 row; the last good extract had 2,400, and at least 50% of that are expected. " +
      "Ask the supplier for the whole of it. If it is whole, let data/sources/visits.yaml say accept: { leastRows: 0 } until it has been taken.",
  );
});

test("as few rows as may be of the last good extract are enough", async () => {
  desk.deliver("visits.csv", good);
  await desk.check(visits, { lastRows: { "": 2 } });
  expect(await desk.table(visits)).toHaveLength(1);
});

test("a new period is measured against the smallest known", async () => {
  const terms = sourceFrom(`${columns}\nlocation: { type: inbox, files: ["visits*"], period: "(\\\\d{4})" }`);
  expect(await refusal("visits_2026.csv", good, terms, { "2024": 9, "2025": 4 })).toContain(
    "It has 1 row; the last good extract had 4,",
  );
});

test("too many rows in quarantine", async () => {
  const rows = ["a,2021-02-01,x", "b,yesterday,2", "c,never,y", "d,01/02/2021,4", "e,01/02/2021"];
  expect(await refusal("visits.csv", `Name,Date of birth,Places\n${rows.join("\n")}\n`)).toBe(
    "visits.csv: 4 of 5 rows are wrong, and at most 20% may be. " +
      "Most often: “Date of birth” is not a date as in 31/12/2026 (2); “Places” is not a whole number (2). " +
      "Ask the supplier for a corrected extract. If the layout or the codes changed, correct data/sources/visits.yaml.",
  );
});

test("as many rows in quarantine as may be are of all rows, and let the others through", async () => {
  const rows = ["a,2021-02-01,1", "b,yesterday,2", "c,2021-02-01,3", "d,2021-02-01,4", "e,2021-02-01,5"];
  desk.deliver("visits.csv", `Name,Date of birth,Places\n${rows.join("\n")}\n`);
  await desk.check(visits);
  expect(await desk.table(visits)).toHaveLength(4);
});

test("too many rows that are there twice", async () => {
  expect(await refusal("visits.csv", good + good.split("\n")[1]!)).toBe(
    "visits.csv: 1 of 2 rows are wrong, and at most 20% may be. Most have too few or too many cells, or are there twice. " +
      "Ask the supplier for a corrected extract. If the layout or the codes changed, correct data/sources/visits.yaml.",
  );
});

const xlsx = (more = "") => sourceFrom(`${columns}\nformat: { type: xlsx${more} }`);
const json = (more = "") => sourceFrom(`${columns}\nformat: { type: json${more} }`);

test("a workbook that is none", async () => {
  expect(await refusal("visits.xlsx", good, xlsx())).toBe(
    "visits.xlsx: It cannot be read as an Excel workbook. Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
  expect(await refusal("visits.xlsx", Buffer.from("PK\x03\x04 cut short", "latin1"), xlsx())).toBe(
    "visits.xlsx: It cannot be read as an Excel workbook. Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
  // A ZIP archive without anything in it.
  expect(await refusal("visits.xlsx", Buffer.from(`504b0506${"00".repeat(18)}`, "hex"), xlsx())).toContain(
    "It is not an Excel workbook but an archive that is empty, or one of several parts.",
  );
  expect(await refusal("visits.xlsx", Buffer.from("d0cf11e0a1b11ae1", "hex"), xlsx())).toBe(
    "visits.xlsx: It cannot be read as an Excel workbook. Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
});

test.each([
  [
    "cut short",
    '{"rows": [{"name": "a"}, {"na',
    "It is not whole JSON: reading fails at element 2 of the list.",
  ],
  [
    "cut between elements",
    '{"rows": [{"name": "a"}',
    "It is not whole JSON: reading fails at element 1 of the list.",
  ],
  [
    "wrong inside",
    '{"rows": [{"name": "Amelia"}, {name: 1}]}',
    "It is not whole JSON: reading fails at element 2 of the list.",
  ],
])("JSON %s", async (_, content, problem) =>
  expect(await refusal("visits.json", content, json(", rows: rows"))).toBe(
    `visits.json: ${problem} Ask the supplier to send it again.`,
  ),
);

test("JSON without the list, without rows, or that is something else", async () => {
  expect(await refusal("visits.json", '{"data": []}', json(", rows: data.rows"))).toBe(
    "visits.json: It has no list of rows at data.rows. Correct rows under format in the registry, or ask the supplier for the layout agreed.",
  );
  expect(await refusal("visits.json", '{"a": 1}', json())).toBe(
    "visits.json: It is an object, not a list of rows. If the list is within it, write rows under format in the registry, as in rows: data; if it has an object a line, write type: json-lines; or ask the supplier for the layout agreed.",
  );
  expect(await refusal("visits.json", "[]", json())).toBe(
    "visits.json: It is empty. Ask the supplier to send it again.",
  );
  expect(await refusal("visits.json", "<html>", json())).toBe(
    "visits.json: It is not JSON but a web page. Ask the supplier for JSON, or change format in the registry.",
  );
});

test("a Parquet file that is none", async () => {
  expect(
    await refusal("visits.parquet", "PAR1 cut short", sourceFrom(`${columns}\nformat: { type: parquet }`)),
  ).toBe("visits.parquet: It cannot be read as a Parquet file. Ask the supplier to send it again.");
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { parseYaml, RegistryError } from "../../loaders/registry/read-yaml.js";
import { readSources, sourceSchema } from "../../loaders/registry/source.js";

const file = `id: register
title: Register
description: One row a provider.
kind: table
owner: { organisation: Ofsted, team: Data, role: Lead, email: data@example.org }
steward: { organisation: Council, team: Early years, role: Steward, email: steward@example.org }
governance: { controller: a, lawfulBasis: b, sharingAgreement: c, dpiaReference: d, retention: 3 years }
cadence: { every: monthly }
location: { type: inbox, files: ["register*.csv"] }
format: { type: csv }
columns:
  - { name: places, headers: { any: Places }, type: integer }
  - { name: opened, headers: { any: Opened }, type: date, formats: ["%d/%m/%Y"] }
licence: Open Government Licence v3.0
sensitivity: open
`;

function mistakes(text: string): string {
  try {
    parseYaml(text, sourceSchema, "data/sources/register.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(RegistryError);
    return (error as Error).message.replaceAll("data/sources/register.yaml:", "");
  }
  return "";
}

test("a right file has no mistakes", () => expect(mistakes(file)).toBe(""));

const wrong: [what: string, from: string, to: string, message: string][] = [
  [
    "no YAML",
    "licence: Open",
    "licence: [Open",
    "15:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Close the bracket that is open, or put the line as far to the right as those around it.",
  ],
  [
    "a key twice",
    "title: Register",
    "title: Register\ntitle: Again",
    "3:1: not valid YAML: Map keys must be unique. Remove one of the two, or give the other its own name.",
  ],
  ["a key that is missing", "title: Register\n", "", "1: title: is missing; write a text."],
  [
    "a block that is missing",
    "cadence: { every: monthly }\n",
    "",
    "1: cadence: is missing; write a block of keys.",
  ],
  ["a key that is empty", "title: Register", "title: ' '", "2: title: must not be empty."],
  [
    "a key misspelt",
    "title: Register",
    "title: Register\nlicense: x",
    "3: (whole file): unknown key “license”. Remove it, or correct its spelling.",
  ],
  [
    "keys misspelt inside",
    "role: Lead",
    "job: Lead, rank: 1, role: Lead",
    "5: owner: unknown keys “job”, “rank”. Remove them, or correct their spelling.",
  ],
  [
    "an id in other letters",
    "id: register",
    "id: Register 1",
    "1: id: must be lower-case words joined by hyphens, as in health-visiting-reviews.",
  ],
  [
    "a kind that there is not",
    "kind: table",
    "kind: list",
    "4: kind: must be one of: records, table, geography, directory.",
  ],
  [
    "a text for a block",
    "owner: { organisation: Ofsted, team: Data, role: Lead, email: data@example.org }",
    "owner: Ofsted",
    "5: owner: must be a block of keys.",
  ],
  [
    "an e-mail address",
    "data@example.org",
    "data at example",
    "5: owner.email: must be an e-mail address, as in early.years@example.org.",
  ],
  [
    "a telephone number",
    "role: Lead",
    "phone: ring me, role: Lead",
    "5: owner.phone: must be a telephone number: digits and spaces.",
  ],
  [
    "a cadence",
    "monthly",
    "fortnightly",
    "8: cadence.every: must be one of: daily, weekly, monthly, quarterly, termly, annual, irregular.",
  ],
  [
    "a date in another order",
    "every: monthly",
    "every: monthly, nextDue: 31/12/2026",
    "8: cadence.nextDue: must be a date as year-month-day, as in 2026-12-01.",
  ],
  ["no file pattern", '["register*.csv"]', "[]", "9: location.files: must name at least one file pattern."],
  ["a text for a list", '["register*.csv"]', "register.csv", "9: location.files: must be a list."],
  [
    "a period without a group",
    '"register*.csv"]',
    '"a"], period: "20.."',
    String.raw`9: location.period: must be a regular expression with one group, as in (\d{4}-\d{2}).`,
  ],
  [
    "a format that there is not",
    "type: csv",
    "type: xls",
    "10: format.type: must be one of: csv, xlsx, json, json-lines, xml, parquet, geojson.",
  ],
  [
    "a format without a type",
    "type: csv",
    "delimiter: ','",
    "10: format.type: is missing; write one of: csv, xlsx, json, json-lines, xml, parquet, geojson.",
  ],
  [
    "a delimiter",
    "type: csv",
    'type: csv, delimiter: ":"',
    String.raw`10: format.delimiter: must be one of: ",", ";", "\t", "|".`,
  ],
  [
    "an encoding",
    "type: csv",
    "type: csv, encoding: ansi-x",
    "10: format.encoding: must be the name of an encoding, as in windows-1252.",
  ],
  [
    "a number below zero",
    "type: csv",
    "type: csv, preambleRows: -1",
    "10: format.preambleRows: must be 0 or more.",
  ],
  [
    "a broken number",
    "type: csv",
    "type: csv, preambleRows: 1.5",
    "10: format.preambleRows: must be a whole number.",
  ],
  [
    "a key of another format",
    "type: csv",
    "type: csv, sheet: First",
    "10: format: unknown key “sheet”. Remove it, or correct its spelling.",
  ],
  [
    "no columns",
    "columns:\n",
    "columns: []\nothers:\n",
    "11: columns: must have 1 or more entries.\n12: (whole file): unknown key “others”. Remove it, or correct its spelling.",
  ],
  [
    "a column's name",
    "name: places",
    "name: Places Now",
    "12: columns.0.name: must be lower-case words joined by underscores, as in date_of_birth.",
  ],
  [
    "a column twice",
    "name: opened",
    "name: places",
    "13: columns.1.name: “places” is declared twice. Remove one, or list both spellings under headers.",
  ],
  [
    "a column's type",
    "type: integer",
    "type: int",
    "12: columns.0.type: must be one of: text, integer, number, date, datetime, boolean, geometry.",
  ],
  [
    "headers that are a text",
    "headers: { any: Places }",
    "headers: Places",
    "12: columns.0.headers: must be a block of keys.",
  ],
  [
    "headers that are a number",
    "{ any: Places }",
    "{ any: 5 }",
    "12: columns.0.headers.any: must be a text, or a list. Put it in quotation marks.",
  ],
  [
    "no spelling in a list",
    "{ any: Places }",
    "{ any: [] }",
    "12: columns.0.headers.any: must have 1 or more entries.",
  ],
  [
    "no headers",
    "{ any: Places }",
    "{}",
    "12: columns.0.headers: must have a spelling, as in { any: Date of birth }.",
  ],
  [
    "values that are a number",
    "type: integer",
    "type: integer, values: 5",
    "12: columns.0.values: must be a list, or a block of keys.",
  ],
  [
    "values that are numbers",
    "type: integer",
    "type: integer, values: [1, 2]",
    "12: columns.0.values.0: must be a text. Put it in quotation marks.",
  ],
  [
    "values that are none",
    "type: integer",
    "type: integer, values: []",
    "12: columns.0.values: must not be empty.",
  ],
  [
    "a marker's meaning",
    "type: integer",
    "type: integer, markers: { c: hidden }",
    "12: columns.0.markers.c: must be one of: suppressed, not_applicable, not_available, not_collected, low_reliability, rounds_to_zero.",
  ],
  [
    "a least value that is a text",
    "type: integer",
    "type: integer, min: none",
    "12: columns.0.min: must be a number.",
  ],
  [
    "a least date for a number",
    "type: integer",
    "type: integer, min: 2020-01-01",
    "12: columns.0.min: must be a number.",
  ],
  [
    "a greatest number for a date",
    "type: date",
    "type: date, max: 5",
    "13: columns.1.max: must be a date as year-month-day, as in 2026-12-01.",
  ],
  [
    "a least value of a text",
    "type: integer",
    "type: text, min: 0",
    "12: columns.0.min: is only for numbers and dates.",
  ],
  [
    "a date format without signs",
    "%d/%m/%Y",
    "dd/mm/yyyy",
    "13: columns.1.formats: “dd/mm/yyyy” must be written with percent signs, as in %d/%m/%Y.",
  ],
  [
    "a date format that there is not",
    "%d/%m/%Y",
    "%d/%q/%Y",
    "13: columns.1.formats: “%d/%q/%Y” must be written with percent signs, as in %d/%m/%Y.",
  ],
  [
    "a date format for a number",
    "type: integer",
    'type: integer, formats: ["%Y"]',
    "12: columns.0.formats: is only for dates. Write type: date, or remove it.",
  ],
  [
    "a pattern that is none",
    "type: integer",
    "type: integer, pattern: '('",
    "12: columns.0.pattern: must be a regular expression, without look-ahead, look-behind or references to groups.",
  ],
  [
    "a pattern that looks ahead",
    "type: integer",
    "type: integer, pattern: '(?=1)1'",
    "12: columns.0.pattern: must be a regular expression, without look-ahead, look-behind or references to groups.",
  ],
  [
    "a share above one",
    "licence:",
    "accept: { leastRows: 50 }\nlicence:",
    "14: accept.leastRows: must be 1 or less.",
  ],
  [
    "a page",
    "licence:",
    "page: our page\nlicence:",
    "14: page: must be a web address, as in https://example.org/page.",
  ],
  [
    "a sensitivity",
    "sensitivity: open",
    "sensitivity: secret",
    "15: sensitivity: must be one of: personal-special-category, personal, official, open.",
  ],
  [
    "records that are open",
    "kind: table",
    "kind: records",
    "15: sensitivity: must be personal or personal-special-category: the source holds records of children.",
  ],
  [
    "an identifier of no child",
    "type: integer",
    "type: integer, identifier: true",
    "12: columns.0.identifier: is only allowed where kind is records. Write kind: records, or remove the column.",
  ],
  [
    "a role that is no identifier",
    "type: integer",
    "type: text, role: surname",
    "12: columns.0.identifier: must be true: the role surname identifies a child.",
  ],
  [
    "an unpivot without a group",
    "licence:",
    "unpivot: { headers: '^a', into: places, values: opened }\nlicence:",
    "14: unpivot.headers: must be a regular expression with one group.",
  ],
  [
    "an unpivot into nothing",
    "licence:",
    "unpivot: { headers: '^(a)', into: age, values: opened }\nlicence:",
    "14: unpivot.into: names “age”, which is not among the columns. Declare it with headers: {}.",
  ],
];

test.each(wrong)("%s", (_, from, to, message) => {
  expect(file).toContain(from);
  expect(mistakes(file.replace(from, to))).toBe(message);
});

test("a status column that a marker would make", () => {
  const text = file
    .replace("type: integer", "type: integer, markers: { c: suppressed }")
    .replace("name: opened", "name: places_status");
  expect(mistakes(text)).toBe(
    "12: columns.0.markers: make a column places_status, which is declared too. Rename one of them.",
  );
});

test("all mistakes of a file are told at once", () => {
  expect(
    mistakes(file.replace("title: Register", "title: ''").replace("monthly", "often")).split("\n"),
  ).toHaveLength(2);
});

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("mistakes between files: an id unlike the file's name, a source that is not there, and every file's own", () => {
  folder = mkdtempSync(join(tmpdir(), "registry-"));
  writeFileSync(join(folder, "register.yaml"), file.replace("id: register", "id: providers"));
  writeFileSync(
    join(folder, "visits.yaml"),
    file.replace("id: register", "id: visits\npersonFrom: children"),
  );
  writeFileSync(join(folder, "notes.txt"), "not a source");
  expect(() => readSources(folder)).toThrow(
    new RegistryError(
      "data/sources/register.yaml: id: is “providers”. Name the file providers.yaml, or change the id.\n" +
        "data/sources/visits.yaml: personFrom: no source has the id “children”.",
    ),
  );
  writeFileSync(join(folder, "register.yaml"), file.replace("title: Register", "title: 5"));
  writeFileSync(join(folder, "visits.yaml"), file.replace("kind: table", "kind: 5"));
  expect(() => readSources(folder)).toThrow(
    /register\.yaml:2: title: must be a text\. Put it in quotation marks\.\n.*visits\.yaml:4: kind: must be one of/,
  );
});

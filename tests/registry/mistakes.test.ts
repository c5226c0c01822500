import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseYaml } from "../../loaders/registry/read-yaml.js";
import { readSources, sourceSchema } from "../../loaders/registry/source.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { sourceFrom } from "../check/desk.js";

const column = (fields: string) => `columns: [{ name: a, headers: { any: A }, ${fields} }]`;

test("a pattern that begins with a star is to be put in quotation marks", () => {
  const text = readFileSync(join(repositoryRoot, "tests/check/messy/16-unquoted-glob.yaml"), "utf8");
  expect(() => parseYaml(text, sourceSchema, "data/sources/temporary-accommodation.yaml")).toThrow(
    'data/sources/temporary-accommodation.yaml:4:11: a text that begins with a star is no text of YAML. Put it in quotation marks, as in "*accommodation*.xlsx".',
  );
  for (const bare of ["*.csv", "[*.csv]", "\n  - *visits*.csv"])
    expect(() => parseYaml(`files: ${bare}\n`, sourceSchema, "x.yaml")).toThrow(
      /^x\.yaml:\d:\d+: .*Put it in quotation marks/,
    );
});

test.each([
  [
    column("type: integer, min: 5, max: 1"),
    "columns.0.min: is above max, so that no value can be right: 5 and 1. Change one of them.",
  ],
  [column("type: date, min: 2026-01-01, max: 2025-01-01"), "columns.0.min: is above max"],
  [
    column("type: date, formats: [“%d/%m/%Y”]"),
    'columns.0.formats: has typographic quotation marks in it. Write plain ones around it, as in "%d/%m/%Y".',
  ],
  [
    "columns: [{ name: a, headers: { any: Ward }, type: text }, { name: b, headers: { old: ' ward ' }, type: text }]",
    "columns.1.headers: “ward” is a header of a, too, and only one of them can have it. Remove it from one.",
  ],
  [
    `location: { type: inbox, files: [“visits*”] }\n${column("type: text")}`,
    "location.files.0: has typographic quotation marks in it.",
  ],
  [
    column('type: number, decimal: ",", thousands: ","'),
    "columns.0.thousands: is what stands before the fraction.",
  ],
  [column("type: text, percent: share"), "columns.0.percent: is only for numbers."],
  [
    `format: { type: csv, stop: "(" }\n${column("type: text")}`,
    "format.stop: must be blank row, or a regular expression.",
  ],
  [
    column('type: date, formats: ["%d/%M/%Y"]'),
    "“%d/%M/%Y” has minutes, %M, and no hours. Write %m for months.",
  ],
  [column('type: datetime, formats: ["%d/%m/%Y %H:%m"]'), "has the month, %m, twice. Write %M for minutes."],
  [column('type: datetime, formats: ["%d/%m/%Y %I:%M"]'), "has hours of twelve, %I, and no %p for AM or PM."],
  [
    column('type: date, formats: ["%d/%m/%Y", "%-m/%d/%Y"]'),
    "columns.0.formats: “%d/%m/%Y” and the same with day and month the other way round read 01/02 as two days.",
  ],
  [column("type: text, pattern: '\\d{10'"), "columns.0.pattern: has a { that is not closed."],
  [
    column("type: text, pattern: '[[:alfa:]]'"),
    "columns.0.pattern: has [:alfa:], which is no kind of letters.",
  ],
  [column("type: text, pattern: '\\u00e9+'"), "columns.0.pattern: has \\u, which is no sign of it."],
  [column("type: text, pattern: '\\d{1001}'"), "columns.0.pattern: repeats something more than 1,000 times."],
  [column("type: text, pattern: '(?<n>x)'"), "columns.0.pattern: has a group with a name."],
  [column("type: text, pattern: '\\p{Letter}'"), "columns.0.pattern: has \\p{Letter}, which is no property."],
  [column("type: integer, values: { Two: two }"), "columns.0.values: “two” is none of type integer."],
  [column("type: text, values: { F: female, f: male }"), "columns.0.values: “f” stands for two values"],
  [column("type: text, values: [Aston], pattern: 'E\\d+'"), "columns.0.pattern: does not fit “Aston”"],
  [
    column("type: text, values: [c], markers: { C: suppressed }"),
    "columns.0.markers: “c” is listed under values, too.",
  ],
  [
    column("type: integer, missing: [c], markers: { c: suppressed }"),
    "columns.0.missing: “c” is among the markers, too.",
  ],
  [column('type: text, decimal: ","'), "columns.0.decimal: is only for numbers."],
  [column("type: text, brackets: true"), "columns.0.brackets: is only for numbers."],
  [
    column("type: number, percent: share, max: 100"),
    "columns.0.max: is of the share that is read: 100% is 1.",
  ],
  [column('type: number, currency: "."'), "columns.0.currency: must be a currency's sign"],
  [
    `unpivot: { headers: '^Y(\\d+)$', into: a, values: a }\n${column("type: text")}`,
    "unpivot.values: is the column that the header goes into.",
  ],
  [
    "kind: records\ncolumns: [{ name: a, headers: { any: A }, type: date, role: nhs_number, identifier: true }, { name: b, headers: { any: B }, type: text, role: nhs_number, identifier: true }]",
    /columns\.0\.type: must be text: .*\n.*columns\.1\.role: is that of a, too/,
  ],
  [
    `kind: records\n${column("type: text, role: date_of_birth, identifier: true")}`,
    "columns.0.type: must be date",
  ],
  [`kind: records\npersonFrom: visits\n${column("type: text")}`, "personFrom: names the source itself."],
  [
    `format: { type: xlsx, sheet: May, sheets: all }\n${column("type: text")}`,
    "format.sheets: reads all sheets, and sheet names one.",
  ],
  [
    `format: { type: csv, totals: rows, ignore: [totals, note] }\n${column("type: text")}`,
    /format\.totals: says that totals are rows.*\n.*format\.ignore\.1: would fit “note” in any text/,
  ],
  [
    `format: { type: xml, record: "eyc:Child" }\n${column("type: text")}`,
    "format.record: must be the name of an element",
  ],
  [
    `format: { type: json, rows: $.data }\n${column("type: text")}`,
    "format.rows: must be keys with dots between them",
  ],
  [
    'columns: [{ name: a, headers: { any: "\\u200b[note 1]" }, type: text }]',
    "columns.0.headers: has a spelling without a letter that anybody sees.",
  ],
  [
    `location: { type: inbox, files: ["../x*.csv"] }\n${column("type: text")}`,
    "location.files.0: leads out of the inbox",
  ],
  [`limits: { rows: 0 }\n${column("type: text")}`, "limits.rows: must be above 0."],
] as [string, string | RegExp][])("a mistake is told with its place and remedy: %s", (fields, told) => {
  expect(() => sourceFrom(fields)).toThrow(told);
});

test("two columns may share a header in different layouts", () => {
  const text =
    "columns: [{ name: a, headers: { old: Ward, new: Ward name }, type: text }, { name: b, headers: { new: Ward }, type: text }]";
  expect(sourceFrom(text).columns).toHaveLength(2);
  expect(readSources().length).toBeGreaterThan(30);
});

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
])("a mistake is told with its place and remedy: %s", (fields, told) => {
  expect(() => sourceFrom(fields)).toThrow(told);
});

test("two columns may share a header in different layouts", () => {
  const text =
    "columns: [{ name: a, headers: { old: Ward, new: Ward name }, type: text }, { name: b, headers: { new: Ward }, type: text }]";
  expect(sourceFrom(text).columns).toHaveLength(2);
  expect(readSources().length).toBeGreaterThan(30);
});

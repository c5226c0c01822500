import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readNotes, refuseNotesOnNothing } from "../../loaders/registry/notes.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "notes-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
const note = (more = "") =>
  `date: 2025-01-01\nindicators: [take-up]\ntext: The form changed.\nwriter: A. Steward\nwrittenOn: 2026-11-29\n${more}`;

test("notes are read in the order of their days", () => {
  put("b.yaml", note());
  put("a.yaml", note().replace("2025-01-01", "2026-01-01"));
  expect(readNotes(folder).map(({ date }) => date)).toEqual(["2025-01-01", "2026-01-01"]);
  expect(readNotes(join(folder, "none"))).toEqual([]);
});

test("what is wrong in a file is told with file, line and remedy, all of it at once", () => {
  put("a.yaml", note().replace("2025-01-01", "January 2025"));
  put("b.yaml", note("text2: twice\n"));
  expect(() => readNotes(folder)).toThrow(
    /a\.yaml:1: date: must be a date as year-month-day, as in 2026-12-01\.[\s\S]+b\.yaml:6: \(whole file\): unknown key “text2”\. Remove it/,
  );
});

test("a note on what there is not is refused", () => {
  put("a.yaml", note("source: census\n"));
  const known = { indicators: [{ id: "take-up" }], sources: [{ id: "headcount" }] };
  expect(() => refuseNotesOnNothing(known, folder)).toThrow(
    "data/notes/a.yaml: source: there is no source “census” in data/sources. Correct it, or take the line out.",
  );
  expect(() => refuseNotesOnNothing({ ...known, indicators: [] }, folder)).toThrow(
    "there is no indicator “take-up” in data/indicators",
  );
  mkdirSync(join(folder, "empty"));
  expect(() => refuseNotesOnNothing(known, join(folder, "empty"))).not.toThrow();
});

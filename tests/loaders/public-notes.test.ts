import { expect, test } from "vitest";
import { publicNotes } from "../../loaders/public/public-notes.js";
import type { Note } from "../../loaders/registry/notes.js";

const note: Note = {
  ...{ date: "2025-01-16", indicators: ["take-up", "other"], break: true, public: true },
  ...{ text: "The form changed.", writer: "Data steward", writtenOn: "2026-11-29" },
};
const figures = { indicator: "take-up", areas: ["C", "E05"], sources: ["headcount"], since: "2024-09-01" };

test("the public reads a note that is meant for it, with its writer and of this indicator alone", () => {
  expect(publicNotes([note], figures)).toEqual([
    {
      ...{ date: "2025-01-16", indicators: ["take-up"], break: true },
      ...{ text: "The form changed.", writer: "Data steward" },
    },
  ]);
});

test.each<[string, Partial<Note>]>([
  ["not meant for the public", { public: false }],
  ["of another indicator", { indicators: ["other"] }],
  ["of another area", { area: "E06" }],
  ["of another source", { source: "census" }],
  ["of an earlier period", { date: "2024-08-31" }],
])("it does not read one that is %s", (_, more) => {
  expect(publicNotes([{ ...note, ...more }], figures)).toEqual([]);
});

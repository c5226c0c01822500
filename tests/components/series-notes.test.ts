import { expect, test } from "vitest";
import { notesOn, noteText, type SeriesNote } from "../../components/words/series-notes.js";

const note: SeriesNote = {
  date: "2025-01-01",
  indicators: ["take-up"],
  break: false,
  text: "The form changed",
  writer: "A. Steward",
};
const figures = [{ area: "E1", source: "headcount" }];

test.each<[string, Partial<SeriesNote>, boolean]>([
  ["its indicator", {}, true],
  ["another indicator", { indicators: ["reviews"] }, false],
  ["an area that is drawn", { area: "E1" }, true],
  ["an area that is not", { area: "E2" }, false],
  ["a source that is drawn", { source: "headcount" }, true],
  ["a source that is not", { source: "census" }, false],
])("a note goes with %s: %j", (_, more, isThere) => {
  expect(notesOn([{ ...note, ...more }], "take-up", figures)).toHaveLength(isThere ? 1 : 0);
});

test("a note is told with its day, whether figures compare, and its writer", () => {
  expect(noteText(note)).toBe("1 January 2025: The form changed. (A. Steward)");
  expect(noteText({ ...note, break: true })).toBe(
    "1 January 2025: The form changed. Figures before do not compare with those after. (A. Steward)",
  );
});

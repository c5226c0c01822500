import { expect, test } from "vitest";
import { Traces } from "../../loaders/check/traces.js";

function seen(...texts: string[]) {
  const traces = new Traces();
  for (const text of texts) traces.see(Buffer.from(text));
  return traces;
}

const none = { errors: false, totals: false, nullWords: false, noBreakSpaces: false };

test.each([
  ["plain words", "1,Aston,12.5\n", none],
  ["words in which others stand", "1,finance,nullable,Nantes,NaNs\n", none],
  ["a total", "1,Subtotals,\n", { ...none, totals: true }],
  ["a total in capitals", "1,TOTAL\n", { ...none, totals: true }],
  ["NULL", "1,NULL,\n", { ...none, nullWords: true }],
  ["null in brackets", "1,(null)\n", { ...none, nullWords: true }],
  ["nan in quotation marks and blanks", '1," nan "\n', { ...none, nullWords: true }],
  ["nan behind a word that has it", "1,finance,nan\n", { ...none, nullWords: true }],
  ["a backslash with N", "1,\\N\n", { ...none, nullWords: true }],
  ["an error of a spreadsheet", "1,#REF!\n", { ...none, errors: true }],
  ["a no-break space", "1,a\u00a0b\n", { ...none, noBreakSpaces: true }],
])("what bytes hold is seen: %s", (_, text, expected) => {
  expect({ ...seen(text) }).toEqual(expected);
});

test("what was seen once is not forgotten", () => {
  expect(seen("1,NULL\n", "2,a\n", "3,#N/A\n")).toMatchObject({
    nullWords: true,
    errors: true,
    totals: false,
  });
});

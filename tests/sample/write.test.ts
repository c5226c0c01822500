import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSheet } from "read-excel-file/node";
import { afterAll, expect, test } from "vitest";
import { day } from "../../workspace/sample/calendar.js";
import type { Child } from "../../workspace/sample/people/family.js";
import { Delimited } from "../../workspace/sample/write/extract.js";
import { Lines } from "../../workspace/sample/write/lines.js";
import { Workbook } from "../../workspace/sample/write/workbook.js";

const folder = mkdtempSync(join(tmpdir(), "sample-write-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const noted: string[] = [];
const truth = {
  row(extract: string, row: number, child: Child) {
    noted.push(`${extract},${row},${child.id}`);
  },
};
const child = (id: number) => ({ id }) as Child;

test("delimited text quotes what needs it, and late rows come last; the truth has their line numbers", async () => {
  const file = join(folder, "a", "text.csv");
  noted.length = 0;
  const rows = new Delimited(
    file,
    { delimiter: ",", preamble: ["A title"], header: ["name", "note"] },
    truth,
    "s,text.csv",
  );
  rows.late(["late", null], child(1));
  rows.row(["a, b", 'say "so"'], child(2));
  rows.row(["plain", 3], child(3));
  await rows.close();
  expect(readFileSync(file, "utf8")).toBe(
    'A title\nname,note,Sample data\n"a, b","say ""so""",invented\nplain,3,invented\nlate,,invented\n',
  );
  expect(noted).toEqual(["s,text.csv,3,2", "s,text.csv,4,3", "s,text.csv,5,1"]);
});

test("windows-1252 has its own bytes for an apostrophe, and a question mark for what it lacks", () => {
  const file = join(folder, "western.csv");
  const lines = new Lines(file, { encoding: "windows-1252" });
  lines.write("O’Brien, Zoë");
  lines.write("Łukasz");
  lines.close();
  expect(readFileSync(file).toString("latin1")).toBe("O\x92Brien, Zo\xeb\n?ukasz\n");
});

test("long text is written in pieces, none lost", () => {
  const file = join(folder, "long.txt");
  const lines = new Lines(file, { bom: true });
  for (let i = 0; i < 100_000; i++) lines.write(`line ${i}`);
  lines.close();
  const read = readFileSync(file, "utf8").split("\n");
  expect(read[0]).toBe("\uFEFFline 0");
  expect(read[99_999]).toBe("line 99999");
  expect(read).toHaveLength(100_001);
});

test("a workbook holds texts, numbers and dates, and thousands of rows", async () => {
  const file = join(folder, "book.xlsx");
  noted.length = 0;
  const book = new Workbook(
    file,
    { sheet: "Head & count", preamble: ["A title", ""], header: ["Name", "DOB", "Hours"] },
    truth,
    "s,book.xlsx",
  );
  book.row([" Róisín <O’Brien> & Co ", { day: day(2023, 2, 28) }, 7.5], child(1));
  for (let i = 0; i < 6_000; i++) {
    book.row([`Child ${i}`, null, i], child(2));
    if (i % 1_500 === 0) await book.drain();
  }
  await book.close();
  const rows = await readSheet(file, "Head & count", { trim: false });
  expect(rows[0]).toEqual(["A title", null, null, null]);
  expect(rows[2]).toEqual(["Name", "DOB", "Hours", "Sample data"]);
  expect(rows[3]).toEqual([" Róisín <O’Brien> & Co ", new Date("2023-02-28T00:00:00Z"), 7.5, "invented"]);
  expect(rows.at(-1)).toEqual(["Child 5999", null, 5_999, "invented"]);
  expect(rows).toHaveLength(6_004);
  expect(noted[0]).toBe("s,book.xlsx,4,1");
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRows } from "../../loaders/files/read-rows.js";
import { csvText } from "../../loaders/store/csv.js";
import { Database, literal } from "../../loaders/store/database.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rows-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string | Buffer, name = "t.csv") {
  const file = join(folder, name);
  writeFileSync(file, content);
  return readRows(file, "--table");
}

test("what the writer of CSV wrote is read as it was, formulas too", async () => {
  const cell = fc.constantFrom(
    "North",
    "=1+1",
    "-",
    "-5",
    'a "b"',
    "c,d",
    "e\nf",
    "Ash-ley",
    "g;h",
    "'x",
    "é",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
      const { headers, rows: back } = await read(csvText([["area", "=sex"], ...rows]));
      expect(headers).toEqual(["area", "=sex"]);
      expect(back).toEqual(rows.map((texts, i) => ({ row: i + 2, texts })));
    }),
    { numRuns: 40 },
  );
});

test("the encoding of a spreadsheet program is found", async () => {
  const { rows } = await read(Buffer.from("area;count\nSãnta;4\n", "latin1"));
  expect(rows).toEqual([{ row: 2, texts: ["Sãnta", "4"] }]);
});

test("Parquet is read as text", async () => {
  const file = join(folder, "t.parquet");
  const db = await Database.open(":memory:");
  await db.run(`COPY (SELECT 'North' AS area, 4 AS count, NULL::INTEGER AS more) TO ${literal(file)}`);
  db.close();
  expect(await readRows(file, "--table")).toEqual({
    name: "t.parquet",
    headers: ["area", "count", "more"],
    rows: [{ row: 2, texts: ["North", "4", ""] }],
  });
});

test.each([
  [
    "a row of another length",
    "area,count\n\nNorth\n",
    "t.csv: row 3: has 1 values under 2 headings. Correct the row.",
  ],
  [
    "a mark that is never closed",
    'area,count\n"North,4\nSouth,5\n',
    "t.csv: row 2: a quotation mark is opened and never closed. Correct the row.",
  ],
  [
    "a header twice",
    "area,Area,count\nNorth,N,4\n",
    "t.csv: columns 1 and 2 have the same header. Rename one of the two; if the file begins without a header, add one.",
  ],
  ["no rows", "area,count\n\n", "t.csv: has a header but no rows. Give a file with at least one row."],
  ["nothing", "", "t.csv: the file is empty. Give a file with a header and at least one row."],
  [
    "a workbook by another name",
    Buffer.from("PK\u0003\u0004rest", "latin1"),
    "t.csv: is not CSV or Parquet but",
  ],
])("refuses %s, by its place and with the remedy", async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(message);
});

test("a file that is not there is told by what it was given to", async () => {
  await expect(readRows(join(folder, "none.csv"), "--known")).rejects.toThrow(
    "none.csv: there is no such file. Check the path given to --known.",
  );
});

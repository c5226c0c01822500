import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvParseRows } from "d3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCell, writeCell } from "../../components/tables/csv-cells.js";
import { csvText as browserCsvText } from "../../components/tables/csv-text.js";
import { makeQuarantine, writeQuarantineReport } from "../../loaders/check/quarantine.js";
import { copyTo } from "../../loaders/link/model/outputs.js";
import { csvOf } from "../../loaders/open-data/table-csv.js";
import { readTable } from "../../loaders/protect/solve/table/read-counts.js";
import { writeTables } from "../../loaders/protect/solve/table/write-tables.js";
import { csvText } from "../../loaders/store/csv.js";
import { Database, literal } from "../../loaders/store/database.js";
import { repositoryRoot, storeOf } from "../../loaders/store/paths.js";
import { readPublished } from "../../workspace/audit/read-published.js";

const formulas = ["=1+1", "+1", "-2+3", "-", "--1", "@SUM(A1)", "\tx", "\r=1", "-inf", "-0x10"];
const harmless = ["-5", "-0.5", "-.5", "-1e5", "5", "Ash-ley", "O'Neil", "'x", "a=b", "", " =x"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "csv-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rowsOf = (text: string): string[][] => csvParseRows(text.replace(/^\uFEFF/, ""));
const written = (cells: readonly string[]) => [
  ...cells.filter((cell) => formulas.includes(cell)).map((cell) => `'${cell}`),
  ...cells.filter((cell) => !formulas.includes(cell)),
];
const cells = [...formulas, ...harmless];

test("what a spreadsheet would run gets an apostrophe, numbers do not, and reading gives what was there", () => {
  expect(cells.map(writeCell)).toEqual(written(cells));
  expect(cells.map((cell) => readCell(writeCell(cell)))).toEqual(cells);
  expect([-5, -0.25, true, null, undefined].map(writeCell)).toEqual(["-5", "-0.25", "true", "", ""]);
});

test("what pages save, and open data with its headings, hold no formula", () => {
  for (const text of [
    browserCsvText(cells.map((cell) => [cell, "x"])),
    csvText(cells.map((cell) => [cell, "x"])),
    csvOf({ columns: [{ name: "a" }, { name: "b" }], rows: cells.map((cell) => [cell, "x"]) } as never)
      .split("\r\n")
      .slice(1)
      .join("\r\n"),
  ])
    expect(rowsOf(text).map(([cell]) => cell)).toEqual(written(cells));
});

test("nor does the report of what is in quarantine", async () => {
  const db = await Database.open(":memory:");
  await makeQuarantine(db);
  await db.run(
    `INSERT INTO quarantine (source, extract, "row", "column", rule, reason, shape)
    SELECT 'register', 'e.csv', i, 'a', 'r', 'w', shape FROM (SELECT unnest([${formulas.map(literal)}]) AS shape, generate_subscripts([${formulas.map(literal)}], 1) AS i)`,
  );
  const file = await writeQuarantineReport(db, "register", { ...storeOf(folder), folder });
  db.close();
  expect(
    rowsOf(readFileSync(file, "utf8"))
      .slice(1)
      .map((row) => row.at(-1)),
  ).toEqual(formulas.map((cell) => `'${cell}`));
});

test("nor do the files that linkage writes, in cells or in headings", async () => {
  const file = join(folder, "pairs.csv");
  const db = await Database.open(":memory:");
  const query = `SELECT unnest([${cells.map(literal)}]) AS "=id", -5 AS weight`;
  await copyTo(db, file, query, { path: folder, beside: (name) => `${name}.tmp` });
  db.close();
  const [heading, ...rows] = rowsOf(readFileSync(file, "utf8"));
  expect(heading).toEqual(["'=id", "weight"]);
  expect(rows).toEqual(written(cells).map((cell) => [cell, "-5"]));
});

test("nor do protected tables, which the audit and protection read back as they were given", async () => {
  const file = join(folder, "safe.csv");
  const categories = formulas.filter((cell) => cell.trim() === cell);
  const rows = categories.map((sex) => ({ sex, count: "7" }));
  await writeTables([{ file, columns: ["sex", "count"], rows }]);
  expect(rowsOf(readFileSync(file, "utf8")).slice(1)).toEqual(categories.map((cell) => [`'${cell}`, "7"]));
  const audited = await readPublished(file, "the table");
  expect(audited.cells.map(({ categories: [sex] }) => sex)).toEqual(categories);
  const again = await readTable(file, "--known");
  expect(again.rows.map(({ key }) => key[0])).toEqual(categories);
});

test("no other module writes CSV or workbooks, or puts cells into quotation marks by hand", () => {
  const writers = ["components", "loaders", "workspace"]
    .flatMap((room) =>
      readdirSync(join(repositoryRoot, room), { recursive: true, encoding: "utf8" }).map(
        (name) => `${room}/${name.replaceAll("\\", "/")}`,
      ),
    )
    .filter((file) => /\.[tj]s$/.test(file))
    .filter((file) =>
      /csvFormat|tsvFormat|formatRow|FORMAT csv|write-excel-file|replaceAll\('"', '""'\)/.test(
        readFileSync(join(repositoryRoot, file), "utf8"),
      ),
    );
  expect(writers.sort()).toEqual(
    [
      // Copies of cells, for the database that checks them.
      "loaders/check/read-parquet.ts",
      "loaders/check/text-table.ts",
      "loaders/connect/postgresql.ts",
      "components/tables/csv-text.ts",
      "loaders/link/model/outputs.ts",
      "loaders/store/csv.ts",
      // Names of columns in SQL.
      "loaders/store/database.ts",
      // Extracts of the sample, as suppliers write them.
      "workspace/sample/write/extract.ts",
    ].sort(),
  );
});

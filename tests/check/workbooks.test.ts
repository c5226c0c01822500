import { join } from "node:path";
import { utils, write } from "@e965/xlsx";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Source } from "../../loaders/registry/source.js";
import { soak } from "../soak.js";
import { Desk, sourceFrom } from "./desk.js";
import { notAvailable, noValue, type SheetXml, workbookOf } from "./workbook-parts.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const wards = (format = "") =>
  sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: n, headers: { any: "N" }, type: number }
accept: { mostRejected: 1 }
format: { type: xlsx${format && `, ${format}`} }`);

async function read(source: Source, content: Uint8Array, name = "visits.xlsx") {
  desk.deliver(name, content);
  const [extract] = await desk.check(source);
  const rows = (await desk.table(source)).map((row) => Object.values(row));
  return { rows, told: extract!.told };
}

const book = (...sheets: SheetXml[]) => workbookOf(join(desk.folder, "made.xlsx"), sheets);
const header = ["Ward", "N"];
const faults = async () => (await desk.quarantine()).map(({ row, rule, reason }) => [row, rule, reason]);

test.each(["hidden", "veryHidden"] as const)(
  "a %s sheet is not read, and told, unless it is named",
  async (state) => {
    const made = await book(
      { name: "Previous", state, rows: [header, ["OLD", 1]] },
      { name: "Current", rows: [header, ["NEW", 2]] },
    );
    expect(await read(wards(), made)).toEqual({
      rows: [["NEW", 2]],
      told: [
        "sheet 1 of 2 (“Previous”) is hidden and was not read. Name a hidden sheet under format if it is meant.",
      ],
    });
    expect((await read(wards("sheet: Previous"), made)).rows).toEqual([["OLD", 1]]);
  },
);

test("of several sheets with the header the first is read and the others told, or all as declared", async () => {
  const made = await book(
    { name: "Chart", state: "chart" },
    { name: "April", rows: [header, ["a", 1]] },
    { name: "Notes", rows: [["Read me"]] },
    { name: "May", rows: [["In May"], ["N", "Ward"], [2, "b"], [3, "c"]] },
  );
  expect(await read(wards(), made)).toEqual({
    rows: [["a", 1]],
    told: [
      "sheet 3 of 3 (“May”) has the header, too, and was not read. Write sheets: all under format to read all, or name the one that is meant.",
    ],
  });
  expect(await read(wards("sheets: all"), made)).toEqual({
    rows: [
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ],
    told: ["Rows of sheet 3 of 3 (“May”) are numbered from 3 on."],
  });
});

test("an error, and a formula without a value, are faults with their address, and nothing where nobody reads them", async () => {
  const made = await book({
    name: "A",
    rows: [
      [...header, "Other"],
      ["a", noValue, 1],
      ["b", notAvailable, 1],
      ["c", 3, notAvailable],
    ],
  });
  expect((await read(wards(), made)).rows).toEqual([["c", 3]]);
  expect(await faults()).toEqual([
    [2, "error", "cell B2 has a formula and no value"],
    [3, "error", "cell B3 holds #N/A"],
  ]);
  const missing = sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text }
  - { name: n, headers: { any: "N" }, type: number, missing: ["#N/A"] }
accept: { mostRejected: 1 }
format: { type: xlsx }`);
  expect((await read(missing, made)).rows).toEqual([
    ["b", null],
    ["c", 3],
  ]);
});

test("hidden rows are read and told, or left as declared", async () => {
  const made = await book({ name: "A", rows: [header, ["a", 1], ["b", 2]], hidden: [3] });
  expect(await read(wards(), made)).toEqual({
    rows: [
      ["a", 1],
      ["b", 2],
    ],
    told: ["1 row of it is hidden or filtered out, and read like the others."],
  });
  expect((await read(wards("hiddenRows: leave"), made)).rows).toEqual([["a", 1]]);
});

soak("titles, two header rows, a total and a footnote: told, then read as declared", async () => {
  const columns = `
columns:
  - { name: ward, headers: { any: Ward }, type: text, required: true }
  - { name: boys, headers: { any: Autumn term Boys }, type: integer, required: true }
  - { name: girls, headers: { any: Autumn term Girls }, type: integer }`;
  const made = await book({
    name: "A",
    rows: [
      ["Children on roll"],
      [null, "Autumn term", null],
      ["Ward", "Boys", "Girls"],
      ["Aston", 1, 2],
      ["Bordesley", 3, 4],
      ["Total", 4, 7],
      ["Source: the October return"],
    ],
  });
  const one = sourceFrom(`${columns}\nformat: { type: xlsx }\naccept: { mostRejected: 1 }`);
  await expect(read(one, made)).rejects.toThrow(
    "visits.xlsx: Its header stands in two rows. Write header: 2 under format in data/sources/visits.yaml.",
  );
  const two = sourceFrom(`${columns}\nformat: { type: xlsx, header: 2 }\naccept: { mostRejected: 1 }`);
  expect(await read(two, made)).toEqual({
    rows: [
      ["Aston", 1, 2],
      ["Bordesley", 3, 4],
    ],
    told: [
      "Its total, row 6, is not what the rows above it add up to, in girls: rows may be missing, or the column is not one that adds up.",
    ],
  });
  expect((await faults()).map(([row, rule]) => [row, rule])).toEqual([
    [6, "total"],
    [7, "note"],
  ]);
  const declared = sourceFrom(
    `${columns}\nformat: { type: xlsx, header: 2, ignore: [totals], stop: "^Source" }`,
  );
  expect((await read(declared, made)).told.slice(0, 2)).toEqual([
    "1 line of it was passed over, as ignore says.",
    "1 line from row 7 on was not read, as stop says.",
  ]);
  expect(await faults()).toEqual([]);
});

soak("a value beyond the last header sets its row aside, and one beside the table too", async () => {
  const made = await book({ name: "A", rows: [header, ["a", 1], ["b", null, 2], ["c", 3]] });
  expect((await read(wards(), made)).rows).toEqual([
    ["a", 1],
    ["c", 3],
  ]);
  expect(await faults()).toEqual([[3, "cells", "it has a value beyond the last header"]]);
});

soak("a second table below the first is set aside, and the header once more", async () => {
  const made = await book({
    name: "A",
    rows: [header, ["a", 1], header, ["b", 2], [], ["N", "Ward"], [1, "x"], ["y", 2]],
  });
  expect((await read(wards(), made)).rows).toEqual([
    ["a", 1],
    ["b", 2],
  ]);
  expect((await faults()).map(([row, rule]) => [row, rule])).toEqual([
    [3, "header"],
    [6, "table"],
    [7, "table"],
    [8, "table"],
  ]);
});

test("workbooks of old Excel and OpenDocument are read, binary and protected ones told", async () => {
  const sheet = utils.aoa_to_sheet([header, ["Zoë", 1.5], ["b", new Date(Date.UTC(2026, 0, 2))]]);
  for (const bookType of ["biff8", "ods", "fods", "xlsb"] as const) {
    const made = write({ SheetNames: ["A"], Sheets: { A: sheet } }, { type: "buffer", bookType }) as Buffer;
    if (bookType === "xlsb")
      await expect(read(wards(), made)).rejects.toThrow(
        "visits.xlsx: It is a binary workbook (.xlsb). Ask the supplier to save it as .xlsx and send it again.",
      );
    else if (bookType === "fods")
      await expect(read(wards(), made)).rejects.toThrow("It is not an Excel workbook but XML.");
    else expect((await read(wards(), made)).rows, bookType).toEqual([["Zoë", 1.5]]);
  }
});

test("a number of a workbook is a number, however the supplier's texts are written", async () => {
  const source = sourceFrom(`
columns:
  - { name: ward, headers: { any: Ward }, type: text }
  - { name: n, headers: { any: "N" }, type: number, decimal: "," }
format: { type: xlsx }`);
  const made = await book({ name: "A", rows: [header, ["a", 1.234], ["b", "0,455"]] });
  expect((await read(source, made)).rows).toEqual([
    ["a", 1.234],
    ["b", 0.455],
  ]);
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPublished } from "../../workspace/audit/read-published.js";
import { scratchFolder } from "./small-site.js";

function read(text: string) {
  const file = join(scratchFolder(), "t.csv");
  writeFileSync(file, text);
  return readPublished(file, "the table");
}

const lines = ["area,count", "North,c", "South,31"];

test.each([
  ["commas", lines.join("\n")],
  ["semicolons", 'area;"count"\nNorth;c\nSouth;31'],
  ["tabs", lines.join("\n").replaceAll(",", "\t")],
  ["bars", lines.join("\n").replaceAll(",", "|")],
  ["a mark of its encoding, and line ends of two characters", `\uFEFF${lines.join("\r\n")}\r\n`],
  ["line ends of a carriage return", lines.join("\r")],
])("a table is read with %s", async (_, text) => {
  const { dimensions, cells } = await read(text);
  expect(dimensions).toEqual(["area"]);
  expect(cells.map(({ categories: [area], count }) => [area, count])).toEqual([
    ["North", "suppressed"],
    ["South", 31],
  ]);
});

test("the separator is the one that makes most columns of the heading", async () => {
  const { dimensions } = await read('"area, ward";sex;count\nNorth;f;4\n');
  expect(dimensions).toEqual(["area, ward", "sex"]);
});

test("rows are counted as in the file, with its empty lines and the line that names the separator", async () => {
  const { cells } = await read("sep=;\n\narea;count\n\nNorth;c\n\nSouth;31\n");
  expect(cells.map(({ row }) => row)).toEqual([5, 7]);
});

test("a column without a name is told by its place", async () => {
  await expect(read("area,count,\nNorth,4,\n")).rejects.toThrow("t.csv: row 2: has no column 3. Write");
});

test("an interval without its percentage is refused", async () => {
  const rows = (limits: string) =>
    `area,count,percentage,lower,upper\nNorth,c,c,${limits}\nSouth,31,50,35,65\n`;
  await expect(read(rows("c,34.3"))).rejects.toThrow(
    "row 2: has an interval without its percentage, which tells of the counts all the same. Write c in lower and upper too.",
  );
  const { cells } = await read(rows("c,c"));
  expect(cells[0]!.percentage).toBeUndefined();
  expect(cells[1]!.percentage).toMatchObject({ value: 50, lower: 35, upper: 65, decimals: 0 });
});

test("an interval has decimals of its own", async () => {
  const { cells } = await read("area,count,percentage,lower,upper\nNorth,c,12,3.29,34.3\n");
  expect(cells[0]!.percentage).toMatchObject({ decimals: 0, limitDecimals: 2 });
});

test("a rank is no dimension, unless rows cannot be told apart without it", async () => {
  const { dimensions, cells } = await read("area,count,rank\nNorth,c,2\nSouth,31,1\nWest,5,c\n");
  expect(dimensions).toEqual(["area"]);
  expect(cells.map(({ rank }) => rank)).toEqual([2, 1, undefined]);
  const file = join(scratchFolder(), "t.csv");
  writeFileSync(file, "area,rank,count\nNorth,1,4\nNorth,2,5\n");
  const needed = await readPublished(file, "the table", ["rank"]);
  expect(needed.dimensions).toEqual(["area", "rank"]);
  expect(needed.cells.map(({ rank }) => rank)).toEqual([undefined, undefined]);
});

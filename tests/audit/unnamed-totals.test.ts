import { expect, test } from "vitest";
import { auditTable } from "../../workspace/audit/audit-table.js";
import { reportLines } from "../../workspace/audit/report.js";
import { found, rounding, table } from "./desk.js";

const ten = { ...rounding, roundTo: 1 };

test("a total under another name gives away what it leaves", async () => {
  const published = table(["area"], ["Birmingham 150", "Acorn c", "Birch 70", "Cedar 76"]);
  expect(await found(published, ten)).toEqual(["area Acorn: 4–4"]);
});

test("a total of rounded counts is found as far as they tell", async () => {
  const published = table(["area"], ["Birmingham 150", "Acorn c", "Birch 70", "Cedar 75"]);
  const { notes } = await auditTable(published, rounding);
  expect(notes.join()).toMatch(/area: “Birmingham” is taken to be the sum of 3 others/);
});

test("where the numbers say that several levels stand in one column, nothing is promised", async () => {
  const published = table(
    ["area"],
    ["City 150", "North 74", "Acorn 34", "Birch 40", "South 76", "Cedar 31", "Doe 45"],
  );
  const lines = reportLines(await auditTable(published, ten), "t.csv", ten);
  expect(lines.join("\n")).toMatch(/area: “City” must be taken to be the sum of others, in several levels/);
  expect(lines.at(-1)).toMatch(/whether all of it holds depends on them/);
});

test("a sum that the policy denies is none", async () => {
  const published = table(["area"], ["Birmingham 150", "Acorn c", "Birch 70", "Cedar 76"]);
  const denied = { ...ten, hierarchies: { area: {} } };
  const audit = await auditTable(published, denied);
  expect([audit.findings, audit.notes]).toEqual([[], []]);
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { auditTable } from "../../workspace/audit/audit-table.js";
import { readPublished, readTruth } from "../../workspace/audit/read-published.js";
import { exact, found, table } from "./desk.js";
import { scratchFolder } from "./small-site.js";

const insiders = { ...exact, insiders: "own-cell" as const };
const truth = table(["area"], ["a 1", "b 20", "d 31", "Total 52"], "true.csv");

test("one who is alone in a count finds the only other that is suppressed", async () => {
  const published = table(["area"], ["a c", "b c", "d 31", "Total 52"]);
  expect(await found(published, exact, { truth })).toEqual([]);
  expect(await found(published, insiders, { truth })).toEqual(["area b: 20–20"]);
  const { findings } = await auditTable(published, insiders, { truth });
  expect(findings[0]!.because[0]).toBe("area a: is known to be 1 by whoever is alone in it");
});

test("also where the count is out of a denominator, and one who is alone among those left over", async () => {
  const published = table(["area"], ["a c/30", "b c/40", "Total 21/70"]);
  const of = (a: number, b: number) => ({
    truth: table(["area"], [`a ${a}/30`, `b ${b}/40`, "Total 21/70"], "true.csv"),
  });
  expect(await found(published, exact, of(1, 20))).toEqual([]);
  const b = ["area b: 20–20", "area b: left over: 20–20"];
  expect(await found(published, insiders, of(1, 20))).toEqual(expect.arrayContaining(b));
  const near = table(["area"], ["a c/12", "b c/40", "Total 21/52"]);
  const left = { truth: table(["area"], ["a 11/12", "b 10/40", "Total 21/52"], "true.csv") };
  expect(await found(near, exact, left)).toEqual([]);
  expect(await found(near, insiders, left)).toEqual(expect.arrayContaining(["area b: 10–10"]));
});

test("but not two others, and nothing is said of counts that are of the same one alone", async () => {
  const three = table(["area"], ["a c", "b c", "d c", "Total 52"]);
  expect(await found(three, insiders, { truth })).toEqual([]);
  const same = table(["area", "sex"], ["a f c", "a m 0", "a Total c"]);
  const one = table(["area", "sex"], ["a f 1", "a m 0", "a Total 1"], "true.csv");
  expect(await found(same, insiders, { truth: one })).toEqual([]);
});

test("the only contributor to a count knows it, however many it counts", async () => {
  const published = table(["area"], ["a c", "b c", "d 31", "Total 63"]);
  // a is of one school, with twelve children; b of two, with twenty.
  const behind = table(["area"], ["a 12", "b 20", "d 31", "Total 63"], "true.csv");
  const several = (contributors: number[]) => ({
    ...behind,
    cells: behind.cells.map((cell, i) => ({ ...cell, contributors: contributors[i] })),
  });
  expect(await found(published, insiders, { truth: several([2, 2, 3, 7]) })).toEqual([]);
  expect(await found(published, insiders, { truth: several([1, 2, 3, 6]) })).toEqual(["area b: 20–20"]);
  const { findings } = await auditTable(published, insiders, { truth: several([1, 2, 3, 6]) });
  expect(findings[0]!.because[0]).toBe("area a: is known to its only contributor");
  expect(await found(published, exact, { truth: several([1, 2, 3, 6]) })).toEqual([]);
});

test("what is of the same contributor alone is no finding", async () => {
  const published = table(["area", "sex"], ["a f c", "a m c", "a Total c"]);
  const truth = table(["area", "sex"], ["a f 5", "a m 7", "a Total 12"], "true.csv");
  const own = { ...truth, cells: truth.cells.map((cell) => ({ ...cell, contributors: 1 })) };
  expect(await found(published, insiders, { truth: own })).toEqual([]);
});

test("a file of true counts may say how many contribute, and one that is published may not", async () => {
  const folder = scratchFolder();
  const file = join(folder, "true.csv");
  writeFileSync(file, "area,count,contributors\na,12,1\nb,20,2\nTotal,32,3\n");
  const { dimensions, cells } = await readTruth(file, "--true");
  expect(dimensions).toEqual(["area"]);
  expect(cells.map(({ contributors }) => contributors)).toEqual([1, 2, 3]);
  await expect(readPublished(file, "the table")).rejects.toThrow(
    /column contributors: holds numbers that the audit does not know/,
  );
});

test("without the true counts nothing is promised", async () => {
  const published = table(["area"], ["a c", "b c", "d 31", "Total 52"]);
  const { notes } = await auditTable(published, insiders);
  expect(notes).toEqual([expect.stringMatching(/give the true counts with --true/)]);
});

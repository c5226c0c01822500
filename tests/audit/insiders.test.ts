import { expect, test } from "vitest";
import { auditTable } from "../../workspace/audit/audit-table.js";
import { exact, found, table } from "./desk.js";

const insiders = { ...exact, insiders: "own-cell" as const };
const truth = table(["area"], ["a 1", "b 20", "d 31", "Total 52"], "true.csv");

test("one who is alone in a count finds the only other that is suppressed", async () => {
  const published = table(["area"], ["a c", "b c", "d 31", "Total 52"]);
  expect(await found(published, exact, { truth })).toEqual([]);
  expect(await found(published, insiders, { truth })).toEqual(["area b: 20–20"]);
  const { findings } = await auditTable(published, insiders, { truth });
  expect(findings[0]!.because[0]).toBe("area a: is known to be 1 by whoever is alone in it");
});

test("but not two others, and nothing is said of counts that are of the same one alone", async () => {
  const three = table(["area"], ["a c", "b c", "d c", "Total 52"]);
  expect(await found(three, insiders, { truth })).toEqual([]);
  const same = table(["area", "sex"], ["a f c", "a m 0", "a Total c"]);
  const one = table(["area", "sex"], ["a f 1", "a m 0", "a Total 1"], "true.csv");
  expect(await found(same, insiders, { truth: one })).toEqual([]);
});

test("without the true counts nothing is promised", async () => {
  const published = table(["area"], ["a c", "b c", "d 31", "Total 52"]);
  const { notes } = await auditTable(published, insiders);
  expect(notes).toEqual([expect.stringMatching(/give the true counts with --true/)]);
});

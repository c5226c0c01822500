import { afterAll, beforeAll, expect, test } from "vitest";
import { sourceTables } from "../../../loaders/link/report/sources.js";
import { writeTable } from "../../../loaders/link/report/table.js";
import { weightTable } from "../../../loaders/link/report/weights.js";
import { Database } from "../../../loaders/store/database.js";

// Ana and Bo are in the register; Ana twice in the visits, and Cy, whom no register has. One visit is of nobody.
let identity: Database;
let analysis: Database;
beforeAll(async () => {
  [identity, analysis] = [await Database.open(":memory:"), await Database.open(":memory:")];
  await identity.run(`
    CREATE TABLE person_record (
      record_id INTEGER, source VARCHAR, period VARCHAR, person_id VARCHAR, rule VARCHAR, outcome VARCHAR, distinct_id INTEGER);
    INSERT INTO person_record VALUES
      (1, 'register', '2025', 'ana', NULL, 'match', 1), (2, 'register', '2025', 'bo', NULL, 'no match', 2),
      (3, 'visits', '2025', 'ana', 'number', 'match', 1), (4, 'visits', '2025', 'ana', 'number', 'match', 3),
      (5, 'visits', '2026', 'cy', NULL, 'no match', 4), (6, 'visits', '2026', NULL, NULL, 'many matches', NULL);
    CREATE TEMP TABLE seen AS SELECT DISTINCT person_id, source FROM person_record WHERE person_id IS NOT NULL;
    CREATE TABLE model_pair (left_id INTEGER, right_id INTEGER, match_weight DOUBLE);
    INSERT INTO model_pair VALUES (1, 3, 8.1), (1, 2, 8.2), (2, 4, -0.1), (3, 4, 8.24), (2, 3, 8.25);`);
});
afterAll(() => {
  identity.close();
  analysis.close();
});

async function written(name: string, register?: string): Promise<string[]> {
  await writeTable(identity, analysis, sourceTables(register).find((table) => table.name === name)!);
  const rows = await analysis.rows(`FROM ${name}`);
  return rows.map((row) => Object.values(row).map(String).join(" "));
}

test("what came of each source's records is told by period, and how many the register has too", async () => {
  expect(await written("link_report", "register")).toEqual([
    "register 2025 2 2 0 0 1 register 2 100",
    "visits 2025 2 1 0 0 1 register 1 100",
    "visits 2026 2 1 1 1 0 register 0 0",
  ]);
  expect(await written("link_report")).toEqual([
    "register 2025 2 2 0 0 1 null null null",
    "visits 2025 2 1 0 0 1 null null null",
    "visits 2026 2 1 1 1 0 null null null",
  ]);
});

test("records are counted by what joined them, by what came of them, and persons by two sources", async () => {
  expect(await written("link_report_rule")).toEqual(["register null 2", "visits number 2", "visits null 2"]);
  expect(await written("link_outcome")).toEqual([
    "register 2025 match 1",
    "register 2025 no match 1",
    "visits 2025 match 2",
    "visits 2026 many matches 1",
    "visits 2026 no match 1",
  ]);
  expect(await written("link_report_pair")).toEqual(["register visits 2 1", "visits register 2 1"]);
});

test("pairs are counted by their weight, in bins named by their lower ends, and those of one person", async () => {
  await writeTable(identity, analysis, weightTable);
  expect(await analysis.rows("FROM link_weight")).toEqual([
    { bin: -0.25, pairs: 1, joined: 0 },
    { bin: 8, pairs: 3, joined: 1 },
    { bin: 8.25, pairs: 1, joined: 0 },
  ]);
});

import { expect, test } from "vitest";
import { buildChildrenByAge } from "../../loaders/measure/population.js";
import { Database } from "../../loaders/store/database.js";

// Of 2011: O1 was split into L1 (North) and L2 (South), and L3 of South stood alone.
test("children of a year of age are of the newest estimate, shared out over the parts of a small area", async () => {
  const db = await Database.open(":memory:");
  await db.run(`
    CREATE TABLE area_tree AS FROM (VALUES ('L1', 'N'), ('L2', 'S'), ('L3', 'S')) AS t(lsoa, ward);
    CREATE TABLE small_area_part AS FROM (VALUES
      ('L1', 'L1', 1.0), ('L2', 'L2', 1.0), ('L3', 'L3', 1.0), ('O1', 'L1', 0.5), ('O1', 'L2', 0.5)
    ) AS t(given, lsoa, share);
    CREATE TABLE population AS FROM (VALUES
      ('O1', 2020, 0, NULL, 9), ('L3', 2020, 0, NULL, 4), ('L3', 2020, 4, NULL, 6), ('L3', 2020, 5, NULL, 7),
      ('L3', 2019, 0, NULL, 100)
    ) AS t(lsoa, year, age, sex, children)`);
  await buildChildrenByAge(db);
  expect(await db.rows("SELECT ward, year, age, children FROM children_by_age")).toEqual([
    { ward: "N", year: 2020, age: 0, children: 4.5 },
    { ward: "S", year: 2020, age: 0, children: 8.5 },
    { ward: "S", year: 2020, age: 4, children: 6 },
  ]);
});

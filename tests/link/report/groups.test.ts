import { afterEach, beforeEach, expect, test } from "vitest";
import { writeLinkGroups } from "../../../loaders/measure/linkage-groups.js";
import type { Database } from "../../../loaders/store/database.js";
import { desk, tableOf } from "./desk.js";

const { open, clear } = desk();
afterEach(clear);

// Four children of the headcount. Ana and Bo are in the register too; Cy and Di are not. Di lives outside the city.
let db: Database;
beforeEach(async () => {
  db = await open();
  await db.run(
    tableOf(
      "person",
      "person_id VARCHAR, birth_month DATE, sex VARCHAR, ethnic_group VARCHAR, lsoa VARCHAR",
      [
        "('ana', '2021-03-01', 'female', 'White', 'E1')",
        "('bo', '2021-05-01', 'male', 'Black', 'E2')",
        "('cy', '2022-01-01', 'male', 'Not known', 'E1')",
        "('di', NULL, NULL, 'White', 'E9')",
      ],
    ),
  );
  await db.run(
    tableOf("seen_in", "person_id VARCHAR, source VARCHAR, probability DOUBLE", [
      "('ana', 'headcount', 1)",
      "('ana', 'register', 1)",
      "('bo', 'headcount', 0.97)",
      "('bo', 'register', 0.97)",
      "('cy', 'headcount', 1)",
      "('di', 'headcount', 1)",
    ]),
  );
  await db.run(tableOf("area_tree", "lsoa VARCHAR, ward VARCHAR", ["('E1', 'North')", "('E2', 'South')"]));
  await db.run(tableOf("lsoa_quintile", "lsoa VARCHAR, quintile VARCHAR", ["('E1', '1')", "('E2', '5')"]));
  await writeLinkGroups(db);
});

const of = (source: string, other: string, breakdown: string, inCity = "true") =>
  db.rows(`
    SELECT category, persons, linked FROM link_group
    WHERE source = '${source}' AND other = '${other}' AND breakdown = '${breakdown}' AND in_city = ${inCity}
    ORDER BY category`);

test("of the headcount's three children in the city two are in the register, by each group", async () => {
  expect(await of("headcount", "register", "all")).toEqual([{ category: "all", persons: 3, linked: 2 }]);
  expect(await of("headcount", "register", "sex")).toEqual([
    { category: "female", persons: 1, linked: 1 },
    { category: "male", persons: 2, linked: 1 },
  ]);
  expect(await of("headcount", "register", "ethnic_group")).toEqual([
    { category: "Black", persons: 1, linked: 1 },
    { category: "Not known", persons: 1, linked: 0 },
    { category: "White", persons: 1, linked: 1 },
  ]);
  expect(await of("headcount", "register", "birth_year")).toEqual([
    { category: "2021", persons: 2, linked: 2 },
    { category: "2022", persons: 1, linked: 0 },
  ]);
  expect(await of("headcount", "register", "ward")).toEqual([
    { category: "North", persons: 2, linked: 1 },
    { category: "South", persons: 1, linked: 1 },
  ]);
  expect(await of("headcount", "register", "deprivation_quintile")).toEqual([
    { category: "1", persons: 2, linked: 1 },
    { category: "5", persons: 1, linked: 1 },
  ]);
});

test("who is not known to live in the city is counted apart, in no ward and no fifth", async () => {
  for (const breakdown of ["sex", "birth_year", "ward", "deprivation_quintile"])
    expect(await of("headcount", "register", breakdown, "false")).toEqual([
      { category: "Not known", persons: 1, linked: 0 },
    ]);
  expect(await of("headcount", "register", "ethnic_group", "false")).toEqual([
    { category: "White", persons: 1, linked: 0 },
  ]);
});

test("all of the register's children are in the headcount", async () => {
  expect(await of("register", "headcount", "sex")).toEqual([
    { category: "female", persons: 1, linked: 1 },
    { category: "male", persons: 1, linked: 1 },
  ]);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { writeBestKnown } from "../../loaders/link/best-known.js";
import { Database } from "../../loaders/store/database.js";

let db: Database;
beforeAll(async () => {
  db = await Database.open(":memory:");
  await db.run(`
    CREATE TABLE postcode_area (postcode VARCHAR, lsoa VARCHAR);
    INSERT INTO postcode_area VALUES ('B1 1AA', 'E1'), ('B2 2BB', 'E2'), ('B3 3CC', 'E3');
    CREATE TABLE record (
      evidence VARCHAR, source VARCHAR, nhs_number VARCHAR, date_of_birth DATE, postcode VARCHAR, sex VARCHAR,
      ethnic_group VARCHAR, latest_date DATE);
    CREATE TEMP TABLE member (cluster_id INTEGER, person_id VARCHAR, evidence VARCHAR);`);
});
afterAll(() => db.close());

interface Given {
  source?: string;
  nhs?: string | null;
  born?: string | null;
  postcode?: string | null;
  sex?: string | null;
  group?: string | null;
  latest?: string | null;
}

/** What is best known of one person who has these records. */
async function bestOf(...records: Given[]): Promise<string> {
  await db.run("DELETE FROM record; DELETE FROM member");
  for (const [
    i,
    { source = "a", nhs = null, born = null, postcode = null, sex = null, group = null, latest = null },
  ] of records.entries()) {
    await db.run(`INSERT INTO record VALUES ($1, $2, $3, $4::DATE, $5, $6, $7, $8::DATE)`, [
      ...[`e${i}`, source, nhs, born, postcode, sex, group, latest],
    ]);
    await db.run("INSERT INTO member VALUES (7, 'P', $1)", [`e${i}`]);
  }
  await writeBestKnown(db);
  const rows = await db.rows<{ told: string }>(
    "SELECT concat_ws(' ', person_id, birth_month, sex, ethnic_group, lsoa) AS told FROM person",
  );
  return rows.map(({ told }) => told).join();
}

test("a person of whom nothing is known is a person", async () => {
  expect(await bestOf({})).toBe("P Not known");
});

test("what most sources give counts, then what stands beside an NHS number, what most records give, and the latest", async () => {
  const girl = { sex: "Female" };
  const boy = { sex: "Male" };
  const b = { source: "b" };
  const nhs = { nhs: "9434765919" };
  expect(await bestOf(girl, { ...girl, ...b }, boy, boy, { ...boy, ...nhs })).toBe("P Female Not known");
  expect(await bestOf(girl, girl, { ...boy, ...nhs })).toBe("P Male Not known");
  expect(await bestOf(girl, { ...boy, latest: "2025-01-01" }, girl)).toBe("P Female Not known");
  expect(await bestOf({ ...girl, latest: "2024-01-01" }, { ...boy, latest: "2025-01-01" })).toBe(
    "P Male Not known",
  );
  expect(await bestOf({ ...boy, latest: "2024-01-01" }, girl)).toBe("P Male Not known");
  // Of two that are alike in all the first by the alphabet.
  expect(await bestOf(boy, girl)).toBe("P Female Not known");
});

test("a birth is told by its month, and an ethnic group that is not known is no group", async () => {
  expect(
    await bestOf({ born: "2021-07-19" }, { born: "2021-07-20", source: "b" }, { born: "2021-07-20" }),
  ).toBe("P 2021-07-01 Not known");
  expect(await bestOf({ group: "Not known" }, { group: "Not known", source: "b" }, { group: "Asian" })).toBe(
    "P Asian",
  );
});

test("the address is the latest that lies in a known small area", async () => {
  expect(
    await bestOf(
      { postcode: "B1 1AA", latest: "2025-01-01" },
      { postcode: "B2 2BB", latest: "2025-02-01" },
      { postcode: "ZZ9 9ZZ", latest: "2025-03-01" },
      { postcode: "B3 3CC" },
    ),
  ).toBe("P Not known E2");
  expect(
    await bestOf({ postcode: "B2 2BB", latest: "2025-01-01" }, { postcode: "B1 1AA", latest: "2025-01-01" }),
  ).toBe("P Not known E1");
});

test("persons do not share what is known of one", async () => {
  await bestOf({ sex: "Female", postcode: "B1 1AA" }, { sex: "Male", source: "b" });
  await db.run("UPDATE member SET cluster_id = 8, person_id = 'Q' WHERE evidence = 'e1'");
  await writeBestKnown(db);
  expect(await db.rows("SELECT person_id, sex, lsoa FROM person ORDER BY person_id")).toEqual([
    { person_id: "P", sex: "Female", lsoa: "E1" },
    { person_id: "Q", sex: "Male", lsoa: null },
  ]);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { deliveryTables, PageInputs } from "../../loaders/refresh/page-inputs.js";
import { arrowOf } from "../../loaders/store/arrow.js";
import { contentsOf, tablesOf } from "../../loaders/store/content.js";
import { Database } from "../../loaders/store/database.js";
import type { Manifest } from "../../loaders/store/manifest.js";

let db: Database;
beforeEach(async () => {
  db = await Database.open(":memory:");
  await db.run("CREATE TABLE observation AS SELECT 1 AS value");
  await db.run("CREATE TABLE setting AS SELECT 2 AS places");
  await db.run("CREATE TABLE catalogue AS SELECT 'register' AS source");
});
afterEach(() => db.close());

const manifest = { asOf: "2026-10-31", sample: true, refreshedAt: "now", sources: {} } as unknown as Manifest;

async function inputs({ about = manifest, catalogue = "c" } = {}): Promise<PageInputs> {
  const others: readonly string[] = deliveryTables;
  const names = (await tablesOf(db)).map(({ name }) => name).filter((name) => !others.includes(name));
  return PageInputs.of(db, await contentsOf(db, names), about, catalogue);
}

test("what a data set reads is noted: tables that statements name, also of Arrow files, and what it is told", async () => {
  const now = await inputs();
  expect(await now.noting(db, async () => void (await db.rows("SELECT places FROM Setting")))).toEqual([
    "setting",
  ]);
  expect(await now.noting(db, async () => void (await arrowOf(db, "FROM observation")))).toEqual([
    "observation",
  ]);
  expect(
    await now.noting(db, async ({ asOf, sample }) => void [asOf, sample, await db.has("catalogue")]),
  ).toEqual(["catalogue", "the date"]);
  expect(await now.noting(db, async (told) => void told.sources)).toEqual(["the manifest"]);
  expect(await now.noting(db, async (told) => void JSON.stringify(told))).toEqual([
    "the date",
    "the manifest",
  ]);
});

test("a data set is as it was as long as nothing that it read says anything else", async () => {
  const before = await inputs();
  await db.run("UPDATE setting SET places = 3");
  const other = await inputs({ about: { ...manifest, asOf: "2026-11-30" }, catalogue: "d" });
  const isSame = (read?: string[]): boolean => before.hashOf(read) === other.hashOf(read);
  expect(isSame(["observation"])).toBe(true);
  expect(isSame(["observation", "setting"])).toBe(false);
  expect(isSame(["the date"])).toBe(false);
  expect(isSame(["the manifest"])).toBe(false);
  expect(isSame(undefined)).toBe(false);
  await db.run("UPDATE catalogue SET source = 'headcount'");
  const moved = await inputs();
  expect(moved.hashOf(["catalogue"])).not.toBe(before.hashOf(["catalogue"]));
  expect(moved.hashOf(["observation"])).toBe(before.hashOf(["observation"]));
});

test("a table that was not there may be what a data set had asked for", async () => {
  const before = await inputs();
  await db.run("CREATE TABLE pathway AS SELECT 1 AS step");
  expect((await inputs()).hashOf(["observation"])).not.toBe(before.hashOf(["observation"]));
});

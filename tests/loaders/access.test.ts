import { afterAll, beforeAll, expect, test } from "vitest";
import access, { type Access } from "../../loaders/explore/access.json.js";
import { flowsToShow } from "../../loaders/explore/journeys.js";
import { makePageDataset } from "../../loaders/page-dataset.js";
import type { Database } from "../../loaders/store/database.js";
import { city, manifest, smallStore, source } from "./small-store.js";

let db: Database;
beforeAll(async () => {
  db = await smallStore([]);
  await db.run(
    "INSERT INTO postcode_area VALUES ('B11AA', '1'), ('B11AB', '1'), ('B12AA', '2'), ('B13AA', '3')",
  );
  await db.run(`
    CREATE TABLE src_postcode_directory AS FROM (VALUES ('B1 1AA', 52.46, -1.86), ('B1 1AB', 52.48, -1.88),
      ('B1 2AA', 52.47, -1.85), ('B1 3AA', 52.42, -1.85)) AS t(postcode, latitude, longitude)`);
  await db.run(`
    INSERT INTO observation (indicator, source, level, area, period, period_start, breakdown, category, value)
    SELECT 'children-under-five', 'small-area-population', 'lsoa', area, period, period_start, 'all', 'all', value
    FROM (VALUES ('1', '2025', DATE '2025-07-01', 99), ('1', '2026', DATE '2026-07-01', 40), ('2', '2026', DATE '2026-07-01', 20))
      AS t(area, period, period_start, value)`);
  await db.run(`
    CREATE TABLE setting AS FROM (VALUES
      ('n', 'Nursery', 'Childcare on non-domestic premises', 'Full day care', true, 40, 'good', '07:30', '18:00', 50, 52.46, -1.85, 'N', true),
      ('s', 'Playgroup', 'Childcare on non-domestic premises', 'Sessional day care', true, 20, NULL, NULL, NULL, NULL, 52.42, -1.85, 'S', true),
      ('o', 'Club', 'Childcare on non-domestic premises', 'Out-of-school day care', true, 30, NULL, NULL, NULL, NULL, 52.46, -1.86, 'N', true),
      ('v', 'Older', 'Childcare on non-domestic premises', 'Full day care', false, 0, NULL, NULL, NULL, NULL, 52.46, -1.86, 'N', true),
      ('c', NULL, 'Childminder', NULL, true, 6, 'good', NULL, NULL, NULL, 52.46, -1.86, 'N', true))
      AS t(urn, name, provider_type, provider_subtype, early_years_register, places, judgement, opens_at, closes_at, weeks_open, latitude, longitude, ward, located)`);
  // Of North twelve go to its nursery, and nine and three elsewhere; of South three go anywhere. A term before, all stayed.
  await db.run(`
    CREATE TABLE src_funded_childcare_headcount AS
    SELECT 'p' || i AS person_id, lsoa, urn AS provider_urn, period AS _period
    FROM (VALUES ('1', 'n', '2026-summer', 12), ('1', 's', '2026-summer', 9), ('2', 'c', '2026-summer', 3),
      ('3', 's', '2026-summer', 3), ('1', 'n', '2026-spring', 40)) AS t(lsoa, urn, period, n), generate_series(1, n) AS g(i)`);
});
afterAll(() => db.close());

async function made(): Promise<Access> {
  const sources = ["settings-register", "small-area-population", "funded-childcare-headcount"].map((id) =>
    source(id),
  );
  const context = { db, city, sources, manifest: manifest({}), claims: [] };
  return JSON.parse(Buffer.from(await makePageDataset(access, context as never)).toString()) as Access;
}

test("small areas lie where their postcodes do, with the children of the newest estimate", async () => {
  const { areas, people } = await made();
  expect(areas[0]).toEqual({
    ...{ code: "1", ward: "N", at: [-1.87, 52.47] },
    children: { total: 40, two: 0, three: 0 },
  });
  expect(people).toEqual({ source: "small area population", period: "2026" });
});

test("settings for under-fives have a place; homes of childminders are counted and have none", async () => {
  const { settings, withheld } = await made();
  expect(settings.map(({ urn, kind }) => [urn, kind])).toEqual([
    ["n", "Day nurseries"],
    ["s", "Pre-schools and playgroups"],
  ]);
  expect(withheld).toEqual({ settings: 1, places: 6 });
});

test("journeys are of the newest term, and never tell of a few children by themselves", async () => {
  const { journeys } = await made();
  expect(journeys).toMatchObject({ period: "Summer 2026" });
  // Nine alone would be told by taking twelve from all: they stand together.
  expect(journeys!.from).toEqual([
    { ward: "N", children: 21, unplaced: 0, kilometres: expect.any(Number), to: [], elsewhere: 21 },
  ]);
});

test("a few are put together with the smallest of many, until nobody can tell them", () => {
  const flows = (...counts: number[]) => counts.map((children, i) => ({ ward: String(i), children }));
  const told = (...counts: number[]) => {
    const { to, elsewhere } = flowsToShow(flows(...counts));
    return [to.map(({ children }) => children), elsewhere];
  };
  expect(told(50, 20, 12)).toEqual([[50, 20, 12], 0]);
  expect(told(50, 20, 9, 8)).toEqual([[50, 20], 17]);
  expect(told(50, 20, 9)).toEqual([[50], 29]);
  expect(told(50, 20, 2, 2)).toEqual([[50], 24]);
});

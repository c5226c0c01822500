import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { qualityInWords } from "../../components/quality/quality.js";
import { checkTable, returnsInWords, wardTable } from "../../components/quality/returns.js";
import dataQuality, { type DataQuality } from "../../loaders/explore/data-quality.json.js";
import returns, { type Returns } from "../../loaders/explore/returns.json.js";
import { makePageDataset, type PageDataset } from "../../loaders/page-dataset.js";
import type { Database } from "../../loaders/store/database.js";
import { standInBrowser } from "../sentences/browser-globals.js";
import { city, manifest, smallStore, source } from "./small-store.js";

standInBrowser();

// Of six children of the headcount a is at two providers for 45 hours and b for 30; c lives in no known area; d is not on the
// register; e has a two-year-old's place and is not on the list of its term. On the register are a, b, c and e, and x besides.
const tables = `
  CREATE TABLE src_funded_childcare_headcount AS FROM (VALUES
    ('a', '1', 'P', 'universal', 30, '2026-summer'), ('a', '1', 'Q', 'working parents', 15, '2026-summer'),
    ('b', '2', 'P', 'universal', 15, '2026-summer'), ('b', '2', 'Q', 'universal', 15, '2026-summer'),
    ('c', NULL, 'P', 'universal', 15, '2026-summer'),
    ('d', '3', 'P', 'universal', 15, '2026-summer'),
    ('e', '3', 'P', 'two-year-old additional support', 15, '2026-summer'),
    ('e', '3', 'P', 'two-year-old additional support', 15, '2025-autumn'),
    ('f', '1', 'P', 'two-year-old additional support', 15, '2026-summer')
  ) AS t(person_id, lsoa, provider_urn, entitlement, funded_hours, _period);
  CREATE TABLE src_child_health_register AS FROM (VALUES
    ('a', '1', DATE '2022-03-01', DATE '2022-04-01', NULL::DATE), ('b', '2', DATE '2022-03-01', DATE '2022-04-01', NULL),
    ('c', NULL, DATE '2022-03-01', DATE '2022-04-01', NULL), ('e', '3', DATE '2024-01-01', DATE '2024-02-01', NULL),
    ('f', '1', DATE '2024-01-01', DATE '2024-02-01', DATE '2025-01-01'), ('x', '1', DATE '2015-01-01', DATE '2015-01-01', NULL),
    ('y', '1', DATE '2025-07-01', DATE '2025-07-20', NULL)
  ) AS t(person_id, lsoa, birth_month, registered_on, moved_out_on);
  CREATE TABLE src_eligible_two_year_olds AS FROM (VALUES ('f', '2026-summer'), ('e', '2026-spring')) AS t(person_id, _period);
  CREATE TABLE src_small_area_population AS FROM (VALUES ('1', 2025, 4, 6), ('1', 2025, 5, 9), ('1', 2026, 4, 7)) AS t(lsoa, year, age, children);
  CREATE TABLE catalogue AS FROM (VALUES
    ('child-health-register', 'The register', 'records', 'in use', 7, 1), ('small-area-population', 'Estimates', 'table', 'in use', 3, 0),
    ('eyfsp-return', 'The return', 'records', 'no extract', NULL, NULL),
    ('funded-childcare-headcount', 'The headcount', 'records', 'no extract', NULL, NULL)
  ) AS t(source, title, kind, state, rows, rejected);
  ALTER TABLE catalogue ADD COLUMN covers_to DATE; ALTER TABLE catalogue ADD COLUMN received DATE;
  ALTER TABLE catalogue ADD COLUMN as_of DATE; ALTER TABLE catalogue ADD COLUMN next_due DATE;
  CREATE TABLE rejection AS FROM (VALUES
    ('child-health-register', 'postcode', 'required', 'is empty', 1::BIGINT)) AS t(source, "column", rule, reason, rows);
  ALTER TABLE indicator ADD COLUMN sources VARCHAR DEFAULT '["child-health-register"]';
  CREATE TABLE link_report AS FROM (VALUES
    ('funded-childcare-headcount', '2025-autumn', 1::BIGINT, 1::BIGINT, 'child-health-register'),
    ('funded-childcare-headcount', '2026-summer', 6::BIGINT, 5::BIGINT, 'child-health-register')
  ) AS t(source, period, persons, linked_to_register, register)`;

let db: Database;
beforeAll(async () => {
  db = await smallStore([{ indicator: "reviews", value: 80 }]);
  for (const statement of tables.split(";\n")) await db.run(statement);
});
afterAll(() => db.close());

async function made<T>(dataset: PageDataset): Promise<T> {
  const sources = [source("funded-childcare-headcount"), source("child-health-register")];
  const context = { db, city, sources, manifest: manifest({}), claims: [] };
  return JSON.parse(Buffer.from(await makePageDataset(dataset, context as never)).toString()) as T;
}

describe("returns set beside each other", () => {
  it("counts children, not rows, in each period, in the city and by ward", async () => {
    const data = await made<Returns>(returns);
    const summer = data.counts.filter(({ period, level }) => period === "Summer 2026" && level === "city");
    expect(summer.map(({ check, children, of }) => [check, children, of])).toEqual([
      ["two-providers", 2, 6],
      ["two-providers-over-30", 1, 6],
      ["headcount-not-eligible", 1, 2],
      ["headcount-not-registered", 1, 6],
    ]);
    const wards = data.counts.filter(
      ({ check, level }) => check === "headcount-not-registered" && level === "ward",
    );
    expect(wards.map(({ period, area, children, of }) => [period, area, children, of])).toEqual([
      ["Autumn 2025", "S", 0, 1],
      ["Summer 2026", "N", 0, 3],
      ["Summer 2026", "S", 1, 2],
    ]);
    // A term without a list of families tells nothing of who is not on it.
    const terms = data.counts.filter(
      ({ check, level }) => check === "headcount-not-eligible" && level === "city",
    );
    expect(terms.map(({ period }) => period)).toEqual(["Summer 2026"]);
    expect(data.checks.filter(({ available }) => !available).map(({ id }) => id)).toEqual([
      "profile-not-registered",
      "two-schools",
      "two-years",
    ]);
  });

  it("tells the newest period of each, and what cannot be checked", async () => {
    const told = returnsInWords(await made<Returns>(returns));
    expect(told.checks[0]).toMatchObject({ period: "Summer 2026", text: "2 of 6 children (33.3%)" });
    expect(told.missing).toContain("In the Profile returns of two years (eyfsp-return)");
    expect(checkTable(told).querySelectorAll("tbody tr")).toHaveLength(4);
    expect(checkTable(told).textContent).toContain(
      "Source: funded childcare headcount, eligible-two-year-olds and child health register, as of",
    );
    expect(wardTable(told.checks[3]!).querySelector("tbody tr")!.textContent).toMatch(/^South1/);
    expect(returnsInWords({ ...told.data, counts: [] }).available).toBe(false);
  });
});

describe("the quality of data", () => {
  it("sets the register beside the estimate of the newest year that it reaches", async () => {
    const { totals } = await made<DataQuality>(dataQuality);
    // On 30 June 2025 those under five were a, b and e: f had moved out, c has no area, x was older and y not yet born.
    expect(totals).toEqual([
      {
        source: "The register",
        outside: "Estimates",
        what: "Children under five",
        period: "2025",
        counted: 3,
        told: 6,
      },
    ]);
  });

  it("tells of each source what was turned away, linked, and rests on it", async () => {
    const data = await made<DataQuality>(dataQuality);
    const told = qualityInWords(data);
    expect(told).toMatchObject({
      available: true,
      sources: "2 of 4 sources have an extract in use",
      rejected: "Of 10 rows, 1 was turned away.",
    });
    expect(data.sources.find(({ id }) => id === "child-health-register")).toMatchObject({
      indicators: ["reviews"],
      linked: null,
    });
    expect(data.sources.find(({ id }) => id === "funded-childcare-headcount")!.linked).toEqual({
      period: "Summer 2026",
      persons: 6,
      found: 5,
    });
    expect(data.rules).toEqual([{ source: "The register", column: "postcode", rule: "required", rows: 1 }]);
  });
});

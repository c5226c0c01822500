import { afterAll, expect, it } from "vitest";
import { observationQuery } from "../../loaders/explore/observations.js";
import { arrowOf } from "../../loaders/store/arrow.js";
import { Database } from "../../loaders/store/database.js";

const db = await Database.open(":memory:");
afterAll(() => db.close());

const query = observationQuery("breakdown = 'all'", [{ id: "register", title: "The register" }]);

async function bytesOf(order: string): Promise<Uint8Array> {
  await db.run(`
    CREATE OR REPLACE TABLE area AS SELECT 'W1' AS code, 'ward' AS level, 'Acocks Green' AS name, NULL::VARCHAR AS parent;
    CREATE OR REPLACE TABLE indicator AS SELECT 'reach' AS id, 'Children reached by a children''s centre' AS name;
    CREATE OR REPLACE TABLE observation AS
    SELECT 'reach' AS indicator, 'register' AS source, 'ward' AS level, 'W1' AS area, period, DATE '2023-09-01' AS period_start,
      'all' AS breakdown, 'all' AS category, n AS numerator, 100.0 AS denominator, n AS value, NULL::DOUBLE AS lower,
      NULL::DOUBLE AS upper, 'value' AS status, NULL::VARCHAR AS note, DATE '2026-10-31' AS as_of
    FROM (VALUES ('2023/24', 10.0), ('2023/24 to 2025/26', 12.0)) AS t(period, n) ORDER BY n ${order}`);
  return arrowOf(db, query);
}

it("figures of a period and of several that begin with it come in one order, however they were measured", async () => {
  expect(await bytesOf("DESC")).toEqual(await bytesOf("ASC"));
});

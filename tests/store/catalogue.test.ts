import { expect, test } from "vitest";
import { writeCatalogue } from "../../loaders/refresh/catalogue.js";
import { Database } from "../../loaders/store/database.js";
import { source } from "../loaders/small-store.js";

test("the catalogue's tables have three dates of each extract, and the date that its figures bear", async () => {
  const db = await Database.open(":memory:");
  const of = (name: string, to: string | null, published: string | null) => ({
    name,
    sha256: name.repeat(12),
    period: null,
    covers: to ? { from: "2021-09-01", to } : null,
    published,
    received: "2026-11-20",
    bytes: 1,
    rows: 1,
    rejected: 0,
  });
  const extracts = [of("a", null, null), of("b", "2022-08-31", null), of("c", "2022-08-31", "2022-11-24")];
  await writeCatalogue(db, [source("results"), source("none")], {
    results: { title: "Results", extracts, refused: [], asOf: "2022-11-24" },
  });
  const rows = await db.rows(
    "SELECT name, covers_from, covers_to, published, received, as_of, as_of_is FROM extract ORDER BY name",
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    ["a", null, null, null, "2026-11-20", "2026-11-20", "received"],
    ["b", "2021-09-01", "2022-08-31", null, "2026-11-20", "2022-08-31", "covered"],
    ["c", "2021-09-01", "2022-08-31", "2022-11-24", "2026-11-20", "2022-11-24", "published"],
  ]);
  expect(
    await db.rows(
      "SELECT source, covers_from, covers_to, published, received, as_of FROM catalogue ORDER BY source",
    ),
  ).toEqual([
    { source: "none", covers_from: null, covers_to: null, published: null, received: null, as_of: null },
    {
      source: "results",
      covers_from: "2021-09-01",
      covers_to: "2022-08-31",
      published: "2022-11-24",
      received: "2026-11-20",
      as_of: "2022-11-24",
    },
  ]);
  const { modified } = await db.row<{ modified: number }>(
    "SELECT count(*) AS modified FROM duckdb_columns() WHERE column_name = 'modified'",
  );
  expect(modified).toBe(0);
  db.close();
});

import { tableFromIPC } from "@uwdata/flechette";
import { tableFromIPC as apacheTable } from "apache-arrow";
import { fromArrow } from "arquero";
import { expect, test } from "vitest";
import { arrowOf } from "../../loaders/store/arrow.js";
import { Database } from "../../loaders/store/database.js";
import { firstOf, soak } from "../soak.js";

const query = `
  SELECT * FROM (VALUES
    ('Acocks Green', 3::BIGINT, 1.5, DATE '2026-10-31', TRUE),
    (NULL, NULL, NULL, NULL, NULL)
  ) AS rows (area, children, share, as_of, known)`;

test("rows come back as they went in, with nulls and dates", async () => {
  const db = await Database.open(":memory:");
  const rows = tableFromIPC(await arrowOf(db, query), { useDate: true }).toArray();
  expect(rows).toEqual([
    { area: "Acocks Green", children: 3, share: 1.5, as_of: new Date("2026-10-31"), known: true },
    { area: null, children: null, share: null, as_of: null, known: null },
  ]);
  db.close();
});

test("a query without rows gives a table with its columns", async () => {
  const db = await Database.open(":memory:");
  const table = tableFromIPC(await arrowOf(db, `SELECT * FROM (${query}) WHERE area = 'nowhere'`));
  expect(table.numRows).toBe(0);
  expect(table.names).toEqual(["area", "children", "share", "as_of", "known"]);
  db.close();
});

test.each(["WHERE false", "", "UNION ALL SELECT NULL, NULL, NULL"])(
  "every reader that pages have reads it, rows or none: %s",
  async (rest) => {
    const db = await Database.open(":memory:");
    const sql = `SELECT 'ward' AS level, 'Acocks Green' AS area, 3 AS children ${rest}`;
    const bytes = await arrowOf(db, sql);
    const rows = await db.rows(sql);
    expect(fromArrow(bytes.slice().buffer).objects()).toEqual(rows);
    expect(
      apacheTable(bytes)
        .toArray()
        .map((row) => row.toJSON()),
    ).toEqual(rows);
    db.close();
  },
);

test.each(firstOf(1, [128, 40_000, 1, 127]))(
  "%i different texts come back as they went in",
  async (entries) => {
    const db = await Database.open(":memory:");
    const sql = `SELECT (i % ${entries})::VARCHAR AS area, CASE WHEN i % 3 > 0 THEN i END AS n FROM range(80000) AS r(i)`;
    const rows = await db.rows(sql);
    const bytes = await arrowOf(db, sql);
    expect(fromArrow(bytes.slice().buffer).objects()).toEqual(rows);
    expect(apacheTable(bytes).get(79_999)?.toJSON()).toEqual(rows.at(-1));
    db.close();
  },
);

test("a type that has no place in a page data set is refused with the remedy", async () => {
  const db = await Database.open(":memory:");
  await expect(arrowOf(db, "SELECT [1, 2] AS list")).rejects.toThrow(
    "No Arrow type for INTEGER[]: cast the column to a plain type in the query.",
  );
  db.close();
});

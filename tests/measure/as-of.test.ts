import { describe, expect, it } from "vitest";
import type { Indicator } from "../../loaders/registry/indicator.js";
import { geography, indicator, measured, table } from "./tiny-city.js";

/** Releases as delivered: of 2021/22; of 2022/23, which repeats and revises 2021/22. */
const rows: (string | number)[][] = [
  ["E08000025", "202122", 60, 100, "r1"],
  ["E92000001", "202122", 65, 100, "r1"],
];
const later: (string | number)[][] = [
  ["E08000025", "202122", 61, 100, "r2"],
  ["E92000001", "202122", 65, 100, "r2"],
  ["E08000025", "202223", 63, 100, "r2"],
];
const other: (string | number)[][] = [["E08000025", "202324", 64, 100, "r3"]];

const figures = (all: (string | number)[][]) =>
  table("published-figures", ["place", "year", "n", "d", "_extract"], all);

const extract = (id: string, published: string | null, is = "published") =>
  `INSERT INTO extract VALUES ('published-figures', '${id}', NULL, '${id}.csv', NULL, NULL, ${published && is === "published" ? `DATE '${published}'` : "NULL"}, DATE '2026-11-20', DATE '${published}', '${is}', 1, 0)`;

const alone = "DELETE FROM extract WHERE source = 'published-figures'";

const query = `
  WITH release AS (SELECT _extract, max(year) AS release FROM src_published_figures GROUP BY _extract)
  SELECT CASE place WHEN 'E08000025' THEN 'city' ELSE 'country' END AS level, place AS area,
    year AS period, make_date(left(year, 4)::INTEGER, 9, 1) AS period_start, 'all' AS breakdown, 'all' AS category,
    n AS numerator, d AS denominator, NULL AS value, 'value' AS status, NULL AS note
  FROM src_published_figures JOIN release USING (_extract)
  QUALIFY row_number() OVER (PARTITION BY place, year ORDER BY release DESC) = 1`;

async function dated(statements: string[], given = query): Promise<unknown[][]> {
  const gld: Indicator = {
    ...indicator("good-level-of-development"),
    records: undefined,
    published: [{ source: "published-figures", query: given }],
  };
  const { db } = await measured([alone, geography, ...statements], [gld]);
  const found = await db.rows(
    "SELECT period, level, numerator, as_of, note FROM observation ORDER BY period, level",
  );
  return found.map((row) => Object.values(row));
}

describe("the as-of date of a published figure", () => {
  it("is that of the extract that its row came from", async () => {
    expect(
      await dated([figures([...rows, ...later]), extract("r1", "2022-11-24"), extract("r2", "2023-11-30")]),
    ).toEqual([
      ["202122", "city", 61, "2023-11-30", null],
      ["202122", "country", 65, "2023-11-30", null],
      ["202223", "city", 63, "2023-11-30", null],
    ]);
  });

  it("is left alone by the arrival of another year's file", async () => {
    const before = await dated([figures(rows), extract("r1", "2022-11-24")]);
    const after = await dated([
      figures([...rows, ...other]),
      extract("r1", "2022-11-24"),
      extract("r3", "2024-11-21"),
    ]);
    expect(before).toEqual([
      ["202122", "city", 60, "2022-11-24", null],
      ["202122", "country", 65, "2022-11-24", null],
    ]);
    expect(after).toEqual([...before, ["202324", "city", 64, "2024-11-21", null]]);
  });

  it("is the newest of all where a figure takes several extracts together", async () => {
    const together = query
      .replace("n AS numerator, d AS denominator", "sum(n) AS numerator, sum(d) AS denominator")
      .replace(
        "QUALIFY row_number() OVER (PARTITION BY place, year ORDER BY release DESC) = 1",
        "GROUP BY place, year",
      );
    expect(
      (
        await dated(
          [figures([...rows, ...later]), extract("r1", "2022-11-24"), extract("r2", "2023-11-30")],
          together,
        )
      )[0],
    ).toEqual(["202122", "city", 121, "2023-11-30", null]);
  });

  it("says so where it is only the day on which the data came", async () => {
    expect(await dated([figures(rows), extract("r1", "2026-11-20", "received")])).toEqual(
      ["city", "country"].map((level, i) => [
        "202122",
        level,
        [60, 65][i],
        "2026-11-20",
        "Dated by the day on which the data came, as nothing says what day they are of.",
      ]),
    );
  });

  it("does not leave the source's table hidden behind one extract of it", async () => {
    const gld = (position: number): Indicator => ({
      ...indicator("good-level-of-development"),
      id: `measure-${position}`,
      records: undefined,
      published: [{ source: "published-figures", query }],
    });
    const { db } = await measured(
      [
        alone,
        geography,
        figures([...rows, ...other]),
        extract("r1", "2022-11-24"),
        extract("r3", "2024-11-21"),
      ],
      [gld(1), gld(2)],
    );
    expect(await db.rows("SELECT indicator, count(*) AS n FROM observation GROUP BY ALL ORDER BY 1")).toEqual(
      [
        { indicator: "measure-1", n: 3 },
        { indicator: "measure-2", n: 3 },
      ],
    );
  });
});

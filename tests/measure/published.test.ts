import { describe, expect, it } from "vitest";
import type { Indicator } from "../../loaders/registry/indicator.js";
import { oneIn, soak } from "../soak.js";
import { geography, indicator, measured, table } from "./tiny-city.js";

const figures = table(
  "published-figures",
  ["place", "n", "d"],
  [
    ["E08000025", 9453, 15083],
    ["E92000001", 65, 100],
    ["E06000018", 3, null],
  ],
);

function withQuery(query: string, id = "good-level-of-development"): Indicator {
  return { ...indicator(id), records: undefined, published: [{ source: "published-figures", query }] };
}

const query = `
  SELECT CASE place WHEN 'E08000025' THEN 'city' WHEN 'E06000018' THEN 'neighbour' ELSE 'country' END AS level, place AS area,
    CASE place WHEN 'X1' THEN 'Another' END AS area_name, '2021/22' AS period, DATE '2021-09-01' AS period_start,
    'all' AS breakdown, 'all' AS category, n AS numerator, d AS denominator, NULL AS value,
    CASE WHEN d IS NULL THEN 'suppressed' ELSE 'value' END AS status, NULL AS note
  FROM src_published_figures`;

describe("published figures", () => {
  it("are worked out from published counts, with intervals, for the city and its comparators", async () => {
    const { db } = await measured([geography, figures], [withQuery(query)]);
    const rows = await db.rows(
      "SELECT area, source, numerator, denominator, round(value, 1) AS value, round(lower, 4) AS lower, status, as_of FROM observation ORDER BY area",
    );
    expect(rows.map((r) => Object.values(r))).toEqual([
      ["E06000018", "published-figures", 3, null, null, null, "suppressed", "2026-10-31"],
      ["E08000025", "published-figures", 9453, 15083, 62.7, 61.8982, "value", "2026-10-31"],
      ["E92000001", "published-figures", 65, 100, 65, 55.2544, "value", "2026-10-31"],
    ]);
  });

  soak(
    "may read the table of the city and those it is compared with, and name an area that is in neither",
    async () => {
      const other = query
        .replace(
          "FROM src_published_figures",
          "FROM (VALUES ('E06000018', 1, 2), ('X1', 1, 2)) AS t(place, n, d), comparator WHERE la_number = '892'",
        )
        .replaceAll("ELSE 'country'", "ELSE 'neighbour'");
      const neighbours = table(
        "statistical-neighbours",
        ["la_number", "la_name", "rank", "neighbour_number"],
        [
          ["330", "Birmingham", 1, "892"],
          ["892", "Nottingham", 1, "330"],
        ],
      );
      const codes = table("eyfsp-headline", ["la_number", "la_code"], [["892", "E06000018"]]);
      const { db } = await measured([geography, figures, neighbours, codes], [withQuery(other)]);
      expect(
        await db.rows(
          "SELECT code, name FROM area WHERE level = 'neighbour' AND code IN (SELECT area FROM observation) ORDER BY name",
        ),
      ).toEqual([
        { code: "X1", name: "Another" },
        { code: "E06000018", name: "Nottingham" },
      ]);
    },
  );

  soak(
    "keep the published percentage, and make a gap without an interval where counts are unknown",
    async () => {
      const fsm = `SELECT 'city' AS level, 'E08000025' AS area, '2024/25' AS period, DATE '2024-09-01' AS period_start, 'fsm' AS breakdown,
      category, NULL AS numerator, NULL AS denominator, value, 'value' AS status, NULL AS note
      FROM (VALUES ('yes', 59.5), ('no', 71.0)) AS t(category, value), src_published_figures WHERE d = 100`;
      const { db } = await measured(
        [geography, figures],
        [withQuery(fsm), indicator("good-level-of-development-fsm-gap")],
      );
      expect(
        await db.rows("SELECT value, lower, upper, status FROM observation WHERE indicator LIKE '%gap'"),
      ).toEqual([{ value: -11.5, lower: null, upper: null, status: "value" }]);
    },
  );

  soak("give way to an earlier source's figure of the same key", async () => {
    const other = query.replace("n AS numerator", "1 AS numerator");
    const twice = withQuery(query);
    twice.published.push({ source: "published-figures", query: other });
    const { db } = await measured([geography, figures], [twice]);
    expect(await db.rows("SELECT count(*) AS n, max(numerator) AS numerator FROM observation")).toEqual([
      { n: 3, numerator: 9453 },
    ]);
  });

  soak("are not available where there is no extract, for records and published files alike", async () => {
    const { db } = await measured([geography], [indicator("two-year-old-take-up"), withQuery(query)]);
    expect(
      await db.rows(
        "SELECT indicator, level, area, period, breakdown, category, status, note FROM observation ORDER BY indicator",
      ),
    ).toEqual([
      {
        indicator: "good-level-of-development",
        level: "city",
        area: "E08000025",
        period: null,
        breakdown: "all",
        category: "all",
        status: "not_available",
        note: "No extract yet: The published figures.",
      },
      {
        indicator: "two-year-old-take-up",
        level: "city",
        area: "E08000025",
        period: null,
        breakdown: "all",
        category: "all",
        status: "not_available",
        note: "No extract yet: The funded childcare headcount; The eligible two year olds.",
      },
    ]); // prettier-ignore
  });

  const faults: readonly [name: string, wrong: string, message: string][] = [
    [
      "a missing column",
      query.replace("'all' AS breakdown, ", ""),
      "published.0.query: does not give breakdown. It must give level, area,",
    ],
    [
      "a column too many",
      query.replace("NULL AS note", "NULL AS note, 1 AS extra"),
      "published.0.query: gives extra, which no figure has.",
    ],
    [
      "a level that is none",
      query.replace("'country'", "'nation'"),
      "published.0.query: gives the level “nation”; levels are lsoa, msoa, ward,",
    ],
    [
      "a category that is none",
      query.replace("'all' AS category", "'All' AS category"),
      "gives the category “all/All”; write all/all for the undivided figure (3 rows).",
    ],
    [
      "a status that is none",
      query.replace("'suppressed'", "'c'"),
      "gives the status “c”; statuses are value, zero,",
    ],
    [
      "a figure twice",
      query.replace("src_published_figures", "src_published_figures, (VALUES (1), (2))"),
      "gives two figures for city E08000025, 2021/22, all/all. Filter the query until there is one.",
    ],
    [
      "a query that cannot run",
      query.replace("n AS", "nn AS"),
      "data/indicators/good-level-of-development.yaml: published.0.query: Binder Error:",
    ],
  ];

  it.each(oneIn(3, faults))("are refused for %s", async (_name, wrong, message) => {
    await expect(measured([geography, figures], [withQuery(wrong)])).rejects.toThrow(message);
  });
});

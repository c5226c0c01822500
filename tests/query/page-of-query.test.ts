import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileOfPage, pageOfQuery } from "../../components/query/page-of-query.js";
import { usualChart } from "../../components/query/query-chart.js";
import { tableData } from "../../components/query/query-table.js";
import { csvOf } from "../../components/tables/table.js";
import { repositoryRoot } from "../../loaders/store/paths.js";

describe("a page of a query", () => {
  it("of a table has it in its front matter; tests/browser opens exactly this page", () => {
    const page = pageOfQuery({
      title: "Take-up by locality",
      sql: "SELECT area_name, sum(numerator) AS children, round(100 * sum(numerator) / sum(denominator), 1) AS value\nFROM observations\nWHERE indicator = 'two-year-old-take-up' AND level = 'locality'\nGROUP BY area_name\nORDER BY value DESC",
      chart: { draw: "bars", across: "area_name", up: "value" },
    });
    expect(page).toBe(readFileSync(join(repositoryRoot, "tests/browser/ordinary/from-sql.md"), "utf8"));
  });

  it("of a document asks by a cell", () => {
    const page = pageOfQuery({ title: "Names", sql: "SELECT name FROM areas_ward" });
    expect(page).not.toContain("\nsql:");
    expect(page).toContain('const sql = await sqlOver("areas_ward");');
    expect(page).toContain("```sql id=rows\nSELECT name FROM areas_ward\n```");
    expect(page).not.toContain("queryChart");
  });

  it("keeps a title and a query from being read as anything else", () => {
    const page = pageOfQuery({ title: 'A: "b"\n# ${c}', sql: "SELECT '${1 + 1}' AS a -- ```" });
    expect(page).toContain('title: "A: \\"b\\" # ${c}"');
    expect(page).toContain('# A: "b" \\# \\$\\{c\\}');
    expect(page).toContain("const rows = await sql([\"SELECT '${1 + 1}' AS a -- ```\"]);");
    expect(page).not.toMatch(/^# .*[^\\]\$/m);
  });

  it("has a file by its title", () => {
    expect(fileOfPage("Take-up, by ward: 2024/25?")).toBe("take-up-by-ward-2024-25.md");
    expect(fileOfPage("???")).toBe("a-question.md");
  });
});

const columns = (...given: [string, "text" | "number" | "day"][]) =>
  given.map(([name, kind]) => ({ name, kind }));

describe("how rows are drawn unless somebody chooses", () => {
  it.each([
    [
      "names and numbers, as bars",
      columns(["area_name", "text"], ["numerator", "number"], ["value", "number"]),
      [
        ["N", 1, 50],
        ["S", 2, 60],
      ],
      { draw: "bars", across: "area_name", up: "value", colour: undefined },
    ],
    [
      "periods, as a line for each group",
      columns(["period", "text"], ["category", "text"], ["n", "number"]),
      [
        ["2023/24", "f", 1],
        ["2024/25", "m", 2],
      ],
      { draw: "line", across: "period", up: "n", colour: "category" },
    ],
    [
      "two numbers, as dots",
      columns(["a", "number"], ["b", "number"]),
      [
        [1, 2],
        [3, 4],
      ],
      { draw: "dots", across: "a", up: "b" },
    ],
    ["texts alone, not at all", columns(["a", "text"]), [["x"]], undefined],
    ["no rows, not at all", columns(["a", "text"], ["b", "number"]), [], undefined],
  ] as const)("%s", (_, columns, rows, chart) => {
    expect(usualChart({ columns: [...columns], rows: rows.map((row) => [...row]) })).toEqual(chart);
  });
});

it("rows as a file have all digits, no formula, their source and the mark of a sample", () => {
  const table = tableData({
    columns: columns(["name", "text"], ["value", "number"]),
    rows: [
      ["=1+1", 1 / 3],
      ["N", -2],
    ],
  });
  const lines = csvOf(table, { source: "own query", asOf: "31 October 2026", sample: true })
    .trimEnd()
    .split("\r\n");
  expect(lines).toEqual([
    "\uFEFFname,value,source_title,as_of,sample",
    "'=1+1,0.3333333333333333,own query,2026-10-31,true",
    "N,-2,own query,2026-10-31,true",
  ]);
});

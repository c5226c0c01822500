import { expect, test } from "vitest";
import { queryCell, tablesFor, withTable } from "../../workspace/authoring/page/query-cell.js";

const tables = [
  { dataset: "explore/small-area-people.arrow", title: "People", columns: ["area", "value"] },
  { dataset: "explore/areas.json", title: "Areas", columns: [] },
  { dataset: "briefings/x.arrow", title: "Another audience's", columns: [] },
];

test("a page asks the tables of its own audience, by the names that queries have for them", () => {
  expect(tablesFor("explore/ana/mine", { tables })).toEqual([
    {
      name: "small_area_people",
      title: "People",
      file: "../data/small-area-people.arrow",
      columns: ["area", "value"],
    },
  ]);
  expect(tablesFor("explore/mine", { tables })[0]!.file).toBe("./data/small-area-people.arrow");
});

test("a table is named once at the top of the page, beside others", () => {
  const [table] = tablesFor("explore/mine", { tables });
  const one = withTable("---\ntitle: A\nsql:\n  figures: ./data/observations.arrow\n---\n\n# A\n", table!);
  expect(one).toBe(
    "---\ntitle: A\nsql:\n  figures: ./data/observations.arrow\n  small_area_people: ./data/small-area-people.arrow\n---\n\n# A\n",
  );
  expect(withTable(one, table!)).toBe(one);
});

test.each([
  [{ table: "people" }, "SELECT *\nFROM people"],
  [
    {
      table: "people",
      columns: ["area", "value"],
      where: "value > 1",
      order: "value",
      descending: true,
      most: 5,
    },
    "SELECT area, value\nFROM people\nWHERE value > 1\nORDER BY value DESC\nLIMIT 5",
  ],
])("a form writes a query: %j", (values, sql) => {
  expect(queryCell(values)).toBe(`\`\`\`sql\n${sql}\n\`\`\``);
});

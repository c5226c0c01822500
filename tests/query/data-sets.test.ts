import { expect, test } from "vitest";
import { listTables } from "../../components/data-sets/list-tables.js";
import { queryDataSets } from "../../components/query/data-sets.js";
import { dataSetsIn } from "../../components/query/queried.js";
import type { PageDataset } from "../../loaders/page-dataset.js";
import { findLoaders, isFamily } from "../../loaders/refresh/find-loaders.js";

test("every page data set but those by area can be asked, by the title that its loader has", async () => {
  const loaders = await Promise.all(
    findLoaders()
      .filter(({ name }) => !isFamily(name))
      .map(async ({ name, file }) => {
        const { default: dataset } = (await import(file)) as { default: PageDataset };
        return { name, title: dataset.title };
      }),
  );
  const listed = queryDataSets.map(({ name, title }) => ({ name, title }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect(listed.sort(byName)).toEqual(loaders.sort(byName));
  expect(new Set(queryDataSets.map(({ table }) => table)).size).toBe(queryDataSets.length);
});

test("a query is answered from the data sets whose tables it names", () => {
  const of = (sql: string) => dataSetsIn(sql).map(({ name }) => name);
  expect(of("SELECT * FROM observations JOIN Areas_Ward ON code = area")).toEqual([
    "explore/observations.arrow",
    "explore/areas.json",
  ]);
  expect(of("FROM linkage_model_levels, linkage_groups")).toEqual([
    "explore/linkage-model.json",
    "briefings/linkage.json",
  ]);
  expect(of("SELECT 'observations'")).toEqual([]);
  expect(of("FROM observations_of_mine")).toEqual([]);
});

test("each list of rows in a document is a table, and what lies deeper is JSON", () => {
  const document = {
    asOf: "2026-10-31",
    areas: [{ code: "N", shortName: "North", centre: [1, 2] }, { code: "S" }],
    others: [{ code: "E" }],
    none: [],
    size: [3, 4],
  };
  expect(listTables(document, "areas")).toEqual([
    {
      name: "areas",
      columns: ["code", "short_name", "centre"],
      rows: [
        { code: "N", short_name: "North", centre: "[1,2]" },
        { code: "S", short_name: null, centre: null },
      ],
    },
    { name: "areas_others", columns: ["code"], rows: [{ code: "E" }] },
  ]);
  expect(listTables([{ code: "N" }], "small_areas").map(({ name }) => name)).toEqual(["small_areas"]);
});

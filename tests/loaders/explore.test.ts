import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fromArrow } from "arquero";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { meaningOf } from "../../components/query/meanings.js";
import { areasOf } from "../../loaders/explore/areas.js";
import areas, { type Areas } from "../../loaders/explore/areas.json.js";
import breakdowns from "../../loaders/explore/breakdowns.arrow.js";
import dictionary, { type DataDictionary } from "../../loaders/explore/data-dictionary.json.js";
import observations from "../../loaders/explore/observations.arrow.js";
import postcodes from "../../loaders/explore/postcodes.json.js";
import smallAreaBreakdowns from "../../loaders/explore/small-area-breakdowns.arrow.js";
import smallAreas from "../../loaders/explore/small-area-observations.arrow.js";
import { buildPostcodes } from "../../loaders/measure/postcodes.js";
import { makePageDataset, type PageDataset } from "../../loaders/page-dataset.js";
import type { Database } from "../../loaders/store/database.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { city, manifest, smallStore, source } from "./small-store.js";

const take = { indicator: "two-year-old-take-up" };
let db: Database;
const make = (dataset: PageDataset) =>
  makePageDataset(dataset, { db, city, sources: [source("headcount")], manifest: manifest({}), claims: [] });
const rowsOf = async (dataset: PageDataset) =>
  fromArrow((await make(dataset)).slice().buffer).objects() as Record<string, unknown>[];

beforeAll(async () => {
  db = await smallStore([
    { ...take, value: 70 },
    { ...take, level: "ward", area: "N", value: 104, note: "More were counted." },
    { ...take, level: "ward", area: "S", value: null, status: "suppressed" },
    { ...take, level: "ward", area: "N", breakdown: "sex", category: "female", value: 60 },
    { ...take, level: "lsoa", area: "1", value: 50 },
    { ...take, level: "lsoa", area: "1", breakdown: "sex", category: "female", value: 50 },
  ]);
  await db.run(
    "INSERT INTO area VALUES ('1', 'Birmingham 001A', 'lsoa', 'N'), ('2', 'North 02', 'lsoa', 'N')",
  );
});
afterAll(() => db.close());

describe("the observation data sets", () => {
  it("hold undivided figures above small areas, with names, and values over 100 as they are", async () => {
    const rows = await rowsOf(observations);
    expect(rows.map((r) => [r.level, r.area_name, r.value, r.status])).toEqual([
      ["city", "Birmingham", 70, "value"],
      ["ward", "North", 104, "value"],
      ["ward", "South", null, "suppressed"],
    ]);
    expect(rows[1]).toMatchObject({ period_start: "2024-09-01", note: "More were counted." });
  });

  it("hold figures by breakdown apart, and none of them for small areas", async () => {
    expect((await rowsOf(breakdowns)).map((r) => [r.level, r.breakdown])).toEqual([["ward", "sex"]]);
    expect((await rowsOf(smallAreas)).map((r) => [r.area, r.breakdown])).toEqual([["1", "all"]]);
  });
});

describe("figures of small areas by group", () => {
  it("stand apart, each with the ward that its area lies in", async () => {
    expect(await rowsOf(smallAreaBreakdowns)).toMatchObject([
      {
        area: "1",
        area_name: "Birmingham 001A, North",
        ward_name: "North",
        breakdown: "sex",
        category: "female",
        value: 50,
      },
    ]);
  });
});

describe("the data dictionary", () => {
  let tables: DataDictionary["tables"];
  beforeAll(async () => {
    ({ tables } = JSON.parse(Buffer.from(await make(dictionary)).toString()) as DataDictionary);
  });

  it("tells of every table, with a sentence for each column", async () => {
    const files = readdirSync(join(repositoryRoot, "loaders", "explore")).filter((file) =>
      file.endsWith(".arrow.ts"),
    );
    expect(tables.map(({ dataset }) => `${dataset.replace("explore/", "")}.ts`).sort()).toEqual(files.sort());
    for (const { columns } of tables)
      for (const { name } of columns) expect(`${name}: ${meaningOf(name)}`).toMatch(/: .+/);
  });

  it("tells what each column holds", async () => {
    const { rows, columns, example } = tables[0]!;
    const of = (name: string) => columns.find((column) => column.name === name);
    expect(rows).toBe(3);
    expect(of("value")).toMatchObject({
      type: "number",
      different: 2,
      empty: 1,
      least: "70.0",
      greatest: "104.0",
    });
    expect(of("period_start")).toMatchObject({ type: "text", least: "2024-09-01", values: null });
    expect(of("status")).toMatchObject({ different: 2, empty: 0, values: ["suppressed", "value"] });
    expect(example).toMatchObject({ status: "value", area_name: "Birmingham" });
  });

  it("says of a table without rows which columns it would have, and that they hold nothing", async () => {
    const [empty] = tables.filter(({ rows }) => rows === 0);
    expect(empty!.columns.length).toBeGreaterThan(3);
    expect(new Set(empty!.columns.map(({ type }) => type))).toEqual(new Set(["text", "number"]));
    const nothing = { different: 0, empty: 0, least: null, greatest: null, values: null };
    for (const column of empty!.columns) expect(column).toMatchObject(nothing);
  });
});

describe("areas", () => {
  it("have an outline and a centre inside it, and come with the areas they are compared with", async () => {
    const made = JSON.parse(Buffer.from(await make(areas)).toString()) as Areas;
    expect(made.ward.map((w) => [w.name, w.centre])).toEqual([
      ["North", [-1.85, 52.475]],
      ["South", [-1.85, 52.425]],
    ]);
    expect(made.ward[0]!.geometry.coordinates[0]).toHaveLength(5);
    expect(made.others.map((o) => o.name)).toEqual(["Birmingham", "England"]);
  });

  it("that are small carry their ward's name, unless they have it already", async () => {
    await db.run(
      "INSERT INTO area_shape SELECT lsoa, 'lsoa', geometry FROM area_tree, area_shape WHERE code = 'N' AND lsoa <> '3'",
    );
    expect((await areasOf(db, "lsoa")).map((a) => a.name)).toEqual(["Birmingham 001A, North", "North 02"]);
  });
});

describe("postcodes", () => {
  const rows = async () => {
    await buildPostcodes(db);
    return JSON.parse(Buffer.from(await make(postcodes)).toString());
  };

  it("are none without a directory", async () => expect(await rows()).toEqual([]));

  it("stand with the small area that the directory gives, or that their position lies in, while they are in use", async () => {
    await db.run(`
      CREATE TABLE src_postcode_directory AS FROM (VALUES
        ('B1 1AA', 52.42, -1.85, '3', NULL), ('B1 1AB', 52.47, -1.85, NULL, NULL),
        ('B1 1AC', 52.47, -1.85, '1', '202403'), ('CV1 1AA', 52.0, -1.5, NULL, NULL))
        AS t(postcode, latitude, longitude, lsoa, terminated)`);
    const found = await rows();
    expect(found.find(({ code }: { code: string }) => code === "3")).toEqual({
      code: "3",
      ward: "S",
      locality: "L",
      postcodes: "B11AA",
    });
    expect(found.map(({ postcodes }: { postcodes: string }) => postcodes).join()).toBe("B11AB,B11AA");
  });
});

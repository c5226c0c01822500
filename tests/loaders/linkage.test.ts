import { afterEach, describe, expect, it } from "vitest";
import linkageDataset, { type Linkage } from "../../loaders/briefings/linkage.json.js";
import modelDataset, { type LinkageModel } from "../../loaders/explore/linkage-model.json.js";
import { makePageDataset, type PageDataset } from "../../loaders/page-dataset.js";
import { Database } from "../../loaders/store/database.js";
import { tableOf } from "../link/report/desk.js";
import { city, manifest, smallStore, source } from "./small-store.js";

const sources = [source("register", { title: "Child health register" }), source("headcount")];

let opened: Database | undefined;
afterEach(() => opened?.close());

async function made<T>(dataset: PageDataset, db: Database): Promise<T> {
  opened = db;
  const context = { db, city, sources, manifest: manifest({}), claims: [] };
  const bytes = await makePageDataset(dataset, context as Parameters<typeof makePageDataset>[1]);
  return JSON.parse(Buffer.from(bytes).toString()) as T;
}

describe("linkage for service managers", () => {
  async function linked(): Promise<Database> {
    const db = await smallStore([]);
    const pair = "source VARCHAR, other VARCHAR, persons BIGINT, linked BIGINT";
    for (const sql of [
      tableOf("link_report", "source VARCHAR, records BIGINT, register VARCHAR", [
        "('headcount', 6, 'register')",
        "('headcount', 4, 'register')",
        "('register', 20, 'register')",
      ]),
      tableOf("link_report_pair", pair, [
        "('headcount', 'register', 8, 6)",
        "('register', 'headcount', 20, 6)",
      ]),
      tableOf("link_outcome", "source VARCHAR, period VARCHAR, outcome VARCHAR, records BIGINT", [
        "('headcount', 'autumn', 'match', 5)",
        "('headcount', 'spring', 'match', 3)",
        "('headcount', 'spring', 'no match', 2)",
      ]),
      tableOf(
        "link_group",
        "source VARCHAR, other VARCHAR, breakdown VARCHAR, category VARCHAR, persons BIGINT, linked BIGINT, in_city BOOLEAN",
        [
          "('headcount', 'register', 'ethnic_group', 'Not known', 1, 0, true)",
          "('headcount', 'register', 'ethnic_group', 'White', 4, 3, true)",
          "('headcount', 'register', 'ethnic_group', 'White', 50, 1, false)",
          "('headcount', 'register', 'ethnic_group', 'Asian', 3, 3, true)",
          "('register', 'headcount', 'ethnic_group', 'White', 9, 3, true)",
        ],
      ),
      tableOf("link_threshold", `threshold DOUBLE, ${pair}`, [
        "(0.5, 'headcount', 'register', 8, 7)",
        "(1, 'headcount', 'register', 8, 5)",
      ]),
      tableOf("link_unlinkable", "source VARCHAR, reason VARCHAR, records BIGINT", [
        "('headcount', 'no date of birth', 1)",
      ]),
      tableOf("link_model_setting", "key VARCHAR, value VARCHAR", [
        "('match', '0.95')",
        "('prior', '0.001')",
      ]),
      tableOf(
        "joined_figure",
        'indicator VARCHAR, joined VARCHAR, threshold DOUBLE, level VARCHAR, period VARCHAR, period_start DATE, "within" VARCHAR, category VARCHAR, denominator DOUBLE, value DOUBLE',
        [
          "('gld', 'place', NULL, 'city', '2023/24', '2023-09-01', 'all', 'Had one', 30, 60)",
          "('gld', 'place', NULL, 'city', '2024/25', '2024-09-01', 'all', 'Had one', 40, 70)",
          "('gld', 'place', NULL, 'city', '2024/25', '2024-09-01', 'all', 'Found', 60, 50)",
          "('gld', 'place', 0.5, 'city', '2024/25', '2024-09-01', 'all', 'Had one', 41, 69)",
          "('gld', 'place', NULL, 'ward', '2024/25', '2024-09-01', 'all', 'Had one', 4, 50)",
          "('gld', 'place', NULL, 'city', '2024/25', '2024-09-01', 'sex', 'Had one', 20, 50)",
        ],
      ),
      `INSERT INTO indicator BY NAME SELECT 'gld' AS id, 'Development' AS short_name, 'percent' AS unit, 0 AS position,
        '[{"breakdown":"place","title":"funded place at two","categories":["Had one","Found"]}]' AS joined`,
    ])
      await db.run(sql);
    return db;
  }

  it("counts records by source, largest first, and what became of them", async () => {
    const told = await made<Linkage>(linkageDataset, await linked());
    expect(told.register).toBe("register");
    expect(told.sources.map(({ id, title, records, persons }) => [id, title, records, persons])).toEqual([
      ["register", "Child health register", 20, 20],
      ["headcount", "headcount", 10, 8],
    ]);
    expect(told.outcomes).toEqual([
      { source: "headcount", outcome: "match", records: 8 },
      { source: "headcount", outcome: "no match", records: 2 },
    ]);
    expect(told.settings).toEqual({ match: 0.95, potential: null });
    expect(told.parameters).toBeUndefined();
  });

  it("gives rates with the register by group, in the registry's order with “Not known” last", async () => {
    const told = await made<Linkage>(linkageDataset, await linked());
    expect(told.groups.map(({ source, category, value }) => [source, category, value])).toEqual([
      ["headcount", "Asian", 100],
      ["headcount", "White", 75],
      ["headcount", "Not known", 0],
    ]);
    expect(told.thresholds.map(({ threshold, value }) => [threshold, value])).toEqual([
      [1, 62.5],
      [0.5, 87.5],
    ]);
  });

  it("gives the city's joined figures of the newest period, as linked and at thresholds", async () => {
    const told = await made<Linkage>(linkageDataset, await linked());
    expect(told.joined.map((row) => [row.title, row.period, row.threshold, row.category, row.value])).toEqual(
      [
        ["funded place at two", "2024/25", null, "Had one", 70],
        ["funded place at two", "2024/25", null, "Found", 50],
        ["funded place at two", "2024/25", 0.5, "Had one", 69],
      ],
    );
  });
});

it("the model comes with its examples step by step", async () => {
  const db = await Database.open(":memory:");
  for (const sql of [
    tableOf(
      "link_model",
      "comparison VARCHAR, level INTEGER, label VARCHAR, m DOUBLE, u DOUBLE, weight DOUBLE, term_frequency BOOLEAN",
      [
        "('surname', 0, 'the same', 0.9, 0.01, 6.5, true)",
        "('surname', 1, 'same address', NULL, NULL, NULL, false)",
      ],
    ),
    tableOf("link_model_setting", "key VARCHAR, value VARCHAR", ["('match', '0.95')"]),
    tableOf("link_weight", "bin DOUBLE, pairs BIGINT, joined BIGINT", ["(4.25, 7, 6)", "(-1, 2, 0)"]),
    tableOf(
      "link_example",
      "example INTEGER, kind VARCHAR, pairs BIGINT, step INTEGER, comparison VARCHAR, level INTEGER, label VARCHAR, weight DOUBLE",
      [
        "(2, 'low confidence', 5, 0, 'start', NULL, 'at random', -9)",
        "(1, 'match', 6, 1, 'surname', 0, 'the same', 6.5)",
        "(1, 'match', 6, 0, 'start', NULL, 'at random', -2)",
      ],
    ),
  ])
    await db.run(sql);
  const told = await made<LinkageModel>(modelDataset, db);
  expect(told.levels.map(({ label, weight, termFrequency }) => [label, weight, termFrequency])).toEqual([
    ["the same", 6.5, true],
    ["same address", null, false],
  ]);
  expect(told.settings).toEqual({ match: "0.95" });
  expect(told.weights.map(({ bin }) => bin)).toEqual([-1, 4.25]);
  expect(told.examples.map(({ kind, pairs, steps }) => [kind, pairs, steps.map((s) => s.weight)])).toEqual([
    ["match", 6, [-2, 6.5]],
    ["low confidence", 5, [-9]],
  ]);
});

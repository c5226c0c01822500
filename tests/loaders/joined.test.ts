import { fromArrow } from "arquero";
import { expect, it } from "vitest";
import briefing, { type Briefing } from "../../loaders/briefings/briefing.json.js";
import joined from "../../loaders/explore/joined.arrow.js";
import { makePageDataset, type PageDataset } from "../../loaders/page-dataset.js";
import type { Database } from "../../loaders/store/database.js";
import { city, manifest, smallStore, source } from "./small-store.js";

const gld = "good-level-of-development";
const definition = {
  breakdown: "funded_childcare",
  title: "funded place",
  definition: "In the headcount before.",
  source: "headcount",
  categories: ["had one", "none found", "could not be joined"],
};

async function store(): Promise<Database> {
  const db = await smallStore([{ indicator: gld, value: 66 }]);
  await db.run("UPDATE indicator SET joined = $1", [JSON.stringify([definition])]);
  await db.run(`
    INSERT INTO joined_figure VALUES
      ('${gld}', 'funded_childcare', NULL, 'city', 'E08000025', '2023/24', '2023-09-01', 'all', 'all', 'had one', 1, 4, 25, 1, 90),
      ('${gld}', 'funded_childcare', NULL, 'city', 'E08000025', '2024/25', '2024-09-01', 'all', 'all', 'had one', 3, 4, 75, 30, 95),
      ('${gld}', 'funded_childcare', 0.99, 'city', 'E08000025', '2024/25', '2024-09-01', 'all', 'all', 'had one', 2, 3, 66, 20, 94),
      ('${gld}', 'funded_childcare', NULL, 'ward', 'N', '2024/25', '2024-09-01', 'all', 'all', 'had one', 0, 0, NULL, NULL, NULL)`);
  await db.run(`
    INSERT INTO indicator_linkage VALUES
      ('${gld}', '2024/25', '2024-09-01', 'funded_childcare', 'profile-return', '["headcount"]', 'children', 'city', 'E08000025', 4, 3, 75),
      ('${gld}', '2024/25', '2024-09-01', 'funded_childcare', 'profile-return', '["headcount"]', 'children', 'ward', 'N', 4, 3, 75)`);
  return db;
}

async function make(dataset: PageDataset): Promise<Uint8Array> {
  const db = await store();
  const sources = [
    source("headcount", { title: "Headcount" }),
    source("profile-return", { title: "Profile" }),
  ];
  const made = await makePageDataset(dataset, { db, city, sources, manifest: manifest({}), claims: [] });
  db.close();
  return made;
}

it("the explorer's figures by joined breakdown carry thresholds and the names of areas", async () => {
  const rows = fromArrow((await make(joined)).slice().buffer).objects() as Record<string, unknown>[];
  expect(rows.map((r) => [r.period, r.threshold, r.area_name, r.value])).toEqual([
    ["2023/24", null, "Birmingham", 25],
    ["2024/25", null, "Birmingham", 75],
    ["2024/25", null, "North", null],
    ["2024/25", 0.99, "Birmingham", 66],
  ]);
});

it("the briefing has the city's newest ones, as linked, and what figures rest on by title", async () => {
  const told = JSON.parse(Buffer.from(await make(briefing)).toString()) as Briefing;
  expect(told.joined).toMatchObject({
    definition,
    rows: [{ period: "2024/25", value: 75, area_name: "Birmingham" }],
  });
  expect(told.joined!.rows).toHaveLength(1);
  expect(told.linkage).toEqual([
    {
      indicator: gld,
      period: "2024/25",
      breakdown: "funded_childcare",
      source: "Profile",
      others: ["Headcount"],
      unit: "children",
      total: 4,
      linked: 3,
    },
  ]);
});

import { expect, it } from "vitest";
import moves, { type Moves } from "../../loaders/briefings/moves.json.js";
import { keepMoves, type Refreshed, readMoves, standing } from "../../loaders/measure/figure-moves.js";
import { makePageDataset, type PartnerContext } from "../../loaders/page-dataset.js";
import type { Database } from "../../loaders/store/database.js";
import { city, manifest, smallStore, source } from "./small-store.js";

const figures = [
  { indicator: "outcomes", value: 65, period: "2023/24" },
  { indicator: "outcomes", level: "ward", area: "N", value: 60, period: "2023/24" },
  { indicator: "take-up", level: "ward", area: "S", value: 40 },
];

async function moved(
  db: Database,
  day: number,
  sql: string,
  changes: Refreshed["changes"] = [],
  isErasing = false,
): Promise<void> {
  const before = await standing(db, { withGroups: true });
  await db.run(sql);
  await keepMoves(db, before, {
    at: `2026-11-0${day}T08:00:00.000Z`,
    changes,
    sources: new Map([["outcomes", ["profile-return"]]]),
    isOtherMethod: false,
    isErasing,
  });
}

const made = async (db: Database): Promise<Moves> => {
  const context = { db, city, sources: [source("profile-return")], manifest: manifest({}), claims: [] };
  const bytes = await makePageDataset(moves, context as PartnerContext as never);
  return JSON.parse(Buffer.from(bytes).toString()) as Moves;
};

it("keeps nothing of a first measuring, nor of one that moves nothing", async () => {
  const db = await smallStore(figures);
  await keepMoves(db, undefined, {
    at: "2026-11-01T08:00:00.000Z",
    changes: [{ source: "profile-return", added: ["a.csv"], dropped: [] }],
    sources: new Map(),
    isOtherMethod: true,
    isErasing: false,
  });
  await moved(db, 2, "UPDATE observation SET value = value");
  expect(await readMoves(db)).toEqual([]);
  expect(await made(db)).toMatchObject({ moves: [], since: [], indicators: [] });
  db.close();
});

it("tells what moved from each refresh on, with why, as it is written", async () => {
  const db = await smallStore(figures);
  await moved(db, 1, "UPDATE observation SET value = 61 WHERE area = 'N'", [
    { source: "profile-return", added: ["b.csv"], dropped: ["a.csv"] },
  ]);
  await moved(
    db,
    2,
    `INSERT INTO observation BY NAME
     SELECT * REPLACE ('2024/25' AS period, DATE '2024-09-01' AS period_start, 70 AS value)
     FROM observation WHERE indicator = 'outcomes' AND level = 'city'`,
  );
  // A period in progress is not yet told of.
  await moved(
    db,
    3,
    `INSERT INTO observation BY NAME
     SELECT * REPLACE ('2025/26' AS period, DATE '2025-09-01' AS period_start, 10 AS value, 'In progress: to 1 May 2026.' AS note)
     FROM observation WHERE indicator = 'outcomes' AND level = 'city' AND period = '2024/25'`,
  );
  const data = await made(db);
  const told = data.since.map(({ at, moves: places }) => [
    at.slice(0, 10),
    places.map((place) => {
      const { area, from, to, causes, verdict } = data.moves[place]!;
      return [area, from?.text, from?.period, to?.text, to?.period, causes.join(), verdict];
    }),
  ]);
  const ofCity = ["Birmingham", "65.0%", "2023/24", "70.0%", "2024/25", "period", "unknown"];
  const ofNorth = ["North", "60.0%", "2023/24", "61.0%", "2023/24", "corrected", "up"];
  expect(told).toEqual([
    ["2026-11-02", [ofCity]],
    ["2026-11-01", [ofNorth, ofCity]],
  ]);
  expect(data.indicators.map(({ id }) => id)).toEqual(["outcomes"]);
  expect(data.moves.every(({ source: title }) => title === "profile return")).toBe(true);
  db.close();
});

it("keeps nothing of what moved because a child was taken out, and what is of a new period all the same", async () => {
  const db = await smallStore(figures);
  await moved(db, 1, "UPDATE observation SET value = 61 WHERE area = 'N'", [], true);
  expect(await readMoves(db)).toEqual([]);
  await moved(
    db,
    2,
    `INSERT INTO observation BY NAME
     SELECT * REPLACE ('2024/25' AS period, DATE '2024-09-01' AS period_start)
     FROM observation WHERE indicator = 'outcomes' AND level = 'city'`,
    [],
    true,
  );
  expect((await readMoves(db)).map(({ level, causes }) => [level, causes.join()])).toEqual([
    ["city", "period"],
  ]);
  db.close();
});

it("keeps the newest sixty refreshes that moved something", async () => {
  const db = await smallStore(figures);
  const before = await standing(db);
  await keepMoves(db, before, {
    at: "2026-01-01",
    changes: [],
    sources: new Map(),
    isOtherMethod: false,
    isErasing: false,
  });
  await db.run(`
    INSERT INTO figure_move
    SELECT '2025-' || lpad(n::VARCHAR, 3, '0'), 'outcomes', 'ward', 'N', '["late"]', 'null', 'null' FROM range(80) AS t(n)`);
  await moved(db, 9, "UPDATE observation SET value = 61 WHERE area = 'N'");
  const times = (await readMoves(db)).map(({ at }) => at);
  expect(times).toHaveLength(60);
  expect(times[0]).toBe("2025-021");
  db.close();
});

it("tells which groups of the city's children moved, and how many did not clearly", async () => {
  const group = (breakdown: string, category: string, value: number, denominator: number) => ({
    ...{ indicator: "outcomes", breakdown, category, value, denominator, period: "2023/24" },
  });
  const db = await smallStore([
    { indicator: "outcomes", value: 65, period: "2023/24" },
    group("fsm", "yes", 50, 4000),
    group("fsm", "no", 70, 8000),
    group("ethnic_group", "Not known", 60, 100),
  ]);
  const counted = "numerator = round(denominator * value / 100)";
  await db.run(`UPDATE observation SET ${counted}`);
  await moved(
    db,
    1,
    `UPDATE observation SET value = CASE category WHEN 'yes' THEN 56 WHEN 'no' THEN 70.4 ELSE 65 END,
       period = '2024/25', period_start = '2024-09-01' WHERE breakdown <> 'all';
     UPDATE observation SET ${counted}`,
  );
  const told = await made(db);
  expect(told.moves).toContainEqual(
    expect.objectContaining({ level: "group", area: "Free school meals", verdict: "up", causes: ["period"] }),
  );
  expect(told.since[0]!.unclearGroups).toEqual({ outcomes: 1 });
  expect(told.moves.some(({ area }) => area.includes("nown"))).toBe(false);
  db.close();
});

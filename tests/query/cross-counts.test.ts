import { afterAll, beforeAll, expect, test } from "vitest";
import { crossCounts, crossQuery } from "../../components/query/cross-counts.js";
import { Database } from "../../loaders/store/database.js";

let db: Database;
beforeAll(async () => {
  db = await Database.open(":memory:");
  await db.run(`
    CREATE TABLE small_area_breakdowns AS FROM (VALUES
      ('take-up', 'sex', 'A', '2024', 'girls', 1.0, 2.0),
      ('take-up', 'sex', 'A', '2025', 'girls', 3.0, 4.0),
      ('take-up', 'sex', 'B', '2024', 'girls', 5.0, 8.0),
      ('take-up', 'sex', 'B', '2025', 'boys', 0.0, 16.0),
      ('take-up', 'fsm', 'A', '2024', 'yes', 90.0, 90.0),
      ('other', 'sex', 'A', '2024', 'girls', 70.0, 70.0)
    ) AS t(indicator, breakdown, area, period, category, numerator, denominator)`);
});
afterAll(() => db.close());

async function counted(given: Partial<Parameters<typeof crossQuery>[0]>) {
  const choice = { indicator: "take-up", breakdown: "sex", area: [], period: [], category: [], ...given };
  const rows = await db.rows(crossQuery(choice));
  const { views, whole } = crossCounts(rows.map((row) => Object.values(row) as (string | number | null)[]));
  const shares = (view: keyof typeof views) =>
    Object.fromEntries(
      [...views[view]]
        .sort()
        .map(([key, { numerator, denominator }]) => [key, `${numerator}/${denominator}`]),
    );
  return {
    area: shares("area"),
    period: shares("period"),
    category: shares("category"),
    whole: `${whole.numerator}/${whole.denominator}`,
  };
}

test("nothing chosen means all, of one indicator and breakdown", async () => {
  expect(await counted({})).toEqual({
    area: { A: "4/6", B: "5/24" },
    period: { 2024: "6/10", 2025: "3/20" },
    category: { boys: "0/16", girls: "9/14" },
    whole: "9/30",
  });
});

test("what is chosen on one view counts for the others, not for itself", async () => {
  expect(await counted({ area: ["B"] })).toEqual({
    area: { A: "4/6", B: "5/24" },
    period: { 2024: "5/8", 2025: "0/16" },
    category: { boys: "0/16", girls: "5/8" },
    whole: "5/24",
  });
  expect(await counted({ area: ["A"], period: ["2025"], category: ["girls"] })).toEqual({
    area: { A: "3/4" },
    period: { 2024: "1/2", 2025: "3/4" },
    category: { girls: "3/4" },
    whole: "3/4",
  });
});

test("a choice of nobody is none, and a quotation mark is a letter", async () => {
  expect((await counted({ area: ["O'Nowhere"] })).whole).toBe("0/0");
});

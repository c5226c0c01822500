import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { comparisonTable } from "../../components/figures/joined-figures.js";
import type { JoinedFigure } from "../../components/figures/joined-split.js";
import { profileTable } from "../../components/figures/ward-profiles.js";
import { figureColumns } from "../../components/tables/file-figures.js";
import { csvOf, observationTable } from "../../components/tables/table.js";
import type { ByWard, Figure } from "../../components/words/findings.js";
import type { Observation } from "../../components/words/status.js";
import { openDataFiles } from "../../loaders/open-data/open-data.js";
import { Database, literal } from "../../loaders/store/database.js";
import { city } from "../loaders/small-store.js";
import { smallPublic } from "../open-data/small-public.js";
import { untidy } from "../open-data/tidy.js";

const provenance = { source: "Headcount; Profile", asOf: "31 October 2026", sample: true };

function observation(given: Partial<Observation>): Observation {
  return {
    indicator: "take-up",
    indicator_name: "Take-up",
    source: "headcount",
    source_title: "Headcount",
    level: "ward",
    area: "S",
    area_name: "South",
    period: "Autumn 2025",
    period_start: "2025-09-01",
    breakdown: "all",
    category: "all",
    numerator: 82,
    denominator: 126,
    value: (100 * 82) / 126,
    lower: 56.4,
    upper: 72.85,
    status: "value",
    note: null,
    as_of: "2026-10-31",
    ...given,
  };
}

const north = { area: "N", area_name: "North" };
const suppressed = {
  ...north,
  numerator: null,
  denominator: null,
  value: null,
  lower: null,
  upper: null,
  status: "suppressed" as const,
};
const goal = {
  indicator: "goal",
  indicator_name: "Goal reached",
  source: "profile",
  source_title: "Profile",
};

const byWard = {
  indicator: { id: "goal", shortName: "Goal", unit: "percent" },
  wards: [observation({ ...goal, numerator: 40, denominator: 80, value: 50 })].map((row) => ({
    ...row,
    name: row.area_name,
    code: row.area,
    source_id: "profile",
    source: "Profile",
  })),
} as unknown as ByWard & { wards: Figure[] };

const joined = (category: string, value: number) =>
  ({
    ...observation(goal),
    joined: "funded_childcare",
    category,
    value,
    within: "send",
    within_category: "support",
    threshold: null,
  }) as unknown as JoinedFigure;

const of = (o: Observation): string => o.area_name!;
const downloads = new Map([
  [
    "ranking.csv",
    csvOf(
      observationTable([observation({}), observation(suppressed)], "percent", { label: "Ward", of }),
      provenance,
    ),
  ],
  [
    "other.csv",
    csvOf(
      observationTable([observation({ ...goal, ...north })], "percent", { label: "Ward", of }),
      provenance,
    ),
  ],
  [
    "briefing.csv",
    csvOf(
      profileTable(
        [{ code: "S", name: "South", worseIn: ["goal"], meals: 41.26, ethnicGroups: [], deprived: null }],
        [byWard],
      ),
      provenance,
    ),
  ],
  [
    "joined.csv",
    csvOf(
      comparisonTable(
        [{ name: "South", rows: [joined("had a place", 60), joined("none found", 50)] }],
        {
          breakdown: "funded_childcare",
          title: "",
          definition: "",
          source: "",
          categories: ["had a place", "none found", "?"],
        },
        "percent",
        "Ward",
      ),
      { ...provenance, linkage: "Rests on linked records." },
    ),
  ],
]);

let db: Database;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "downloads-"));
  db = await Database.open(":memory:");
  const small = await smallPublic();
  const open = await openDataFiles(small, city, { sample: true });
  small.close();
  for (const [name, text] of [...downloads, ["open.csv", open.get("take-up.csv")!] as const]) {
    writeFileSync(join(folder, name), text);
    const table = name.replace(".csv", "");
    await db.run(`CREATE TABLE ${table} AS FROM read_csv(${literal(join(folder, name))})`);
  }
});
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = (name: string) => downloads.get(name)!.replace("\uFEFF", "").trimEnd().split("\r\n");
const names = figureColumns.map(({ name }) => name).join(",");

it("every download of figures begins with the columns that open data have", () => {
  expect([...downloads.keys()].map((name) => lines(name)[0]!.slice(0, names.length))).toEqual(
    [...downloads.keys()].map(() => names),
  );
  expect(lines("ranking.csv")[1]).toBe(
    "S,South,ward,take-up,Take-up,Autumn 2025,2025-09-01,2025-12-31,all,all,82,126,65.1,56.4,72.9,percent,value,,unprotected,headcount,Headcount,,2026-10-31,true",
  );
  expect(lines("ranking.csv")[2]).toContain(",all,all,,,,,,percent,suppressed,c,");
});

it("an independent reader finds numbers and days in them", async () => {
  expect(await untidy(downloads)).toEqual([
    // Of the figures of this test, which are invented apart from their counts.
    "joined.csv: 60 is not 82 of 126",
    "joined.csv: 50 is not 82 of 126",
  ]);
});

it("two downloads, and a download and open data, are joined on codes, without editing", async () => {
  const pairs = (one: string, other: string) =>
    db.rows(`
      SELECT one.area_code AS area, one.value AS a, other.value AS b, one.status
      FROM ${one} AS one JOIN ${other} AS other USING (area_code, level, period, period_start, breakdown, category)
      ORDER BY ALL`);
  expect(await pairs("ranking", "other")).toEqual([{ area: "N", a: null, b: 65.1, status: "suppressed" }]);
  expect(await pairs("ranking", "briefing")).toEqual([{ area: "S", a: 65.1, b: 50, status: "value" }]);
  expect(await pairs("ranking", "open")).toEqual([
    { area: "N", a: null, b: null, status: "suppressed" },
    { area: "S", a: 65.1, b: 60, status: "value" },
  ]);
});

it("what a table tells besides its figures stands in columns of its own", async () => {
  expect(
    await db.rows(
      "SELECT indicator, source, value, free_school_meals_percent, worse_in, sample FROM briefing",
    ),
  ).toEqual([
    {
      indicator: "goal",
      source: "profile",
      value: 50,
      free_school_meals_percent: 41.3,
      worse_in: "Goal",
      sample: true,
    },
  ]);
  expect(
    await db.rows(
      "SELECT breakdown, category, value, unit, within, within_category, linkage FROM joined ORDER BY value",
    ),
  ).toEqual(
    [
      ["none found less had a place", -10, "percentage points"],
      ["none found", 50, "percent"],
      ["had a place", 60, "percent"],
    ].map(([category, value, unit]) => ({
      breakdown: "funded_childcare",
      category,
      value,
      unit,
      within: "send",
      within_category: "support",
      linkage: "Rests on linked records.",
    })),
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Indicator, indicatorSchema } from "../../loaders/registry/indicator.js";
import { cases, soak } from "../soak.js";
import { geography, measured, table } from "./tiny-city.js";

// Of 2011: L1 stood alone; O2 was split into L2 (North) and L3 (South); O4 was split into L4 and L5, both of South; O6
// and O7 became L6, of South. L9 is of another city.
const city = `
  ${geography};
  INSERT INTO src_lsoa_ward_lookup VALUES ('L4', 'W2', 'South', NULL), ('L5', 'W2', 'South', NULL), ('L6', 'W2', 'South', NULL);
  CREATE TABLE src_lsoa_2011_2021_lookup AS FROM (VALUES
    ('L1', 'L1'), ('O2', 'L2'), ('O2', 'L3'), ('O4', 'L4'), ('O4', 'L5'), ('O6', 'L6'), ('O7', 'L6')) AS t(lsoa_2011, lsoa_2021)`;

function ofSmallAreas(kind: Indicator["kind"] = "proportion", value = "NULL::DOUBLE"): Indicator {
  return indicatorSchema.parse({
    id: "a-share",
    name: "A share",
    shortName: "A share",
    position: 1,
    definition: "A share.",
    polarity: "none",
    kind,
    unit: kind === "proportion" ? "percent" : "points",
    period: "calendar_year",
    chance: "no",
    numerator: "Some.",
    denominator: "All.",
    published: [
      {
        source: "published-figures",
        of: "small areas",
        query: `SELECT place AS area, '2025' AS period, DATE '2025-01-01' AS period_start, 'all' AS breakdown, 'all' AS category,
          n AS numerator, d AS denominator, ${value} AS value, CASE WHEN d IS NULL THEN 'suppressed' ELSE 'value' END AS status,
          NULL::VARCHAR AS note FROM src_published_figures`,
      },
    ],
  });
}

type Given = [place: string | null, n: number | null, d: number | null];
const roll = async (rows: Given[], one = ofSmallAreas()) => {
  const { db } = await measured([city, table("published-figures", ["place", "n", "d"], rows)], [one]);
  return db.rows<{
    level: string;
    area: string;
    n: number;
    d: number;
    value: number;
    status: string;
    note: string | null;
  }>(
    `SELECT level, area, numerator AS n, denominator AS d, value, status, note FROM observation
     ORDER BY level, area`,
  );
};

describe("figures of small areas", () => {
  it("are added up to wards, localities and the city, those of 2011 shared out over their parts", async () => {
    const rows = await roll([
      ["L1", 10, 20],
      ["O2", 4, 40],
      ["O4", 30, 60],
      ["O6", 1, 5],
      ["O7", 2, 5],
      ["L9", 100, 100],
    ]);
    const of = (area: string) => rows.find((row) => row.area === area);
    expect(rows.map(({ level, area, n, d }) => [level, area, n, d])).toEqual([
      ["city", "E08000025", 47, 130],
      ["locality", "E", 12, 40],
      ["locality", "W", 35, 90],
      ["lsoa", "L1", 10, 20],
      ["lsoa", "L2", 2, 20],
      ["lsoa", "L3", 2, 20],
      ["lsoa", "L4", 15, 30],
      ["lsoa", "L5", 15, 30],
      ["lsoa", "L6", 3, 10],
      ["ward", "W1", 12, 40],
      ["ward", "W2", 35, 90],
    ]);
    expect(of("W1")).toMatchObject({
      value: 30,
      status: "value",
      note: expect.stringMatching(/^An estimate: a small area of 2011/),
    });
    // Whole in the city, and O4 is whole in South.
    expect(of("E08000025")?.note).toBeNull();
    expect(of("L4")?.note).toMatch(/^An estimate/);
    expect(of("L6")?.note).toBeNull();
  });

  it("leave a part without a figure out of both counts, and say so", async () => {
    const rows = await roll([
      ["L1", 10, 20],
      ["L2", null, null],
      ["L3", null, null],
      ["L4", 5, 10],
      ["L5", 0, 10],
    ]);
    const of = (area: string) => rows.find((row) => row.area === area);
    expect(of("L2")).toMatchObject({ value: null, status: "suppressed" });
    expect(of("W1")).toMatchObject({
      n: 10,
      d: 20,
      value: 50,
      note: "Without 1 of its 2 small areas, for which there is no figure.",
    });
    expect(of("E08000025")).toMatchObject({
      n: 15,
      d: 40,
      note: "Without 3 of its 6 small areas, for which there is no figure.",
    });
  });

  soak("give no figure where no part has one, and keep why", async () => {
    const rows = await roll([
      ["L1", null, null],
      ["L2", null, null],
      ["L3", 1, 2],
    ]);
    expect(rows.find((row) => row.area === "W1")).toMatchObject({
      n: null,
      value: null,
      status: "suppressed",
    });
  });

  soak("tell those that can be placed in none apart", async () => {
    const rows = await roll([
      ["L1", 10, 20],
      [null, 3, 4],
    ]);
    expect(rows.find((row) => row.level === "unplaced")).toMatchObject({
      area: "E08000025",
      n: 3,
      d: 4,
      value: 75,
    });
    expect(rows.find((row) => row.level === "city")).toMatchObject({
      n: 10,
      d: 20,
      note: expect.stringMatching(
        /Not counted here, as their small area is not known or is outside the city: 3\.$/,
      ),
    });
  });

  soak("average scores by their weights, below zero too, and never a rank", async () => {
    const rows: Given[] = [
      ["L1", -3, 1],
      ["L2", 9, 3],
      ["L3", 8, 2],
    ];
    const scores = await roll(rows, ofSmallAreas("mean", "n / d"));
    expect(scores.find((row) => row.area === "W1")).toMatchObject({ value: 1.5 });
    expect(scores.find((row) => row.area === "L1")).toMatchObject({ value: -3 });
    const ranks = await roll(
      rows.map(([place, n]) => [place, null, n]),
      ofSmallAreas("mean", "d"),
    );
    expect(new Set(ranks.map((row) => row.level))).toEqual(new Set(["lsoa"]));
  });

  it("add up: any counts of any small areas, split, merged or missing", async () => {
    const place = fc.constantFrom("L1", "O2", "O4", "O6", "O7");
    const count = fc.integer({ min: 0, max: 50 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(place, count, fc.option(count)), {
          selector: ([area]) => area,
          minLength: 1,
        }),
        async (given) => {
          const rows = await roll(given.map(([area, n, more]) => [area, n, more === null ? null : n + more]));
          const known = (level: string) =>
            rows.filter((row) => row.level === level).reduce((sum, row) => sum + (row.n ?? 0), 0);
          const whole = given.reduce((sum, [, n, more]) => sum + (more === null ? 0 : n), 0);
          // Of two that became one, one without a figure leaves the one without a figure.
          const merged = given.filter(([area]) => area === "O6" || area === "O7");
          const lost = merged.some(([, , more]) => more === null)
            ? merged.reduce((sum, [, n, more]) => sum + (more === null ? 0 : n), 0)
            : 0;
          expect(known("lsoa")).toBeCloseTo(whole - lost, 9);
          for (const level of ["ward", "locality", "city"]) expect(known(level)).toBeCloseTo(whole - lost, 9);
        },
      ),
      cases(1, 30),
    );
  });
});

describe("figures of wards of any year", () => {
  // Before they were redrawn: P1 was L1 and L2, P2 was the rest. North is L1 and L2 now, South the others.
  const redrawn = `${city};
    CREATE TABLE src_other_wards_lookup AS FROM (VALUES
      ('P1', 'L1'), ('P1', 'O2'), ('P2', 'O4'), ('P2', 'O6'), ('P2', 'O7')) AS t(ward, lsoa);
    CREATE TABLE src_ward_codes AS FROM (VALUES
      ('P1', 'Oldbury', 2016), ('P2', 'Southside', 2015), ('P2', 'Southside', 2016), ('W1', 'North', 2018), ('W2', 'South', 2018))
      AS t(ward, ward_name, year)`;
  const one = ofSmallAreas();
  one.published[0]!.of = "wards";
  const rollWards = async (rows: Given[]) => {
    const { db } = await measured([redrawn, table("published-figures", ["place", "n", "d"], rows)], [one]);
    return {
      db,
      rows: await db.rows<{
        level: string;
        area: string;
        n: number;
        d: number;
        status: string;
        note: string;
      }>(
        "SELECT level, area, numerator AS n, denominator AS d, status, note FROM observation ORDER BY level, area",
      ),
    };
  };

  soak(
    "are as given of a ward that there is, and its share of the wards that it was made from otherwise",
    async () => {
      const now = await rollWards([
        ["W1", 7, 20],
        ["W2", 9, 30],
      ]);
      expect(now.rows.filter(({ level }) => level === "ward")).toEqual([
        { level: "ward", area: "W1", n: 7, d: 20, status: "value", note: null },
        { level: "ward", area: "W2", n: 9, d: 30, status: "value", note: null },
      ]);
      const then = await rollWards([
        ["P1", 12, 60],
        ["P2", 8, 30],
      ]);
      const of = (area: string) => then.rows.find((row) => row.area === area);
      expect(of("E08000025")).toMatchObject({ n: 20, d: 90, note: null });
      expect(of("W1")!.n! + of("W2")!.n!).toBeCloseTo(20, 5);
      expect(of("W1")!.note).toMatch(/^An estimate: the wards were redrawn/);
    },
  );

  soak("keep why there is none", async () => {
    const { rows } = await rollWards([
      ["W1", 7, 20],
      ["W2", null, null],
    ]);
    expect(rows.find(({ area }) => area === "W2")).toMatchObject({ n: null, status: "suppressed" });
    expect(rows.filter(({ area }) => area === "W2")).toHaveLength(1);
  });

  soak("come with the wards that were, what they became and when", async () => {
    const { db } = await rollWards([["W1", 7, 20]]);
    const former = await db.rows<{ code: string; name: string; ward: string; share: number; makes: number }>(
      "SELECT code, name, ward, share, makes FROM former_ward ORDER BY ALL",
    );
    expect([...new Set(former.map(({ name }) => name))]).toEqual(["Oldbury", "Southside"]);
    for (const [key, share] of [
      ["code", "share"],
      ["ward", "makes"],
    ] as const) {
      const sums = new Map<string, number>();
      for (const row of former) sums.set(row[key], (sums.get(row[key]) ?? 0) + row[share]);
      for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 9);
    }
    expect(await db.rows("SELECT year FROM wards_redrawn")).toEqual([{ year: 2018 }]);
  });
});

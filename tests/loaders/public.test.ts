import { describe, expect, it } from "vitest";
import { svgPaths } from "../../loaders/outline-paths.js";
import { makePageDataset, type PublicContext } from "../../loaders/page-dataset.js";
import summary, { type Summary } from "../../loaders/public/summary.json.js";
import { city, type Given, smallStore } from "./small-store.js";

const gld = "good-level-of-development";

async function made(figures: Given[]): Promise<Summary> {
  const db = await smallStore(figures);
  await db.run(`
    CREATE TABLE source AS FROM (VALUES ('profile-return', 'Profile'), ('national', 'National figures')) AS t(source, title)`);
  await db.run(
    "CREATE TABLE policy AS SELECT 'smallest-count' AS key, '10' AS value, 'Not under 10.' AS text",
  );
  const context: PublicContext = { db, city, manifest: { sample: true, refreshedAt: "", asOf: null } };
  const bytes = await makePageDataset(summary, context as Parameters<typeof makePageDataset>[1]);
  db.close();
  return JSON.parse(Buffer.from(bytes).toString()) as Summary;
}

describe("public summary", () => {
  it("tells the newest whole period of the city, with its wards in name order", async () => {
    const { measures, wards } = await made([
      { indicator: gld, period: "2023/24", value: 65 },
      { indicator: gld, value: 66 },
      { indicator: gld, period: "2025/26", value: 12, note: "In progress: to 1 October 2025." },
      { indicator: gld, level: "ward", area: "S", status: "suppressed" },
      { indicator: gld, level: "ward", area: "N", value: 70 },
    ]);
    expect(wards.map((ward) => ward.name)).toEqual(["North", "South"]);
    expect(measures).toHaveLength(1);
    expect(measures[0]).toMatchObject({
      period: "2024/25",
      source: "Profile",
      asOf: "2026-10-31",
      city: { value: 66 },
    });
    expect(measures[0]!.wards.map(({ value, status }) => [value, status])).toEqual([
      [70, "value"],
      [null, "suppressed"],
    ]);
  });

  it("tells several years together, apart, where that shows more wards", async () => {
    const pool = "2023/24 to 2025/26";
    const ward = { indicator: gld, level: "ward" };
    const hidden = { ...ward, area: "S", status: "suppressed" };
    const figures = [
      { indicator: gld, value: 66 },
      { ...ward, area: "N", value: 70 },
      { ...ward, area: "N", period: pool, value: 71 },
      { ...ward, area: "S", period: pool, value: 50 },
      { indicator: gld, period: pool, value: 99 },
    ];
    const { measures } = await made([...figures, hidden]);
    expect(measures[0]).toMatchObject({
      period: "2024/25",
      city: { value: 66 },
      wards: [{ value: 70 }, { value: null }],
      pooled: { period: pool, periodStart: "2023-09-01", wards: [{ value: 71 }, { value: 50 }] },
    });
    const all = await made([...figures, { ...ward, area: "S", value: 51 }]);
    expect(all.measures[0]!.pooled).toBeNull();
  });

  it("sets the country beside the city where it is published for that period", async () => {
    const country = { indicator: gld, level: "country", area: "E92000001", source: "national" };
    const { measures } = await made([
      { indicator: gld, value: 66 },
      { ...country, value: 68 },
      { ...country, period: "2023/24", value: 99 },
    ]);
    expect(measures[0]).toMatchObject({
      country: { name: "England", value: 68 },
      source: "Profile; National figures",
      wards: [],
    });
  });

  it("says that there is no figure rather than leave the measure out", async () => {
    const { measures } = await made([{ indicator: gld, status: "suppressed" }]);
    expect(measures[0]).toMatchObject({
      period: null,
      source: null,
      asOf: null,
      city: null,
      country: null,
      wards: [],
    });
  });
});

describe("ward outlines", () => {
  const square = (west: number, south: number) => ({
    type: "Polygon" as const,
    coordinates: [
      [
        [west, south],
        [west + 1, south],
        [west + 1, south + 1],
        [west, south + 1],
        [west, south],
      ],
    ],
  });

  // On the equator a degree is as long either way: two squares side by side fill a box of 2 by 1.
  it("are paths in whole units, north up, that meet where areas meet", () => {
    expect(svgPaths([square(0, -0.5), square(1, -0.5)], 20)).toEqual({
      size: [20, 10],
      paths: ["M0 10l10 0 0-10-10 0Z", "M10 10l10 0 0-10-10 0Z"],
    });
  });

  it("drop what is too small to be drawn", () => {
    const speck = {
      type: "MultiPolygon" as const,
      coordinates: [
        square(0, 0).coordinates,
        square(0, 0).coordinates.map((ring) => ring.map(([x, y]) => [x! / 1e6, y! / 1e6])),
      ],
    };
    expect(svgPaths([speck], 10).paths[0]!.match(/M/g)).toHaveLength(1);
  });

  it("shorten degrees of longitude away from the equator", () => {
    const { size } = svgPaths([square(-2, 59.5)], 100);
    expect(size[1]).toBe(200);
  });
});

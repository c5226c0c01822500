import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDataFiles } from "../../loaders/open-data/open-data.js";
import { makePageDataset, type PageDataset } from "../../loaders/page-dataset.js";
import { lostFigures } from "../../loaders/public/lost-figures.js";
import openDataDataset, { type OpenDataList } from "../../loaders/public/open-data.json.js";
import privacyDataset, { type Privacy } from "../../loaders/public/privacy.json.js";
import type { Database } from "../../loaders/store/database.js";
import { city } from "../loaders/small-store.js";
import { smallPublic } from "./small-public.js";

describe("page data sets about what is published", () => {
  let db: Database;
  beforeAll(async () => {
    db = await smallPublic();
    await db.run(
      "INSERT INTO policy VALUES ('smallest-count', '10', 'Not under 10.'), ('internal', '1', NULL)",
    );
  });
  afterAll(() => db.close());

  const made = async (dataset: PageDataset): Promise<unknown> => {
    const context = { db, city, manifest: { sample: true, refreshedAt: "", asOf: null } };
    const bytes = await makePageDataset(dataset, context as unknown as Parameters<typeof makePageDataset>[1]);
    return JSON.parse(Buffer.from(bytes).toString());
  };

  // Two wards, of which one is suppressed, and the city; what nobody collected and what the country published do not count.
  it("count what is lost of the figures that were protected", async () => {
    expect(await lostFigures(db)).toEqual({
      all: { figures: 3, suppressed: 1 },
      wards: { figures: 2, suppressed: 1 },
      indicators: { "take-up": { figures: 3, suppressed: 1 } },
    });
  });

  it("tell the policy's sentences and what is lost", async () => {
    const { policy, lost } = (await made(privacyDataset)) as Privacy;
    expect(policy).toEqual([{ key: "smallest-count", value: "10", text: "Not under 10." }]);
    expect(lost).toEqual({ all: { figures: 3, suppressed: 1 }, wards: { figures: 2, suppressed: 1 } });
  });

  it("list each table with its periods, size, date, measure and what is lost of it", async () => {
    const { tables, licence, publisher, sample } = (await made(openDataDataset)) as OpenDataList;
    const files = await openDataFiles(db, city, { sample: true });
    expect([sample, publisher, licence.id]).toEqual([true, city.openData.publisher, "OGL-UK-3.0"]);
    expect(tables.map(({ id }) => id)).toEqual(["take-up", "areas"]);
    expect(tables[0]).toMatchObject({
      periods: ["Autumn 2025", "Spring 2026"],
      bytes: Buffer.byteLength(files.get("take-up.csv")!),
      rows: 5,
      asOf: "2026-10-31",
      measure: { unit: "percent", numerator: "Children with a place.", denominator: "All children." },
      lost: { figures: 3, suppressed: 1 },
    });
    expect(tables[1]).toMatchObject({ periods: null, asOf: null, lost: null });
    expect(tables[1]!.measure).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { objectionWords } from "../../components/site/data-protection.js";
import briefing, { type Briefing } from "../../loaders/briefings/briefing.json.js";
import catalogue, { type Catalogue } from "../../loaders/briefings/catalogue.json.js";
import dataProtection, { type DataProtection } from "../../loaders/briefings/data-protection.json.js";
import freshness, { type Freshness } from "../../loaders/briefings/freshness.json.js";
import metadata, { type Metadata } from "../../loaders/briefings/metadata.json.js";
import { makePageDataset, type PageDataset, type PartnerContext } from "../../loaders/page-dataset.js";
import type { Database } from "../../loaders/store/database.js";
import type { Manifest } from "../../loaders/store/manifest.js";
import { city, manifest, smallStore, source } from "./small-store.js";

const extract = (name: string, covered: string, rows: number, rejected: number) => ({
  name,
  sha256: name,
  period: null,
  covers: { from: "2026-01-01", to: covered },
  published: null,
  received: "2026-11-20",
  bytes: 1000,
  rows,
  rejected,
});

const headcount = {
  title: "headcount",
  extracts: [extract("spring.xlsx", "2026-05-01", 90, 10), extract("summer.xlsx", "2026-09-01", 100, 0)],
  refused: [
    {
      name: "autumn.xlsx",
      sha256: "b".repeat(64),
      reason: "No column “Ward”.",
      since: "2026-11-20T08:00:00.000Z",
    },
  ],
  asOf: "2026-09-01",
};

async function made<T>(dataset: PageDataset, db: Database, given: Partial<PartnerContext> = {}): Promise<T> {
  const context = { db, city, sources: [], manifest: manifest({}), ...given } as PartnerContext;
  const bytes = await makePageDataset(dataset, context as Parameters<typeof makePageDataset>[1]);
  db.close();
  return JSON.parse(Buffer.from(bytes).toString()) as T;
}

describe("freshness", () => {
  it("tells every source of the registry, those without an extract too", async () => {
    const sources = [source("wards", { kind: "geography" }), source("settings"), source("headcount")];
    const { sources: told } = await made<Freshness>(freshness, await smallStore([]), {
      sources,
      manifest: manifest({ headcount }),
    });
    expect(told.map((s) => [s.id, s.asOf, s.rows, s.rejected, s.refused.length])).toEqual([
      ["headcount", "2026-09-01", 190, 10, 1],
      ["settings", null, 0, 0, 0],
      ["wards", null, 0, 0, 0],
    ]);
    expect(told[0]!.extracts.map((e) => e.name)).toEqual(["summer.xlsx", "spring.xlsx"]);
    expect(told[0]).toMatchObject({
      covers: { from: "2026-01-01", to: "2026-09-01" },
      published: null,
      received: "2026-11-20",
      asOfIs: "covered",
      keepsUntil: "2027-06-01",
      cannotJudge: null,
    });
    expect(told[1]).toMatchObject({ covers: null, received: null, keepsUntil: null, cannotJudge: null });
  });

  it.each([
    [{ every: "irregular" }, true, null, "it comes irregularly, and nobody has said how long it keeps"],
    [{ every: "irregular", shelfLife: "10 days" }, true, "2026-09-11", null],
    [{ every: "annual" }, true, "2028-09-01", null],
    [{ every: "annual" }, false, null, "nothing says what period it covers"],
  ])(
    "says until when a source is in date, or why nobody can judge: %j",
    async (cadence, isCovered, until, why) => {
      const one = extract("a.csv", "2026-09-01", 1, 0);
      const { sources: told } = await made<Freshness>(freshness, await smallStore([]), {
        sources: [source("headcount", { cadence })],
        manifest: manifest({
          headcount: {
            ...headcount,
            refused: [],
            extracts: [{ ...one, covers: isCovered ? one.covers : null }],
          },
        }),
      });
      expect([told[0]!.keepsUntil, told[0]!.cannotJudge]).toEqual([until, why]);
    },
  );

  it("passes on what the last change was", async () => {
    const lastChange: Manifest["lastChange"] = {
      at: "2026-11-24T10:00:00.000Z",
      sources: [
        { source: "a", title: "A", added: ["a.csv"], dropped: [], refused: [], rowsBefore: 0, rowsAfter: 3 },
      ],
    };
    const told = await made<Freshness>(freshness, await smallStore([]), {
      manifest: { ...manifest({}), lastChange },
    });
    expect(told.lastChange).toEqual(lastChange);
  });
});

describe("catalogue", () => {
  async function quarantined(): Promise<Database> {
    const db = await smallStore([]);
    await db.run(`
      CREATE TABLE rejection AS FROM (VALUES
        ('headcount', 'Hours', 'type', 'is not a number', 8), ('headcount', NULL, 'cells', 'it has 3, the header has 4', 2),
        ('settings', 'Places', 'type', 'is not a number', 5)) AS t(source, "column", rule, reason, rows)`);
    return db;
  }

  it("says why rows were turned away, by column and rule, most first", async () => {
    const told = await made<Catalogue>(catalogue, await quarantined(), {
      sources: [source("headcount")],
      manifest: manifest({ headcount }),
    });
    expect(told.sources[0]!.rejections).toEqual([
      { column: "Hours", rule: "type", reason: "is not a number", rows: 8 },
      { column: null, rule: "cells", reason: "it has 3, the header has 4", rows: 2 },
    ]);
  });

  it("says nothing of rows that are no longer in use", async () => {
    const told = await made<Catalogue>(catalogue, await quarantined(), { sources: [source("settings")] });
    expect(told.sources[0]!.rejections).toEqual([]);
  });

  it("carries whom to ring, and null where there is no telephone", async () => {
    const told = await made<Catalogue>(catalogue, await quarantined(), { sources: [source("settings")] });
    expect(told.sources[0]).toMatchObject({
      owner: { role: "Head of service", phone: "0121 496 0000" },
      steward: { email: "data@example.org", phone: null },
      columns: [{ name: "ward", description: null, identifier: false }],
    });
  });
});

describe("metadata record", () => {
  it("describes each source that has an extract, and its extracts", async () => {
    const told = await made<Metadata>(metadata, await smallStore([]), {
      sources: [source("headcount"), source("settings")],
      manifest: manifest({ headcount }),
    });
    expect(told.datasets.map((d) => [d.identifier, d.version, d.contactPoint.email])).toEqual([
      ["urn:early-years-workspace:source:headcount", "2026-09-01", "data@example.org"],
    ]);
    expect(told.distributions.map((d) => d.identifier)).toEqual(told.datasets[0]!.distribution);
  });
});

describe("briefing", () => {
  const gld = "good-level-of-development";

  it("compares wards in their newest whole period", async () => {
    const db = await smallStore([
      { indicator: gld, level: "ward", area: "N", period: "2023/24", value: 60 },
      { indicator: gld, level: "ward", area: "N", period: "2024/25", value: 61 },
      { indicator: gld, level: "ward", area: "S", period: "2024/25", status: "suppressed" },
      {
        indicator: gld,
        level: "ward",
        area: "N",
        period: "2025/26",
        value: 9,
        note: "In progress: to 1 October 2025.",
      },
    ]);
    const { wards } = await made<Briefing>(briefing, db, {
      sources: [source("profile-return", { title: "Profile" })],
    });
    expect(wards.map((row) => [row.area, row.period, row.value, row.status, row.source])).toEqual([
      ["N", "2024/25", 61, "value", "Profile"],
      ["S", "2024/25", null, "suppressed", "Profile"],
    ]);
  });

  it("never takes several years together for one of them, though both begin on one day", async () => {
    const ward = { indicator: gld, level: "ward", area: "N" };
    const db = await smallStore([
      { ...ward, value: 61 },
      { ...ward, period: "2024/25 to 2026/27", value: 99 },
      { indicator: gld, value: 66 },
      { indicator: gld, period: "2024/25 to 2026/27", value: 99 },
    ]);
    const { wards, series } = await made<Briefing>(briefing, db);
    expect([...wards, ...series].map(({ period, value }) => [period, value])).toEqual([
      ["2024/25", 61],
      ["2024/25", 66],
    ]);
  });

  it("leaves out an indicator's “no extract yet”", async () => {
    const db = await smallStore([{ indicator: gld, value: 66 }]);
    await db.run(`
      INSERT INTO observation BY NAME
      SELECT 'asq-all-domains' AS indicator, 'reviews' AS source, 'city' AS level, 'E08000025' AS area,
        'all' AS breakdown, 'all' AS category, 'not_available' AS status, 'No extract yet.' AS note`);
    const { series } = await made<Briefing>(briefing, db);
    expect(series.map((row) => row.indicator)).toEqual([gld]);
  });

  it("describes who lives in a ward, and says where deprivation is not known", async () => {
    const groups = (period: string, children: number) => ({
      indicator: gld,
      level: "ward",
      area: "N",
      period,
      breakdown: "fsm",
      category: "yes",
      denominator: children,
      value: 50,
    });
    const db = await smallStore([groups("2023/24", 30), groups("2024/25", 40)]);
    const { profiles } = await made<Briefing>(briefing, db);
    expect(profiles).toEqual([
      {
        ward: "N",
        smallAreas: 2,
        mostDeprived: null,
        children: [{ breakdown: "fsm", category: "yes", children: 40 }],
      },
      { ward: "S", smallAreas: 1, mostDeprived: null, children: [] },
    ]);
  });

  it("counts small areas in the most deprived tenth, of those of which it is known", async () => {
    const db = await smallStore([]);
    await db.run(
      "CREATE TABLE src_deprivation_2025 AS FROM (VALUES ('1', 1), ('2', NULL), ('3', 5)) AS t(lsoa, imd_decile)",
    );
    const { profiles } = await made<Briefing>(briefing, db);
    expect(profiles.map((profile) => [profile.ward, profile.mostDeprived, profile.smallAreas])).toEqual([
      ["N", 1, 1],
      ["S", 0, 1],
    ]);
  });

  it("has those who are in no ward apart from the city, which has the same code", async () => {
    const db = await smallStore([
      { indicator: gld, level: "city", value: 66 },
      { indicator: gld, level: "unplaced", value: 50, denominator: 4 },
      { indicator: gld, level: "unplaced", breakdown: "fsm", category: "yes", value: 40 },
    ]);
    const { unplaced, series } = await made<Briefing>(briefing, db);
    expect(unplaced.map((row) => [row.area, row.breakdown, row.value])).toEqual([["E08000025", "all", 50]]);
    expect(series.map((row) => [row.level, row.value])).toEqual([["city", 66]]);
  });
});

describe("data protection", () => {
  const records = source("register", {
    kind: "records",
    sensitivity: "personal-special-category",
    columns: [
      { name: "nhs_number", headers: { any: "N" }, type: "text", identifier: true, role: "nhs_number" },
      { name: "visit", headers: { any: "V" }, type: "text" },
    ],
  });
  const list = source("opt-outs", {
    ...records,
    id: "opt-outs",
    title: "opt-out list",
    optOut: { purpose: "research" },
  });

  it("tells of each source of records who answers for it, what identifies a child and how long it is kept", async () => {
    const db = await smallStore([]);
    await db.run(
      "CREATE TABLE opted_out AS SELECT 'opt-outs' AS list, 'research' AS purpose, 'register' AS source, 3::BIGINT AS records, 2::BIGINT AS children",
    );
    const removed = [{ at: "2026-11-01T00:00:00Z", why: "retention" as const, covers: null }];
    const entry = { ...headcount, removed };
    const told = await made<DataProtection>(dataProtection, db, {
      sources: [records, source("wards", { kind: "geography" }), list],
      manifest: manifest({ register: entry }),
    });
    expect(told.others).toBe(1);
    expect(told.optedOut).toEqual([{ list: "opt-outs", purpose: "research", records: 3 }]);
    expect(told.sources.map(({ id, optOut }) => [id, optOut])).toEqual([
      ["register", null],
      ["opt-outs", "research"],
    ]);
    expect(told.sources[0]).toMatchObject({
      controller: "City Council",
      lawfulBasis: "Public task",
      retention: "6 years",
      special: true,
      identifiers: ["NHS number"],
      otherColumns: 1,
      extracts: 2,
      rows: 190,
      oldest: "2026-01-01",
      removed: 1,
    });
    expect(objectionWords(told)).toEqual([
      "opt-out list, against research: 3 records left out at the last refresh.",
    ]);
  });
});

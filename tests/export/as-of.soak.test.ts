import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { refresh } from "../../loaders/refresh/refresh.js";
import { Database } from "../../loaders/store/database.js";
import { readManifest } from "../../loaders/store/manifest.js";
import { exportStore } from "../../workspace/export/export.js";
import { withStoreAsOf } from "../../workspace/store-as-of.js";
import { earlier, type SmallCity, smallCity, twoSources } from "../small-city.js";

let city: SmallCity;
beforeAll(async () => {
  city = await smallCity({ sources: twoSources, without: earlier });
});
afterAll(() => city.remove());

async function refreshOn(day: string) {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${day}T09:00:00Z`) });
  try {
    return await refresh();
  } finally {
    vi.useRealTimers();
  }
}

test("tables as of a day are those of then, hold no identifier, and the present store stays as it is", async () => {
  const { store } = await refreshOn("2026-11-01");
  const folder = join(city.inbox, "eyfsp-return");
  const file = join(folder, readdirSync(folder).sort()[0]!);
  const lines = readFileSync(file, "latin1").trimEnd().split(/\r?\n/);
  writeFileSync(file, `${lines.slice(0, -40).join("\n")}\n`, "latin1");
  await refreshOn("2026-11-20");
  const present = readFileSync(store.manifest);
  const environment = { ...process.env };
  const db = await Database.open(":memory:");
  const rows = async (day: string): Promise<number> => {
    const to = join(city.folder, `out-${day}`);
    await withStoreAsOf(store, day, async (then, { gone }) => {
      expect(gone).toEqual([]);
      expect((await exportStore(then, to, { asOf: day })).asOf).toBe(day);
    });
    const { n } = await db.row<{ n: number }>(
      `SELECT count(*) AS n FROM '${to}/pseudonymous/eyfsp_return/**/*.parquet'`,
    );
    return n;
  };
  const [then, now] = [await rows("2026-11-10"), await rows("2026-11-25")];
  expect(then - now).toBeGreaterThan(30);
  expect(process.env).toEqual(environment);
  expect(readFileSync(store.manifest)).toEqual(present);
  expect(readManifest(store)).toBeDefined();
  expect(existsSync(join(store.folder, "stand-ins", "as-of-2026-11-10"))).toBe(false);

  // Every name, number and postcode of a child, looked for in every text of every table.
  const identity = await Database.open(store.identity, { readOnly: true });
  const known = await identity.rows<{ v: string }>(`
    SELECT DISTINCT nhs_number AS v FROM src_child_health_register WHERE length(nhs_number) = 10
    UNION SELECT DISTINCT upn FROM src_eyfsp_return WHERE length(upn) = 13
    UNION SELECT DISTINCT postcode FROM src_child_health_register WHERE length(postcode) > 5
    UNION SELECT DISTINCT surname FROM src_child_health_register WHERE length(surname) > 3`);
  identity.close();
  // Surnames that are words for groups of people, too.
  const groups = new Set(["Asian", "Black", "Mixed", "Other", "White"]);
  const secret = new Set(known.map(({ v }) => v).filter((v) => !groups.has(v)));
  expect(secret.size).toBeGreaterThan(1000);
  const out = join(city.folder, "out-2026-11-10");
  for (const table of readdirSync(join(out, "pseudonymous"))) {
    const found = await db.rows(`FROM '${out}/pseudonymous/${table}/**/*.parquet'`);
    const texts = new Set(found.flatMap((row) => Object.values(row)).filter((v) => typeof v === "string"));
    expect([...texts].filter((text) => secret.has(text))).toEqual([]);
  }
  db.close();
});

import { afterEach, expect, test } from "vitest";
import { link } from "../../loaders/link/link.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { Database } from "../../loaders/store/database.js";
import { soak } from "../soak.js";
import { everydayRecords } from "./everyday.js";
import { allSources, key, model, type Rows, writeRows } from "./fixture.js";

const open: Database[] = [];
afterEach(() => {
  while (open.length) open.pop()!.close();
});

async function store(world: Record<string, Rows>) {
  const [identity, analysis] = [await Database.open(":memory:"), await Database.open(":memory:")];
  open.push(identity, analysis);
  for (const source of allSources) if (world[source.id]) await writeRows(identity, source, world[source.id]!);
  return async (by: Model, real: boolean, day: string) => {
    const log: string[] = [];
    const at = new Date(`${day}T09:00:00Z`);
    await link(identity, analysis, {
      sources: allSources,
      key,
      model: by,
      real,
      at,
      log: (line) => log.push(line),
    });
    const rows = await analysis.rows<{ key: string; value: string }>("FROM link_model_setting");
    return { log: log.join("\n"), settings: Object.fromEntries(rows.map((r) => [r.key, r.value])) };
  };
}

soak(
  "the first refresh of real records estimates the parameters and keeps them; one of the sample does not",
  async () => {
    const refresh = await store(everydayRecords(1_200));
    const sample = await refresh(model, false, "2026-11-01");
    expect(sample.settings).toMatchObject({
      "estimated from": "the generated sample",
      prior: String(model.prior),
    });
    const first = await refresh(model, true, "2026-11-02");
    expect(first.settings).toMatchObject({
      "estimated from": "this city's records",
      "estimated on": "2026-11-02",
    });
    expect(first.settings.prior).not.toBe(String(model.prior));
    expect(first.log).toContain("the model's parameters were the sample's: estimated from");
    const second = await refresh(model, true, "2026-11-03");
    expect(second.settings).toEqual(first.settings);
    expect(second.log).not.toContain("estimated from");
    // What a steward estimates and saves in the model file is in force from then on.
    const own = { ...model, estimated: { on: "2026-11-04", records: 5_000, from: "this city's records" } };
    expect((await refresh(own, true, "2026-11-04")).settings["estimated on"]).toBe("2026-11-04");
  },
);

test("from too few records nothing is estimated", async () => {
  const refresh = await store(everydayRecords(20));
  const { settings } = await refresh(model, true, "2026-11-02");
  expect(settings["estimated from"]).toBe("the generated sample");
});

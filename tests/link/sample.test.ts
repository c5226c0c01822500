import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { group } from "d3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { estimateFrom } from "../../loaders/link/estimate.js";
import { readModel, saveParameters } from "../../loaders/link/model/model-file.js";
import type { Model } from "../../loaders/link/model/schema.js";
import { modelFile, readLinkageModel } from "../../loaders/link/probabilistic.js";
import { readIndex } from "../../loaders/pull/index-file.js";
import { readSources, tableOf } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { storeOf } from "../../loaders/store/paths.js";
import { refreshedCity, withoutAreas } from "../small-city.js";
import { isSoaking, soak } from "../soak.js";
import { type LinkedSample, linkSample, mergedTwins, qualityOf, readTruth } from "./sample.js";

const before = { ...process.env };
let folder: string;
let sample: LinkedSample;
beforeAll(async () => {
  if (!isSoaking) {
    sample = await linkedSample();
    return;
  }
  folder = mkdtempSync(join(tmpdir(), "link-sample-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  process.env.EARLY_YEARS_KEY_FILE = join(folder, "pseudonym.key");
  sample = await linkSample(folder, 2_000);
}, 300_000);
afterAll(() => {
  sample?.close();
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

const isOfRecords = (id: string): boolean =>
  readSources().some((source) => source.id === id && source.kind === "records");

const isOfLink = (table: string): boolean =>
  /^(?:person|link|opted_out)/.test(table) ||
  readSources().some((source) => source.kind === "records" && tableOf(source.id) === table);

/** The city that tests share, as its refresh linked it. */
async function linkedSample(): Promise<LinkedSample> {
  const city = await refreshedCity(withoutAreas);
  folder = city.folder;
  const store = storeOf(city.inbox);
  const identity = await Database.open(store.identity);
  const extracts = readIndex(store).map(({ source, path, sha256 }) => ({
    source,
    name: basename(path),
    sha256,
  }));
  await readTruth(
    identity,
    city.truth,
    extracts.filter(({ source }) => isOfRecords(source)),
  );
  const analysis = await Database.open(store.analysis);
  const close = (): void => {
    identity.close();
    analysis.close();
  };
  return { identity, analysis, seconds: 0, records: 0, close };
}

test("against the sample's truth: precision at least 0.999, recall at least 0.985", async () => {
  const all = (await qualityOf(sample.identity)).at(-1)!;
  expect(all.truePairs).toBeGreaterThan(isSoaking ? 10_000 : 2_000);
  expect(all.precision).toBeGreaterThanOrEqual(0.999);
  expect(all.recall).toBeGreaterThanOrEqual(0.985);
});

test("no source pair is linked badly", async () => {
  for (const { source, other, truePairs, precision, recall } of await qualityOf(sample.identity)) {
    if (truePairs < 100) continue;
    expect(precision, `precision of ${source} and ${other}`).toBeGreaterThanOrEqual(0.99);
    expect(recall, `recall of ${source} and ${other}`).toBeGreaterThanOrEqual(0.9);
  }
});

test("no twins are merged, of the many there are", async () => {
  const { twins } = await sample.identity.row<{ twins: number }>(
    "SELECT count(DISTINCT twins) AS twins FROM truth",
  );
  expect(twins).toBeGreaterThan(isSoaking ? 20 : 10);
  expect(await mergedTwins(sample.identity)).toBe(0);
});

test("every record has its place, and none of a child's particulars is in the analysis database", async () => {
  const { identity, analysis } = sample;
  const { lost } = await identity.row<{ lost: number }>(
    "SELECT count(*) AS lost FROM record ANTI JOIN person_record USING (record_id)",
  );
  expect(lost).toBe(0);
  const columns = await analysis.rows<{ table_name: string; column_name: string }>(`
    SELECT table_name, column_name FROM duckdb_columns()
    WHERE data_type = 'VARCHAR' AND table_name <> 'src_postcode_directory' AND schema_name = 'main' AND NOT internal`);
  // A refreshed city has tables of others, such as services, whose postcodes may be a child's.
  const ofLink = columns.filter(({ table_name }) => isSoaking || isOfLink(table_name));
  expect(ofLink.length).toBeGreaterThan(30);
  const secrets = await secretsOf(identity);
  // Surnames that are also ethnic groups, or a level of areas.
  for (const word of ["WHITE", "BLACK", "WARD"]) secrets.delete(word);
  expect(secrets.size).toBeGreaterThan(1000);
  await analysis.run("CREATE TEMP TABLE secret AS SELECT unnest($1::JSON::VARCHAR[]) AS value", [
    JSON.stringify([...secrets]),
  ]);
  const found: string[] = [];
  for (const [table, its] of group(ofLink, ({ table_name }) => table_name)) {
    const columns = its.map(({ column_name }) => `upper("${column_name}") AS "${column_name}"`).join(", ");
    const hits = await analysis.rows<{ column_name: string }>(`
      SELECT DISTINCT column_name FROM (UNPIVOT (SELECT ${columns} FROM "${table}") ON COLUMNS(*) INTO NAME column_name VALUE value)
      SEMI JOIN secret USING (value)`);
    found.push(...hits.map(({ column_name }) => `${table}.${column_name}`));
  }
  expect(found).toEqual([]);
});

soak(
  "parameters are estimated from the records, and saved without touching the rest of the model file",
  async () => {
    const before = readLinkageModel();
    const after = await estimateFrom(sample.identity, before, {
      on: "2026-11-24",
      from: "a test",
      log: () => {},
    });
    expect(after.estimated).toMatchObject({ on: "2026-11-24", from: "a test" });
    const bits = (model: Model, comparison: string, level: number): number => {
      const { m, u } = model.comparisons.find(({ name }) => name === comparison)!.levels[level]!;
      return Math.log2(m! / u!);
    };
    for (const comparison of ["forename", "surname", "date_of_birth", "sex", "postcode", "nhs_number"])
      expect(Math.abs(bits(after, comparison, 0) - bits(before, comparison, 0)), comparison).toBeLessThan(7);
    const [committed, file] = [readFileSync(modelFile, "utf8"), join(folder, "model.yaml")];
    const parameter = /(, m: \S+, u: \S+(?= }))|(^(prior|estimated): .*$)/gm;
    for (const text of [committed, committed.replace(parameter, "")]) {
      writeFileSync(file, text);
      saveParameters(file, after);
      expect(readFileSync(file, "utf8").replace(parameter, "").trim()).toBe(
        committed.replace(parameter, "").trim(),
      );
      const saved = readModel(file);
      expect(saved.estimated).toEqual(after.estimated);
      expect(saved.comparisons[0]!.levels[0]!.m).toBeCloseTo(after.comparisons[0]!.levels[0]!.m!, 5);
      expect(saved.prior).toBeCloseTo(after.prior!, 8);
    }
  },
);

async function secretsOf(identity: LinkedSample["identity"]): Promise<Set<string>> {
  const rows = await identity.rows<{ secret: string }>(`
    SELECT DISTINCT upper(secret) AS secret FROM (
      SELECT unnest([record_id, nhs_number, upn, local_id, forename, surname, forename_norm, surname_norm, postcode,
        date_of_birth::VARCHAR, evidence::VARCHAR]) AS secret FROM record
    ) WHERE secret IS NOT NULL`);
  return new Set(rows.map(({ secret }) => secret));
}

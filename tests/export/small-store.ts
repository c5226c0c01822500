import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Source } from "../../loaders/registry/source.js";
import { Database } from "../../loaders/store/database.js";
import { type Manifest, writeManifest } from "../../loaders/store/manifest.js";
import { type Store, storeOf } from "../../loaders/store/paths.js";
import { writtenIn } from "../../loaders/store/sound.js";
import { sourceFrom } from "../check/desk.js";

/** What must be in no export, each planted in a column or table that is not to leave. */
export const canaries = ["Quillfeather", "9434765919", "B15 9ZZ", "Z999123456789", "Ada's note"];

export const visits: Source = sourceFrom(`kind: records
location: { type: inbox, files: ["visits_*"], period: "(\\\\d{4})" }
columns:
  - { name: nhs_number, headers: { any: NHS }, type: text, identifier: true, role: nhs_number }
  - { name: postcode, headers: { any: Postcode }, type: text, identifier: true, role: postcode }
  - { name: seen_on, headers: { any: Seen }, type: date, description: The day of the visit. }
  - { name: score, headers: { any: Score }, type: number, markers: { c: suppressed } }`);

/** A store of two children, three visits and a figure of each kind; its tables hold more than may leave. */
export async function smallStore(): Promise<{ store: Store; folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "export-"));
  process.env.EARLY_YEARS_STORE = join(folder, "store");
  const store = storeOf(join(folder, "inbox"));
  const [surname, nhs, postcode, upn, note] = canaries.map((text) => text.replaceAll("'", "''"));
  const analysis = await Database.open(store.analysis);
  await analysis.run(`
    CREATE TABLE person AS SELECT * FROM (VALUES
      ('p1', DATE '2021-03-01', 'F', 'A', 'E01000001', '${surname}'), ('p2', DATE '2022-05-01', 'M', 'B', 'E01000002', '${surname}')
    ) AS t(person_id, birth_month, sex, ethnic_group, lsoa, surname);
    CREATE TABLE src_visits AS SELECT * FROM (VALUES
      ('p1', DATE '2021-03-01', 'E01000001', '${nhs}', '${postcode}', DATE '2025-01-02', 12.5::DOUBLE, NULL, '${note}', '2025'),
      ('p2', DATE '2022-05-01', 'E01000002', '${nhs}', '${postcode}', DATE '2026-01-02', NULL, 'suppressed', '${note}', '2026'),
      (NULL, NULL, NULL, '${nhs}', '${postcode}', NULL, 7, NULL, '${note}', '2026')
    ) AS t(person_id, birth_month, lsoa, nhs_number, postcode, seen_on, score, score_status, free_text, _period);
    CREATE TABLE quarantine AS SELECT '${upn}' AS shape;
    CREATE TABLE area AS SELECT 'E05011111' AS code, 'Aston' AS name, 'ward' AS level, 'E08000025' AS parent;
    CREATE TABLE indicator AS SELECT 'seen' AS id, 'Children seen' AS name, 'percentage' AS unit;
    CREATE TABLE observation AS SELECT 'seen' AS indicator, 'visits' AS source, level, 'E05011111' AS area, NULL::VARCHAR AS period,
      'all' AS breakdown, 'all' AS category, 1.5::DOUBLE AS value, 'value' AS status FROM (VALUES ('ward'), ('city')) AS t(level);`);
  analysis.close();
  const publishable = await Database.open(store.publishable);
  await publishable.run(`
    CREATE TABLE observation AS SELECT 'seen' AS indicator, 'ward' AS level, 'E05011111' AS area, '2026' AS period,
      'all' AS breakdown, 'all' AS category, NULL::DOUBLE AS value, 'suppressed' AS status;
    CREATE TABLE source AS SELECT 'visits' AS source, 'Visits' AS title, DATE '2026-02-01' AS as_of;`);
  publishable.close();
  writeManifest(store, {
    ...{ version: 1, state: "s", inbox: store.inbox, sample: true, refreshedAt: "2026-11-30T06:00:00.000Z" },
    ...{ asOf: null, sources: {}, lastChange: null, steps: {}, pages: {}, failures: [], unrecognised: [] },
    publishable: writtenIn(store.publishable),
  } as Manifest);
  return { store, folder, remove: () => rmSync(folder, { recursive: true }) };
}

import { type DeliveryReport, deliveryReport } from "../check/delivery-report.js";
import { readProfiles } from "../check/profile.js";
import { asOf } from "../registry/dates.js";
import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import type { SourceEntry } from "../store/manifest.js";
import type { Entries } from "./plans.js";
import type { Registry } from "./registry.js";
import type { Tools } from "./tools.js";

/** What a reader can expect of a source now. */
export type SourceState = "in use" | "refused" | "no extract";

/** Brings the catalogue, and the rows in quarantine that it counts, up to date with the extracts in use. */
export async function renewCatalogue(
  { sources }: Registry,
  entries: Entries,
  { plans, databases, runner }: Tools,
): Promise<void> {
  const [identity, analysis] = [await databases.identity(), await databases.analysis()];
  await runner.run("catalogue", analysis, plans.catalogue(entries), async () => {
    await writeCatalogue(analysis, sources, entries);
    await writeRejections(analysis, [identity, analysis]);
    await writeDeliveryReports(analysis, [identity, analysis], sources, entries);
  });
}

/**
 * Writes the tables `extract` (one row an extract in use) and `catalogue` (one row a source) to the
 * analysis database. Call it in a transaction. `extract.as_of` is the date that figures made from it bear, and
 * `as_of_is` what that date is: published, covered or received; `extract.sample` is whether the extract is invented.
 */
export async function writeCatalogue(
  db: Database,
  sources: Source[],
  entries: Record<string, SourceEntry>,
): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE extract (
      source VARCHAR, extract VARCHAR, period VARCHAR, name VARCHAR, covers_from DATE, covers_to DATE, published DATE,
      received DATE, as_of DATE, as_of_is VARCHAR, rows BIGINT, rejected BIGINT, sample BOOLEAN
    )`);
  await db.run(`
    CREATE OR REPLACE TABLE catalogue (
      source VARCHAR, title VARCHAR, description VARCHAR, kind VARCHAR, sensitivity VARCHAR, licence VARCHAR, page VARCHAR,
      owner_organisation VARCHAR, owner_team VARCHAR, owner_role VARCHAR, owner_email VARCHAR, owner_phone VARCHAR,
      steward_organisation VARCHAR, steward_team VARCHAR, steward_role VARCHAR, steward_email VARCHAR, steward_phone VARCHAR,
      controller VARCHAR, lawful_basis VARCHAR, sharing_agreement VARCHAR, dpia_reference VARCHAR, retention VARCHAR,
      cadence VARCHAR, next_due DATE, shelf_life VARCHAR, covers_from DATE, covers_to DATE, published DATE, received DATE, as_of DATE, extracts BIGINT, rows BIGINT, rejected BIGINT,
      state VARCHAR, refused_reason VARCHAR, refused_since VARCHAR, caveats VARCHAR, keywords VARCHAR
    )`);
  await db.insert(
    "extract",
    sources.flatMap((source) =>
      (entries[source.id]?.extracts ?? []).map((e) => {
        const { day, basis } = asOf(e);
        return [
          source.id,
          e.sha256.slice(0, 12),
          e.period,
          e.name,
          e.covers?.from ?? null,
          e.covers?.to ?? null,
          e.published,
          e.received,
          day,
          basis,
          e.rows,
          e.rejected,
          e.sample ?? true,
        ];
      }),
    ),
  );
  const names = (await db.rows<{ name: string }>("SELECT column_name AS name FROM (DESCRIBE catalogue)")).map(
    ({ name }) => name,
  );
  const rows = sources.map((source) => catalogueRow(source, entries[source.id]));
  await db.insert(
    "catalogue",
    rows.map((row) => names.map((name) => row[name] ?? null)),
  );
}

/**
 * Writes the table `rejection`: how many rows each rule of each column turned away, from the databases that
 * keep a quarantine. Counts alone: what a quarantine says of single rows stays there. Call it in a transaction.
 */
export async function writeRejections(db: Database, quarantines: Database[]): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE rejection (source VARCHAR, "column" VARCHAR, rule VARCHAR, reason VARCHAR, rows BIGINT)`);
  for (const quarantine of quarantines) {
    if (!(await quarantine.has("quarantine"))) continue;
    const rows = await quarantine.rows<{ [column: string]: string | number | null }>(`
      WITH fault AS (
        SELECT source, extract, "row", "column", rule,
          CASE WHEN rule = 'duplicate' THEN 'is the same as another row' ELSE reason END AS reason
        FROM quarantine
      )
      SELECT source, "column", rule, reason, count(DISTINCT (extract, "row")) AS rows
      FROM fault
      GROUP BY source, "column", rule, reason
      ORDER BY source, "column", rule`);
    await db.insert(
      "rejection",
      rows.map((row) => Object.values(row)),
    );
  }
}

/**
 * Writes the table `delivery_report` to the analysis database: of each source its newest delivery in use, as JSON. `databases`
 * keep the deliveries and the quarantine. Call it in a transaction.
 */
export async function writeDeliveryReports(
  analysis: Database,
  databases: readonly Database[],
  sources: readonly Source[],
  entries: Readonly<Record<string, SourceEntry>>,
): Promise<void> {
  await analysis.run("CREATE OR REPLACE TABLE delivery_report (source VARCHAR, report VARCHAR)");
  const holds = new Map<Database, ReadonlySet<string>>();
  for (const db of databases) holds.set(db, await deliveredIn(db));
  const reports: [string, string][] = [];
  for (const source of sources) {
    const inUse = entries[source.id]?.extracts ?? [];
    const remarks = new Map(inUse.map((one) => [one.sha256.slice(0, 12), one.remarks ?? []]));
    for (const db of databases) {
      if (!holds.get(db)!.has(source.id)) continue;
      const profiles = await readProfiles(db, source.id);
      const now = profiles.findLast(({ extract }) => remarks.has(extract));
      if (!now) continue;
      const report = deliveryReport(source, now, profiles, {
        faults: await faultsOf(db, source.id, now.extract),
        remarks: remarks.get(now.extract)!,
      });
      reports.push([source.id, JSON.stringify(report)]);
    }
  }
  await analysis.insert("delivery_report", reports);
}

/** The sources whose deliveries a database keeps. */
async function deliveredIn(db: Database): Promise<ReadonlySet<string>> {
  if (!(await db.has("delivery"))) return new Set();
  const rows = await db.rows<{ source: string }>("SELECT DISTINCT source FROM delivery");
  return new Set(rows.map(({ source }) => source));
}

async function faultsOf(db: Database, source: string, extract: string): Promise<DeliveryReport["faults"]> {
  if (!(await db.has("quarantine"))) return [];
  return db.rows(
    `SELECT "column", CASE WHEN rule = 'duplicate' THEN 'is the same as another row' ELSE reason END AS reason,
      count(DISTINCT "row")::INTEGER AS rows
    FROM quarantine WHERE source = $1 AND extract = $2 GROUP BY ALL ORDER BY rows DESC, 1 NULLS FIRST, 2`,
    [source, extract],
  );
}

function catalogueRow(
  source: Source,
  entry: SourceEntry | undefined,
): Record<string, string | number | null> {
  const extracts = entry?.extracts ?? [];
  const refused = entry?.refused.at(-1);
  const state: SourceState = refused ? "refused" : extracts.length ? "in use" : "no extract";
  return {
    source: source.id,
    title: source.title,
    description: source.description,
    kind: source.kind,
    sensitivity: source.sensitivity,
    licence: source.licence,
    page: source.page ?? null,
    ...contact("owner", source.owner),
    ...contact("steward", source.steward),
    controller: source.governance.controller,
    lawful_basis: source.governance.lawfulBasis,
    sharing_agreement: source.governance.sharingAgreement,
    dpia_reference: source.governance.dpiaReference,
    retention: source.governance.retention,
    cadence: source.cadence.every,
    next_due: source.cadence.nextDue ?? null,
    shelf_life: source.cadence.shelfLife ?? null,
    covers_from: least(extracts.map((e) => e.covers?.from)),
    covers_to: greatest(extracts.map((e) => e.covers?.to)),
    published: greatest(extracts.map((e) => e.published)),
    received: greatest(extracts.map((e) => e.received)),
    as_of: entry?.asOf ?? null,
    extracts: extracts.length,
    rows: extracts.reduce((sum, e) => sum + e.rows, 0),
    rejected: extracts.reduce((sum, e) => sum + e.rejected, 0),
    state,
    refused_reason: refused ? `${refused.name}: ${refused.reason}` : null,
    refused_since: refused?.since ?? null,
    caveats: JSON.stringify(source.caveats),
    keywords: JSON.stringify(source.keywords),
  };
}

const least = (days: (string | null | undefined)[]): string | null =>
  days.filter((day) => typeof day === "string").sort()[0] ?? null;
const greatest = (days: (string | null | undefined)[]): string | null =>
  days
    .filter((day) => typeof day === "string")
    .sort()
    .at(-1) ?? null;

function contact(prefix: string, team: Source["owner"]): Record<string, string | null> {
  return {
    [`${prefix}_organisation`]: team.organisation,
    [`${prefix}_team`]: team.team,
    [`${prefix}_role`]: team.role,
    [`${prefix}_email`]: team.email,
    [`${prefix}_phone`]: team.phone ?? null,
  };
}

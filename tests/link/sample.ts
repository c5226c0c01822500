import { join } from "node:path";
import { check } from "../../loaders/check/check.js";
import { readKey } from "../../loaders/link/key.js";
import { link } from "../../loaders/link/link.js";
import { readLinkageModel } from "../../loaders/link/probabilistic.js";
import { pull } from "../../loaders/pull/pull.js";
import { readSources } from "../../loaders/registry/source.js";
import { Database, literal } from "../../loaders/store/database.js";
import { keyFile, storeOf } from "../../loaders/store/paths.js";
import { generateSample } from "../../workspace/sample/generate.js";

/** A sample linked in databases of a folder, beside the truth. */
export interface LinkedSample {
  identity: Database;
  analysis: Database;
  /** Seconds that link took. */
  seconds: number;
  records: number;
  close(): void;
}

export interface Quality {
  source: string;
  other: string;
  /** Pairs of records of one child in truth, of one person as linked, and both. */
  truePairs: number;
  linkedPairs: number;
  agreed: number;
  precision: number;
  recall: number;
}

/**
 * Generates a sample in a folder, or takes the one that is there, checks and links it. EARLY_YEARS_STORE and
 * EARLY_YEARS_KEY_FILE must point into the folder. The identity database gets temp table `truth` (record_id, child, twins).
 */
export async function linkSample(
  folder: string,
  children: number,
  log = (_: string) => {},
): Promise<LinkedSample> {
  const [inbox, truthFolder] = [join(folder, "sample"), join(folder, "truth")];
  await generateSample({ folder: inbox, truthFolder, children, log });
  const store = storeOf(inbox);
  const sources = readSources().filter((s) => s.kind === "records" || s.id === "postcode-directory");
  const { snapshots } = await pull(store, sources, log);
  const identity = await Database.open(store.identity);
  const analysis = await Database.open(store.analysis);
  for (const source of sources)
    await check(
      source,
      snapshots.filter((s) => s.source === source.id),
      source.kind === "records" ? identity : analysis,
      { store, log },
    );
  const model = readLinkageModel();
  const started = performance.now();
  await identity.transaction(() =>
    analysis.transaction(() => link(identity, analysis, { sources, key: readKey(keyFile()), model, log })),
  );
  const seconds = (performance.now() - started) / 1000;
  await readTruth(identity, truthFolder, snapshots);
  const { records } = await identity.row<{ records: number }>(
    "SELECT count(*) AS records FROM person_record",
  );
  return {
    identity,
    analysis,
    seconds,
    records,
    close() {
      identity.close();
      analysis.close();
    },
  };
}

/** Writes temp table `truth` (record_id, child, twins) of the extracts that a database holds records of. */
export async function readTruth(
  identity: Database,
  folder: string,
  snapshots: readonly { source: string; name: string; sha256: string }[],
): Promise<void> {
  const files = snapshots.map(
    (s) => `(${literal(s.source)}, ${literal(s.name)}, ${literal(s.sha256.slice(0, 12))})`,
  );
  const tables = [...new Set(snapshots.map((s) => s.source))].filter((id) => id !== "postcode-directory");
  const rows = tables.map(
    (id) =>
      `SELECT ${literal(id)} AS source, record_id, _extract AS extract, _row AS row FROM src_${id.replaceAll("-", "_")}`,
  );
  await identity.run(`
    CREATE OR REPLACE TEMP TABLE truth AS
    WITH file AS (SELECT * FROM (VALUES ${files.join(", ")}) AS t (source, name, extract)),
    kept AS (${rows.join(" UNION ALL ")})
    SELECT kept.record_id, records.child, nullif(children.twins, '') AS twins
    FROM read_parquet(${literal(join(folder, "records.parquet"))}) AS records
    JOIN file ON file.name = parse_filename(records.file)
    JOIN kept ON kept.source = file.source AND kept.extract = file.extract AND kept.row = records.row
    JOIN read_parquet(${literal(join(folder, "children.parquet"))}) AS children USING (child)`);
}

/** Pairs of records by source pair, and all together as the last; attendances, which follow registrations, left out. */
export async function qualityOf(identity: Database): Promise<Quality[]> {
  const rows = await identity.rows<Omit<Quality, "precision" | "recall">>(`
    WITH known AS (
      SELECT source, child, person_id, count(*)::DOUBLE AS n
      FROM person_record JOIN truth USING (record_id)
      WHERE source <> 'childrens-centre-attendances'
      GROUP BY ALL
    ),
    children AS (SELECT source, child, sum(n) AS n FROM known GROUP BY ALL),
    persons AS (SELECT source, person_id, sum(n) AS n FROM known GROUP BY ALL),
    -- Of a group of n records of one source, n (n − 1) / 2 pairs; of two sources' groups, the product.
    counted AS (
      ${pairsBy("children", "child", "'true'")} UNION ALL
      ${pairsBy("persons", "person_id", "'linked'")} UNION ALL
      ${pairsBy("known", "child, person_id", "'agreed'")}
    )
    SELECT
      coalesce(source, 'all') AS source, coalesce(other, 'all') AS other,
      coalesce(sum(pairs) FILTER (kind = 'true'), 0) AS "truePairs",
      coalesce(sum(pairs) FILTER (kind = 'linked'), 0) AS "linkedPairs",
      coalesce(sum(pairs) FILTER (kind = 'agreed'), 0) AS agreed
    FROM counted
    GROUP BY GROUPING SETS ((source, other), ())
    ORDER BY source = 'all', source, other`);
  return rows.map((row) => ({
    ...row,
    precision: row.agreed / row.linkedPairs,
    recall: row.agreed / row.truePairs,
  }));
}

function pairsBy(table: string, keys: string, kind: string): string {
  return `
      SELECT a.source, b.source AS other, ${kind} AS kind,
        sum(CASE WHEN a.source = b.source THEN a.n * (a.n - 1) / 2 ELSE a.n * b.n END) AS pairs
      FROM ${table} AS a JOIN ${table} AS b USING (${keys})
      WHERE a.source <= b.source
      GROUP BY ALL`;
}

/** Persons that hold records of two children of one birth. */
export async function mergedTwins(identity: Database): Promise<number> {
  const { n } = await identity.row<{ n: number }>(`
    SELECT count(*) AS n FROM (
      SELECT person_id, twins FROM person_record JOIN truth USING (record_id)
      WHERE twins IS NOT NULL AND person_id IS NOT NULL
      GROUP BY person_id, twins HAVING count(DISTINCT child) > 1
    )`);
  return n;
}

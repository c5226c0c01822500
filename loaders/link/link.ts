import type { Source } from "../registry/source.js";
import type { Database } from "../store/database.js";
import { writeBestKnown } from "./best-known.js";
import { writeClusters } from "./clusters.js";
import { deterministicLinker } from "./deterministic.js";
import { createPairs, type Linker } from "./linker.js";
import { writeMembers, writePersonRecords } from "./persons.js";
import { writeDistinctRecords, writeRecords } from "./records.js";
import { writeReport } from "./report.js";
import { writePostcodeAreas, writeSpine } from "./spine.js";

export interface LinkOptions {
  sources: Source[];
  /** The pseudonym key, from readKey. */
  key: Uint8Array;
  log: (line: string) => void;
  linker?: Linker;
}

/**
 * Decides which records are the same child.
 *
 * Reads the records' tables in the identity database and writes there `record`, `distinct_record`, `pair` and
 * `person_record`. Writes to the analysis database, without identifiers, each source's table, `person`, and the
 * link report. The same records give the same persons and pseudonyms in whatever order they come.
 * The caller wraps both databases in transactions.
 */
export async function link(
  identity: Database,
  analysis: Database,
  { sources, key, log, linker = deterministicLinker }: LinkOptions,
): Promise<void> {
  await writeRecords(identity, sources);
  await writeDistinctRecords(identity);
  await createPairs(identity);
  await writeClusters(identity, await linker(identity, log));
  await writeMembers(identity, key);
  await writePersonRecords(identity, sources);
  await writePostcodeAreas(identity, analysis);
  await writeBestKnown(identity);
  await writeSpine(identity, analysis, sources);
  await writeReport(identity, analysis, sources);
  await logSummary(analysis, log);
  for (const table of ["cluster", "member", "person", "postcode_area"])
    await identity.run(`DROP TABLE ${table}`);
}

async function logSummary(analysis: Database, log: (line: string) => void): Promise<void> {
  const count = (n: number): string => n.toLocaleString("en-GB");
  const { persons } = await analysis.row<{ persons: number }>(
    "SELECT count(*)::INTEGER AS persons FROM person",
  );
  const sources = await analysis.rows<{ source: string; records: number; unresolved: number; many: number }>(`
    SELECT source, sum(records)::INTEGER AS records, sum(unresolved)::INTEGER AS unresolved, sum(many_matches)::INTEGER AS many
    FROM link_report GROUP BY source ORDER BY source`);
  const records = sources.reduce((sum, s) => sum + s.records, 0);
  log(`link      ${count(records)} records of ${count(persons)} children`);
  for (const { source, unresolved, many } of sources) {
    if (unresolved) log(`link      ${source}: ${count(unresolved)} records could not be given to a child`);
    if (many)
      log(`link      ${source}: ${count(many)} records match more than one child and were joined to none`);
  }
}

import { type Source, tableOf } from "../registry/source.js";
import { type Database, identifier, literal } from "../store/database.js";
import type { SourceEntry } from "../store/manifest.js";
import { readStep, recordStep } from "../store/steps.js";

/**
 * Takes extracts out of a source's table, the quarantine and what check remembers of the source, so that they are not kept
 * as the last good ones either. Does nothing where none of them is there.
 */
export async function forgetExtracts(
  source: Source,
  hashes: ReadonlySet<string>,
  db: Database,
): Promise<void> {
  const name = `check:${source.id}`;
  const done = await readStep<SourceEntry>(db, name);
  const stays = ({ sha256 }: { sha256: string }): boolean => !hashes.has(sha256);
  if (!done || [...done.detail.extracts, ...done.detail.refused].every(stays)) return;
  const gone = `(${[...hashes].map((sha256) => literal(sha256.slice(0, 12))).join(", ")})`;
  await db.transaction(async () => {
    const table = tableOf(source.id);
    if (await db.has(table)) await db.run(`DELETE FROM ${identifier(table)} WHERE _extract IN ${gone}`);
    await db.run(`DELETE FROM quarantine WHERE source = $1 AND extract IN ${gone}`, [source.id]);
    const { detail } = done;
    await recordStep(
      db,
      name,
      { ...done, fingerprint: "" },
      { ...detail, extracts: detail.extracts.filter(stays), refused: detail.refused.filter(stays) },
    );
  });
}

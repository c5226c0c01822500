import type { Database } from "./database.js";
import type { StepEntry } from "./manifest.js";

/** A step as the database that holds its output records it. */
export interface StepRecord<Detail = unknown> extends StepEntry {
  detail: Detail;
}

/**
 * Records that a step is done, in the transaction that writes its output: so output and record
 * are both there or both not, at whatever moment the process dies.
 */
export async function recordStep(
  db: Database,
  name: string,
  step: Omit<StepEntry, "finishedAt">,
  detail: unknown = null,
): Promise<StepEntry> {
  const finishedAt = new Date().toISOString();
  await prepare(db);
  await db.run("INSERT OR REPLACE INTO step VALUES ($1, $2, $3, $4, $5, $6)", [
    name,
    step.fingerprint,
    step.code,
    JSON.stringify(step.inputs),
    finishedAt,
    JSON.stringify(detail),
  ]);
  return { ...step, finishedAt };
}

/** The record of a step in this database, or undefined if it was never finished here. */
export async function readStep<Detail>(db: Database, name: string): Promise<StepRecord<Detail> | undefined> {
  await prepare(db);
  const [row] = await db.rows<{
    fingerprint: string;
    code: string;
    inputs: string;
    finished_at: string;
    detail: string;
  }>("SELECT fingerprint, code, inputs, finished_at, detail FROM step WHERE name = $1", [name]);
  if (!row) return undefined;
  return {
    fingerprint: row.fingerprint,
    code: row.code,
    inputs: JSON.parse(row.inputs) as Record<string, string>,
    finishedAt: row.finished_at,
    detail: JSON.parse(row.detail) as Detail,
  };
}

/** Forgets a step, for example when its source left the registry. */
export async function forgetStep(db: Database, name: string): Promise<void> {
  await prepare(db);
  await db.run("DELETE FROM step WHERE name = $1", [name]);
}

async function prepare(db: Database): Promise<void> {
  await db.run(`
    CREATE TABLE IF NOT EXISTS step (
      name VARCHAR PRIMARY KEY,
      fingerprint VARCHAR NOT NULL,
      code VARCHAR NOT NULL,
      inputs VARCHAR NOT NULL,
      finished_at VARCHAR NOT NULL,
      detail VARCHAR NOT NULL
    )`);
}

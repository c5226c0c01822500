import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Database, identifier, literal } from "../store/database.js";
import type { Store } from "../store/paths.js";
import { syncFolder, writeFileAtomic } from "../store/write-file.js";

/** Tables of the identity database that cannot be made again from extracts. */
const tables = [
  "review_decision",
  "review_access",
  "person_history",
  "person_anchor",
  "person_trace",
  "kept_parameters",
];

/** Where copies of them lie, for their owner only. */
export function keptFolder(store: Pick<Store, "folder">): string {
  return join(store.folder, "kept");
}

/**
 * Keeps a copy of what cannot be made again: reviewers' decisions, which child bears which pseudonym, estimated parameters.
 * Each table's copy is replaced in one step. `only`: the tables that have changed.
 */
export async function keepCopy(
  db: Database,
  store: Pick<Store, "folder">,
  only: readonly string[] = tables,
): Promise<void> {
  const folder = keptFolder(store);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const there = await db.rows<{ name: string; sql: string }>(
    "SELECT table_name AS name, sql FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary",
  );
  for (const { name, sql } of there.filter((table) => only.includes(table.name))) {
    const next = join(folder, `${name}.${process.pid}.tmp`);
    try {
      await db.run(`COPY ${identifier(name)} TO ${literal(next)} (FORMAT parquet, USE_TMP_FILE false)`);
      chmodSync(next, 0o600);
      writeFileAtomic(join(folder, `${name}.sql`), sql);
      renameSync(next, join(folder, `${name}.parquet`));
    } finally {
      rmSync(next, { force: true });
    }
  }
  syncFolder(folder);
}

/** Puts back the tables of which there are copies into a new identity database. Returns the day of the newest copy; undefined if there is none. */
export async function putBack(db: Database, store: Pick<Store, "folder">): Promise<string | undefined> {
  const folder = keptFolder(store);
  const kept = tables.filter((name) => existsSync(join(folder, `${name}.parquet`)));
  await db.transaction(async () => {
    for (const name of kept) {
      await db.run(readFileSync(join(folder, `${name}.sql`), "utf8"));
      await db.run(
        `INSERT INTO ${identifier(name)} FROM read_parquet(${literal(join(folder, `${name}.parquet`))})`,
      );
    }
  });
  const times = kept.map((name) => statSync(join(folder, `${name}.parquet`)).mtime.toISOString());
  return times.sort().at(-1)?.slice(0, 10);
}

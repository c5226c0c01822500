import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { redactedFile } from "../pull/index-file.js";
import { type Database, literal } from "../store/database.js";
import { syncFolder, writeFileAtomic } from "../store/write-file.js";
import type { TextTable } from "./text-table.js";

/**
 * Puts a copy of an extract's text without some rows in the place of its snapshot, whatever format that had, and removes the
 * snapshot. Rows keep their numbers. The copy appears whole; a snapshot beside it counts no more and goes at the next pull.
 */
export async function redact(
  snapshot: string,
  { header, broken, width, rows }: TextTable,
  gone: readonly number[],
  db: Database,
): Promise<void> {
  const file = redactedFile(snapshot);
  const next = join(dirname(file), `${randomUUID()}.tmp`);
  await db.run(
    `COPY (SELECT * FROM ${rows} WHERE _row NOT IN (${gone.join(", ")})) TO ${literal(next)} (FORMAT parquet, USE_TMP_FILE false)`,
  );
  chmodSync(next, 0o600);
  const left = broken.filter(({ row }) => !gone.includes(row));
  writeFileAtomic(aboutFile(file), JSON.stringify({ header, broken: left, width }));
  renameSync(next, file);
  syncFolder(dirname(file));
  rmSync(snapshot, { force: true });
}

/** The text of an extract from which rows were taken; undefined if the snapshot is as it came. */
export function readRedacted(snapshot: string): TextTable | undefined {
  const file = redactedFile(snapshot);
  if (!existsSync(file)) return undefined;
  const about = JSON.parse(readFileSync(aboutFile(file), "utf8")) as Omit<TextTable, "rows">;
  return { ...about, rows: `read_parquet(${literal(file)})` };
}

function aboutFile(file: string): string {
  return file.replace(/\.parquet$/, ".json");
}

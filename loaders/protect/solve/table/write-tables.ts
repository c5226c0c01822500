import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, extname } from "node:path";
import { csvText } from "../../../store/csv.js";
import { Database, identifier, literal } from "../../../store/database.js";
import { storageError } from "../../../store/storage.js";
import { syncFolder, writeFileAtomic } from "../../../store/write-file.js";

/** A protected table and the file that it is for. */
export interface WrittenTable {
  file: string;
  columns: string[];
  rows: Record<string, string | null>[];
}

/**
 * Writes tables as CSV, or as Parquet where the file's name ends so. All are written in full before the first takes its
 * place: what is published together is of one run. Throws a StorageError if a disk does not take them.
 */
export async function writeTables(tables: readonly WrittenTable[]): Promise<void> {
  const staged = tables.map((table) => ({ ...table, temporary: `${table.file}.${process.pid}.next` }));
  try {
    for (const table of staged) await write(table);
    for (const { temporary, file } of staged) renameSync(temporary, file);
  } catch (error) {
    throw storageError(error, tables[0]?.file) ?? error;
  } finally {
    for (const { temporary } of staged) if (existsSync(temporary)) rmSync(temporary);
  }
  for (const folder of new Set(tables.map(({ file }) => dirname(file)))) syncFolder(folder);
}

async function write({ file, temporary, columns, rows }: WrittenTable & { temporary: string }) {
  if ([".parquet", ".pq"].includes(extname(file).toLowerCase())) {
    mkdirSync(dirname(file), { recursive: true });
    await writeParquet(temporary, columns, rows);
    return;
  }
  // The audit, and protect itself, read cells back as they were given: they tell cells apart by them.
  const lines = [columns, ...rows.map((row) => columns.map((c) => row[c]!))];
  writeFileAtomic(temporary, csvText(lines));
}

async function writeParquet(file: string, columns: string[], rows: WrittenTable["rows"]): Promise<void> {
  const db = await Database.open(":memory:");
  try {
    await db.run(`CREATE TABLE written (${columns.map((c) => `${identifier(c)} VARCHAR`).join(", ")})`);
    const types = JSON.stringify([Object.fromEntries(columns.map((c) => [c, "VARCHAR"]))]);
    await db.run(
      `INSERT INTO written BY NAME SELECT unnest(from_json($1, ${literal(types)}), recursive := true)`,
      [JSON.stringify(rows)],
    );
    await db.run(`COPY written TO ${literal(file)} (FORMAT parquet)`);
  } finally {
    db.close();
  }
}

import { accessSync, constants, existsSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { csvQuery } from "../../store/csv.js";
import { type Database, literal } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";
import { storageError } from "../../store/storage.js";
import type { WorkFolder } from "./work-folder.js";

/** A file that the user named. */
export interface NamedFile {
  option: string;
  file: string;
}

/** Throws a TellableError, before any work is done, if a file to be written is read too, is written twice, or cannot be written. */
export function checkOutputs(written: readonly NamedFile[], read: readonly NamedFile[]): void {
  for (const [i, { option, file }] of written.entries()) {
    const clash = [...read, ...written.slice(0, i)].find((other) => real(other.file) === real(file));
    if (clash)
      throw new TellableError(
        `${file}: is given to ${option} and to ${clash.option}, and would be overwritten. Write to another file.`,
      );
    if (!isWritable(file)) throw cannotWrite(file);
  }
}

/**
 * Writes a query's rows as CSV, in which no spreadsheet finds a formula, or as Parquet where the file's name says so. Until all of it is written, the file is as
 * it was.
 */
export async function copyTo(db: Database, file: string, query: string, work: WorkFolder): Promise<void> {
  const isParquet = /\.(parquet|pq)$/i.test(file);
  const format = isParquet ? "FORMAT parquet" : "FORMAT csv, HEADER true";
  const temporary = work.beside(file);
  try {
    const rows = isParquet ? query : await csvQuery(db, query);
    await db.run(`COPY (${rows}) TO ${literal(temporary)} (${format})`);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    const refused = storageError(error);
    if (refused && refused.reason !== "forbidden") throw refused.at(file);
    if (refused || /cannot open|permission|EACCES|EPERM|EISDIR/i.test((error as Error).message))
      throw cannotWrite(file);
    throw error;
  }
}

function isWritable(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK);
    return statSync(dirname(file)).isDirectory() && !(existsSync(file) && !statSync(file).isFile());
  } catch {
    return false;
  }
}

function cannotWrite(file: string): TellableError {
  return new TellableError(
    `${file}: cannot be written. Check that its folder exists and may be written to, and that it is no folder itself.`,
  );
}

// Two paths may name one file, by way of a link.
function real(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  return existsSync(dirname(file)) ? join(realpathSync(dirname(file)), basename(file)) : file;
}

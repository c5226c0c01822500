import { closeSync, createWriteStream, existsSync, openSync, readSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { encodingOf, utf8Chunks } from "../../check/encoding.js";
import { type Database, identifier, literal } from "../../store/database.js";
import { TellableError } from "../../store/safe-message.js";

/** A file that records are read from. */
export interface Input {
  /** As errors and the output call it. */
  name: string;
  /** SQL that reads it: all columns as text. */
  query: string;
  headers: string[];
}

/**
 * Opens a CSV or Parquet file. The delimiter is found from the header; text that is not UTF-8 is rewritten in `folder`.
 *
 * Throws a TellableError if the file is missing, empty, without rows, or has a header twice.
 */
export async function openInput(
  db: Database,
  file: string,
  folder: string,
  option = "--input",
): Promise<Input> {
  const name = basename(file);
  if (!existsSync(file) || !statSync(file).isFile())
    throw new TellableError(`${file}: there is no such file. Check the path given to ${option}.`);
  if (statSync(file).size === 0)
    throw new TellableError(`${name}: the file is empty. Give a file with a header and at least one row.`);
  const parquet = isParquet(file);
  const source = parquet ? `read_parquet(${literal(file)})` : await csvSource(file, folder);
  const headers = await readHeaders(db, name, source, parquet);
  const query = `SELECT ${headers.map((h) => `${identifier(h)}::VARCHAR AS ${identifier(h)}`).join(", ")} FROM ${source}`;
  const { n } = await told(name, () => db.row<{ n: number }>(`SELECT count(*) AS n FROM (${query} LIMIT 1)`));
  if (n === 0)
    throw new TellableError(`${name}: has a header but no rows. Give a file with at least one row.`);
  return { name, query, headers };
}

/** The header of a file that a list of possible headers means; letter case, spaces, _ and - do not matter. */
export function headerOf({ headers }: Input, possible: readonly string[]): string | undefined {
  for (const one of possible) {
    const found = headers.find((header) => plain(header) === plain(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

const plain = (header: string): string => header.toLowerCase().replace(/[\s_-]/g, "");

function isParquet(file: string): boolean {
  return [".parquet", ".pq"].includes(extname(file).toLowerCase()) || firstBytes(file, 4) === "PAR1";
}

async function csvSource(file: string, folder: string): Promise<string> {
  const encoding = await encodingOf(file);
  let path = file;
  if (encoding.name !== "utf-8") {
    path = join(folder, `${basename(file)}.utf8`);
    await pipeline(Readable.from(utf8Chunks(file, encoding)), createWriteStream(path, { mode: 0o600 }));
  }
  const header = firstBytes(path, 65536).split(/\r\n|\n|\r/)[0]!;
  const count = (delimiter: string): number => header.split(delimiter).length;
  const delimiter = [",", ";", "\t", "|"].reduce((best, one) => (count(one) > count(best) ? one : best));
  return `read_csv(${literal(path)}, header = true, all_varchar = true, delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = false, sample_size = 1000)`;
}

async function readHeaders(db: Database, name: string, source: string, parquet: boolean): Promise<string[]> {
  const columns = await told(name, () =>
    db.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${source}`),
  );
  const headers = columns.map((c) => c.column_name);
  // The reader numbers a header that is there twice: name, name_1.
  const twice = parquet
    ? undefined
    : headers.find(
        (h) => /_\d+$/.test(h) && headers.includes(h.replace(/_\d+$/, "")) && headers.indexOf(h) > 0,
      );
  if (twice && headers.filter((h) => plain(h) === plain(twice)).length > 1)
    throw new TellableError(`${name}: has the header “${twice}” twice. Rename one of the two columns.`);
  return headers;
}

/** Runs a reading of a file and says, where it fails, that it is the file and not the tool. */
export async function told<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const line = /(?:CSV Error on Line|Line): (\d+)/i.exec(message)?.[1];
    throw new TellableError(
      `${name}: cannot be read as CSV or Parquet${line ? `; the trouble is on line ${line}` : ""}. Open it and check that each row has the header's columns and that quotation marks are closed.`,
    );
  }
}

function firstBytes(file: string, length: number): string {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(handle, buffer, 0, length, 0)).toString("utf8");
  } finally {
    closeSync(handle);
  }
}

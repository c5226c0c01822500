import { closeSync, createWriteStream, existsSync, openSync, readSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Database, identifier, literal } from "../store/database.js";
import { TellableError } from "../store/safe-message.js";
import { disguise, type Encoding, encodingOf, utf8Chunks } from "./encoding.js";
import { cellsOf, RecordScanner } from "./record-scanner.js";

/** A file that records are read from. */
export interface Input {
  /** As errors and the output call it. */
  name: string;
  /** SQL that reads it: all columns as text. */
  query: string;
  headers: string[];
  /** By field, a column of the query with the share of records that have the value, where it is known by source. */
  shares?: Record<string, string>;
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
  refuseAbsent(file, option);
  const { source, headers } = isParquet(file)
    ? await parquetSource(db, name, file)
    : await csvSource(name, file, folder);
  const query = `SELECT ${headers.map((h) => `${identifier(h)}::VARCHAR AS ${identifier(h)}`).join(", ")} FROM ${source}`;
  const { n } = await namingFile(name, () =>
    db.row<{ n: number }>(`SELECT count(*) AS n FROM (${query} LIMIT 1)`),
  );
  if (n === 0)
    throw new TellableError(`${name}: has a header but no rows. Give a file with at least one row.`);
  return { name, query, headers };
}

/** Throws a TellableError, which names what the file was given to, where there is none or nothing in it. */
export function refuseAbsent(file: string, option: string): void {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new TellableError(`${file}: there is no such file. Check the path given to ${option}.`);
  if (statSync(file).size === 0)
    throw new TellableError(
      `${basename(file)}: the file is empty. Give a file with a header and at least one row.`,
    );
}

/** The header of a file that a list of possible headers means; letter case, spaces, full stops, _ and - do not matter. */
export function headerOf(
  { headers }: Pick<Input, "headers">,
  possible: readonly string[],
): string | undefined {
  for (const one of possible) {
    const found = headers.find((header) => plainHeader(header) === plainHeader(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A header as it is compared: letter case, spaces, full stops, _ and - do not matter. */
export const plainHeader = (header: string): string => header.toLowerCase().replace(/[\s._-]/g, "");

/** True of a Parquet file, by its name or its first bytes. */
export function isParquet(file: string): boolean {
  return [".parquet", ".pq"].includes(extname(file).toLowerCase()) || firstBytes(file, 4) === "PAR1";
}

interface Source {
  /** SQL after FROM. */
  source: string;
  headers: string[];
}

async function parquetSource(db: Database, name: string, file: string): Promise<Source> {
  const source = `read_parquet(${literal(file)})`;
  const columns = await namingFile(name, () =>
    db.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${source}`),
  );
  return { source, headers: columns.map((c) => c.column_name) };
}

async function csvSource(name: string, file: string, folder: string): Promise<Source> {
  const { encoding, start, headers, delimiter, skip } = await csvForm(name, file);
  let path = file;
  if (encoding.name !== "utf-8") {
    path = join(folder, `${basename(file)}.utf8`);
    await pipeline(Readable.from(utf8Chunks(file, encoding)), createWriteStream(path, { mode: 0o600 }));
  }
  // The strict reader refuses a row with too many cells, but also two kinds of line end in one file.
  const strict = !(start.includes("\r\n") && /[^\r]\n/.test(start));
  const columns = headers.map((header) => `${literal(header)}: 'VARCHAR'`).join(", ");
  return {
    source: `read_csv(${literal(path)}, auto_detect = false, columns = {${columns}}, header = true, skip = ${skip}, delim = ${literal(delimiter)}, quote = '"', escape = '"', strict_mode = ${strict})`,
    headers,
  };
}

/** How a CSV file is written. */
export interface CsvForm {
  encoding: Encoding;
  /** Its first quarter of a megabyte. */
  start: string;
  headers: string[];
  delimiter: string;
  /** Lines before the header. */
  skip: number;
}

/** Finds how a CSV file is written. Throws a TellableError for a file of another kind, without a header or with one twice. */
export async function csvForm(name: string, file: string): Promise<CsvForm> {
  const truth = await disguise(file);
  if (truth)
    throw new TellableError(
      `${name}: is not CSV or Parquet but ${truth}. Save it as CSV and give that file.`,
    );
  const encoding = await encodingOf(file);
  let start = "";
  for await (const chunk of utf8Chunks(file, encoding)) {
    start = chunk.subarray(0, 1 << 18).toString("utf8");
    break;
  }
  return { encoding, start, ...readHeader(name, start) };
}

/** The first line that has anything in it, with its delimiter and how many lines come before. */
function readHeader(name: string, start: string): { headers: string[]; delimiter: string; skip: number } {
  const lines = start.split(/\r\n|\n|\r/);
  // A spreadsheet program may name its delimiter in a line of its own, as sep=;
  const skip = lines.findIndex((line) => line.trim() !== "" && !/^sep=.$/i.test(line));
  if (skip < 0)
    throw new TellableError(`${name}: the file is empty. Give a file with a header and at least one row.`);
  const text = Buffer.from(lines.slice(skip).join("\n"));
  const trials = [",", ";", "\t", "|"].map((delimiter) => ({
    delimiter,
    headers: firstCells(text, delimiter),
  }));
  const best = trials.reduce((a, b) => (b.headers.length > a.headers.length ? b : a));
  // A table that ends each row with a delimiter has a nameless column, and so has one with row numbers in front.
  const headers = best.headers.map((header, i) => header.trim() || `column ${i + 1}`);
  const firstOf = (i: number) => headers.findIndex((header) => isSame(header, headers[i]!));
  const twice = headers.findIndex((_, i) => firstOf(i) < i);
  if (twice >= 0)
    throw new TellableError(
      `${name}: columns ${firstOf(twice) + 1} and ${twice + 1} have the same header. Rename one of the two; if the file begins without a header, add one.`,
    );
  return { headers, delimiter: best.delimiter, skip };
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function firstCells(text: Buffer, delimiter: string): string[] {
  let cells: string[] | undefined;
  const mark = delimiter.charCodeAt(0);
  const scanner = new RecordScanner(mark, (record) => {
    cells ??= record.unclosed ? [] : cellsOf(record, mark);
    return true;
  });
  scanner.push(text);
  scanner.end();
  return cells ?? [];
}

/** Runs a reading of a file and says, where it fails, that it is the file and not the tool. */
export async function namingFile<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    if (/out of memory|no space left|could not write|max_temp_directory_size/i.test(message)) throw error;
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

import { type FileHandle, open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";
import { type Entry, fromFd, type ZipFile } from "yauzl";
import { formatCount } from "../../components/words/numbers.js";
import type { Source } from "../registry/source.js";
import { Unusable } from "./refused.js";

export type Limits = Source["limits"];

/** Bytes of one value of a JSON list, and columns of any extract, that no source needs. */
export const mostElementBytes = 64e6;
const mostColumns = 2_000;
const mostEntries = 10_000;

/**
 * Unpacks a ZIP archive to nowhere, to see that it stays within a source's limits whatever sizes it states: a small
 * archive can be made to fill any memory. Throws Unusable if it does not, or if it holds XML that defines entities.
 */
export async function refuseOversizedZip(file: string, limits: Limits): Promise<void> {
  let entries = 0;
  let bytes = 0;
  await eachEntry(file, async (zip, entry) => {
    if (++entries > mostEntries) throw tooMuch(`It holds more than ${formatCount(mostEntries)} files.`, "");
    const isXml = /\.(?:xml|rels)$/i.test(entry.fileName);
    let start = "";
    for await (const chunk of await unpack(zip, entry)) {
      bytes += chunk.length;
      refuseUnpacked(bytes, limits);
      if (isXml && start.length < 4_096) {
        start += chunk.subarray(0, 4_096).toString("latin1");
        if (/<!(?:DOCTYPE|ENTITY)/i.test(start))
          throw new Unusable("It holds XML that defines entities, which no spreadsheet does.", askAgain);
      }
    }
  });
}

/** The names of the files in a ZIP archive. Throws Unusable of too many, and of an archive that is broken. */
export async function unpackedEntries(file: string): Promise<string[]> {
  const names: string[] = [];
  await eachEntry(file, async (_, { fileName }) => {
    if (names.push(fileName) > mostEntries)
      throw tooMuch(`It holds more than ${formatCount(mostEntries)} files.`, "");
  });
  return names;
}

/** Unpacks one file of a ZIP archive to `copy`, for the owner only. Throws Unusable if that is more than a source allows. */
export async function unpackEntry(file: string, name: string, copy: string, limits: Limits): Promise<void> {
  const target = await open(copy, "wx", 0o600);
  try {
    await eachEntry(file, async (zip, entry) => {
      if (entry.fileName !== name) return;
      if (entry.generalPurposeBitFlag & 1)
        throw new Unusable("It is protected by a password.", "Ask the supplier to send it without one.");
      let bytes = 0;
      for await (const chunk of await unpack(zip, entry)) {
        bytes += chunk.length;
        refuseUnpacked(bytes, limits);
        await target.write(chunk);
      }
    });
  } finally {
    await target.close();
  }
}

/** Throws Unusable if what was unpacked so far is more than a source allows. */
export function refuseUnpacked(bytes: number, limits: Limits): void {
  if (bytes > limits.unpackedMegabytes * 1e6)
    throw tooMuch(
      `Unpacked it is larger than ${formatCount(limits.unpackedMegabytes)} MB.`,
      "unpackedMegabytes",
    );
}

/** Throws Unusable if there are more rows than a source allows. */
export function refuseManyRows(rows: number, limits: Limits): void {
  if (rows > limits.rows) throw tooMuch(`It has more than ${formatCount(limits.rows)} rows.`, "rows");
}

/** Throws Unusable if a workbook has more sheets than a source allows. */
export function refuseManySheets(sheets: number, limits: Limits): void {
  if (sheets > limits.sheets)
    throw tooMuch(`It has more than ${formatCount(limits.sheets)} sheets.`, "sheets");
}

/** Throws Unusable if there are more columns than any extract has. */
export function refuseManyColumns(columns: number): void {
  if (columns > mostColumns)
    throw new Unusable(`It has more than ${formatCount(mostColumns)} columns, or keys.`, askAgain);
}

/** Throws Unusable of a value that lies deeper than a source allows. */
export function refuseDepth(depth: number, limits: Limits): void {
  if (depth > limits.depth) throw tooMuch(`Its values are nested deeper than ${limits.depth}.`, "depth");
}

/** Throws Unusable of a single value larger than any row. */
export function refuseLargeElement(bytes: number): void {
  if (bytes > mostElementBytes)
    throw new Unusable(
      `One of its values is larger than ${formatCount(mostElementBytes / 1e6)} MB.`,
      askAgain,
    );
}

const askAgain = "Ask the supplier to send it again.";

function tooMuch(problem: string, limit: keyof Limits | ""): Unusable {
  return new Unusable(
    problem,
    limit
      ? `If that is right, raise limits: ${limit} in the registry; else ask the supplier to send it again.`
      : askAgain,
  );
}

async function eachEntry(file: string, see: (zip: ZipFile, entry: Entry) => Promise<void>): Promise<void> {
  const handle = await open(file);
  try {
    const zip = await openZip(handle);
    for (let entry = await nextOf(zip); entry; entry = await nextOf(zip)) await see(zip, entry);
  } finally {
    await handle.close();
  }
}

/** Opens a ZIP archive. Throws Unusable of one that is broken. */
export function openZip(handle: FileHandle): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromFd(handle.fd, { lazyEntries: true, autoClose: false, strictFileNames: false }, (error, opened) =>
      error ? reject(notWhole()) : resolve(opened),
    );
  });
}

/** All files of an archive that was just opened. Throws Unusable of too many. */
export async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let entry = await nextOf(zip); entry; entry = await nextOf(zip))
    if (entries.push(entry) > mostEntries)
      throw tooMuch(`It holds more than ${formatCount(mostEntries)} files.`, "");
  return entries;
}

function nextOf(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const done = () => zip.removeAllListeners("entry").removeAllListeners("end").removeAllListeners("error");
    zip.once("entry", (entry: Entry) => (done(), resolve(entry)));
    zip.once("end", () => (done(), resolve(undefined)));
    zip.once("error", () => (done(), reject(notWhole())));
    zip.readEntry();
  });
}

/** Bytes that are unpacked at once: with fewer most of the time goes by between two pieces. */
const pieceBytes = 1 << 18;

/** The bytes of a file of an archive. Throws Unusable if they are broken, or more than the archive states. */
export async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  if (entry.generalPurposeBitFlag & 1 || (entry.compressionMethod !== 0 && entry.compressionMethod !== 8))
    throw notWhole();
  const packed = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(
      entry,
      { decompress: entry.compressionMethod === 0 ? null : false },
      (error, opened) => (error ? reject(notWhole()) : resolve(opened)),
    );
  });
  const bytes =
    entry.compressionMethod === 0
      ? packed
      : pipeline(packed, createInflateRaw({ chunkSize: pieceBytes }), () => {});
  let left = entry.uncompressedSize;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      left -= chunk.length;
      if (left < 0) break;
      yield chunk;
    }
  } catch {
    throw notWhole();
  } finally {
    packed.destroy();
  }
  if (left !== 0) throw notWhole();
}

function notWhole(): Unusable {
  return new Unusable(
    "It cannot be read as an Excel workbook.",
    "Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
}

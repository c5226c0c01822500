import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import iconv from "iconv-lite";
import { Unusable } from "./refused.js";

const chunkBytes = 1 << 20;

const marks: [encoding: string, bytes: number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** How a text file is encoded. */
export interface Encoding {
  /** As iconv-lite calls it. */
  name: string;
  /** Bytes of the byte-order mark at the start. */
  markBytes: number;
}

/**
 * The encoding of a text file: that of its byte-order mark; else the declared one; else UTF-16 if every other
 * byte is mostly zero, UTF-8 if all of it is valid UTF-8, or windows-1252.
 *
 * By hand, as libraries that detect encodings guess from a sample by how often letters come: one name with an accent, far
 * down a file of numbers, tells UTF-8 from windows-1252, and they miss it.
 */
export async function encodingOf(file: string, declared?: string): Promise<Encoding> {
  const start = await head(file, 4096);
  const mark = marks.find(([, bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (mark) return { name: mark[0], markBytes: mark[1].length };
  if (declared) return { name: declared, markBytes: 0 };
  const wide = wideEncoding(start);
  if (wide) return { name: wide, markBytes: 0 };
  return { name: (await isAllUtf8(file)) ? "utf-8" : "windows-1252", markBytes: 0 };
}

/**
 * A text file as chunks of valid UTF-8, without its byte-order mark and without zero bytes.
 * Throws Unusable if it is not what its encoding says.
 */
export async function* utf8Chunks(file: string, { name, markBytes }: Encoding): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { start: markBytes, highWaterMark: chunkBytes });
  const chunks = /^utf-?8$/i.test(name) ? wholeCharacters(stream) : decoded(stream, name);
  for await (const chunk of chunks)
    yield chunk.includes(0) ? Buffer.from(chunk.filter((byte) => byte !== 0)) : chunk;
}

async function* decoded(stream: AsyncIterable<unknown>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: false });
  for await (const chunk of stream) yield Buffer.from(decoder.write(chunk as Buffer));
  yield Buffer.from(decoder.end() ?? "");
}

/** True of a ZIP archive, such as a workbook, by its first bytes. */
export async function isZip(file: string): Promise<boolean> {
  return (await head(file, 4)).equals(zipMark);
}

const zipMark = Buffer.from("PK\x03\x04");

/** What the first bytes say that a text file really is, or undefined if they say nothing. */
export async function disguise(file: string): Promise<string | undefined> {
  const start = await head(file, 512);
  if (start.subarray(0, 4).equals(zipMark)) return "an Excel workbook or another ZIP archive";
  if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))
    return "an old Excel workbook, or one protected by a password";
  if (start.subarray(0, 5).equals(Buffer.from("%PDF-"))) return "a PDF";
  if (start.subarray(0, 4).equals(Buffer.from("PAR1"))) return "a Parquet file";
  if (/^\W*<(!doctype html|html)/i.test(start.toString("latin1"))) return "a web page";
  return undefined;
}

async function head(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

// Latin letters in UTF-16 are every other byte zero; no other text encoding has zeros at all.
function wideEncoding(start: Buffer): string | undefined {
  const pairs = start.length >> 1;
  if (pairs < 2) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < pairs * 2; i++) if (start[i] === 0) zeros[i % 2]!++;
  const mostly = pairs * 0.4;
  if (zeros[1]! > mostly && zeros[0]! < zeros[1]! / 4) return "utf-16le";
  if (zeros[0]! > mostly && zeros[1]! < zeros[0]! / 4) return "utf-16be";
  return undefined;
}

async function isAllUtf8(file: string): Promise<boolean> {
  try {
    for await (const _ of wholeCharacters(createReadStream(file, { highWaterMark: chunkBytes })));
    return true;
  } catch (error) {
    if (error instanceof Unusable) return false;
    throw error;
  }
}

// A character may lie across two chunks: its first bytes wait for the rest.
async function* wholeCharacters(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of stream) {
    const bytes = rest.length ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    const end = bytes.length - unfinished(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw notUtf8(whole, offset);
    offset += end;
    rest = bytes.subarray(end);
    yield whole;
  }
  if (rest.length) throw notUtf8(rest, offset);
}

/** Bytes at the end that begin a character and do not finish it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

function notUtf8(bytes: Buffer, offset: number): Unusable {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const whole = bytes.subarray(0, middle);
    if (isUtf8(whole.subarray(0, middle - unfinished(whole)))) good = middle;
    else bad = middle;
  }
  return new Unusable(
    `It is not UTF-8: byte ${offset + good + 1} belongs to no character.`,
    "Ask the supplier to save the whole of it as UTF-8.",
  );
}

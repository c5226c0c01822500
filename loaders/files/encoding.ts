import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import iconv from "iconv-lite";
import type { Damage } from "./damage.js";
import { Unusable } from "./refused.js";

const chunkBytes = 1 << 20;

const marks: [encoding: string, bytes: number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** What a text is called in which single bytes of windows-1252 stand among characters of UTF-8. */
const twoEncodings = "utf-8 and windows-1252";

/** How a text file is encoded. */
export interface Encoding {
  /** As iconv-lite calls it. */
  name: string;
  /** Bytes of the byte-order mark at the start. */
  markBytes: number;
  /** Lines with bytes of windows-1252 in a text that is otherwise UTF-8. */
  mixed?: Lines;
  /** Lines of a text that was taken for windows-1252 in which signs stand that no word has there. */
  doubtful?: Lines;
}

/** Lines with something in them: how many, and the numbers of the first few. */
interface Lines {
  lines: number;
  first: number[];
}

/**
 * The encoding of a text file, judged on the whole of it: that of its byte-order mark; else the declared one; else UTF-16 if
 * every other byte is mostly zero, UTF-8 if all of it is valid UTF-8, windows-1252 if none of its letters beyond ASCII is, or
 * both: then each byte that belongs to no character of UTF-8 is one of windows-1252. Throws Unusable of a text whose mark says
 * UTF-16 and that is none.
 *
 * By hand, as libraries that detect encodings guess from a sample by how often letters come: one name with an accent, far
 * down a file of numbers, tells UTF-8 from windows-1252, and they miss it.
 */
export async function encodingOf(file: string, declared?: string): Promise<Encoding> {
  const start = await head(file, 4096);
  const mark = marks.find(([, bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (mark?.[0].startsWith("utf-16") && start.length > fewestWide && !start.includes(0))
    throw new Unusable(
      "Its first bytes say that it is UTF-16, and the others that it is not.",
      "Ask the supplier to save the whole of it as UTF-8.",
    );
  if (mark && mark[0] !== "utf-8") return { name: mark[0], markBytes: mark[1].length };
  const markBytes = mark ? mark[1].length : 0;
  if (declared && !mark) return { name: declared, markBytes };
  const wide = mark ? undefined : wideEncoding(start);
  if (wide) return { name: wide, markBytes };
  if (await isAllUtf8(file)) return { name: "utf-8", markBytes };
  const { characters, mixed, doubtful } = await readMixture(file);
  if (characters || mark) return { name: twoEncodings, markBytes, mixed };
  return { name: "windows-1252", markBytes, ...(doubtful.lines && { doubtful }) };
}

/** Bytes after which a text in UTF-16 has had a delimiter or a line end, with a zero byte. */
const fewestWide = 64;
const mostLines = 5;

class LineList implements Lines {
  lines = 0;
  readonly first: number[] = [];
  private last = 0;

  add(line: number): void {
    if (line === this.last) return;
    this.last = line;
    this.lines++;
    if (this.first.length < mostLines) this.first.push(line);
  }
}

/** How many characters of UTF-8 beyond ASCII a text has, and which lines have bytes that belong to none. */
async function readMixture(file: string): Promise<{ characters: number; mixed: Lines; doubtful: Lines }> {
  let characters = 0;
  let line = 1;
  const [mixed, doubtful] = [new LineList(), new LineList()];
  let before = 0;
  for await (const { bytes, sizes } of characterSizes(createReadStream(file, { highWaterMark: chunkBytes })))
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const byte = bytes[at]!;
      const size = sizes[i]!;
      if (size > 1) characters++;
      else if (byte >= 0x80) {
        mixed.add(line);
        if (isDoubtful(before, byte, bytes[at + 1] ?? 0)) doubtful.add(line);
      }
      // CR, LF and both end a line, and the byte before tells whether it has ended.
      if (byte === 0x0d || (byte === 0x0a && before !== 0x0d)) line++;
      before = byte;
      at += size;
    }
  return { characters, mixed, doubtful };
}

/**
 * What windows-1252 has no sign for; signs of it that no word has behind a letter; those that none has between small letters;
 * and capitals beyond ASCII, that none has behind a small letter or a digit.
 */
const noSigns = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const neverAfterLetter = new Set([0x82, 0x83, 0x84, 0x88, 0x89, 0x8b]);
const neverInWord = new Set([0x80, 0x86, 0x87, 0x91, 0x93, 0x94, 0x95, 0x98, 0x99, 0x9b]);
const capitals = new Set([0x8a, 0x8c, 0x8e, 0x9f]);
const [florin, pound] = [0x83, 0xa3];
/** Signs with which no word begins. */
const neverBeforeLetter = new Set([0xa6, 0xac, 0xaf]);
const vowels = new Set(Array.from("aeiou", (letter) => letter.charCodeAt(0)));

/** True of what is no letter and no dot or ordinal that a word may have. */
const isSign = (byte: number): boolean =>
  byte >= 0xa1 && byte <= 0xbf && byte !== 0xaa && byte !== 0xad && byte !== 0xb7 && byte !== 0xba;

/** True of a byte that is a letter or a mark in the encodings of DOS or of old Macs, and in windows-1252 makes no sense where it stands. */
function isDoubtful(before: number, byte: number, after: number): boolean {
  const isSmall = (code: number): boolean => code >= 0x61 && code <= 0x7a;
  const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
  const isLetter = (code: number): boolean => code >= 0xc0 && code !== 0xd7 && code !== 0xf7;
  const isCapital = capitals.has(byte) || (byte >= 0xc0 && byte <= 0xde && byte !== 0xd7);
  return (
    noSigns.has(byte) ||
    (neverAfterLetter.has(byte) && isSmall(before | 0x20)) ||
    (byte === florin && isSmall(after)) ||
    (neverBeforeLetter.has(byte) && isSmall(after)) ||
    (byte === pound && vowels.has(after)) ||
    // No word of the languages that it is for has three such letters in a row, and no sign within.
    (isLetter(before) && isLetter(byte) && isLetter(after)) ||
    (isSign(byte) && (isSmall(before) || isLetter(before)) && isSmall(after)) ||
    (isCapital && (isSmall(before) || isDigit(before))) ||
    (neverInWord.has(byte) && isSmall(before) && isSmall(after))
  );
}

/** The bytes of a text, and how many each of its characters takes: one for a byte that belongs to no character of UTF-8. */
async function* characterSizes(
  stream: AsyncIterable<unknown>,
): AsyncGenerator<{ bytes: Buffer; sizes: Uint8Array }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    const bytes = rest.length ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
    const end = bytes.length - unfinished(bytes);
    yield sized(bytes.subarray(0, end));
    rest = bytes.subarray(end);
  }
  if (rest.length) yield sized(rest);
}

function sized(bytes: Buffer): { bytes: Buffer; sizes: Uint8Array } {
  const sizes = new Uint8Array(bytes.length);
  let i = 0;
  for (let at = 0; at < bytes.length; at += sizes[i++]!) sizes[i] = characterSize(bytes, at);
  return { bytes, sizes };
}

function characterSize(bytes: Buffer, at: number): number {
  const byte = bytes[at]!;
  if (byte < 0xc2) return 1;
  const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  return isUtf8(bytes.subarray(at, at + size)) && at + size <= bytes.length ? size : 1;
}

async function* mended(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const { bytes, sizes } of characterSizes(stream)) {
    if (isUtf8(bytes)) {
      yield bytes;
      continue;
    }
    const parts: Buffer[] = [];
    let whole = 0;
    for (let at = 0, i = 0; at < bytes.length; at += sizes[i++]!) {
      if (sizes[i] !== 1 || bytes[at]! < 0x80) continue;
      parts.push(
        bytes.subarray(whole, at),
        Buffer.from(iconv.decode(bytes.subarray(at, at + 1), "windows-1252")),
      );
      whole = at + 1;
    }
    yield Buffer.concat([...parts, bytes.subarray(whole)]);
  }
}

/**
 * A text file as chunks of valid UTF-8, without its byte-order mark and without zero bytes. `damage` sees them with those.
 * Throws Unusable if it is not what its encoding says.
 */
export async function* utf8Chunks(file: string, encoding: Encoding, damage?: Damage): AsyncGenerator<Buffer> {
  for await (const chunk of allChunks(file, encoding)) {
    damage?.see(chunk);
    yield chunk.includes(0) ? Buffer.from(chunk.filter((byte) => byte !== 0)) : chunk;
  }
}

/** As utf8Chunks, of a language that has no place for a zero byte, such as XML. Throws Unusable of a text that holds one. */
export async function* utf8ChunksOf(
  language: "JSON" | "XML",
  file: string,
  encoding: Encoding,
): AsyncGenerator<Buffer> {
  for await (const chunk of allChunks(file, encoding)) {
    if (chunk.includes(0))
      throw new Unusable(
        `It holds zero bytes, which are no ${language}: what stood there may be lost.`,
        "Ask the supplier to send it again.",
      );
    yield chunk;
  }
}

function allChunks(file: string, { name, markBytes }: Encoding): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { start: markBytes, highWaterMark: chunkBytes });
  if (name === twoEncodings) return mended(stream);
  return /^utf-?8$/i.test(name) ? wholeCharacters(stream) : decoded(stream, name);
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
  const text = start.toString("latin1");
  const [, kind] = signatures.find(([signature]) => signature.test(text)) ?? [];
  if (kind) return kind;
  const isMarked = marks.some(([, bytes]) => bytes.every((byte, i) => start[i] === byte));
  const isWide = isMarked || wideEncoding(start) !== undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text holds tells that a file is none.
  const controls = text.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return !isWide && controls * 10 > text.length ? "a file of another kind, which is no text" : undefined;
}

const signatures: [signature: RegExp, kind: string][] = [
  [/^%PDF-/, "a PDF"],
  [/^PAR1/, "a Parquet file"],
  [/^PK[^ -~]{2}/, "an archive that is empty, or one of several parts"],
  [/^\W*<(!doctype html|html)/i, "a web page"],
  [/^\W*<\?xml/i, "XML"],
  [/^\{\\rtf/, "a text document"],
  [/^[^ -~]\x8b/, "an archive within an archive"],
  [/^7z\xbc\xaf/, "a 7-Zip archive"],
  [/^Rar!/, "a RAR archive"],
  [/^BZh/, "a bzip2 archive"],
  [/^.{257}ustar/s, "a tar archive"],
  [/^[^ -~]\x9d/, "a compressed archive"],
  [/^\xfd7zXZ/, "an XZ archive"],
  [/^\x28\xb5\x2f\xfd/, "a Zstandard archive"],
  [/^SQLite format 3/, "a database"],
  [/^ARROW1/, "an Arrow file"],
];

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

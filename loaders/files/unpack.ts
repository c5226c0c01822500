import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { formatCount } from "../../components/words/numbers.js";
import { type Limits, refuseUnpacked, unpackEntry, unpackedEntries } from "./bounds.js";
import { Unusable } from "./refused.js";

/**
 * Unpacks a file that was compressed with gzip, or that is the only one in a ZIP archive, to `copy`; it is for the owner only.
 * False, with nothing done, of any other file, of a workbook, and of an archive that is to be read as one.
 *
 * Throws Unusable of an archive with several files, of one that unpacks to more than the limits, and of one that is broken or
 * protected by a password.
 */
export async function unpackTo(file: string, copy: string, limits: Limits): Promise<boolean> {
  const start = await firstBytes(file);
  if (start[0] === 0x1f && start[1] === 0x8b) {
    await unpackGzip(file, copy, limits);
    return true;
  }
  if (start.toString("latin1") !== "PK\x03\x04") return false;
  const names = await unpackedEntries(file).catch(() => undefined);
  // Of an archive that is broken, whoever reads it says what it should be.
  if (!names) return false;
  if (names.some((name) => /^(\[Content_Types\]\.xml|mimetype|xl\/.*)$/i.test(name))) return false;
  const files = names.filter(
    (name) => !/\/$|^__MACOSX\/|(^|\/)(\.[^/]*|thumbs\.db|desktop\.ini)$/i.test(name),
  );
  if (files.length !== 1)
    throw new Unusable(
      files.length
        ? `It is a ZIP archive of ${formatCount(files.length)} files.`
        : "It is an empty ZIP archive.",
      "Put the one that is meant into the inbox by itself.",
    );
  await unpackEntry(file, files[0]!, copy, limits);
  return true;
}

async function unpackGzip(file: string, copy: string, limits: Limits): Promise<void> {
  let bytes = 0;
  try {
    await pipeline(
      createReadStream(file),
      createGunzip(),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          refuseUnpacked(bytes, limits);
          yield chunk;
        }
      },
      createWriteStream(copy, { mode: 0o600 }),
    );
  } catch (error) {
    if (error instanceof Unusable || (error as { syscall?: string }).syscall) throw error;
    throw new Unusable("It is a gzip archive that is not whole.", "Ask the supplier to send it again.");
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

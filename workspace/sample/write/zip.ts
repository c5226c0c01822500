import { closeSync, openSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import { constants, crc32, deflateRaw } from "node:zlib";

const deflate = promisify(deflateRaw);

/** One file of a ZIP archive, written in pieces that are compressed one after another on another thread. */
export class ZipEntry {
  crc = 0;
  size = 0;
  compressed = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    readonly offset: number,
    private readonly put: (bytes: Uint8Array) => void,
    private readonly done: (entry: ZipEntry) => void,
    readonly stored = false,
  ) {}

  /** The bytes must not be changed afterwards. */
  write(bytes: Uint8Array): void {
    this.enqueue(bytes, constants.Z_SYNC_FLUSH);
  }

  async drain(): Promise<void> {
    await this.queue;
  }

  async close(): Promise<void> {
    this.enqueue(new Uint8Array(), constants.Z_FINISH);
    await this.queue;
    this.done(this);
  }

  // A flushed piece ends on a byte, so pieces joined together are one stream (RFC 1951, 3.2.4).
  private enqueue(bytes: Uint8Array, finishFlush: number): void {
    this.queue = this.queue.then(async () => {
      this.crc = crc32(bytes, this.crc);
      this.size += bytes.length;
      const packed = await deflate(bytes, { level: 1, finishFlush });
      this.compressed += packed.length;
      this.put(packed);
    });
    // The failure is told by the next drain or close, which await the queue.
    this.queue.catch(() => {});
  }
}

const dosDate = ((2026 - 1980) << 9) | (10 << 5) | 31;
const utf8Names = 0x0800;
const sizesFollow = 0x0008;

/** A ZIP archive (APPNOTE 6.3) whose entries are written one after another; dated by the sample's world. */
export class ZipFile {
  private readonly handle: number;
  private readonly entries: ZipEntry[] = [];
  private at = 0;

  constructor(file: string) {
    this.handle = openSync(file, "wx", 0o600);
  }

  /** A small entry, stored as it is. */
  add(name: string, text: string): void {
    const bytes = Buffer.from(text);
    const nothing = () => {};
    const entry = new ZipEntry(name, this.at, nothing, nothing, true);
    entry.crc = crc32(bytes);
    entry.size = entry.compressed = bytes.length;
    this.put(header(entry));
    this.put(bytes);
    this.entries.push(entry);
  }

  open(name: string): ZipEntry {
    const entry: ZipEntry = new ZipEntry(
      name,
      this.at,
      (bytes) => this.put(bytes),
      () => {
        const descriptor = Buffer.alloc(16);
        descriptor.writeUInt32LE(0x08074b50, 0);
        descriptor.writeUInt32LE(entry.crc, 4);
        descriptor.writeUInt32LE(entry.compressed, 8);
        descriptor.writeUInt32LE(entry.size, 12);
        this.put(descriptor);
        this.entries.push(entry);
      },
    );
    this.put(header(entry));
    return entry;
  }

  close(): void {
    const start = this.at;
    for (const entry of this.entries) this.put(header(entry, true));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.entries.length, 8);
    end.writeUInt16LE(this.entries.length, 10);
    end.writeUInt32LE(this.at - start, 12);
    end.writeUInt32LE(start, 16);
    this.put(end);
    closeSync(this.handle);
  }

  private put(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.handle, bytes, done);
    this.at += bytes.length;
  }
}

/** The header before an entry's bytes, or the one in the central directory. */
function header(entry: ZipEntry, central = false): Buffer {
  const name = Buffer.from(entry.name);
  const fields = Buffer.alloc(central ? 46 : 30);
  fields.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
  if (central) fields.writeUInt16LE(20, 4);
  const from = central ? 6 : 4;
  fields.writeUInt16LE(20, from);
  fields.writeUInt16LE(utf8Names | (entry.stored ? 0 : sizesFollow), from + 2);
  fields.writeUInt16LE(entry.stored ? 0 : 8, from + 4);
  fields.writeUInt16LE(dosDate, from + 8);
  const known = central || entry.stored;
  fields.writeUInt32LE(known ? entry.crc : 0, from + 10);
  fields.writeUInt32LE(known ? entry.compressed : 0, from + 14);
  fields.writeUInt32LE(known ? entry.size : 0, from + 18);
  fields.writeUInt16LE(name.length, from + 22);
  if (central) fields.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([fields, name]);
}

import { type FileHandle, open } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import type { Entry, ZipFile } from "yauzl";
import { entriesOf, type Limits, openZip, refuseUnpacked, unpack } from "./bounds.js";

/** The files of a ZIP archive, each unpacked when it is asked for, a piece at a time. */
export class ZipParts {
  private constructor(
    private readonly handle: FileHandle,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Throws Unusable of an archive that is broken, or that unpacks to more than a source allows. */
  static async open(file: string, limits: Limits): Promise<ZipParts> {
    const handle = await open(file);
    try {
      const zip = await openZip(handle);
      const entries = await entriesOf(zip);
      // More than it states cannot come out of it: that ends the reading.
      refuseUnpacked(
        entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0),
        limits,
      );
      return new ZipParts(handle, zip, new Map(entries.map((entry) => [keyOf(entry.fileName), entry])));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Names of all its files, in lower case. */
  get names(): string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(keyOf(name));
  }

  /** The text of a file, in UTF-8, or UTF-16 where its mark says so. Nothing of a file that is not there. */
  async *text(name: string): AsyncGenerator<string> {
    let decoder: StringDecoder | undefined;
    for await (const chunk of this.bytes(name)) {
      decoder ??= new StringDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? "utf16le" : "utf8");
      yield decoder.write(chunk);
    }
    if (decoder) yield decoder.end();
  }

  /** The bytes of a file. Nothing of a file that is not there. */
  async *bytes(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(keyOf(name));
    if (entry) yield* unpack(this.zip, entry);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

const keyOf = (name: string): string => name.replaceAll("\\", "/").replace(/^\//, "").toLowerCase();

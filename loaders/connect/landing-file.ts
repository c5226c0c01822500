import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { formatBytes } from "../../components/words/numbers.js";
import type { Patience } from "../registry/location.js";
import { TellableError } from "../store/safe-message.js";

/** A file that is written part by part, for the owner only, and not beyond what a source allows. */
export class LandingFile {
  private bytes = 0;

  private constructor(
    private readonly handle: FileHandle,
    private readonly most: number,
  ) {}

  /** Makes the file, hands it to `work` and closes it. */
  static async write<T>(
    file: string,
    { megabytes }: Pick<Patience, "megabytes">,
    work: (to: LandingFile) => Promise<T>,
  ): Promise<T> {
    const handle = await open(file, "wx", 0o600);
    try {
      return await work(new LandingFile(handle, megabytes * 1e6));
    } finally {
      await handle.close();
    }
  }

  /** Adds a whole file. Throws as `add`. */
  async addFile(file: string): Promise<void> {
    for await (const part of createReadStream(file)) await this.add(part as Buffer);
  }

  /** Throws a TellableError if that is more than the source allows. */
  async add(part: string | Buffer): Promise<void> {
    this.bytes += Buffer.byteLength(part);
    if (this.bytes > this.most)
      throw new TellableError(
        `There is more than ${formatBytes(this.most)}. If that is right, raise location.patience.megabytes.`,
      );
    await this.handle.appendFile(part);
  }
}

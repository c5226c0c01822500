import { closeSync, openSync, writeSync } from "node:fs";
import iconv from "iconv-lite";

const capacity = 1 << 18;

/** Writes a text file line by line, a quarter of a megabyte at a time. */
export class Lines {
  private readonly handle: number;
  // Strings that wait in a list would be copied about by the garbage collector; bytes are not.
  private readonly bytes = Buffer.allocUnsafe(capacity);
  private at = 0;

  constructor(
    file: string,
    private readonly options: {
      encoding?: "utf8" | "windows-1252";
      bom?: boolean;
      lineEnd?: "\n" | "\r\n";
    } = {},
  ) {
    this.handle = openSync(file, "wx", 0o600);
    if (options.bom) this.add("\uFEFF");
  }

  write(line: string): void {
    this.add(line + (this.options.lineEnd ?? "\n"));
  }

  /** Writes text as it is, without a line end. */
  add(text: string): void {
    if (this.at + text.length * 3 > capacity) this.flush();
    if (this.options.encoding !== "windows-1252") this.at += this.bytes.write(text, this.at);
    else if (!beyondLatin1.test(text)) this.at += this.bytes.write(text, this.at, "latin1");
    else this.at += iconv.encode(text, "win1252").copy(this.bytes, this.at);
  }

  close(): void {
    this.flush();
    closeSync(this.handle);
  }

  private flush(): void {
    for (let done = 0; done < this.at; ) done += writeSync(this.handle, this.bytes, done, this.at - done);
    this.at = 0;
  }
}

// Where windows-1252 is not simply the first 256 characters of Unicode.
const beyondLatin1 = /[\u0080-\u009f\u0100-\uffff]/;

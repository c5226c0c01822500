import { StringDecoder } from "node:string_decoder";
import { refuseLargeElement } from "./bounds.js";
import { PlainRows } from "./plain-row.js";
import { SheetScanner } from "./sheet-scanner.js";
import type { SheetRow } from "./sheets.js";
import { XmlScanner } from "./xml-scanner.js";

const rowStart = Buffer.from("<row");
const rowEnd = Buffer.from("</row>");
/** Bytes of a row that are waited for, to read it as a plain one. */
const longestPlain = 1 << 20;

/**
 * Reads the rows of a sheet from the bytes of its part, chunk by chunk. A row as Excel and most programs write it is read from
 * its bytes, any other by the scanner for XML, as all is that is no row.
 */
export class SheetReader {
  private readonly scanner: SheetScanner;
  private readonly xml: XmlScanner;
  private readonly plain: PlainRows;
  private decoder: StringDecoder | undefined;
  private isWide = false;
  /** A row whose end is not there yet. */
  private rest: Buffer = Buffer.alloc(0);
  /** Whether a row has ended, and nothing has begun since. */
  private isBetweenRows = false;

  constructor(workbook: ConstructorParameters<typeof SheetScanner>[0]) {
    this.scanner = new SheetScanner(workbook);
    this.xml = new XmlScanner(this.scanner);
    this.plain = new PlainRows(workbook, this.scanner);
  }

  /** The rows that ended in a chunk. Throws BrokenXml, or Unusable, as the scanner for XML does. */
  push(chunk: Buffer): SheetRow[] {
    if (!this.decoder) {
      this.isWide = chunk[0] === 0xff && chunk[1] === 0xfe;
      this.decoder = new StringDecoder(this.isWide ? "utf16le" : "utf8");
    }
    const bytes = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = Buffer.alloc(0);
    for (let at = 0; at < bytes.length; ) {
      if (this.isBetweenRows) {
        const next = this.plain.read(bytes, at);
        if (next > 0) {
          at = next;
          continue;
        }
      }
      const end = this.isWide ? -1 : bytes.indexOf(rowEnd, at);
      if (end < 0 && this.isBetweenRows && mayBeginRow(bytes, at)) {
        this.rest = bytes.subarray(at);
        refuseLargeElement(this.rest.length);
        break;
      }
      const to = end < 0 ? bytes.length : end + rowEnd.length;
      this.xml.push(this.decoder.write(bytes.subarray(at, to)));
      this.isBetweenRows = end >= 0 && this.xml.isBetweenTags && this.scanner.hasEndedRow;
      at = to;
    }
    return this.scanner.take();
  }

  /** Throws BrokenXml of a part that is not whole. */
  end(): SheetRow[] {
    if (this.decoder) this.xml.push(this.decoder.write(this.rest) + this.decoder.end());
    this.xml.end();
    return this.scanner.take();
  }
}

function mayBeginRow(bytes: Buffer, at: number): boolean {
  const length = Math.min(rowStart.length, bytes.length - at);
  return bytes.length - at < longestPlain && bytes.compare(rowStart, 0, length, at, at + length) === 0;
}

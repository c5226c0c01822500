import { ascii } from "./bytes.js";

const { carriageReturn, equals, lineFeed, quote } = ascii;

/** A quoted cell that runs on for longer has lost its closing quotation mark. */
const longestRecord = 1 << 20;

/** One record of a delimited text, as bytes of a buffer that is valid only while it is handed over. */
export interface RecordSpan {
  bytes: Buffer;
  start: number;
  /** End of its content, before the line end. */
  end: number;
  cells: number;
  /** True if quotation marks stand where RFC 4180 does not put them. */
  odd: boolean;
  /** True if a quoted cell holds a single quotation mark: either it should be doubled, or an earlier one is not closed. */
  stray: boolean;
  /** True if a quoted cell holds a line end. */
  multiline: boolean;
  /** Bits of the cells, as bitOf has them, that begin or end with what may be white space or ="…". No-break spaces within are not looked for. */
  untidy: number;
  /** True if a quotation mark is opened and never closed: the record ends at the end of its first line. */
  unclosed: boolean;
}

const plainRecord: RecordSpan = {
  bytes: Buffer.alloc(0),
  start: 0,
  end: 0,
  cells: 1,
  odd: false,
  stray: false,
  multiline: false,
  untidy: 0,
  unclosed: false,
};

/**
 * Splits delimited text in UTF-8 into records, chunk by chunk, and hands over each.
 *
 * A line ends with CR, LF or both. A cell is quoted if a quotation mark is the first thing in it besides blanks; a doubled
 * mark inside stands for one; a single mark inside that no delimiter or line end follows is taken as a character of the cell,
 * without the backslash before it where each of them has one.
 * A cell that is never closed spoils its first line only: what follows is read afresh.
 *
 * By hand, as the libraries for CSV stop at a bad row or mend it in silence: here it goes to quarantine with its number
 * and the rows around it stay, and good rows are copied as bytes, without being made into texts.
 */
export class RecordScanner {
  private pending: Buffer = Buffer.alloc(0);
  /** Quotation marks opened before this place in `pending` are not closed before it. */
  private unclosedUntil = 0;
  /** What each byte may end: nothing, where it is 0. */
  private readonly ends = new Uint8Array(256);
  /** The highest of the bytes that may end anything: most others are above it. */
  private readonly highest: number;
  private readonly line: RecordSpan = { ...plainRecord };

  constructor(
    private readonly delimiter: number,
    /** Takes a record. False of a record over several lines means that they do not belong together: its first line is taken alone. */
    private readonly take: (record: RecordSpan) => boolean,
  ) {
    const ends = [delimiter, quote, lineFeed, carriageReturn];
    for (const byte of ends) this.ends[byte] = 1;
    this.highest = Math.max(...ends);
  }

  push(chunk: Buffer): void {
    // As a rule one line runs on from the chunk before: to join all of both would copy the whole text once more.
    const rest = this.pending.length ? chunk.indexOf(lineFeed) + 1 : 0;
    if (rest > 0) this.scan(Buffer.concat([this.pending, chunk.subarray(0, rest)]), false);
    const left = chunk.subarray(rest);
    if (left.length) this.scan(this.pending.length ? Buffer.concat([this.pending, left]) : left, false);
  }

  end(): void {
    this.scan(this.pending, true);
  }

  private scan(bytes: Buffer, last: boolean): void {
    // What a chunk adds may close what was open.
    this.unclosedUntil = 0;
    let start = 0;
    while (start < bytes.length) {
      if (this.scanLine(bytes, start)) {
        this.take(this.line);
        start = afterLineEnd(bytes, this.line.end);
        continue;
      }
      const record = scanRecord(bytes, start, this.delimiter, last, this.unclosedUntil);
      if (typeof record === "object" && this.take(record)) {
        start = afterLineEnd(bytes, record.end);
        continue;
      }
      if (record === "unclosed") this.unclosedUntil = bytes.length;
      if (typeof record === "string" && !last && bytes.length - start < longestRecord) break;
      const end = lineEnd(bytes, start);
      this.take({
        bytes,
        start,
        end,
        cells: 0,
        odd: true,
        stray: true,
        multiline: false,
        untidy: -1,
        unclosed: true,
      });
      start = afterLineEnd(bytes, end);
    }
    this.pending = bytes.subarray(start);
  }

  /** Reads a record without quotation marks into `line`. False of one that has any, or whose line end is not there yet. */
  private scanLine(bytes: Buffer, start: number): boolean {
    const { ends, highest, delimiter, line } = this;
    const { length } = bytes;
    let cells = 1;
    let untidy = 0;
    for (let from = start, at = start; ; from = ++at) {
      while (at < length && (bytes[at]! > highest || ends[bytes[at]!] === 0)) at++;
      if (at >= length) return false;
      const byte = bytes[at];
      if (byte === quote || (byte === carriageReturn && at + 1 >= length)) return false;
      if (at > from && !isTidy(bytes, from, at)) untidy |= bitOf(cells);
      if (byte === delimiter) {
        cells++;
        continue;
      }
      line.bytes = bytes;
      line.start = start;
      line.end = at;
      line.cells = cells;
      line.untidy = untidy;
      return true;
    }
  }
}

/** The cells of a record, without their quotation marks. */
export function cellsOf({ bytes, start, end }: RecordSpan, delimiter: number): string[] {
  const cells: string[] = [];
  scanRecord(bytes.subarray(start, end), 0, delimiter, true, 0, (from, to, quoted) => {
    const text = bytes.toString("utf8", start + from, start + to);
    cells.push(quoted ? unquoted(text) : text);
  });
  return cells;
}

/** What a quoted cell says. Programs that double no marks put a backslash before each, and before each backslash. */
function unquoted(text: string): string {
  if (!text.includes('"')) return text;
  const isEscaped = text.includes('\\"') && !text.replace(/\\["\\]/g, "").includes('"');
  return isEscaped ? text.replace(/\\(["\\])/g, "$1") : text.replaceAll('""', '"');
}

/** Reads one record. "unfinished" if the bytes end before it does, "unclosed" if they end within a quoted cell. */
function scanRecord(
  bytes: Buffer,
  start: number,
  delimiter: number,
  last: boolean,
  unclosedUntil: number,
  onCell?: (from: number, to: number, quoted: boolean) => void,
): RecordSpan | "unfinished" | "unclosed" {
  const length = bytes.length;
  let at = start;
  let cells = 1;
  let odd = false;
  let stray = false;
  let quoted = false;
  let untidy = 0;
  for (;;) {
    const cellStart = at;
    while (isBlank(bytes[at], delimiter)) at++;
    if (bytes[at] === quote) {
      quoted = true;
      if (at > cellStart) odd = true;
      const from = at + 1;
      const close = from < unclosedUntil ? undefined : closingQuote(bytes, from, delimiter, last);
      if (close === undefined) return "unclosed";
      if (close.stray) stray = true;
      if (close.next > close.at + 1) odd = true;
      if (!isTidy(bytes, from, close.at)) untidy |= bitOf(cells);
      onCell?.(from, close.at, true);
      at = close.next;
    } else {
      at = cellStart;
      let byte = bytes[at];
      while (at < length && byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
        if (byte === quote) odd = true;
        byte = bytes[++at];
      }
      if (!isTidy(bytes, cellStart, at)) untidy |= bitOf(cells);
      onCell?.(cellStart, at, false);
    }
    if (at >= length && !last) return "unfinished";
    if (at < length && bytes[at] === delimiter) {
      cells++;
      at++;
      continue;
    }
    // Whether a line feed belongs to this carriage return is not known before the next chunk.
    if (bytes[at] === carriageReturn && at + 1 >= length && !last) return "unfinished";
    return {
      bytes,
      start,
      end: at,
      cells,
      odd: odd || stray,
      stray,
      multiline: quoted && lineEnd(bytes, start) < at,
      untidy,
      unclosed: false,
    };
  }
}

function closingQuote(
  bytes: Buffer,
  from: number,
  delimiter: number,
  last: boolean,
): { at: number; next: number; stray: boolean } | undefined {
  let stray = false;
  for (let at = bytes.indexOf(quote, from); at >= 0; at = bytes.indexOf(quote, at)) {
    if (bytes[at + 1] === quote) {
      at += 2;
      continue;
    }
    let next = at + 1;
    while (isBlank(bytes[next], delimiter)) next++;
    if (next >= bytes.length) return last ? { at, next, stray } : undefined;
    if (bytes[next] === delimiter || bytes[next] === lineFeed || bytes[next] === carriageReturn)
      return { at, next, stray };
    stray = true;
    at++;
  }
  return undefined;
}

/** The bit of the cell of this number, counted from 1: the last stands for all from the 32nd on. */
export function bitOf(cell: number): number {
  return cell > 31 ? 1 << 31 : 1 << (cell - 1);
}

/**
 * False of a cell that may have white space around it, or stand in ="…": its first byte or its last is a control, a blank, or of
 * a character that is white space, whose bytes in UTF-8 end in 80 to 8B, 9F, A0, A8, A9, AF or BF.
 */
function isTidy(bytes: Buffer, from: number, to: number): boolean {
  if (from === to) return true;
  const first = bytes[from]!;
  if (first <= 0x20 || first === equals || first === 0xc2 || (first >= 0xe1 && first <= 0xef)) return false;
  const last = bytes[to - 1]!;
  if (last < 0x80) return last > 0x20;
  const before = bytes[to - 2]!;
  return !(before === 0xc2 || (before >= 0x80 && before <= 0x9a) || before === 0xbb);
}

function isBlank(byte: number | undefined, delimiter: number): boolean {
  return (byte === 0x20 || byte === 0x09) && byte !== delimiter;
}

function lineEnd(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at++;
  return at;
}

function afterLineEnd(bytes: Buffer, end: number): number {
  return end + (bytes[end] === carriageReturn && bytes[end + 1] === lineFeed ? 2 : 1);
}

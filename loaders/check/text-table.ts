import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import type { Damage } from "../files/damage.js";
import { bitOf, type RecordSpan } from "../files/record-scanner.js";
import { literal } from "../store/database.js";
import { unseen } from "./cell-text.js";
import type { Header } from "./header.js";
import { Traces } from "./traces.js";

/** A row that is no row of the table: it goes to quarantine as a whole. */
export interface BrokenRow {
  row: number;
  rule: "cells" | "quotes" | "header" | "total" | "note" | "table" | "error" | "json";
  reason: string;
}

/**
 * An extract as text: what every format becomes before it is typed. The file is in UTF-8, quoted as RFC 4180 has it,
 * without a header; a line holds the row number and then a cell for each header.
 */
export interface TextTable {
  header: Header;
  broken: BrokenRow[];
  /** How many cells a row has. */
  width: number;
  /** SQL for its rows: `_row BIGINT`, then `c0`, `c1` … VARCHAR. */
  rows: string;
  /** Bytes of it all, where they are known. */
  bytes?: number;
  /** Positions of the cells that may have white space around them, or ="…"; of any where it is left out. */
  untidy?: ReadonlySet<number>;
  /** What its cells may hold; anything where it is left out. */
  traces?: Pick<Traces, "errors" | "totals" | "nullWords">;
  /** What its reader found that a steward should know, in sentences without a value of a cell. */
  remarks?: string[];
  /** Rows that say what others add up to, by the texts of their cells. */
  totals?: { row: number; cells: string[] }[];
}

const bufferBytes = 1 << 20;

/** Writes the file of a text table, readable by the owner only. It is a temporary copy of the extract: remove it after use. */
export class TextTableWriter {
  private readonly handle: number;
  private buffer = Buffer.allocUnsafe(bufferBytes);
  private used = 0;
  private flushed = 0;
  private longest = 0;
  private multiline = false;
  /** Bits of cells, as of a record. */
  private untidy = 0;
  private readonly traces = new Traces();
  private readonly mark: number;
  private readonly special: RegExp;
  /** 1 for each character of ASCII that a cell may hold as it is. */
  private readonly plain = new Uint8Array(128).fill(1);
  /** Where the row that was begun begins in the buffer, and how many bytes of it were written to the file before. */
  private lineFrom = 0;
  private lineBytes = 0;

  constructor(
    readonly file: string,
    private readonly delimiter: string,
    /** Sees the cells that may have been damaged, of rows that are written cell by cell. */
    private readonly damage?: Damage,
  ) {
    this.special = new RegExp(`["\\r\\n${delimiter === "|" ? "\\|" : delimiter}]`);
    this.mark = delimiter.charCodeAt(0);
    for (const special of [...'"\r\n&<=%?\\\v\f\x1e\0', delimiter]) this.plain[special.charCodeAt(0)] = 0;
    this.handle = openSync(file, "wx", 0o600);
  }

  /** Copies a record that is quoted as it should be. */
  copy(row: number, { bytes, start, end, multiline, untidy }: RecordSpan): void {
    const length = mostDigits + end - start + 2;
    if (length > this.buffer.length - this.used) this.flush(length);
    const { buffer } = this;
    this.digits(row);
    buffer[this.used++] = this.mark;
    this.used = copyBytes(bytes, { start, end }, buffer, this.used);
    buffer[this.used++] = 0x0a;
    this.untidy |= untidy;
    if (multiline) this.multiline = true;
    if (length > this.longest) this.longest = length;
  }

  /** Writes the cells of a row. */
  write(row: number, cells: (string | null)[]): void {
    this.begin(row);
    for (let i = 0; i < cells.length; i++) this.cell(i, cells[i]);
    this.finish();
  }

  /** Begins a row, whose cells are to follow in their order. */
  begin(row: number): void {
    this.reserve(mostDigits);
    this.lineBytes = 0;
    this.digits(row);
  }

  /** Writes a cell of the row that was begun; `position` is its place, counted from 0. */
  cell(position: number, text: string | null | undefined): void {
    const length = text?.length ?? 0;
    // A character takes three bytes at most of each of its code units, and a quotation mark is doubled.
    const most = length * 3 + 3;
    if (most > this.buffer.length - this.used) this.reserve(most);
    const { buffer, plain } = this;
    let at = this.used;
    buffer[at++] = this.mark;
    for (let i = 0; i < length; i++) {
      const code = text!.charCodeAt(i);
      if (code > 0x7f || plain[code] === 0) {
        this.unusual(position, text!);
        return;
      }
      buffer[at++] = code;
    }
    if (length) {
      const first = buffer[this.used + 1]!;
      if (isAround(first) || isAround(buffer[at - 1]!)) this.untidy |= bitOf(position + 1);
    }
    this.used = at;
  }

  /** Ends the row that was begun. */
  finish(): void {
    this.reserve(1);
    this.buffer[this.used++] = 0x0a;
    const bytes = this.lineBytes + this.used - this.lineFrom;
    if (bytes > this.longest) this.longest = bytes;
  }

  private unusual(position: number, given: string): void {
    if (maybeDamaged.test(given)) this.damage?.see(Buffer.from(given));
    const text = given.includes("\0") ? given.replaceAll("\0", "") : given;
    if (!isTidy(text)) this.untidy |= bitOf(position + 1);
    const { buffer } = this;
    buffer[this.used++] = this.mark;
    if (!this.special.test(text)) {
      this.used += buffer.write(text, this.used);
      return;
    }
    if (text.includes("\n") || text.includes("\r")) this.multiline = true;
    this.used += buffer.write(`"${text.replaceAll('"', '""')}"`, this.used);
  }

  /** Ends the file. Gives SQL for its rows, how many bytes they are, which cells may be untidy, and what they may hold; `width` is the number of cells. */
  close(width: number): { rows: string; bytes: number; untidy: ReadonlySet<number>; traces: Traces } {
    this.flush(0);
    closeSync(this.handle);
    const { delimiter, multiline, longest, flushed } = this;
    const positions = Array.from({ length: width }, (_, i) => i);
    return {
      rows: textTableSql(this.file, { delimiter, width, multiline, longest }),
      bytes: flushed,
      untidy: new Set(positions.filter((i) => this.untidy & bitOf(i + 1))),
      traces: this.traces,
    };
  }

  /** Ends the file and removes it. */
  discard(): void {
    try {
      closeSync(this.handle);
    } catch {
      // It was closed before.
    }
    rmSync(this.file, { force: true });
  }

  /** Makes room for so many bytes. */
  private reserve(bytes: number): void {
    if (bytes <= this.buffer.length - this.used) return;
    this.lineBytes += this.used - this.lineFrom;
    this.flush(bytes);
    this.lineFrom = 0;
  }

  private digits(row: number): void {
    const { buffer } = this;
    this.lineFrom = this.used;
    let at = this.used + digitsOf(row);
    this.used = at;
    for (let rest = row; rest > 0; rest = Math.floor(rest / 10)) buffer[--at] = 0x30 + (rest % 10);
  }

  private flush(needed: number): void {
    this.traces.see(this.buffer.subarray(0, this.used));
    for (let at = 0; at < this.used; ) at += writeSync(this.handle, this.buffer, at, this.used - at);
    this.flushed += this.used;
    this.used = 0;
    if (needed > this.buffer.length) this.buffer = Buffer.allocUnsafe(needed);
  }
}

/** Copies bytes, and gives the place behind them: a short line is sooner copied here than handed over to be. */
function copyBytes(
  bytes: Buffer,
  { start, end }: { start: number; end: number },
  to: Buffer,
  at: number,
): number {
  if (end - start > 300) return at + bytes.copy(to, at, start, end);
  let next = at;
  for (let from = start; from < end; from++) to[next++] = bytes[from]!;
  return next;
}

/**
 * A zero byte, the sign for a letter that was lost, half of a letter, what ends a line elsewhere, and how signs of web pages and
 * e-mails, programs and web addresses and texts that were encoded twice begin.
 */
const maybeDamaged =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text holds is what is looked for.
  /[\0\v\f\x1e\u0080-\u009f\u2028\u2029\ufffd\ud800-\udfff&<=%?\\\u00c2\u00c3]|\u00e2\u20ac/;

const mostDigits = 16;

function digitsOf(row: number): number {
  let digits = 1;
  for (let least = 10; least <= row; least *= 10) digits++;
  return digits;
}

const around = new RegExp(
  `^[\\s=\\u0085\\u200b\\u2060\\ufeff${unseen}]|[\\s\\u0085\\u200b\\u2060\\ufeff${unseen}]$`,
);
const isPlain = (code: number): boolean => code > 0x20 && code < 0x80 && code !== 0x3d;

/** True of a byte of ASCII that may be white space around a cell, or begin ="…". */
const isAround = (byte: number): boolean => byte <= 0x20 || byte === 0x3d;

function isTidy(cell: string): boolean {
  const isSo =
    isPlain(cell.charCodeAt(0)) && isPlain(cell.charCodeAt(cell.length - 1)) ? true : !around.test(cell);
  return isSo && !cell.includes("\u00a0");
}

/** SQL for the rows of a text table's file. `multiline`: a quoted cell may hold a line end; `longest`: bytes of the longest line. */
export function textTableSql(
  file: string,
  {
    delimiter,
    width,
    multiline,
    longest = 0,
  }: { delimiter: string; width: number; multiline: boolean; longest?: number },
): string {
  const columns = ["'_row': 'BIGINT'", ...Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`)];
  const line = Math.max(longest + 1, 1 << 21);
  const options = [
    "auto_detect = false, header = false",
    `delim = ${literal(delimiter)}, quote = '"', escape = '"', new_line = '\\n'`,
    `max_line_size = ${line}, buffer_size = ${Math.max(line * 2, 1 << 25)}`,
    // Several threads would each have to guess whether they begin inside a quoted cell.
    `parallel = ${!multiline}`,
    `columns = {${columns.join(", ")}}`,
  ];
  return `read_csv(${literal(file)}, ${options.join(", ")})`;
}

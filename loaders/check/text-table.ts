import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { literal } from "../store/database.js";
import type { Header } from "./header.js";

/** A row that is no row of the table: it goes to quarantine as a whole. */
export interface BrokenRow {
  row: number;
  rule: "cells" | "quotes" | "header" | "total" | "note" | "table" | "error";
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
  /** What its reader found that a steward should know, in sentences without a value of a cell. */
  told?: string[];
  /** Rows that say what others add up to, by the texts of their cells. */
  totals?: { row: number; cells: string[] }[];
}

const bufferBytes = 1 << 20;
const lettersAtOnce = 1 << 16;

/** Writes the file of a text table, readable by the owner only. It is a temporary copy of the extract: remove it after use. */
export class TextTableWriter {
  private readonly handle: number;
  private buffer = Buffer.allocUnsafe(bufferBytes);
  private used = 0;
  private longest = 0;
  private multiline = false;
  /** Rows that were written as texts, and wait. */
  private lines = "";
  private readonly special: RegExp;

  constructor(
    readonly file: string,
    private readonly delimiter: string,
  ) {
    this.special = new RegExp(`["\\r\\n${delimiter === "|" ? "\\|" : delimiter}]`);
    this.handle = openSync(file, "wx", 0o600);
  }

  /** Copies a record that is quoted as it should be. */
  copy(row: number, bytes: Buffer, start: number, end: number, multiline: boolean): void {
    if (this.lines) this.encode();
    const prefix = `${row}${this.delimiter}`;
    const length = prefix.length + end - start + 1;
    if (length > this.buffer.length - this.used) this.flush(length);
    this.used += this.buffer.write(prefix, this.used, "latin1");
    this.used += bytes.copy(this.buffer, this.used, start, end);
    this.buffer[this.used++] = 0x0a;
    if (multiline) this.multiline = true;
    if (length > this.longest) this.longest = length;
  }

  /** Writes the cells of a row. */
  write(row: number, cells: (string | null)[]): void {
    let line = String(row);
    for (const cell of cells) {
      line += this.delimiter;
      if (cell === null || cell === "") continue;
      if (!this.special.test(cell)) line += cell;
      else {
        line += `"${cell.replaceAll('"', '""')}"`;
        if (cell.includes("\n") || cell.includes("\r")) this.multiline = true;
      }
    }
    // A character takes three bytes at most of each of its code units.
    if (line.length * 3 > this.longest) this.longest = line.length * 3;
    this.lines += `${line}\n`;
    if (this.lines.length >= lettersAtOnce) this.encode();
  }

  /** Ends the file. Gives SQL for its rows; `width` is the number of cells. */
  close(width: number): string {
    if (this.lines) this.encode();
    this.flush(0);
    closeSync(this.handle);
    return textTableSql(this.file, {
      delimiter: this.delimiter,
      width,
      multiline: this.multiline,
      longest: this.longest,
    });
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

  private encode(): void {
    const length = this.lines.length * 3;
    if (length > this.buffer.length - this.used) this.flush(length);
    this.used += this.buffer.write(this.lines, this.used);
    this.lines = "";
  }

  private flush(needed: number): void {
    for (let at = 0; at < this.used; ) at += writeSync(this.handle, this.buffer, at, this.used - at);
    this.used = 0;
    if (needed > this.buffer.length) this.buffer = Buffer.allocUnsafe(needed);
  }
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

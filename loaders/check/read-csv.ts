import { disguise, encodingOf, utf8Chunks } from "../files/encoding.js";
import { cellsOf, RecordScanner, type RecordSpan } from "../files/record-scanner.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { findHeader, type Header, headerRows } from "./header.js";
import { type BrokenRow, type TextTable, TextTableWriter } from "./text-table.js";

type CsvFormat = Extract<Source["format"], { type: "csv" }>;

const delimiters = [",", ";", "\t", "|"];

/**
 * Reads delimited text into a text table written to `copy`. A row with too few or too many cells, or with a quotation
 * mark that is never closed, is broken; empty rows are passed over; empty cells beyond the header do not matter.
 *
 * Throws Unusable if it is not text, not in the encoding declared, or has no header that fits.
 */
export async function readCsv(source: Source, file: string, copy: string): Promise<TextTable> {
  const format = source.format as CsvFormat;
  const truth = await disguise(file);
  if (truth)
    throw new Unusable(
      `It is not delimited text but ${truth}.`,
      "Ask the supplier for CSV, or change format in the registry.",
    );
  const encoding = await encodingOf(file, format.encoding);
  const { delimiter, row, header } = chooseDelimiter(
    source,
    format,
    await firstBytes(utf8Chunks(file, encoding)),
  );
  const writer = new TextTableWriter(copy, delimiter);
  try {
    const broken: BrokenRow[] = [];
    const body = new Body(header, delimiter, row, writer, broken);
    const scanner = new RecordScanner(delimiter.charCodeAt(0), (record) => body.take(record));
    for await (const chunk of utf8Chunks(file, encoding)) scanner.push(chunk);
    scanner.end();
    return { header, broken, width: body.width, rows: writer.close(body.width) };
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** The records below the header. */
class Body {
  /** Cells that a row must have: the header's, without empty ones at its end. */
  readonly width: number;
  private readonly mark: number;
  private row = 0;

  constructor(
    private readonly header: Header,
    delimiter: string,
    private readonly headerRow: number,
    private readonly writer: TextTableWriter,
    private readonly broken: BrokenRow[],
  ) {
    this.width = header.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    this.mark = delimiter.charCodeAt(0);
  }

  take(record: RecordSpan): boolean {
    const { bytes, start, end, cells, odd, stray, multiline } = record;
    // A mark that is not closed runs on to one in a later row: those rows must not be lost in it.
    if (multiline && (stray || cells !== this.width) && this.row > this.headerRow) return false;
    const row = ++this.row;
    if (row <= this.headerRow + 1 || isEmpty(record, this.mark)) return true;
    if (record.unclosed) {
      this.broken.push({ row, rule: "quotes", reason: "a quotation mark is opened and never closed" });
    } else if (cells === this.width && !odd) {
      this.writer.copy(row, bytes, start, end, multiline);
    } else {
      const texts = cellsOf(record, this.mark);
      if (cells >= this.width && texts.slice(this.header.cells.length).every(isBlank))
        this.writer.write(row, texts.slice(0, this.width));
      else
        this.broken.push({
          row,
          rule: "cells",
          reason: `it has ${count(cells)}, the header has ${this.width}`,
        });
    }
    return true;
  }
}

function chooseDelimiter(
  source: Source,
  format: CsvFormat,
  start: Buffer,
): { delimiter: string; row: number; header: Header } {
  if (start.toString("utf8").trim() === "")
    throw new Unusable("It is empty.", "Ask the supplier to send it again.");
  const rows = format.preambleRows === undefined ? headerRows : format.preambleRows + 1;
  const trials = (format.delimiter ? [format.delimiter] : delimiters).map((delimiter) => {
    const records = firstRecords(start, delimiter, rows);
    try {
      return { delimiter, records, ...findHeader(source, records, format.preambleRows) };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return { delimiter, records, error };
    }
  });
  const [best] = trials.filter((t) => "header" in t).sort((a, b) => b.matched - a.matched);
  if (best) return best;
  // None fits: the one that splits the text into most cells tells best what was found.
  const widest = (records: string[][]): number => Math.max(0, ...records.map((cells) => cells.length));
  const [nearest] = trials.filter((t) => "error" in t).sort((a, b) => widest(b.records) - widest(a.records));
  throw nearest!.error;
}

function firstRecords(start: Buffer, delimiter: string, rows: number): string[][] {
  const records: string[][] = [];
  const scanner = new RecordScanner(delimiter.charCodeAt(0), (record) => {
    if (records.length < rows) records.push(record.unclosed ? [] : cellsOf(record, delimiter.charCodeAt(0)));
    return true;
  });
  scanner.push(start);
  scanner.end();
  return records;
}

async function firstBytes(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  for await (const chunk of chunks) if (chunk.length) return chunk.subarray(0, 1 << 18);
  return Buffer.alloc(0);
}

/** True if no cell has anything in it. The first byte tells it of most records. */
function isEmpty(record: RecordSpan, delimiter: number): boolean {
  let at = record.start;
  while (at < record.end && (record.bytes[at] === delimiter || fillers.has(record.bytes[at]!))) at++;
  return at === record.end && cellsOf(record, delimiter).every(isBlank);
}

/** Blank, tab, quotation mark, the two bytes of a no-break space: what a row without contents may hold besides delimiters. */
const fillers = new Set([0x20, 0x09, 0x22, 0xc2, 0xa0]);

function isBlank(text: string): boolean {
  return text.trim() === "";
}

function count(cells: number): string {
  return cells === 1 ? "1 cell" : `${cells} cells`;
}

import { plural } from "../../components/words/format.js";
import { formatCount } from "../../components/words/numbers.js";
import { ascii } from "../files/bytes.js";
import { Damage, hasOnlyOddLineEnds } from "../files/damage.js";
import { disguise, encodingOf, utf8Chunks } from "../files/encoding.js";
import { cellsOf, RecordScanner, type RecordSpan } from "../files/record-scanner.js";
import { Unusable } from "../files/refused.js";
import type { Source } from "../registry/source.js";
import { encodingRemarks } from "./encoding-remarks.js";
import { findHeader, type Header, headerRows } from "./header.js";
import { RowRules } from "./row-rules.js";
import { type BrokenRow, type TextTable, TextTableWriter } from "./text-table.js";

type CsvFormat = Extract<Source["format"], { type: "csv" }>;

const delimiters = [",", ";", "\t", "|"];

/**
 * Reads delimited text into a text table written to `copy`. A row is broken that has not as many cells as the header, a value
 * beyond the last header, a quotation mark that is never closed, or a cell that holds what looks like several rows; empty
 * rows are passed over.
 *
 * Throws Unusable if it is not text, not in the encoding declared, has no header that fits, or has a header narrower than
 * most rows.
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
  const start = await firstBytes(utf8Chunks(file, encoding));
  if (hasOnlyOddLineEnds(start))
    throw new Unusable(
      "Its lines end in a sign that few programs take for a line end (U+0085, U+2028, a vertical tab or the like).",
      "Ask the supplier to save it with line ends of Windows.",
    );
  const { delimiter, row, header } = chooseDelimiter(source, format, start);
  const writer = new TextTableWriter(copy, delimiter);
  try {
    const broken: BrokenRow[] = [];
    const body = new Body(source, { header, delimiter, row }, writer, broken);
    const scanner = new RecordScanner(delimiter.charCodeAt(0), (record) => body.take(record));
    const damage = new Damage();
    let last = ascii.lineFeed as number;
    for await (const chunk of utf8Chunks(file, encoding, damage)) {
      last = chunk.at(-1) ?? last;
      scanner.push(chunk);
    }
    scanner.end();
    body.refuseMisfit();
    const remarks = [
      ...encodingRemarks(encoding, true),
      ...damage.remarks(),
      ...body.rules.remarks(),
      ...body.swallowing(),
      ...body.cutOff(last),
    ];
    const { totals } = body.rules;
    const { rows, bytes, untidy, traces } = writer.close(body.width);
    return {
      header,
      broken,
      width: body.width,
      rows,
      bytes,
      // A record that is copied was not looked through for no-break spaces within its cells.
      ...(!traces.noBreakSpaces && { untidy }),
      traces,
      remarks,
      totals,
    };
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** The records below the header. */
class Body {
  /** Cells that a row of the text table has: the header's, without empty ones at its end. */
  readonly width: number;
  /** Cells that a row has in the file: more than the header where each row is declared to end with a delimiter. */
  private readonly cells: number;
  readonly rules: RowRules;
  private readonly mayBeShort: boolean;
  private readonly mark: number;
  private readonly headerRow: number;
  private row = 0;
  private filled = 0;
  private wider = 0;
  /** Rows that were read and have a cell which holds what looks like rows. */
  private likeRows = 0;
  private firstLikeRows: number | undefined;
  /** Whether the record at hand may be the beginning of a row. */
  private isTorn = false;

  constructor(
    private readonly source: Source,
    { header, delimiter, row }: Found,
    private readonly writer: TextTableWriter,
    private readonly broken: BrokenRow[],
  ) {
    const { rowEnds } = source.format as CsvFormat;
    this.width = header.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    this.cells = rowEnds === "delimiter" ? this.width + 1 : header.cells.length;
    this.mayBeShort = rowEnds === "short";
    this.mark = delimiter.charCodeAt(0);
    this.headerRow = row;
    this.rules = new RowRules(source, header);
  }

  take(record: RecordSpan): boolean {
    const { cells, odd, stray, multiline } = record;
    // A mark that is not closed runs on to one in a later row: those rows must not be lost in it.
    if (multiline && (stray || !this.fits(cells)) && this.row > this.headerRow) return false;
    const row = ++this.row;
    this.isTorn = record.unclosed || (cells > 1 && cells < this.cells);
    if (row <= this.headerRow + 1) return true;
    if (cells === this.width && !odd && !multiline && this.fits(cells) && this.passes(record)) {
      this.filled++;
      this.writer.copy(row, record);
      return true;
    }
    if (isEmpty(record, this.mark)) {
      this.rules.empty(row);
      return true;
    }
    const verdict = record.unclosed
      ? "row"
      : this.rules.judge(row, firstText(record, this.mark), () => cellsOf(record, this.mark));
    if (verdict === "passed over" || verdict === "ended") return true;
    this.filled++;
    if (verdict !== "row") return this.broken.push({ row, ...verdict }) > 0;
    if (record.unclosed)
      return this.set(row, "quotes", hasMarkBehindBackslash(record) ? behindBackslash : unclosed);
    if (!this.fits(cells)) {
      if (cells > this.cells) this.wider++;
      return this.set(row, "cells", `it has ${count(cells)}, the header has ${this.cells}`);
    }
    if (multiline && holdsRows(record, this.mark, this.cells)) {
      // Marks that are doubled show that somebody quoted with care.
      if (!hasDoubledMarks(record)) return this.set(row, "quotes", swallowed);
      this.firstLikeRows ??= row;
      this.likeRows++;
    }
    if (cells === this.width && !odd) {
      this.writer.copy(row, record);
      return true;
    }
    const texts = cellsOf(record, this.mark);
    if (!texts.slice(this.width).every(isBlank))
      return this.set(row, "cells", "it has a value beyond the last header");
    this.writer.write(
      row,
      Array.from({ length: this.width }, (_, i) => texts[i] ?? ""),
    );
    return true;
  }

  /** True of a record whose first letters tell that it is a row of the table. */
  private passes({ bytes, start, end }: RecordSpan): boolean {
    return end - start > 2 && this.rules.passes(bytes[start]!, bytes[start + 1]!, bytes[start + 2]!);
  }

  private set(row: number, rule: BrokenRow["rule"], reason: string): boolean {
    return this.broken.push({ row, rule, reason }) > 0;
  }

  /** What rows tell that were read, and may have swallowed others. */
  swallowing(): string[] {
    if (this.firstLikeRows === undefined) return [];
    const [have, were] = this.likeRows === 1 ? ["has", "was"] : ["have", "were"];
    return [
      `${plural(this.likeRows, "row")}, row ${formatCount(this.firstLikeRows)} first, ${have} a cell over several lines that look like rows, and ${were} read as one row. If rows are lost in it, ask the supplier to correct its quotation marks.`,
    ];
  }

  /** What a last line without an end tells, which most programs write; `last` is the last byte of all. */
  cutOff(last: number): string[] {
    if (last === ascii.lineFeed || last === ascii.carriageReturn || this.row <= this.headerRow + 1) return [];
    const isTorn = this.isTorn && this.broken.at(-1)?.row === this.row;
    return [
      isTorn
        ? `It ends within row ${formatCount(this.row)}: what should follow may be lost. Ask the supplier to send it again.`
        : `Row ${formatCount(this.row)}, the last, has no line end. If the file was cut off, its last cell may not be whole: see that the row is as it should be.`,
    ];
  }

  /** Throws Unusable if most rows are wider than the header. */
  refuseMisfit(): void {
    if (this.wider * 2 <= this.filled) return;
    throw new Unusable(
      `${formatCount(this.wider)} of its ${formatCount(this.filled)} rows are wider than the header, which may have lost a delimiter.`,
      `Ask the supplier to correct it. If each row is to end with a delimiter that the header lacks, write rowEnds: delimiter under format in data/sources/${this.source.id}.yaml.`,
    );
  }

  private fits(cells: number): boolean {
    return cells === this.cells || (this.mayBeShort && cells < this.cells);
  }
}

const unclosed = "a quotation mark is opened and never closed";
const behindBackslash = "a quotation mark stands behind a backslash and should be doubled";
const swallowed =
  "a cell holds line ends and delimiters as many rows would: a quotation mark may stand where it should not";

/**
 * True of a record over several lines, most of which have as many cells as a row when quotation marks count for nothing: two
 * marks that belong to two rows have swallowed those between.
 */
function holdsRows({ bytes, start, end }: RecordSpan, mark: number, width: number): boolean {
  if (width < 2) return false;
  const text = bytes.toString("latin1", start, end);
  const delimiter = String.fromCharCode(mark);
  const lines = text.split(/\r\n|\n|\r/);
  const whole = lines.filter((line) => line.split(delimiter).length === width).length;
  return whole > 1 && whole * 2 > lines.length;
}

function hasDoubledMarks({ bytes, start, end }: RecordSpan): boolean {
  return bytes.subarray(start, end).includes('""');
}

function hasMarkBehindBackslash({ bytes, start, end }: RecordSpan): boolean {
  return bytes.subarray(start, end).includes('\\"');
}

interface Found {
  delimiter: string;
  row: number;
  header: Header;
}

function chooseDelimiter(source: Source, format: CsvFormat, start: Buffer): Found {
  if (start.toString("utf8").trim() === "")
    throw new Unusable("It is empty.", "Ask the supplier to send it again.");
  // One more, so that a header in two rows is known for one.
  const rows = (format.preambleRows ?? headerRows - 1) + Math.max(2, format.header);
  const trials = (format.delimiter ? [format.delimiter] : delimiters).map((delimiter) => {
    const records = firstRecords(start, delimiter, rows);
    try {
      return { delimiter, records, ...findHeader(source, records, format.preambleRows, format.header) };
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
  throw misquoted(source, format, start, rows, nearest!.error!) ?? nearest!.error;
}

/** What to tell of a header that is one where quotation marks count for nothing; undefined where there is none. */
function misquoted(
  source: Source,
  { delimiter, preambleRows, header }: CsvFormat,
  start: Buffer,
  rows: number,
  error: Unusable,
): Unusable | undefined {
  const lines = start
    .toString("utf8")
    .split(/\r\n|\n|\r/, rows)
    .map((line) => line.replaceAll('"', ""));
  for (const one of delimiter ? [delimiter] : delimiters)
    try {
      const { row } = findHeader(
        source,
        lines.map((line) => line.split(one)),
        preambleRows,
        header,
      );
      return new Unusable(
        `${error.problem.split(". ")[0]}. The header, row ${row + 1}, has quotation marks where they do not belong.`,
        "Ask the supplier to correct them.",
      );
    } catch (other) {
      if (!(other instanceof Unusable)) throw other;
    }
  return undefined;
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

/** The first text of a record, without white space and quotation marks around it. */
function firstText(record: RecordSpan, delimiter: number): string {
  const { bytes, start, end } = record;
  let to = start;
  while (to < end && bytes[to] !== delimiter) to++;
  const text = bytes.toString("utf8", start, Math.min(to, start + longestFirst));
  const first = surrounded.test(text) ? text.replace(/^[\s"]+|[\s"]+$/g, "") : text;
  return first || (cellsOf(record, delimiter).find((cell) => !isBlank(cell)) ?? "").trim();
}

const surrounded = /^[\s"]|[\s"]$/;
/** Bytes of a first text that are looked at. */
const longestFirst = 200;

function isBlank(text: string): boolean {
  return text.trim() === "";
}

function count(cells: number): string {
  return cells === 1 ? "1 cell" : `${cells} cells`;
}

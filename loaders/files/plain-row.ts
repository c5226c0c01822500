import { ascii } from "./bytes.js";
import type { NumberStyle } from "./sheet-numbers.js";
import type { SheetScanner } from "./sheet-scanner.js";
import type { SheetCell } from "./sheets.js";

const { equals, fullStop, greater, less, nine, quote, slash, space, zero } = ascii;

/** The letters of tags and attributes. */
const [c, h, n, r, s, t] = Array.from("chnrst", (letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
  number,
];

const rowStart = Buffer.from("<row");
const rowEnd = Buffer.from("</row>");
const formulaStart = Buffer.from("<f>");
const formulaEnd = Buffer.from("</f>");
const valueStart = Buffer.from("<v>");
const valueEnd = Buffer.from("</v></c>");
const inlineStart = Buffer.from("<is><t>");
const inlineEnd = Buffer.from("</t></is></c>");
const inlineType = Buffer.from("inlineStr");

/**
 * Reads rows of a sheet from its bytes and hands them to a scanner.
 *
 * By hand, beside the scanner for XML, because a sheet is the same few tags millions of times: `npm run bench -- check` tells.
 */
export class PlainRows {
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private stated = 0;
  private isHidden = false;
  private column = -1;
  private type = 0;
  private style: NumberStyle | undefined;

  constructor(
    private readonly workbook: { shared: readonly SheetCell[]; styles: readonly NumberStyle[] },
    private readonly scanner: SheetScanner,
  ) {}

  /**
   * The place behind the row that begins at `from`; -1, with nothing done, of a row that has anything in it but numbers, dates,
   * shared texts and texts of its own without entities, and of one that is not whole.
   */
  read(bytes: Buffer, from: number): number {
    this.bytes = bytes;
    this.at = from;
    const form = this.rowTag();
    if (form === "other") return -1;
    const cells: SheetCell[] = [];
    this.column = -1;
    while (form === "open" && !this.takes(rowEnd)) {
      const tag = this.cellTag();
      if (tag === "other") return -1;
      if (tag === "closed") continue;
      const cell = this.type === inline ? this.ownText() : this.value();
      if (cell === false) return -1;
      if (!cell || cell.text === null) continue;
      while (cells.length < this.column) cells.push(this.scanner.blank);
      cells[this.column] = cell;
    }
    this.scanner.takeRow(this.stated, this.isHidden, cells);
    return this.at;
  }

  /** Goes behind a word, if it is there. */
  private takes(word: Buffer): boolean {
    const { bytes, at } = this;
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
    this.at += word.length;
    return true;
  }

  private rowTag(): Tag {
    this.stated = 0;
    this.isHidden = false;
    if (!this.takes(rowStart)) return "other";
    const { bytes } = this;
    while (bytes[this.at] === space) {
      let at = this.at + 1;
      const nameFrom = at;
      while (bytes[at]! > space && bytes[at] !== equals && bytes[at] !== greater && bytes[at] !== slash) at++;
      const nameTo = at;
      if (bytes[at] !== equals || bytes[at + 1] !== quote) return "other";
      const valueFrom = at + 2;
      at = bytes.indexOf(quote, valueFrom);
      if (at < 0) return "other";
      if (bytes[nameFrom] === r && nameTo === nameFrom + 1) this.stated = wholeNumber(bytes, valueFrom, at);
      else if (bytes[nameFrom] === h && bytes.toString("latin1", nameFrom, nameTo) === "hidden")
        this.isHidden = /^(1|true)$/.test(bytes.toString("latin1", valueFrom, at));
      if (this.stated < 0) return "other";
      this.at = at + 1;
    }
    return this.tagEnd();
  }

  private tagEnd(): Tag {
    const isClosed = this.bytes[this.at] === slash;
    if (isClosed) this.at++;
    if (this.bytes[this.at++] !== greater) return "other";
    return isClosed ? "closed" : "open";
  }

  private cellTag(): Tag {
    const { bytes } = this;
    if (bytes[this.at] !== less || bytes[this.at + 1] !== c) return "other";
    this.at += 2;
    this.column++;
    this.type = 0;
    this.style = undefined;
    while (bytes[this.at] === space) {
      const name = bytes[this.at + 1];
      if (bytes[this.at + 2] !== equals || bytes[this.at + 3] !== quote) return "other";
      const valueFrom = this.at + 4;
      this.at = valueFrom;
      if (name === r) this.column = this.address();
      else if (name === s) this.style = this.workbook.styles[this.digits()];
      else if (name === t) this.cellType();
      if (this.at === valueFrom || this.column < 0 || bytes[this.at] !== quote) return "other";
      this.at++;
    }
    return this.tagEnd();
  }

  /** The column of an address, counted from 0; below 0 of none. */
  private address(): number {
    let letters = 0;
    for (let letter = this.bytes[this.at]! | 0x20; letter > 0x60 && letter < 0x7b; ) {
      letters = letters * 26 + letter - 0x60;
      letter = this.bytes[++this.at]! | 0x20;
    }
    this.digits();
    return letters > mostColumns ? -1 : letters - 1;
  }

  private digits(): number {
    let number = 0;
    for (let digit = this.bytes[this.at]! - zero; digit >= 0 && digit <= 9; ) {
      number = number * 10 + digit;
      digit = this.bytes[++this.at]! - zero;
    }
    return number;
  }

  private cellType(): void {
    const type = this.bytes[this.at]!;
    if (this.bytes[this.at + 1] === quote && (type === s || type === n)) {
      this.type = type;
      this.at++;
    } else if (this.takes(inlineType)) this.type = inline;
  }

  /** A text that stands in its cell; false of one with anything in it that has to be resolved. */
  private ownText(): SheetCell | false {
    if (!this.takes(inlineStart)) return false;
    const from = this.at;
    while (isPlainText(this.bytes[this.at]!)) this.at++;
    const to = this.at;
    return this.takes(inlineEnd) && this.scanner.textCell(this.bytes.toString("utf8", from, to));
  }

  /** What a number stands for in its cell: itself, a date, or a shared text; false of what is no number. */
  private value(): SheetCell | undefined | false {
    if (this.type !== s && this.takes(formulaStart)) {
      const end = this.bytes.indexOf(formulaEnd, this.at);
      if (end < 0) return false;
      this.at = end + formulaEnd.length;
    }
    if (!this.takes(valueStart)) return false;
    const value = this.number();
    if (Number.isNaN(value) || !this.takes(valueEnd)) return false;
    return this.type === s
      ? (this.workbook.shared[value] ?? false)
      : this.scanner.numberCell(value, this.style);
  }

  private number(): number {
    const { bytes } = this;
    const from = this.at;
    let at = from;
    let value = 0;
    let digits = 0;
    let point = -1;
    for (let byte = bytes[at]!; ; byte = bytes[++at]!) {
      if (byte >= zero && byte <= nine) {
        value = value * 10 + byte - zero;
        digits++;
      } else if (byte === fullStop && point < 0) point = digits;
      else break;
    }
    if (digits > 0 && digits <= 15 && !isNumeric(bytes[at]!)) {
      this.at = at;
      return point < 0 ? value : value / powers[digits - point]!;
    }
    // Signs, exponents and seventeen digits are for the engine to read.
    while (isNumeric(bytes[at]!)) at++;
    this.at = at;
    return at === from || at - from > 30 ? Number.NaN : Number(bytes.toString("latin1", from, at));
  }
}

/** Whether a tag has something between it and its end, or is none of those that are read. */
type Tag = "open" | "closed" | "other";

const inline = 1;
/** Columns that a sheet may have. */
const mostColumns = 16_384;
/** A whole number below 2^53 over one of these is rounded as its decimal fraction is. */
const powers = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** Whether it is a byte of a text in which nothing has to be resolved. */
const isPlainText = (byte: number): boolean =>
  byte >= space && byte !== less && byte !== 0x26 && byte !== 0x5f;

const isNumeric = (byte: number): boolean =>
  (byte >= zero && byte <= nine) ||
  byte === fullStop ||
  byte === 0x2d ||
  byte === 0x2b ||
  (byte | 0x20) === 0x65;

/** The number that digits say; -1 of anything else. */
function wholeNumber(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

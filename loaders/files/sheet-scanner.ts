import {
  faultyCell,
  isoText,
  type NumberStyle,
  numberCell,
  numberStyle,
  plainCell,
} from "./sheet-numbers.js";
import type { SheetCell, SheetRow } from "./sheets.js";
import { AttributeWalk, textOf, type XmlHandler } from "./xml-scanner.js";

/** Collects a text of a workbook, which may be in pieces of different looks; what tells how to pronounce it is left out. */
class TextPieces {
  private text = "";
  private isText = false;
  private isSpoken = false;

  open(name: string): void {
    if (name === "t") this.isText = true;
    else if (name === "rPh") this.isSpoken = true;
  }

  take(text: string, isPlain: boolean): void {
    if (this.isText && !this.isSpoken) this.text += isPlain ? text : textOf(text);
  }

  close(name: string): void {
    if (name === "t") this.isText = false;
    else if (name === "rPh") this.isSpoken = false;
  }

  /** The text so far, and begins the next. */
  end(): string {
    const text = unescaped(this.text);
    this.text = "";
    return text;
  }
}

/** Excel writes what XML cannot hold as _x000D_. */
const unescaped = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** Reads the texts that cells share. */
export class StringScanner implements XmlHandler {
  readonly cells: SheetCell[] = [];
  private readonly pieces = new TextPieces();

  open(name: string): void {
    this.pieces.open(name);
  }

  text(text: string, isPlain: boolean): void {
    this.pieces.take(text, isPlain);
  }

  close(name: string): void {
    if (name === "si") this.cells.push(plainCell(this.pieces.end()));
    else this.pieces.close(name);
  }
}

/** Numbers of a style that are remembered with their texts: few days, and few counts, come again and again. */
const mostNumbers = 100_000;
const general = numberStyle("General");
const blank = plainCell(null);
const errors = new Set(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"]);

/** Reads the rows of a sheet. */
export class SheetScanner implements XmlHandler {
  private rows: SheetRow[] = [];
  private row: SheetRow = { at: -1, cells: [], isHidden: false };
  private column = -1;
  private type = "n";
  private style = general;
  private value = "";
  private hasValue = false;
  private hasFormula = false;
  private isValue = false;
  private isCell = false;
  private readonly pieces = new TextPieces();
  private readonly walk = new AttributeWalk();
  private readonly numbers = new Map<NumberStyle, Map<number, SheetCell>>();

  constructor(
    private readonly workbook: {
      shared: readonly SheetCell[];
      styles: readonly NumberStyle[];
      is1904: boolean;
    },
  ) {}

  /** Whether a row has ended, and nothing has begun since. */
  hasEndedRow = false;
  /** The cell where a row has none. */
  readonly blank = blank;
  readonly textCell = plainCell;

  /** The rows that ended since it was last asked. */
  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  /** Takes a row that was read elsewhere; `stated` is its number, counted from 1, or 0. */
  takeRow(stated: number, isHidden: boolean, cells: SheetCell[]): void {
    this.row = { at: Math.max(this.row.at + 1, stated > 0 ? stated - 1 : 0), cells, isHidden };
    if (cells.length) this.rows.push(this.row);
  }

  open(name: string, text: string, from: number, to: number): void {
    this.hasEndedRow = false;
    if (name === "c") this.openCell(text, from, to);
    else if (name === "v") this.isValue = true;
    else if (name === "row") this.openRow(text, from, to);
    else if (this.isCell) {
      if (name === "f") this.hasFormula = true;
      else this.pieces.open(name);
    }
  }

  text(text: string, isPlain: boolean): void {
    if (this.isValue) {
      const own = isPlain ? text : textOf(text);
      this.value = this.value === "" ? own : this.value + own;
    } else if (this.isCell) this.pieces.take(text, isPlain);
  }

  close(name: string): void {
    if (name === "v") {
      this.isValue = false;
      this.hasValue = true;
    } else if (name === "c") this.closeCell();
    else if (name === "row") {
      this.hasEndedRow = true;
      if (this.row.cells.length) this.rows.push(this.row);
    } else if (this.isCell) this.pieces.close(name);
  }

  private openRow(text: string, from: number, to: number): void {
    const { walk } = this;
    let stated = 0;
    let isHidden = false;
    walk.over(text, from, to);
    while (walk.next())
      if (walk.name === "r") stated = Number(walk.value);
      else if (walk.name === "hidden") isHidden = walk.value === "1" || walk.value === "true";
    this.row = { at: Math.max(this.row.at + 1, stated > 0 ? stated - 1 : 0), cells: [], isHidden };
    this.column = -1;
  }

  private openCell(text: string, from: number, to: number): void {
    const { walk } = this;
    this.isCell = true;
    this.column++;
    this.type = "n";
    this.style = general;
    this.value = "";
    this.hasValue = false;
    this.hasFormula = false;
    walk.over(text, from, to);
    while (walk.next()) {
      if (walk.nameTo !== walk.nameFrom + 1) continue;
      const name = text.charCodeAt(walk.nameFrom);
      if (name === 0x72) this.column = columnOf(text, walk.valueFrom, walk.valueTo);
      else if (name === 0x74) this.type = text.slice(walk.valueFrom, walk.valueTo);
      else if (name === 0x73)
        this.style = this.workbook.styles[Number(text.slice(walk.valueFrom, walk.valueTo))] ?? general;
    }
  }

  private closeCell(): void {
    this.isCell = false;
    const cell = this.cell();
    if (cell.text === null && cell.fault === undefined) return;
    const { cells } = this.row;
    while (cells.length < this.column) cells.push(blank);
    cells[this.column] = cell;
  }

  private cell(): SheetCell {
    const { type, value } = this;
    if (type === "s" && value !== "")
      return (
        this.workbook.shared[Number(value)] ??
        faultyCell(`cell ${this.address()} refers to a text that is not there`)
      );
    if (type === "inlineStr") return plainCell(this.pieces.end());
    if (type === "str") {
      if (!this.hasValue && this.hasFormula) return this.withoutValue();
      return plainCell(unescaped(value));
    }
    if (value === "") return this.hasFormula ? this.withoutValue() : blank;
    if (type === "e")
      return faultyCell(`cell ${this.address()} holds ${errors.has(value) ? value : "an error"}`);
    if (type === "b") return plainCell(value === "1" || value === "true" ? "true" : "false");
    if (type === "d") return plainCell(isoDate(value));
    const number = Number(value);
    if (Number.isNaN(number)) return plainCell(value);
    return this.numberCell(number, this.style);
  }

  /** The cell of a number that is shown in a style. */
  numberCell(value: number, style: NumberStyle = general): SheetCell {
    let known = this.numbers.get(style);
    if (!known) {
      known = new Map();
      this.numbers.set(style, known);
    }
    let cell = known.get(value);
    if (!cell) {
      cell = numberCell(value, style, this.workbook.is1904);
      if (known.size < mostNumbers) known.set(value, cell);
    }
    return cell;
  }

  private withoutValue(): SheetCell {
    return faultyCell(`cell ${this.address()} has a formula and no value`);
  }

  private address(): string {
    let letters = "";
    for (let n = this.column + 1; n > 0; n = Math.floor((n - 1) / 26))
      letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
    return `${letters}${this.row.at + 1}`;
  }
}

/** Columns that a sheet may have. */
const mostColumns = 16_384;

/** The column of a cell's address, counted from 0: 1 of B7. */
function columnOf(text: string, from: number, to: number): number {
  let column = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at) | 0x20;
    if (code < 0x61 || code > 0x7a) break;
    column = column * 26 + code - 0x60;
  }
  return Math.min(Math.max(column, 1), mostColumns) - 1;
}

/** A date that is written as one, and not as a number of days. */
function isoDate(value: string): string {
  const hasZone = /(?:Z|[+-]\d\d:\d\d)$/i.test(value);
  const time = Date.parse(value.includes("T") && !hasZone ? `${value}Z` : value);
  return Number.isNaN(time) ? value : isoText(time);
}

import { formatList, plural } from "../../components/words/format.js";
import { refuseManyColumns, refuseManyRows } from "../files/bounds.js";
import { Unusable } from "../files/refused.js";
import { readWorkbook, type Sheet, type SheetCell } from "../files/workbook.js";
import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { findHeader, type Header, headerRows } from "./header.js";
import { tellable } from "./header-words.js";
import { RowRules } from "./row-rules.js";
import { type BrokenRow, type TextTable, TextTableWriter } from "./text-table.js";

type XlsxFormat = Extract<Source["format"], { type: "xlsx" }>;

/** A sheet with the header, and where that ends. */
interface Table {
  sheet: Sheet;
  row: number;
  header: Header;
}

/**
 * Reads a workbook into a text table written to `copy`: the declared sheet, or the first visible one that has the header, or
 * all that have it. A row is broken if a cell that is read holds an error or a formula without a value, or if it has a value
 * beyond the last header. Rows of a second sheet are numbered on from those of the first.
 *
 * Throws Unusable if it is no workbook, or no sheet has a header that fits.
 */
export async function readXlsx(source: Source, file: string, copy: string): Promise<TextTable> {
  const format = source.format as XlsxFormat;
  const sheets = await readWorkbook(file, source.limits);
  const { tables, told } = chooseTables(source, format, sheets);
  const { header } = tables[0]!;
  const width = header.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  refuseManyColumns(width);
  const writer = new TextTableWriter(copy, ",");
  try {
    const broken: BrokenRow[] = [];
    const totals: TextTable["totals"] = [];
    let before = 0;
    for (const table of tables) {
      if (before)
        told.push(`Rows of ${nameOf(source, table.sheet, sheets)} are numbered from ${before + 1} on.`);
      const body = new Body(source, { ...table, header: table.header }, writer, broken, before);
      body.read(width, header);
      told.push(...body.told());
      totals.push(...body.rules.totals);
      before += table.sheet.rows.length;
      refuseManyRows(before - tables.length, source.limits);
    }
    return { header, broken, width, rows: writer.close(width), told, totals };
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** The rows below the header of a sheet. */
class Body {
  readonly rules: RowRules;
  private readonly declared: Map<number, Column | undefined>;
  private hidden = 0;

  constructor(
    private readonly source: Source,
    private readonly table: Table,
    private readonly writer: TextTableWriter,
    private readonly broken: BrokenRow[],
    private readonly before: number,
  ) {
    const { header } = table;
    this.rules = new RowRules(source, header);
    const byName = new Map(source.columns.map((column) => [column.name, column]));
    const unpivoted = source.unpivot && byName.get(source.unpivot.values);
    this.declared = new Map([
      ...header.unpivoted.map(({ position }): [number, Column | undefined] => [position, unpivoted]),
      ...[...header.positions].map(([name, position]): [number, Column | undefined] => [
        position,
        byName.get(name),
      ]),
    ]);
  }

  read(width: number, first: Header): void {
    const { sheet, row } = this.table;
    const leave = (this.source.format as XlsxFormat).hiddenRows === "leave";
    for (let at = row + 1; at < sheet.rows.length; at++) {
      const cells = sheet.rows[at]!;
      const number = this.before + at + 1;
      if (cells.every((cell) => !cell.fault && isBlank(cell.text))) {
        this.rules.empty(number);
        continue;
      }
      if (sheet.hiddenRows.has(at)) {
        this.hidden++;
        if (leave) continue;
      }
      this.take(number, cells, width, first);
    }
  }

  told(): string[] {
    const leave = (this.source.format as XlsxFormat).hiddenRows === "leave";
    const hidden = this.hidden
      ? [
          `${plural(this.hidden, "row")} of it ${this.hidden === 1 ? "is" : "are"} hidden or filtered out, and ${leave ? "not read" : "read like the others"}.`,
        ]
      : [];
    return [...hidden, ...this.rules.told()];
  }

  private take(row: number, cells: SheetCell[], width: number, first: Header): void {
    const texts = cells.map((cell) => cell.text ?? "");
    const verdict = this.rules.judge(row, texts.find((text) => !isBlank(text))?.trim() ?? "", () => texts);
    if (verdict === "passed over" || verdict === "ended") return;
    if (verdict !== "row") {
      this.broken.push({ row, ...verdict });
      return;
    }
    const fault = cells.find((cell, i) => cell.fault && this.declared.has(i) && !this.isMarker(cell, i));
    if (fault) this.broken.push({ row, rule: "error", reason: fault.fault! });
    else if (cells.slice(width).some((cell) => !isBlank(cell.text)))
      this.broken.push({ row, rule: "cells", reason: "it has a value beyond the last header" });
    else
      this.writer.write(
        row,
        Array.from({ length: width }, (_, i) => this.text(cells, i, first)),
      );
  }

  /** The text under the header that the first sheet has in a place, wherever this sheet has it. */
  private text(cells: SheetCell[], position: number, first: Header): string | null {
    const own = this.table.header;
    const name = own === first ? undefined : [...first.positions].find(([, at]) => at === position)?.[0];
    const at = name === undefined ? position : (own.positions.get(name) ?? position);
    const cell = cells[at];
    if (!cell) return null;
    if (cell.fault) return errorOf(cell);
    const column = this.declared.get(at);
    if (!cell.isNumber || !column || cell.text === null) return cell.text;
    const scaled =
      cell.isPercentage && column.percent === "percentage"
        ? String(Number((Number(cell.text) * 100).toPrecision(15)))
        : cell.text;
    // The workbook holds a number, however the supplier's texts are written.
    return column.decimal === "," ? scaled.replace(".", ",") : scaled;
  }

  private isMarker(cell: SheetCell, at: number): boolean {
    const column = this.declared.get(at);
    const error = errorOf(cell)?.toLowerCase();
    const known = [...(column?.missing ?? []), ...Object.keys(column?.markers ?? {})];
    return known.some((text) => text.toLowerCase() === error);
  }
}

/** The error that a cell holds, as in #N/A, or null. */
function errorOf({ fault }: SheetCell): string | null {
  return /#\S+$/.exec(fault ?? "")?.[0] ?? null;
}

function chooseTables(
  source: Source,
  format: XlsxFormat,
  sheets: Sheet[],
): { tables: Table[]; told: string[] } {
  const named = format.sheet === undefined ? undefined : sheets.find(({ name }) => name === format.sheet);
  if (format.sheet !== undefined && !named)
    throw new Unusable(
      `It has no sheet named “${format.sheet}”.`,
      "Correct format: sheet in the registry, or ask the supplier for the sheet agreed.",
    );
  const offered = (named ? [named] : sheets.filter(({ isHidden }) => !isHidden)).filter(
    ({ rows }) => rows.length,
  );
  let problem = new Unusable("It is empty.", "Ask the supplier to send it again.");
  const tables: Table[] = [];
  for (const [i, sheet] of offered.entries())
    try {
      tables.push({ sheet, ...headerOf(source, format, sheet) });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      if (i === 0) problem = error;
    }
  if (!tables.length) throw problem;
  const read = format.sheets === "all" ? tables : tables.slice(0, 1);
  return { tables: read, told: named ? [] : tellOthers(source, format, sheets, read) };
}

function headerOf(source: Source, format: XlsxFormat, sheet: Sheet): Omit<Table, "sheet"> {
  const top = sheet.rows
    .slice(0, (format.preambleRows ?? headerRows - 1) + Math.max(2, format.header))
    .map((cells) => Array.from(cells, (cell) => cell.text ?? ""));
  return findHeader(source, top, format.preambleRows, format.header);
}

/** The sheets that were not read, and why. */
function tellOthers(source: Source, format: XlsxFormat, sheets: Sheet[], read: Table[]): string[] {
  const others = sheets.filter((sheet) => sheet.rows.length && !read.some((table) => table.sheet === sheet));
  const fits = (sheet: Sheet): boolean => {
    try {
      headerOf(source, format, sheet);
      return true;
    } catch {
      return false;
    }
  };
  const list = (some: Sheet[]): string => formatList(some.map((sheet) => nameOf(source, sheet, sheets)));
  const visible = others.filter((sheet) => !sheet.isHidden && fits(sheet));
  const hidden = others.filter((sheet) => sheet.isHidden);
  return [
    ...(visible.length
      ? [
          `${list(visible)} ${visible.length === 1 ? "has" : "have"} the header, too, and ${visible.length === 1 ? "was" : "were"} not read. Write sheets: all under format to read all, or name the one that is meant.`,
        ]
      : []),
    ...(hidden.length
      ? [
          `${list(hidden)} ${hidden.length === 1 ? "is" : "are"} hidden and ${hidden.length === 1 ? "was" : "were"} not read. Name a hidden sheet under format if it is meant.`,
        ]
      : []),
  ];
}

function nameOf(source: Source, sheet: Sheet, sheets: Sheet[]): string {
  const told = tellable(source, sheet.name);
  return `sheet ${sheets.indexOf(sheet) + 1} of ${sheets.length}${told ? ` (${told})` : ""}`;
}

const isBlank = (text: string | null): boolean => text === null || text.trim() === "";

import { formatList, plural } from "../../components/words/format.js";
import { formatCount } from "../../components/words/numbers.js";
import { refuseManyColumns, refuseManyRows } from "../files/bounds.js";
import { Damage } from "../files/damage.js";
import { Unusable } from "../files/refused.js";
import { firstRows, type Sheet, type SheetCell, type SheetRow } from "../files/sheets.js";
import { withWorkbook } from "../files/workbook.js";
import type { Column } from "../registry/column.js";
import type { Source } from "../registry/source.js";
import { findHeader, type Header, headerRows } from "./header.js";
import { tellable } from "./header-words.js";
import { RowRules } from "./row-rules.js";
import { type BrokenRow, type TextTable, TextTableWriter } from "./text-table.js";

type XlsxFormat = Extract<Source["format"], { type: "xlsx" }>;

/** A sheet with something in it, and its first rows. */
interface Offered {
  sheet: Sheet;
  top: SheetCell[][];
}

/** A sheet with the header, and where that ends. */
interface Table extends Offered {
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
  return withWorkbook(file, source.limits, async (sheets) => {
    const { tables, remarks } = await chooseTables(source, sheets);
    const { header } = tables[0]!;
    const width = header.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
    refuseManyColumns(width);
    const damage = new Damage();
    const writer = new TextTableWriter(copy, ",", damage);
    try {
      const broken: BrokenRow[] = [];
      const totals: TextTable["totals"] = [];
      let before = 0;
      for (const table of tables) {
        if (before) {
          const name = nameOf(source, table.sheet, sheets);
          remarks.push(`Rows of ${name} are numbered from ${before + 1} on.`);
          remarks.push(...tellUnlike(source, name, header, table.header));
        }
        const body = new Body(source, table, { writer, broken, before, width, first: header });
        before = await body.read();
        remarks.push(...body.remarks());
        totals.push(...body.rules.totals);
      }
      const written = writer.close(width);
      return { header, broken, width, ...written, remarks: [...remarks, ...damage.remarks()], totals };
    } catch (error) {
      writer.discard();
      throw error;
    }
  });
}

/** The rows below the header of a sheet. */
class Body {
  readonly rules: RowRules;
  private readonly declared: Map<number, Column | undefined>;
  /** Positions whose numbers are not written as the workbook has them. */
  private readonly written: ReadonlySet<number>;
  private hidden = 0;
  /** By the place of a column of percentages, in how many cells they are shown with a percent sign, and in how many not. */
  private readonly shown = new Map<number, { with: number; without: number }>();
  /** Where this sheet has what the first has in each place; undefined of what it lacks. */
  private readonly places: (number | undefined)[];

  constructor(
    private readonly source: Source,
    private readonly table: Table,
    private readonly into: {
      writer: TextTableWriter;
      broken: BrokenRow[];
      /** Rows of the sheets before. */
      before: number;
      width: number;
      /** The header of the first sheet. */
      first: Header;
    },
  ) {
    const { header } = table;
    this.rules = new RowRules(source, header);
    this.places = placesIn(header, into.first, into.width);
    const byName = new Map(source.columns.map((column) => [column.name, column]));
    const unpivoted = source.unpivot && byName.get(source.unpivot.values);
    this.declared = new Map([
      ...header.unpivoted.map(({ position }): [number, Column | undefined] => [position, unpivoted]),
      ...[...header.positions].map(([name, position]): [number, Column | undefined] => [
        position,
        byName.get(name),
      ]),
    ]);
    const isWritten = ([, column]: [number, Column | undefined]): boolean =>
      column?.percent === "percentage" || column?.decimal === ",";
    this.written = new Set([...this.declared].filter(isWritten).map(([position]) => position));
  }

  /** Reads them all. Gives how many rows this sheet and those before it have. */
  async read(): Promise<number> {
    const { sheet, row } = this.table;
    const { before } = this.into;
    let next = row + 1;
    for await (const rows of sheet.rows())
      for (const one of rows) {
        if (one.at <= row) continue;
        if (one.at > next) this.rules.empty(before + next + 1);
        next = one.at + 1;
        this.see(one);
        refuseManyRows(before + next - row - 1, this.source.limits);
      }
    return before + next;
  }

  private see({ at, cells, isHidden }: SheetRow): void {
    const number = this.into.before + at + 1;
    const first = cells.findIndex((cell) => cell.fault !== undefined || !isBlank(cell.text));
    if (first < 0) {
      this.rules.empty(number);
      return;
    }
    if (isHidden) this.hidden++;
    if (isHidden && (this.source.format as XlsxFormat).hiddenRows === "leave") return;
    if (!this.copies(number, cells, cells[first]!.text)) this.take(number, cells);
  }

  remarks(): string[] {
    const leave = (this.source.format as XlsxFormat).hiddenRows === "leave";
    const hidden = this.hidden
      ? [
          `${plural(this.hidden, "row")} of it ${this.hidden === 1 ? "is" : "are"} hidden or filtered out, and ${leave ? "not read" : "read like the others"}.`,
        ]
      : [];
    return [...hidden, ...this.tellMixed(), ...this.rules.remarks()];
  }

  private tellMixed(): string[] {
    return [...this.shown].flatMap(([at, shown]) =>
      shown.with && shown.without
        ? [
            `${this.declared.get(at)!.name} is shown with a percent sign in ${plural(shown.with, "row")} and without one in ${formatCount(shown.without)}: 0.45 was read as 45 where it is shown as 45%, and as 0.45 where it is not. Ask the supplier which is meant.`,
          ]
        : [],
    );
  }

  /** Writes a row as it stands. False, with nothing done, of one that has to be looked at more closely. */
  private copies(row: number, cells: SheetCell[], first: string | null): boolean {
    const { writer, width } = this.into;
    if (!first || cells.length > width || this.into.first !== this.table.header) return false;
    for (let i = 0; i < cells.length; i++)
      if (cells[i]!.fault !== undefined || (cells[i]!.isNumber && this.written.has(i))) return false;
    if (!this.rules.passes(first.charCodeAt(0), first.charCodeAt(1), first.charCodeAt(2))) return false;
    writer.begin(row);
    for (let i = 0; i < width; i++) writer.cell(i, cells[i]?.text);
    writer.finish();
    return true;
  }

  private take(row: number, cells: SheetCell[]): void {
    const { writer, broken, width } = this.into;
    const texts = cells.map((cell) => cell.text ?? "");
    const verdict = this.rules.judge(row, texts.find((text) => !isBlank(text))?.trim() ?? "", () => texts);
    if (verdict === "passed over" || verdict === "ended") return;
    if (verdict !== "row") {
      broken.push({ row, ...verdict });
      return;
    }
    const fault = cells.find((cell, i) => cell.fault && this.declared.has(i) && !this.isMarker(cell, i));
    if (fault) broken.push({ row, rule: "error", reason: fault.fault! });
    else if (cells.slice(width).some((cell) => !isBlank(cell.text)))
      broken.push({ row, rule: "cells", reason: "it has a value beyond the last header" });
    else
      writer.write(
        row,
        Array.from({ length: width }, (_, i) => this.text(cells, i)),
      );
  }

  /** The text under the header that the first sheet has in a place, wherever this sheet has it. */
  private text(cells: SheetCell[], position: number): string | null {
    const at = this.places[position];
    if (at === undefined) return null;
    const cell = cells[at];
    if (!cell) return null;
    if (cell.fault) return errorOf(cell);
    const column = this.declared.get(at);
    if (!cell.isNumber || !column || cell.text === null) return cell.text;
    const isScaled = cell.isPercentage === true && column.percent === "percentage";
    if (column.percent === "percentage" && Number(cell.text) !== 0) this.noteShown(at, isScaled);
    const scaled = isScaled ? String(Number((Number(cell.text) * 100).toPrecision(15))) : cell.text;
    // The workbook holds a number, however the supplier's texts are written.
    return column.decimal === "," ? scaled.replace(".", ",") : scaled;
  }

  private noteShown(at: number, isWithSign: boolean): void {
    const shown = this.shown.get(at) ?? { with: 0, without: 0 };
    shown[isWithSign ? "with" : "without"]++;
    this.shown.set(at, shown);
  }

  private isMarker(cell: SheetCell, at: number): boolean {
    const column = this.declared.get(at);
    const error = errorOf(cell)?.toLowerCase();
    const known = [...(column?.missing ?? []), ...Object.keys(column?.markers ?? {})];
    return known.some((text) => text.toLowerCase() === error);
  }
}

function placesIn(own: Header, first: Header, width: number): (number | undefined)[] {
  const places = Array.from({ length: width }, (_, i): number | undefined => (own === first ? i : undefined));
  if (own === first) return places;
  for (const [name, at] of first.positions) places[at] = own.positions.get(name);
  for (const { position, value } of first.unpivoted)
    places[position] = own.unpivoted.find((one) => one.value === value)?.position;
  return places;
}

/**
 * What a sheet lacks that the first one has. Throws Unusable where the source takes no such extract, and of a sheet with other
 * headers to unpivot.
 */
function tellUnlike(source: Source, name: string, first: Header, own: Header): string[] {
  const values = ({ unpivoted }: Header): string =>
    JSON.stringify(unpivoted.map(({ value }) => value).sort());
  if (values(own) !== values(first))
    throw new Unusable(
      `The headers that become rows are others on ${name} than on the first sheet.`,
      "Ask the supplier for the same headers on each sheet, or name the one that is meant as sheet under format.",
    );
  const lacking = [...first.positions.keys()].filter((column) => !own.positions.has(column));
  if (!lacking.length) return [];
  const problem = `It has no column for ${formatList(lacking)} on ${name}.`;
  if (source.accept.missingColumns === "refuse")
    throw new Unusable(problem, "Ask the supplier for the same columns on each sheet.");
  return [`${problem} It counts as empty in the rows of that sheet.`];
}

/** The error that a cell holds, as in #N/A, or null. */
function errorOf({ fault }: SheetCell): string | null {
  return /#\S+$/.exec(fault ?? "")?.[0] ?? null;
}

async function chooseTables(
  source: Source,
  sheets: Sheet[],
): Promise<{ tables: Table[]; remarks: string[] }> {
  const format = source.format as XlsxFormat;
  const named = format.sheet === undefined ? undefined : sheets.find(({ name }) => name === format.sheet);
  if (format.sheet !== undefined && !named)
    throw new Unusable(
      `It has no sheet named “${format.sheet}”.`,
      "Correct format: sheet in the registry, or ask the supplier for the sheet agreed.",
    );
  const filled: Offered[] = [];
  for (const sheet of named ? [named] : sheets) {
    const top = await firstRows(sheet, (format.preambleRows ?? headerRows - 1) + Math.max(2, format.header));
    if (top.length) filled.push({ sheet, top });
  }
  let problem: Unusable | undefined;
  const fitting: Table[] = [];
  for (const one of filled.filter(({ sheet }) => named || !sheet.isHidden)) {
    const found = headerOf(source, format, one);
    if (found instanceof Unusable) problem ??= found;
    else fitting.push({ ...one, ...found });
  }
  if (!fitting.length) throw withoutTable(source, format, { sheets, filled, problem });
  const tables = format.sheets === "all" ? fitting : fitting.slice(0, 1);
  const remarks = named
    ? []
    : tellOthers(source, sheets, {
        fitting: fitting.slice(tables.length),
        hidden: filled.filter(({ sheet }) => sheet.isHidden),
      });
  return { tables, remarks };
}

/** Why no visible sheet has the table. */
function withoutTable(
  source: Source,
  format: XlsxFormat,
  { sheets, filled, problem }: { sheets: Sheet[]; filled: Offered[]; problem: Unusable | undefined },
): Unusable {
  const hidden = filled.filter(({ sheet }) => sheet.isHidden);
  const [meant] = hidden.filter((one) => !(headerOf(source, format, one) instanceof Unusable));
  if (meant)
    return new Unusable(
      `No visible sheet has the header: ${nameOf(source, meant.sheet, sheets)} has it, and is hidden.`,
      "Name it as sheet under format if it is meant, or ask the supplier for the sheet agreed.",
    );
  if (problem) return problem;
  return new Unusable(
    hidden.length ? "It has nothing in it but on hidden sheets." : "It is empty.",
    "Ask the supplier to send it again.",
  );
}

function headerOf(
  source: Source,
  format: XlsxFormat,
  { top }: Offered,
): { row: number; header: Header } | Unusable {
  try {
    const texts = top.map((cells) => Array.from(cells, (cell) => cell.text ?? ""));
    return findHeader(source, texts, format.preambleRows, format.header);
  } catch (error) {
    if (error instanceof Unusable) return error;
    throw error;
  }
}

/** The sheets that were not read, and why. */
function tellOthers(
  source: Source,
  sheets: Sheet[],
  { fitting, hidden }: { fitting: Offered[]; hidden: Offered[] },
): string[] {
  const list = (some: Offered[]): string =>
    formatList(some.map(({ sheet }) => nameOf(source, sheet, sheets)));
  const [are, were] = [
    (some: Offered[]) => (some.length === 1 ? "is" : "are"),
    (some: Offered[]) => (some.length === 1 ? "was" : "were"),
  ];
  const remarks: string[] = [];
  if (fitting.length)
    remarks.push(
      `${list(fitting)} ${fitting.length === 1 ? "has" : "have"} the header, too, and ${were(fitting)} not read. Write sheets: all under format to read all, or name the one that is meant.`,
    );
  if (hidden.length)
    remarks.push(
      `${list(hidden)} ${are(hidden)} hidden and ${were(hidden)} not read. Name a hidden sheet under format if it is meant.`,
    );
  return remarks;
}

function nameOf(source: Source, sheet: Sheet, sheets: Sheet[]): string {
  const name = tellable(source, sheet.name);
  return `sheet ${sheets.indexOf(sheet) + 1} of ${sheets.length}${name ? ` (${name})` : ""}`;
}

function isBlank(text: string | null): boolean {
  if (text === null) return true;
  const code = text.charCodeAt(0);
  return code > 0x20 && code < 0x7f ? false : text.trim() === "";
}

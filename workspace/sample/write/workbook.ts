import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { sampleColumn, sampleValue } from "../../../loaders/registry/sample-mark.js";
import type { Child } from "../people/family.js";
import type { Cell, Rows } from "./extract.js";
import type { Truth } from "./truth.js";
import { type ZipEntry, ZipFile } from "./zip.js";

const chunkSize = 1 << 20;
const mostInRow = 1 << 14;
/** Days from Excel's day 0, 30 December 1899, to 1 January 1970. */
const excelEpoch = 25_569;
const dateStyle = 1;

/**
 * Writes an XLSX workbook of one sheet row by row, in bounded memory. Its last column marks each row as invented.
 *
 * Texts are written in place; days as numbers in a date format, as Excel keeps them.
 * Chunks are compressed beside the work that makes the next ones: `drain` waits for them.
 */
export class Workbook implements Rows {
  private readonly zip: ZipFile;
  private readonly sheet: ZipEntry;
  private readonly waiting: [Cell[], Child | undefined][] = [];
  private rows = 0;
  private chunk = Buffer.allocUnsafe(chunkSize);
  private filled = 0;

  constructor(
    file: string,
    { sheet, preamble, header }: { sheet: string; preamble: string[]; header: string[] },
    private readonly truth: Pick<Truth, "row">,
    private readonly extract: string,
  ) {
    mkdirSync(dirname(file), { recursive: true });
    this.zip = new ZipFile(file);
    for (const [name, content] of parts(sheet)) this.zip.add(name, content);
    this.sheet = this.zip.open("xl/worksheets/sheet1.xml");
    this.add(`${xml}<worksheet xmlns="${main}"><sheetData>`);
    for (const line of preamble) this.put([line || null]);
    this.put([...header, sampleColumn]);
  }

  row(cells: Cell[], child?: Child): void {
    this.put([...cells, sampleValue]);
    if (child) this.truth.row(this.extract, this.rows, child);
  }

  late(cells: Cell[], child?: Child): void {
    this.waiting.push([cells, child]);
  }

  /** Waits until what has been written so far is on the disk. */
  async drain(): Promise<void> {
    await this.sheet.drain();
  }

  async close(): Promise<void> {
    for (const [cells, child] of this.waiting) this.row(cells, child);
    this.add("</sheetData></worksheet>");
    this.send();
    await this.sheet.close();
    this.zip.close();
  }

  private put(cells: Cell[]): void {
    const row = ++this.rows;
    let text = `<row r="${row}">`;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      if (cell === null || cell === undefined || cell === "") continue;
      const at = `<c r="${columns[i]}${row}"`;
      if (typeof cell === "string")
        text += `${at} t="inlineStr"><is><t${keepSpace(cell)}>${escaped(cell)}</t></is></c>`;
      else if (typeof cell === "number") text += `${at}><v>${cell}</v></c>`;
      else text += `${at} s="${dateStyle}"><v>${cell.day + excelEpoch}</v></c>`;
    }
    this.add(`${text}</row>`);
  }

  private add(text: string): void {
    this.filled += this.chunk.write(text, this.filled);
    if (this.filled > chunkSize - mostInRow) this.send();
  }

  private send(): void {
    this.sheet.write(this.chunk.subarray(0, this.filled));
    this.chunk = Buffer.allocUnsafe(chunkSize);
    this.filled = 0;
  }
}

const columns = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const content = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** What a workbook consists of besides its sheet (ECMA-376 part 1). */
function parts(sheet: string): [string, string][] {
  return [
    [
      "[Content_Types].xml",
      `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `${xml}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${xml}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml",
      `${xml}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ],
  ];
}

function escaped(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    : text;
}

function keepSpace(text: string): string {
  return text !== text.trim() ? ' xml:space="preserve"' : "";
}

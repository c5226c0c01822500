import { readFileSync, rmSync } from "node:fs";
import { ZipFile } from "../../workspace/sample/write/zip.js";

/** A sheet of a workbook, as its XML says it. */
export interface SheetXml {
  name: string;
  /** "hidden" and "veryHidden" are what Excel knows; a chart sheet has no cells. */
  state?: "hidden" | "veryHidden" | "chart";
  /** Rows of cells: texts and numbers as they are, a formula or an error as XML; with attributes of the cell, as in s="1". */
  rows?: (string | number | null | { xml: string; attributes?: string })[][];
  /** XML before and after the rows. */
  before?: string;
  after?: string;
  /** Numbers of rows that are hidden. */
  hidden?: number[];
}

/** A cell with a formula and no value, and one with an error. */
export const noValue = { xml: "<f>1+1</f>" };
export const notAvailable = { xml: "#N/A" };

const namespace = "http://schemas.openxmlformats.org";
const start = '<?xml version="1.0" encoding="UTF-8"?>';

/** The bytes of a workbook that no writer of ours makes: with hidden sheets and rows, charts, errors and formulas. `formats`: how numbers are shown, by styles from 1 on. */
export async function workbookOf(
  file: string,
  sheets: readonly SheetXml[],
  { properties = "", formats = [] }: { properties?: string; formats?: string[] } = {},
): Promise<Buffer> {
  const path = ({ state }: SheetXml, i: number): string =>
    `${state === "chart" ? "chartsheets" : "worksheets"}/sheet${i + 1}.xml`;
  const office = `${namespace}/officeDocument/2006/relationships`;
  const main = `${namespace}/spreadsheetml/2006/main`;
  const kind = ({ state }: SheetXml): string => (state === "chart" ? "chartsheet" : "worksheet");
  const content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${namespace}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/>${sheets.map((sheet, i) => `<Override PartName="/xl/${path(sheet, i)}" ContentType="${content}.${kind(sheet)}+xml"/>`).join("")}</Types>`,
    "_rels/.rels": `<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}">${properties}<sheets>${sheets.map(({ name, state }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"${state && state !== "chart" ? ` state="${state}"` : ""}/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${namespace}/package/2006/relationships">${sheets.map((sheet, i) => `<Relationship Id="rId${i + 1}" Type="${office}/${kind(sheet)}" Target="${path(sheet, i)}"/>`).join("")}</Relationships>`,
  };
  if (formats.length)
    parts["xl/styles.xml"] =
      `<styleSheet xmlns="${main}"><numFmts>${formats.map((format, i) => `<numFmt numFmtId="${200 + i}" formatCode="${format}"/>`).join("")}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((_, i) => `<xf numFmtId="${200 + i}"/>`).join("")}</cellXfs></styleSheet>`;
  for (const [i, sheet] of sheets.entries())
    parts[`xl/${path(sheet, i)}`] =
      sheet.state === "chart"
        ? `<chartsheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>`
        : `<worksheet xmlns="${main}">${sheet.before ?? ""}<sheetData>${rowsOf(sheet)}</sheetData>${sheet.after ?? ""}</worksheet>`;
  const zip = new ZipFile(file);
  for (const [name, text] of Object.entries(parts)) {
    const entry = zip.open(name);
    entry.write(Buffer.from(start + text));
    await entry.close();
  }
  zip.close();
  const bytes = readFileSync(file);
  rmSync(file);
  return bytes;
}

function rowsOf({ rows = [], hidden = [] }: SheetXml): string {
  return rows
    .map((cells, r) => {
      const inside = cells.map((cell, c) => {
        const at = `r="${String.fromCharCode(65 + c)}${r + 1}"`;
        if (cell === null) return "";
        if (typeof cell === "number") return `<c ${at}><v>${cell}</v></c>`;
        if (typeof cell === "string") return `<c ${at} t="inlineStr"><is><t>${cell}</t></is></c>`;
        return cell.xml.startsWith("#")
          ? `<c ${at} t="e"><v>${cell.xml}</v></c>`
          : `<c ${at}${cell.attributes ? ` ${cell.attributes}` : ""}>${cell.xml}</c>`;
      });
      return `<row r="${r + 1}"${hidden.includes(r + 1) ? ' hidden="1"' : ""}>${inside.join("")}</row>`;
    })
    .join("");
}

import { open, readFile } from "node:fs/promises";
import { read, SSF, utils, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { type Limits, refuseOversizedZip, unpackedEntries } from "./bounds.js";
import { Unusable } from "./refused.js";

/** A cell of a sheet: its text, or why it has none. */
export interface SheetCell {
  /** Dates as ISO texts, numbers as their shortest exact text; null of an empty cell and of a fault. */
  text: string | null;
  /** What is wrong with it, as in “holds #N/A”. */
  fault?: string;
  /** Whether it is a number of the workbook, and not a text. */
  isNumber?: boolean;
  /** Whether it is shown as a percentage. */
  isPercentage?: boolean;
}

export interface Sheet {
  name: string;
  isHidden: boolean;
  rows: SheetCell[][];
  /** Rows, counted from 0, that somebody hid or filtered out. */
  hiddenRows: ReadonlySet<number>;
}

/**
 * The sheets of a workbook in their order, those that hold charts left out: of Excel (.xlsx, .xlsm, .xls) or of OpenDocument.
 * Throws Unusable if it is none, is larger than a source allows, is protected by a password, or is a binary .xlsb.
 */
export async function readWorkbook(file: string, limits: Limits): Promise<Sheet[]> {
  await refuseOther(file, limits);
  let workbook: WorkBook;
  try {
    workbook = read(await readFile(file), {
      type: "buffer",
      dense: true,
      cellFormula: true,
      cellHTML: false,
      cellText: false,
      cellNF: true,
      cellStyles: true,
      sheetStubs: true,
    });
  } catch (error) {
    if ((error as { syscall?: string }).syscall) throw error;
    if (/password/i.test((error as Error).message)) throw protectedByPassword();
    throw unreadable();
  }
  const is1904 = workbook.Workbook?.WBProps?.date1904 === true;
  const sheets = workbook.SheetNames.flatMap((name, i) => {
    const sheet = workbook.Sheets[name];
    if (!sheet || (sheet["!type"] ?? "sheet") !== "sheet") return [];
    return [sheetOf(name, sheet, (workbook.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0, is1904)];
  });
  if (!workbook.SheetNames.length) throw unreadable();
  return sheets;
}

function sheetOf(name: string, sheet: WorkSheet, isHidden: boolean, is1904: boolean): Sheet {
  const data = (sheet as { "!data"?: Raw[][] })["!data"] ?? [];
  const rows = Array.from({ length: data.length }, (_, row) =>
    Array.from(data[row] ?? [], (cell, column) => cellOf(cell, { row, column }, is1904)),
  );
  const hidden = (sheet["!rows"] ?? []).flatMap((row, i) => (row?.hidden ? [i] : []));
  // A title over several columns is one text: the cells under it are empty.
  return { name, isHidden, rows, hiddenRows: new Set(hidden) };
}

/** A cell as the library gives it. */
interface Raw {
  t: string;
  v?: unknown;
  f?: string;
  z?: string | number;
}

function cellOf(cell: Raw | undefined, at: { row: number; column: number }, is1904: boolean): SheetCell {
  if (!cell) return { text: null };
  const address = utils.encode_cell({ r: at.row, c: at.column });
  if (cell.t === "z")
    return cell.f === undefined
      ? { text: null }
      : { text: null, fault: `cell ${address} has a formula and no value` };
  if (cell.t === "e")
    return { text: null, fault: `cell ${address} holds ${errors[Number(cell.v)] ?? "an error"}` };
  if (cell.v === undefined || cell.v === null) return { text: null };
  if (cell.t === "n") return numberCell(Number(cell.v), String(cell.z ?? "General"), is1904);
  if (cell.v instanceof Date) return { text: isoText(cell.v.getTime()) };
  return { text: String(cell.v) };
}

const errors: Record<number, string> = {
  0: "#NULL!",
  7: "#DIV/0!",
  15: "#VALUE!",
  23: "#REF!",
  29: "#NAME?",
  36: "#NUM!",
  42: "#N/A",
  43: "#GETTING_DATA",
};

const dayMilliseconds = 86_400_000;

function numberCell(value: number, format: string, is1904: boolean): SheetCell {
  if (!SSF.is_date(format))
    return {
      text: String(value),
      isNumber: true,
      isPercentage: /%/.test(format.replace(/"[^"]*"|\\./g, "")),
    };
  // A time of day has no day.
  if (value >= 0 && value < 1 && !/[dy]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, "")))
    return { text: isoText(Math.round(value * dayMilliseconds)).replace(/^1970-01-01 ?/, "") || "00:00:00" };
  // Excel counts days from 1900 and takes that for a leap year.
  const days = is1904 ? value + 1462 : value < 60 ? value + 1 : value;
  return { text: isoText(Math.round((days - 25_569) * dayMilliseconds)) };
}

function isoText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  return date
    .toISOString()
    .replace("T00:00:00.000Z", "")
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}

/** The library would take any text for a workbook. */
async function refuseOther(file: string, limits: Limits): Promise<void> {
  const start = await firstBytes(file);
  if (start.startsWith("PK\x03\x04")) {
    await refuseOversizedZip(file, limits);
    const names = (await unpackedEntries(file)).map((name) => name.toLowerCase());
    if (names.includes("xl/workbook.bin"))
      throw new Unusable(
        "It is a binary workbook (.xlsb).",
        "Ask the supplier to save it as .xlsx and send it again.",
      );
    if (names.includes("encryptedpackage") || names.includes("meta-inf/encryption.xml"))
      throw protectedByPassword();
    if (!names.includes("xl/workbook.xml") && !names.includes("content.xml")) throw unreadable();
  } else if (!start.startsWith("\xd0\xcf\x11\xe0")) throw unreadable();
}

function protectedByPassword(): Unusable {
  return new Unusable(
    "It is protected by a password.",
    "Ask the supplier to save it without one and send it again.",
  );
}

function unreadable(): Unusable {
  return new Unusable(
    "It cannot be read as an Excel workbook.",
    "Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString("latin1");
  } finally {
    await handle.close();
  }
}

import { readFile } from "node:fs/promises";
import { read, utils, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { type Limits, refuseOversizedZip } from "./bounds.js";
import { isZip } from "./encoding.js";
import {
  faultyCell,
  isoText,
  type NumberStyle,
  numberCell,
  numberStyle,
  plainCell,
} from "./sheet-numbers.js";
import { protectedByPassword, type Sheet, type SheetCell, type SheetRow, unreadable } from "./sheets.js";

/** The sheets of an .xls or an OpenDocument workbook, read whole. Throws Unusable as openWorkbook does. */
export async function readOther(file: string, limits: Limits): Promise<Sheet[]> {
  if (await isZip(file)) await refuseOversizedZip(file, limits);
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
  if (!workbook.SheetNames.length) throw unreadable();
  const is1904 = workbook.Workbook?.WBProps?.date1904 === true;
  return workbook.SheetNames.flatMap((name, i) => {
    const sheet = workbook.Sheets[name];
    if (!sheet || (sheet["!type"] ?? "sheet") !== "sheet") return [];
    const isHidden = (workbook.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0;
    return [
      {
        name,
        isHidden,
        async *rows() {
          yield* batches(sheet, is1904);
        },
      },
    ];
  });
}

const rowsAtOnce = 1_000;

function* batches(sheet: WorkSheet, is1904: boolean): Generator<SheetRow[]> {
  const data = (sheet as { "!data"?: Raw[][] })["!data"] ?? [];
  const styles = new Map<string, NumberStyle>();
  const styleOf = (format: string): NumberStyle => {
    const style = styles.get(format) ?? numberStyle(format);
    styles.set(format, style);
    return style;
  };
  for (let from = 0; from < data.length; from += rowsAtOnce) {
    const rows: SheetRow[] = [];
    for (let at = from; at < Math.min(from + rowsAtOnce, data.length); at++) {
      const cells = Array.from(data[at] ?? [], (cell, column) =>
        cellOf(cell, { row: at, column }, styleOf, is1904),
      );
      if (cells.some(({ text, fault }) => text !== null || fault !== undefined))
        rows.push({ at, cells, isHidden: sheet["!rows"]?.[at]?.hidden === true });
    }
    yield rows;
  }
}

/** A cell as the library gives it. */
interface Raw {
  t: string;
  v?: unknown;
  f?: string;
  z?: string | number;
}

function cellOf(
  cell: Raw | undefined,
  at: { row: number; column: number },
  styleOf: (format: string) => NumberStyle,
  is1904: boolean,
): SheetCell {
  if (!cell) return plainCell(null);
  const address = utils.encode_cell({ r: at.row, c: at.column });
  if (cell.t === "z")
    return cell.f === undefined ? plainCell(null) : faultyCell(`cell ${address} has a formula and no value`);
  if (cell.t === "e") return faultyCell(`cell ${address} holds ${errors[Number(cell.v)] ?? "an error"}`);
  if (cell.v === undefined || cell.v === null) return plainCell(null);
  if (cell.t === "n") return numberCell(Number(cell.v), styleOf(String(cell.z ?? "General")), is1904);
  if (cell.v instanceof Date) return plainCell(isoText(cell.v.getTime()));
  return plainCell(String(cell.v));
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

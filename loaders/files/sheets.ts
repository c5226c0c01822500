import { Unusable } from "./refused.js";

/** A cell of a sheet: its text, or why it has none. */
export interface SheetCell {
  /** Dates as ISO texts, numbers as their shortest exact text; null of an empty cell and of a fault. */
  text: string | null;
  /** What is wrong with it, as in “holds #N/A”. */
  fault?: string | undefined;
  /** Whether it is a number of the workbook, and not a text. */
  isNumber?: boolean;
  /** Whether it is shown as a percentage. */
  isPercentage?: boolean;
}

export interface SheetRow {
  /** Counted from 0. */
  at: number;
  cells: SheetCell[];
  /** Whether somebody hid it or filtered it out. */
  isHidden: boolean;
}

export interface Sheet {
  name: string;
  isHidden: boolean;
  /** Its rows with something in them, in their order, so many at a time: read afresh at each call. */
  rows(): AsyncIterable<SheetRow[]>;
}

/** A workbook that is open. Close it after use. */
export interface Workbook {
  /** In their order; those that hold charts are left out. */
  sheets: Sheet[];
  close(): Promise<void>;
}

/** The first rows of a sheet, empty ones among them. */
export async function firstRows(sheet: Sheet, count: number): Promise<SheetCell[][]> {
  const top: SheetCell[][] = [];
  for await (const rows of sheet.rows())
    for (const { at, cells } of rows) {
      while (top.length < Math.min(at, count)) top.push([]);
      if (top.length >= count) return top;
      top.push(cells);
    }
  return top;
}

/** What to say of a workbook that is protected by a password. */
export function protectedByPassword(): Unusable {
  return new Unusable(
    "It is protected by a password.",
    "Ask the supplier to save it without one and send it again.",
  );
}

/** What to say of a file that is no workbook, or a broken one. */
export function unreadable(): Unusable {
  return new Unusable(
    "It cannot be read as an Excel workbook.",
    "Ask the supplier to open it in Excel, save it as .xlsx and send it again.",
  );
}

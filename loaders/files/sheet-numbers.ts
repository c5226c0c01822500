import type { SheetCell } from "./sheets.js";

const dayMilliseconds = 86_400_000;

/** How the numbers of a workbook are shown: what one of them means depends on it. */
export interface NumberStyle {
  isDate: boolean;
  /** Whether a number below 1 is a time of a day and no day. */
  isTime: boolean;
  isPercentage: boolean;
}

/** What a number format says, as in dd/mm/yyyy, 0.0% or [h]:mm. */
export function numberStyle(format: string): NumberStyle {
  // Texts, single characters, fillers, colours and conditions are no part of it; elapsed time is.
  const bare = format
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[([hms]+)\]/gi, "$1")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/general/gi, "");
  return {
    isDate: /[ymdhs]|AM\/PM|A\/P/i.test(bare) && !/[0#?]\s*%/.test(bare),
    isTime: !/[dy]/i.test(bare),
    isPercentage: bare.includes("%"),
  };
}

/** The cell of a number. Days are counted from 1900, or from 1904 as an old Mac does. */
export function numberCell(value: number, style: NumberStyle, is1904: boolean): SheetCell {
  if (!style.isDate)
    return { text: String(value), fault: undefined, isNumber: true, isPercentage: style.isPercentage };
  if (value >= 0 && value < 1 && style.isTime)
    return plainCell(isoText(Math.round(value * dayMilliseconds)).replace(/^1970-01-01 ?/, "") || "00:00:00");
  // Excel takes 1900 for a leap year.
  const days = is1904 ? value + 1462 : value < 60 ? value + 1 : value;
  return plainCell(isoText(Math.round((days - 25_569) * dayMilliseconds)));
}

/** A cell with a text. */
export function plainCell(text: string | null): SheetCell {
  return { text, fault: undefined, isNumber: false, isPercentage: false };
}

/** A cell whose value nobody can tell, and why. */
export function faultyCell(fault: string): SheetCell {
  return { text: null, fault, isNumber: false, isPercentage: false };
}

/** A time as an ISO text: a day alone at midnight. */
export function isoText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  return date
    .toISOString()
    .replace("T00:00:00.000Z", "")
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}

import { shapeOf } from "../registry/shape.js";
import { plainHeader } from "./open-table.js";

/** Words that headers are made of, and children are not called by. */
export const headerWords: ReadonlySet<string> = new Set(
  "a age at by child children code count date day days end entry flag for from group id in last local name new no not note notes number of old on or outcome percent percentage place rate reason ref reference score setting start status sheet sum summer autumn spring winter current previous data list table team term time to total type value ward week with year years".split(
    " ",
  ),
);

/**
 * The headers of a file, or of some of its columns, for a message: as they stand where they are `known`, or made of words that headers are made of; any
 * other by its column's number and its shape, since a file that has no header begins with somebody's cells.
 */
export function headersText(
  headers: readonly string[],
  known: readonly string[] = [],
  columns: readonly number[] = [...headers.keys()],
): string {
  const plain = new Set(known.map(plainHeader));
  return columns
    .map((at) => {
      const header = headers[at]!;
      const isTold = plain.has(plainHeader(header)) || isOrdinary(header);
      return isTold ? header : `column ${at + 1}, “${shapeOf(header)}”`;
    })
    .join("; ");
}

function isOrdinary(header: string): boolean {
  const words = header.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
  return words.every((word) => headerWords.has(word.toLowerCase()) || /^\p{N}{1,2}$/u.test(word));
}
